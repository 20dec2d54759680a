"""Scores what the passages offer as an answer to a question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul
from typing import NamedTuple

from bot.answering.anaphora import is_reply
from bot.answering.expectation import Expectation, asks_yes_or_no, expectation
from bot.answering.relevance import Relevance
from bot.answering.units import Unit, cut
from bot.retrieval.base import Chunk, Passage

_PLACE_SEPARATOR = re.compile(r" [·›] ")
_PAGE_OR_PARAGRAPH = re.compile(r"(?:s\.|bild) \d+|\d+(?: ?[a-z])? §.*")
_HEADING_NUMBER = re.compile(r"\d+(?:\.\d+)*\.?\s+")
_ALIKE = 0.5
"""Matches below this are of words that share some letters."""
_UNKNOWN = 0.4
"""How foreign a bare list is whose heading is not known."""
_BELOW = 0.5
"""What remains, for each sentence further down, of being right below a heading."""
_SAID_BY_HEADING = 0.7
"""Right below a heading that asks the question, a sentence need not repeat its words."""
_UNMET = 0.75
_LONG = 25
_SHORT = 6
_BEGINNING = 3


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


WEIGHTS = Signals(
    own=0.8,
    in_context=0.2,
    around=0.2,
    before=0.05,
    after=0.05,
    heading=-0.15,
    answers_heading=0.5,
    subject=0.15,
    passage_score=0.45,
    best_passage=0.05,
    expected=0.25,
    defines=0.1,
    short=-0.2,
    long=-0.15,
    unquotable=-0.9,
    replies=0.3,
    other_row=-0.6,
    foreign=-0.1,
)
"""Found on one half of SweQUAD and on questions about the sample municipality."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A unit of a passage with its score."""

    passage: Passage
    rank: int
    """The passage's place among those found, from 0."""
    unit: Unit
    signals: Signals
    score: float
    confidence: float
    """0 to 1: how much of the question it speaks about, read below its title and heading."""


def candidates(question: str, passages: Sequence[Passage]) -> list[Candidate]:
    """Every unit of the passages, in order."""
    pages = [
        (passage, cut(passage.chunk.text, heading=_heading(passage.chunk))) for passage in passages
    ]
    relevance = Relevance(question, [unit.text for _, units in pages for unit in units])
    judge = _Judge(
        relevance=relevance,
        expected=expectation(question),
        yes_or_no=asks_yes_or_no(question),
        best_score=max((passage.score for passage in passages), default=0.0),
    )
    return [
        candidate
        for rank, (passage, units) in enumerate(pages)
        for candidate in judge.page(passage, units, rank)
    ]


def _heading(chunk: Chunk) -> str:
    """The nearest heading above it: "s. 4 · Resor › 2.1 Får jag flyga?" gives "Får jag flyga?"."""
    last = _PLACE_SEPARATOR.split(chunk.place)[-1]
    return "" if _PAGE_OR_PARAGRAPH.fullmatch(last) else _HEADING_NUMBER.sub("", last)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judge:
    relevance: Relevance
    expected: Expectation | None
    yes_or_no: bool
    best_score: float

    def page(self, passage: Passage, units: Sequence[Unit], rank: int) -> list[Candidate]:
        """The units of one passage."""
        chunk, relevance = passage.chunk, self.relevance
        title = relevance.covered(f"{chunk.title} {chunk.place}")
        covered = [relevance.covered(unit.text) for unit in units]
        shares = [relevance.share(one) for one in covered]
        around = relevance.share(_union(title, *covered))
        fits = {heading: relevance.fit(heading, title) for heading in {u.heading for u in units}}
        figures = [n for n in relevance.figures if any(row[n] == 1 for row in covered)]
        found = []
        for index, unit in enumerate(units):
            follower = index + 1 < len(units) and units[index + 1].follows
            heading = relevance.covered(unit.heading)
            in_context = _union(title, heading, covered[index])
            fit = fits[unit.heading]
            answers = fit * _BELOW**unit.depth if unit.heading.endswith("?") else 0.0
            met = self.expected is not None and self.expected.is_met_by(unit.text)
            words = unit.text.split()
            signals = Signals(
                own=shares[index]
                if unit.is_row
                else max(shares[index], _SAID_BY_HEADING * answers),
                in_context=relevance.share(in_context),
                around=around,
                before=shares[index - 1] if unit.follows else 0.0,
                after=shares[index + 1] if follower else 0.0,
                heading=relevance.share(heading),
                answers_heading=answers,
                subject=relevance.share(relevance.covered(" ".join(words[:_BEGINNING]))),
                passage_score=passage.score / self.best_score if self.best_score > 0 else 1.0,
                best_passage=float(rank == 0),
                expected=float(met),
                defines=float(met and self.expected is not None and self.expected.is_definition),
                short=max(0, _SHORT - len(words)) / _SHORT,
                long=max(0, len(words) - _LONG) / _LONG,
                unquotable=float(not unit.quotable),
                replies=fit * (is_reply(unit.text) and self.yes_or_no),
                other_row=float(unit.is_row and any(covered[index][n] < 1 for n in figures)),
                foreign=self._foreign(unit, fit),
            )
            score = sum(map(mul, signals, WEIGHTS))
            confidence = (score + relevance.share(in_context, at_least=_ALIKE)) / 2
            if self.expected is not None and self.expected.is_strict and not met:
                confidence *= _UNMET
            found.append(
                Candidate(
                    passage=passage,
                    rank=rank,
                    unit=unit,
                    signals=signals,
                    score=score,
                    confidence=confidence,
                )
            )
        return found

    def _foreign(self, unit: Unit, fit: float) -> float:
        if unit.needs_heading:
            return 1 - fit if unit.heading else _UNKNOWN
        if not is_reply(unit.text):
            return 0.0
        return (1 - fit) / 2 if self.yes_or_no else 1 - fit


def _union(*covered: Sequence[float]) -> list[float]:
    return [max(each) for each in zip(*covered, strict=True)]
