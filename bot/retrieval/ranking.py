"""Ranks candidates exactly: several views of a text, each scored on its own and then added."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, Protocol

from bot.language.analysis import PART_WEIGHT
from bot.retrieval.asked import Asked
from bot.retrieval.views import RankedView, Word, heading_mark, part_mark, whole_mark

_K1 = 1.0
_B = 0.65
"""BM25's saturation and length normalisation: between what suits passages that were written as
answers (lower) and what suits pages of any length (higher)."""
_STOP_IDF = 0.8
"""What a function word counts for in a pair of neighbours."""
_HALVING = 450
"""Marked characters at which a sentence is worth half: long ones hold many words by chance."""
_NEAR = 2
"""How many content words further on still count as near in the query."""


class Statistics(Protocol):
    """Counts over the whole index."""

    documents: int
    average_length: float

    def with_term(self, term: str) -> int:
        """In how many chunks a stem or part occurs."""
        ...

    def with_gram(self, gram: str) -> float:
        """In how many chunks a character n-gram occurs."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each view counts for; found on tuning halves, see tests/bench/ablation.py."""

    words: float = 0.5
    """Stems, and compound parts at half weight."""
    pairs: float = 0.25
    """Neighbouring words of the query that are neighbours in the text, function words included."""
    grams: float = 0.5
    """Character n-grams: inflections, compounds and misspellings that stems do not meet."""
    sentence: float = 0.3
    """The best single sentence."""
    near: float = 0.2
    """Words near each other in the query that share a sentence."""
    heading: float = 0.1
    """The title and the place."""


class _Term(NamedTuple):
    """A stem or part, and how a text holds it."""

    text: str
    whole: str
    part: str
    over: str
    weight: float


class _Near(NamedTuple):
    """Two terms that belong together."""

    one: str
    other: str
    weight: float


class _Scores(NamedTuple):
    """One candidate in each view; the names are those of `Weights`."""

    words: float
    pairs: float
    grams: float
    sentence: float
    near: float
    heading: float


class Ranking:
    """Ranks candidates for one query."""

    def __init__(self, asked: Asked, statistics: Statistics, *, weights: Weights) -> None:
        self._weights = weights
        self._count = statistics.documents
        self._average = statistics.average_length or 1.0
        self._terms = [
            _Term(
                term,
                whole_mark(term),
                part_mark(term),
                heading_mark(term),
                weight * self._idf(statistics.with_term(term)),
            )
            for term, weight in asked.terms.items()
        ]
        weighed = {term.text: term.weight for term in self._terms}
        self._grams = self._weigh_grams(asked.content, statistics)
        self._pairs = _weigh_pairs(asked.spoken, weighed)
        self._near = _weigh_near(list(asked.content), weighed) if asked.spoken else []

    def best(self, views: Sequence[RankedView], limit: int) -> list[tuple[int, float]]:
        """The places of the best views with their scores, best first."""
        totals = self._fuse([self._score(view) for view in views])
        order = sorted(range(len(views)), key=lambda place: -totals[place])
        return [(place, totals[place]) for place in order[:limit]]

    def _fuse(self, scored: Sequence[_Scores]) -> list[float]:
        """Each view is taken relative to the best candidate's, so that scales can be added."""
        totals = [0.0] * len(scored)
        for name, column in zip(_Scores._fields, zip(*scored, strict=True), strict=False):
            if best := max(column):
                scale = getattr(self._weights, name) / best
                totals = [
                    total + scale * value for total, value in zip(totals, column, strict=True)
                ]
        return totals

    def _score(self, view: RankedView) -> _Scores:
        norm, said = self._norm(view), view.words
        words = over = 0.0
        present = []
        for term in self._terms:
            if count := said.count(term.whole) + PART_WEIGHT * said.count(term.part):
                words += term.weight * count / (count + norm)
                present.append(term)
            if term.over in view.heading:
                over += term.weight
        sentence, near = self._best_sentence(said, present)
        return _Scores(
            words=words,
            pairs=self._score_pairs(said, norm),
            grams=_saturated(self._grams, view.letters, norm),
            sentence=sentence,
            near=near,
            heading=over,
        )

    def _score_pairs(self, said: str, norm: float) -> float:
        total = 0.0
        for (one, other), weight in self._pairs.items():
            if one in said and other in said and (count := _neighbours(said, one, other)):
                total += weight * count / (count + norm)
        return total

    def _norm(self, view: RankedView) -> float:
        return _K1 * (1 - _B + _B * view.length / self._average)

    def _best_sentence(self, said: str, present: Sequence[_Term]) -> tuple[float, float]:
        if not present:
            return 0.0, 0.0
        wholes = {term.whole for term in present}
        pairs = [pair for pair in self._near if pair.one in wholes and pair.other in wholes]
        best = best_near = 0.0
        for line in said.split("\f"):
            score = 0.0
            for term in present:
                if term.whole in line:
                    score += term.weight
                elif term.part in line:
                    score += PART_WEIGHT * term.weight
            if score:
                share = 1 / (1 + len(line) / _HALVING)
                best = max(best, score * share)
                if pairs:
                    near = sum([p.weight for p in pairs if p.one in line and p.other in line])
                    best_near = max(best_near, near * share)
        return best, best_near

    def _idf(self, found: float) -> float:
        return math.log(1 + (max(self._count - found, 0) + 0.5) / (found + 0.5))

    def _weigh_grams(
        self, content: Mapping[Word, float], statistics: Statistics
    ) -> dict[str, float]:
        weights: dict[str, float] = {}
        for word, weight in content.items():
            for gram in word.grams():
                weights[gram] = max(weight, weights.get(gram, 0.0))
        found = {gram: statistics.with_gram(gram) for gram in weights}
        return {gram: weights[gram] * self._idf(count) for gram, count in found.items() if count}


def _weigh_pairs(
    spoken: Sequence[Word], weighed: Mapping[str, float]
) -> dict[tuple[str, str], float]:
    return {
        (one.marked, other.marked): weighed.get(one.stem, _STOP_IDF)
        + weighed.get(other.stem, _STOP_IDF)
        for one, other in pairwise(spoken)
        if one is not other
    }


def _weigh_near(content: Sequence[Word], weighed: Mapping[str, float]) -> list[_Near]:
    return [
        _Near(one.marked, other.marked, weighed[one.stem] + weighed[other.stem])
        for index, one in enumerate(content)
        for other in content[index + 1 : index + 1 + _NEAR]
        if one.stem != other.stem
    ]


def _saturated(weights: Mapping[str, float], text: str, norm: float) -> float:
    """BM25 over the pieces of text that have a weight."""
    total = 0.0
    for piece, weight in weights.items():
        if count := text.count(piece):
            total += weight * count / (count + norm)
    return total


def _neighbours(said: str, one: str, other: str) -> int:
    """How often the word that is marked `other` follows the one that is marked `one`."""
    count, at = 0, said.find(one)
    while at >= 0 and (following := said.find("\n", at + 1)) >= 0:
        count += said.startswith(other, following)
        at = said.find(one, following)
    return count
