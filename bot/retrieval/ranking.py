"""Ranks candidates exactly: several views of a text, each scored on its own and then added."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from bot.language.analysis import PART_WEIGHT
from bot.retrieval.asked import Asked
from bot.retrieval.views import RankedView, Word

_K1 = 1.0
_B = 0.65
_STOP_IDF = 0.8
"""What a function word counts for in a pair of neighbours."""
_SENTENCE_K = 0.2
"""How much a longer sentence is worth less, per word over the average."""


class Statistics(Protocol):
    """Counts over the whole index."""

    documents: int
    average_length: float

    def with_term(self, term: str) -> int:
        """In how many chunks a stem or part occurs."""
        ...

    def with_gram(self, gram: str) -> int:
        """In how many chunks a character n-gram occurs."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each view counts for; found on tuning halves, see tests/bench/ablation.py."""

    words: float = 0.4
    grams: float = 0.6
    pairs: float = 0.25
    sentence: float = 0.3
    near: float = 0.2
    heading: float = 0.1
    coverage: float = 0.1


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate's score in each view."""

    words: float
    grams: float
    pairs: float
    sentence: float
    near: float
    heading: float
    coverage: float


class Ranking:
    """One query against any number of candidates."""

    def __init__(self, asked: Asked, statistics: Statistics) -> None:
        self._count = statistics.documents
        self._average = statistics.average_length or 1.0
        self._terms = {
            term: weight * self._idf(statistics.with_term(term))
            for term, weight in asked.terms.items()
        }
        self._grams = self._weigh_grams(asked.content, statistics)
        self._pairs = self._weigh_pairs(asked.spoken)
        self._near = self._weigh_near(asked.content)
        self._total = sum(self._terms.values()) or 1.0

    def _idf(self, found: int) -> float:
        return math.log(1 + (max(self._count - found, 0) + 0.5) / (found + 0.5))

    def _weigh_grams(self, content: Sequence[Word], statistics: Statistics) -> dict[str, float]:
        found = {
            gram: statistics.with_gram(gram) for word in content for gram in word.grams.split()
        }
        return {gram: self._idf(count) for gram, count in found.items() if count}

    def _weigh_pairs(self, spoken: Sequence[Word]) -> dict[str, float]:
        return {
            one.marked + other.marked: self._one(one) + self._one(other)
            for one, other in pairwise(spoken)
            if one is not other
        }

    def _one(self, word: Word) -> float:
        return _STOP_IDF if word.is_stop else self._terms[word.stem]

    def _weigh_near(self, content: Sequence[Word]) -> list[tuple[str, str, float]]:
        return [
            (one.stem, other.stem, self._terms[one.stem] + self._terms[other.stem])
            for index, one in enumerate(content)
            for other in content[index + 1 : index + 3]
            if one.stem != other.stem
        ]

    def score(self, view: RankedView) -> Scored:
        """How well a candidate fits, view by view."""
        norm = _K1 * (1 - _B + _B * view.length / self._average)
        text = view.sentences
        words = covered = 0.0
        for term, weight in self._terms.items():
            count = text.count(f" {term} ") + PART_WEIGHT * text.count(f" +{term} ")
            if count:
                words += weight * count * (_K1 + 1) / (count + norm)
                covered += weight
        grams = 0.0
        letters = view.letters
        for gram, weight in self._grams.items():
            count = letters.count(gram)
            if count:
                grams += weight * count * (_K1 + 1) / (count + norm)
        pairs = 0.0
        for pair, weight in self._pairs.items():
            count = text.count(pair)
            if count:
                pairs += weight * count * (_K1 + 1) / (count + norm)
        sentence, near = self._best_sentence(text) if covered else (0.0, 0.0)
        heading = sum(
            weight
            for term, weight in self._terms.items()
            if f" {term} " in view.heading or f" +{term} " in view.heading
        )
        return Scored(words, grams, pairs, sentence, near, heading, covered / self._total)

    def _best_sentence(self, text: str) -> tuple[float, float]:
        best = best_near = 0.0
        terms = self._terms
        for line in text.split("\n"):
            tokens = line.split()
            present = set(tokens)
            hits = terms.keys() & present
            score = sum(map(terms.__getitem__, hits))
            for term in terms:
                if term not in hits and f"+{term}" in present:
                    score += PART_WEIGHT * terms[term]
            score /= 1 + 0.02 * len(tokens)
            best = max(best, score)
            if len(hits) > 1:
                together = sum(
                    weight
                    for one, other, weight in self._near
                    if one in present and other in present
                )
                best_near = max(best_near, together / (1 + 0.02 * len(tokens)))
        return best, best_near


def fuse(scored: Sequence[Scored], weights: Weights) -> list[float]:
    """One score per candidate. Each view is taken relative to the best candidate's, so that views
    of different scale can be added."""
    totals = [0.0] * len(scored)
    for name in Weights.__slots__:
        column = [float(getattr(one, name)) for one in scored]
        best = max(column, default=0.0)
        if best > 0:
            scale = float(getattr(weights, name)) / best
            totals = [total + scale * value for total, value in zip(totals, column, strict=True)]
    return totals
