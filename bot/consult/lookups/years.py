"""Finds what a document in force says of a year by name: "År 2024 var traktamentet 290 kronor"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.base import Citation, Sentence
from bot.answering.relevance import Relevance
from bot.answering.units import Unit, cut
from bot.retrieval.base import Passage

_ON_TOPIC = 0.6


def find_of_year(question: str, passages: Sequence[Passage], *, year: int) -> Sentence | None:
    """The sentence about what is asked that names the year; `question` does not."""
    named = re.compile(rf"\b(?:år |under |i )?{year}\b")
    units = [
        (passage, unit)
        for passage in passages
        for unit in cut(passage.chunk.text)
        if unit.quotable and named.search(unit.text)
    ]
    relevance = Relevance(question, [unit.text for _, unit in units])

    def likeness(found: tuple[Passage, Unit]) -> float:
        return relevance.share(relevance.covered(found[1].text))

    best = max(units, key=likeness, default=None)
    if best is None or likeness(best) < _ON_TOPIC:
        return None
    passage, unit = best
    quotes = tuple(Citation(passage, quote) for quote in unit.quotes)
    return Sentence(text=unit.text, citations=quotes)
