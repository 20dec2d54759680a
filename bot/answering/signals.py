"""What speaks for and against each unit of a passage as an answer to a question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from bot.answering.anaphora import is_reply, points_back
from bot.answering.phrasing import Phrasing
from bot.answering.relevance import Relevance, spoken, union
from bot.answering.sureness import Evidence, asked_much
from bot.answering.units import Unit, cut
from bot.language.expectation import Expectation, asks_yes_or_no, expectation
from bot.retrieval.base import Chunk, Passage

_PLACE_SEPARATOR = re.compile(r" [·›] ")
_PAGE_OR_PARAGRAPH = re.compile(r"(?:s\.|bild) \d+|\d+(?: ?[a-z])? §.*")
_HEADING_NUMBER = re.compile(r"\d+(?:\.\d+)*\.?\s+")
_UNKNOWN = 0.4
"""How foreign a bare list is whose heading is not known."""
_ASKS = re.compile(r"\?$|^så \w+ (?:du|vi|man)\b", re.IGNORECASE)
"""A heading that the text below it answers: "Hur anmäler jag?", "Så anmäler du"."""
_OTHERS_REPLY = 0.7
"""How foreign yes or no to another question is where yes or no is asked for."""
_BELOW = 0.5
"""What remains, for each sentence further down, of being right below a heading."""
_BEGINNING = 3
"""Words that tell what a sentence is about."""
_MUCH_NEW = 8
"""Words that the question does not have, as many as count."""


class Signals(NamedTuple):
    """What speaks for and against a unit, each 0 to 1; as a whole also the weights of these."""

    own: float = 0.0
    """The share of the question that it speaks about, with the sentence that it points back to."""
    in_context: float = 0.0
    """The same, read below its title and heading."""
    around: float = 0.0
    """The same, for the whole passage."""
    before: float = 0.0
    """The same, for the sentence before it in the paragraph."""
    after: float = 0.0
    answers_heading: float = 0.0
    """It is among the first below a heading that asks the same."""
    subject: float = 0.0
    """The share of the question that its first words speak about."""
    new: float = 0.0
    """It has words that the question does not have: an answer says something."""
    pairs: float = 0.0
    """It is worded like the question, see `Likeness`, as are the next three."""
    turned: float = 0.0
    verb: float = 0.0
    other_negation: float = 0.0
    passage_score: float = 0.0
    """The passage's score from retrieval, compared with the best one."""
    expected: float = 0.0
    """It holds the kind of answer that is asked for."""
    strictly: float = 0.0
    """The same, when nothing else answers."""
    replies: float = 0.0
    """It says yes or no to a heading that asks the same."""
    other_row: float = 0.0
    """It is a row of a table in which another row has the number that was asked about."""
    titled: float = 0.0
    """The document is about what is asked: its title says little else."""
    together: float = 0.0
    """The share of what was found that is of its document."""
    opens: float = 0.0
    """It is among the first below a heading that asks something, whatever that is."""


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
    phrasing: Phrasing
    expected: Expectation | None
    yes_or_no: bool

    @staticmethod
    @lru_cache(maxsize=8)
    def of(question: str, passages: tuple[Passage, ...]) -> Asked:
        """Weigh the question's words by the units of the passages; a turn asks several times."""
        texts = [unit.text for passage in passages for unit in units_of(passage)]
        return Asked(
            Relevance(question, texts),
            Phrasing(question),
            expectation(question),
            asks_yes_or_no(question),
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """Of a passage and its document among all that was found."""

    score: float
    """The passage's, 0 to 1, 1 for the best."""
    together: float
    """The share that its document has of all, by score: of twelve passages, the last ones are found
    by a word or two."""
    lead: float
    """How much better its document's best passage is than any other document's; -1 to 1, 0 where
    there is no other."""

    @staticmethod
    def of(passage: Passage, among: Sequence[Passage]) -> Standing:
        """`passage` is one of `among`."""
        document_id = passage.chunk.document_id
        own = [one.score for one in among if one.chunk.document_id == document_id]
        others = [one.score for one in among if one.chunk.document_id != document_id]
        best, total = max(*own, *others, 0.0), sum(own) + sum(others)
        return Standing(
            score=passage.score / best if best > 0 else 1.0,
            together=sum(own) / total if total > 0 else 0.0,
            lead=(max(own) - max(others)) / best if others and best > 0 else 0.0,
        )


class Page:
    """The units of one passage beside the question."""

    def __init__(
        self, asked: Asked, chunk: Chunk, units: Sequence[Unit], standing: Standing
    ) -> None:
        relevance = asked.relevance
        self._asked, self._units, self._standing = asked, units, standing
        self._title_says = relevance.speaks_of(chunk.title)
        self._titled = relevance.share(relevance.covered(chunk.title)) * self._title_says
        self._title = relevance.covered(f"{chunk.title} {chunk.place}")
        self._covered = [relevance.covered(unit.text) for unit in units]
        self._shares = [relevance.share(one) for one in self._covered]
        self._read = self._with_antecedents()
        self._around = relevance.share(union(self._title, *self._covered))
        headings = {unit.heading for unit in units}
        self._fits = {heading: relevance.fit(heading, self._title) for heading in headings}
        self._figures = [
            figure for figure in relevance.figures if any(row[figure] == 1 for row in self._covered)
        ]

    def _with_antecedents(self) -> list[Sequence[float]]:
        """What each unit covers, with what it points back to: "De monterar isär bilar."."""
        read: list[Sequence[float]] = []
        for unit, covered in zip(self._units, self._covered, strict=True):
            back = unit.follows and points_back(unit.text)
            read.append(union(read[-1], covered) if back else covered)
        return read

    def in_context(self, unit: Unit) -> list[float]:
        """What a unit covers of the question, read below its title and heading."""
        heading = self._asked.relevance.covered(unit.heading)
        return union(self._title, heading, self._read[unit.position])

    def signals(self, unit: Unit) -> Signals:
        """What speaks for and against one of the page's units."""
        asked, relevance, index = self._asked, self._asked.relevance, unit.position
        said = spoken(unit.text)
        likeness = asked.phrasing.likeness(said)
        fit = self._fits[unit.heading]
        met = asked.expected is not None and asked.expected.is_met_by(unit.text)
        below = _BELOW**unit.depth if _ASKS.search(unit.heading) else 0.0
        return Signals(
            own=relevance.share(self._read[index]),
            in_context=relevance.share(self.in_context(unit)),
            around=self._around,
            before=self._shares[index - 1] if unit.follows else 0.0,
            after=self._shares[index + 1] if self._is_followed(unit) else 0.0,
            answers_heading=fit * below,
            subject=relevance.share(relevance.covered_by(said[:_BEGINNING])),
            new=min(relevance.beyond(said), _MUCH_NEW) / _MUCH_NEW,
            pairs=likeness.pairs,
            turned=likeness.turned,
            verb=likeness.verb,
            other_negation=likeness.other_negation,
            passage_score=self._standing.score,
            expected=float(met),
            strictly=float(met and asked.expected is not None and asked.expected.is_strict),
            replies=fit * (is_reply(unit.text) and asked.yes_or_no),
            other_row=float(unit.is_row and self._is_other_case(index)),
            titled=self._titled,
            together=self._standing.together,
            opens=below,
        )

    def evidence(self, unit: Unit, signals: Signals) -> Evidence:
        """What speaks for and against one of the page's units, with those signals, being an
        answer at all."""
        relevance, expected = self._asked.relevance, self._asked.expected
        above = union(self._title, relevance.covered(unit.heading))
        headed = relevance.speaks_of(unit.heading)
        return Evidence(
            around=signals.around,
            in_context=signals.in_context,
            together=signals.together,
            lead=self._standing.lead,
            titled=self._title_says,
            headed=max(headed, self._title_says),
            named=relevance.names(above),
            bare=float(not unit.heading),
            pairs=signals.pairs,
            subject=signals.subject,
            unmet=float(expected is not None and not signals.expected),
            asked=asked_much(relevance.content_words),
        )

    def foreign(self, unit: Unit) -> float:
        """0 to 1: how far it answers its heading, by yes or no or by a bare list, and that asks
        something else."""
        fit = self._fits[unit.heading]
        if unit.needs_heading:
            return 1 - fit if unit.heading else _UNKNOWN
        if not is_reply(unit.text):
            return 0.0
        return (1 - fit) * _OTHERS_REPLY if self._asked.yes_or_no else 1 - fit

    def _is_followed(self, unit: Unit) -> bool:
        after = unit.position + 1
        return after < len(self._units) and self._units[after].follows

    def _is_other_case(self, index: int) -> bool:
        return any(self._covered[index][figure] < 1 for figure in self._figures)
