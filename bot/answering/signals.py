"""What speaks for and against each unit of a passage as an answer to a question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.answering.anaphora import is_reply
from bot.answering.expectation import Expectation, asks_yes_or_no, expectation
from bot.answering.relevance import Relevance
from bot.answering.units import Unit, cut
from bot.retrieval.base import Chunk, Passage

_PLACE_SEPARATOR = re.compile(r" [·›] ")
_PAGE_OR_PARAGRAPH = re.compile(r"(?:s\.|bild) \d+|\d+(?: ?[a-z])? §.*")
_HEADING_NUMBER = re.compile(r"\d+(?:\.\d+)*\.?\s+")
_UNKNOWN = 0.4
"""How foreign a bare list is whose heading is not known."""
_ASKS = re.compile(r"\?$|^så \w+ (?:du|vi|man)\b", re.IGNORECASE)
"""A heading that the text below it answers: "Hur anmäler jag?", "Så anmäler du"."""
_BELOW = 0.5
"""What remains, for each sentence further down, of being right below a heading."""
_SAID_BY_HEADING = 0.7
"""Right below a heading that asks the question, a sentence need not repeat its words."""
_LONG = 25
_SHORT = 6
_BEGINNING = 3
"""Words: too many, too few, and those that tell what a sentence is about."""


class Signals(NamedTuple):
    """What speaks for and against a unit, each 0 to 1; as a whole also the weights of these."""

    own: float
    """The share of the question that it speaks about."""
    in_context: float
    """The same, read below its title and heading."""
    around: float
    """The same, for the whole passage."""
    before: float
    """The same, for the sentence before it in the paragraph."""
    after: float
    heading: float
    answers_heading: float
    """It is among the first below a heading that asks the same."""
    subject: float
    """The share of the question that its first words speak about."""
    passage_score: float
    """The passage's score from retrieval, compared with the best one."""
    best_passage: float
    expected: float
    """It holds the kind of answer that is asked for."""
    defines: float
    """The question is for a definition and it looks like one."""
    short: float
    long: float
    unquotable: float
    replies: float
    """It says yes or no to a heading that asks the same."""
    other_row: float
    """It is a row of a table in which another row has the number that was asked about."""
    foreign: float
    """It answers its heading, by yes or no or by a bare list, and that asks something else."""


def units_of(passage: Passage) -> list[Unit]:
    """The units of a passage below the heading that it has in its document."""
    return cut(passage.chunk.text, heading=_heading(passage.chunk))


def _heading(chunk: Chunk) -> str:
    """The nearest heading above it: "s. 4 · Resor › 2.1 Får jag flyga?" gives "Får jag flyga?"."""
    last = _PLACE_SEPARATOR.split(chunk.place)[-1]
    return "" if _PAGE_OR_PARAGRAPH.fullmatch(last) else _HEADING_NUMBER.sub("", last)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, ready to be compared with what was found for it."""

    relevance: Relevance
    expected: Expectation | None
    yes_or_no: bool

    @staticmethod
    def build(question: str, found: Sequence[Sequence[Unit]]) -> Asked:
        """Weigh the question's words by the units of the passages."""
        texts = [unit.text for units in found for unit in units]
        return Asked(Relevance(question, texts), expectation(question), asks_yes_or_no(question))


class Page:
    """The units of one passage beside the question."""

    def __init__(
        self, asked: Asked, chunk: Chunk, units: Sequence[Unit], *, score: float, is_best: bool
    ) -> None:
        """`score` is 0 to 1, 1 for the best passage."""
        relevance = asked.relevance
        self._asked, self._units, self._score, self._is_best = asked, units, score, is_best
        self._title = relevance.covered(f"{chunk.title} {chunk.place}")
        self._covered = [relevance.covered(unit.text) for unit in units]
        self._shares = [relevance.share(one) for one in self._covered]
        self._around = relevance.share(_union(self._title, *self._covered))
        self._fits = {
            heading: relevance.fit(heading, self._title)
            for heading in {unit.heading for unit in units}
        }
        self._figures = [
            figure for figure in relevance.figures if any(row[figure] == 1 for row in self._covered)
        ]

    def in_context(self, unit: Unit) -> list[float]:
        """What a unit covers of the question, read below its title and heading."""
        heading = self._asked.relevance.covered(unit.heading)
        return _union(self._title, heading, self._covered[unit.position])

    def lacks_figure(self, unit: Unit) -> bool:
        """Whether the question is for a figure that the unit does not have."""
        expected = self._asked.expected
        return expected is not None and expected.is_strict and not expected.is_met_by(unit.text)

    def signals(self, unit: Unit) -> Signals:
        """What speaks for and against one of the page's units."""
        asked, relevance, index = self._asked, self._asked.relevance, unit.position
        words = unit.text.split()
        fit = self._fits[unit.heading]
        answers = fit * _BELOW**unit.depth if _ASKS.search(unit.heading) else 0.0
        met = asked.expected is not None and asked.expected.is_met_by(unit.text)
        return Signals(
            own=max(self._shares[index], 0.0 if unit.is_row else _SAID_BY_HEADING * answers),
            in_context=relevance.share(self.in_context(unit)),
            around=self._around,
            before=self._shares[index - 1] if unit.follows else 0.0,
            after=self._shares[index + 1] if self._is_followed(unit) else 0.0,
            heading=relevance.share(relevance.covered(unit.heading)),
            answers_heading=answers,
            subject=relevance.share(relevance.covered(" ".join(words[:_BEGINNING]))),
            passage_score=self._score,
            best_passage=float(self._is_best),
            expected=float(met),
            defines=float(met and asked.expected is not None and asked.expected.is_definition),
            short=max(0, _SHORT - len(words)) / _SHORT,
            long=max(0, len(words) - _LONG) / _LONG,
            unquotable=float(not unit.quotable),
            replies=fit * (is_reply(unit.text) and asked.yes_or_no),
            other_row=float(unit.is_row and self._is_other_case(index)),
            foreign=self._foreign(unit, fit),
        )

    def _is_followed(self, unit: Unit) -> bool:
        after = unit.position + 1
        return after < len(self._units) and self._units[after].follows

    def _is_other_case(self, index: int) -> bool:
        return any(self._covered[index][figure] < 1 for figure in self._figures)

    def _foreign(self, unit: Unit, fit: float) -> float:
        if unit.needs_heading:
            return 1 - fit if unit.heading else _UNKNOWN
        if not is_reply(unit.text):
            return 0.0
        return (1 - fit) / 2 if self._asked.yes_or_no else 1 - fit


def _union(*covered: Sequence[float]) -> list[float]:
    return [max(each) for each in zip(*covered, strict=True)]
