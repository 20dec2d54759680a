"""Scores what the passages offer as an answer to a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul

from bot.answering.relevance import FOUND
from bot.answering.signals import Asked, Page, Signals, units_of
from bot.answering.units import Unit
from bot.retrieval.base import Passage

_WITHOUT_FIGURE = 0.75
"""What remains of the confidence in a unit without the figure that is asked for."""

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
    """Comparable within one question."""
    confidence: float
    """Comparable between questions: the score, and how much of the question is spoken about when
    words that only look alike do not count."""


def candidates(question: str, passages: Sequence[Passage]) -> list[Candidate]:
    """Every unit of the passages, in order."""
    found = [units_of(passage) for passage in passages]
    asked = Asked.build(question, found)
    best = max((passage.score for passage in passages), default=0.0)
    return [
        candidate
        for rank, (passage, units) in enumerate(zip(passages, found, strict=True))
        for candidate in _on_page(
            asked, passage, units, rank=rank, score=passage.score / best if best > 0 else 1.0
        )
    ]


def _on_page(
    asked: Asked, passage: Passage, units: Sequence[Unit], *, rank: int, score: float
) -> list[Candidate]:
    page = Page(asked, passage.chunk, units, score=score, is_best=rank == 0)
    found = []
    for unit in units:
        signals = page.signals(unit)
        total = sum(map(mul, signals, WEIGHTS))
        said = asked.relevance.share(page.in_context(unit), at_least=FOUND)
        doubt = _WITHOUT_FIGURE if page.lacks_figure(unit) else 1.0
        found.append(
            Candidate(
                passage=passage,
                rank=rank,
                unit=unit,
                signals=signals,
                score=total,
                confidence=doubt * (total + said) / 2,
            )
        )
    return found
