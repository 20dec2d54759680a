"""Scores what the passages offer as an answer to a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.anaphora import is_reply
from bot.answering.expectation import Expectation, expectation
from bot.answering.relevance import Relevance
from bot.answering.units import Unit, cut
from bot.retrieval.base import Passage

_LONG = 25
_SHORT = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What speaks for and against a unit. Found on one half of SweQUAD and on own questions."""

    own: float = 0.85
    """The share of the question that it speaks about."""
    passage_score: float = 0.4
    """The passage's score from retrieval, compared with the best one."""
    best_passage: float = 0.05
    around: float = 0.25
    """The share of the question that its passage speaks about."""
    before: float = 0.1
    after: float = 0.05
    heading: float = 0.05
    answers_heading: float = 0.45
    """It is the first below a heading that asks much the same."""
    subject: float = 0.1
    """Its first words are what the question is about."""
    expected: float = 0.1
    """It holds the kind of answer that is asked for."""
    definition: float = 0.1
    short: float = -0.2
    long: float = -0.1
    unquotable: float = -0.9
    foreign_reply: float = -0.4
    """It begins with yes or no to another question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A unit of a passage with its score."""

    passage: Passage
    rank: int
    """The passage's place among those found, from 0."""
    unit: Unit
    score: float
    confidence: float
    """0 to 1: how much of the question it speaks about, read below its title and heading."""


def candidates(
    question: str, passages: Sequence[Passage], weights: Weights = Weights()
) -> list[Candidate]:
    """Every unit of the passages, in order."""
    pages = [(passage, cut(passage.chunk.text)) for passage in passages]
    relevance = Relevance(question, [unit.text for _, units in pages for unit in units])
    judge = _Judge(relevance, expectation(question), weights)
    best = max((passage.score for passage in passages), default=0.0)
    found: list[Candidate] = []
    for rank, (passage, units) in enumerate(pages):
        prior = weights.passage_score * (passage.score / best if best > 0 else 1.0)
        prior += weights.best_passage if rank == 0 else 0.0
        found.extend(judge.page(passage, units, rank=rank, prior=prior))
    return found


@dataclass(frozen=True, slots=True)
class _Judge:
    relevance: Relevance
    expected: Expectation | None
    weights: Weights

    def page(
        self, passage: Passage, units: Sequence[Unit], *, rank: int, prior: float
    ) -> list[Candidate]:
        """The units of one passage, scored."""
        relevance = self.relevance
        covered = [relevance.covered(unit.text) for unit in units]
        shares = [relevance.share(one) for one in covered]
        chunk = passage.chunk
        context = relevance.covered(f"{chunk.title} {chunk.place}")
        around = self.weights.around * relevance.share(_union(*covered, context))
        headings = {unit.heading: relevance.covered(unit.heading) for unit in units}
        found = []
        for index, unit in enumerate(units):
            heading = headings[unit.heading]
            score = prior + around + self._own(unit, shares[index], relevance.share(heading))
            if unit.follows:
                score += self.weights.before * shares[index - 1]
            if index + 1 < len(units) and units[index + 1].follows:
                score += self.weights.after * shares[index + 1]
            confidence = relevance.share(_union(covered[index], heading, context))
            found.append(
                Candidate(passage=passage, rank=rank, unit=unit, score=score, confidence=confidence)
            )
        return found

    def _own(self, unit: Unit, share: float, heading: float) -> float:
        weights, words = self.weights, unit.text.split()
        start = self.relevance.share(self.relevance.covered(" ".join(words[:3])))
        score = weights.own * share + weights.heading * heading + weights.subject * start
        if unit.depth == 0 and unit.heading.endswith("?"):
            score += weights.answers_heading * heading
        if self.expected is not None and self.expected.is_met_by(unit.text):
            score += weights.expected
            score += weights.definition if self.expected.name == "definition" else 0.0
        if is_reply(unit.text):
            score += weights.foreign_reply * (1 - heading)
        score += weights.short * max(0, _SHORT - len(words)) / _SHORT
        score += weights.long * max(0, len(words) - _LONG) / _LONG
        return score if unit.quotable else score + weights.unquotable


def _union(*covered: Sequence[float]) -> list[float]:
    return [max(each) for each in zip(*covered, strict=True)]
