"""Ranks candidates exactly: several views of a text, each scored on its own and then added."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from bot.language.analysis import PART_WEIGHT
from bot.retrieval.asked import Asked
from bot.retrieval.reply import Reply
from bot.retrieval.sought import Sought, turned_around
from bot.retrieval.views import HEADING, MarkedTerm, RankedView

_K1 = 1.0
_B = 0.65
"""BM25's saturation and length normalisation: between what suits passages that were written as
answers (lower) and what suits pages of any length (higher)."""
_RARE_GRAM = 2.0
"""The least inverse document frequency of an n-gram that is looked for: it is in less than one of
seven chunks. Looking costs as much for the others, which rather mislead."""
_SHORT_HEADING = 2
"""Words that a heading may add to those of the query before it says less about it."""
_WITHOUT_HEADING = 0.7
"""What the best heading found counts for, for a text without any that speaks about the whole
query."""


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
    """What each view counts for. Found on one half of each set of tests/bench/ablation.py, by its
    documents, and tried on the other; `heading`, `grams`, K1 and B were settled with both in view,
    so that new questions are the only judge of them. `turned` and `reply` were found on the tuning
    half, with and without 120,000 passages beside it, and gain as much on the other half and on
    the questions about the sample municipality."""

    words: float = 0.8
    """Stems in the text or over it, and compound parts at half weight."""
    heading: float = 0.4
    """What the title and the place say of the query, and how little else."""
    pairs: float = 0.15
    """Neighbouring words of the query that are neighbours in the text, function words included."""
    phrases: float = 0.22
    """Three words in a row, likewise."""
    near: float = 0.1
    """Words near each other in the query that are near each other in the text."""
    grams: float = 0.35
    """Character n-grams: inflections, compounds and misspellings that stems do not meet."""
    turned: float = 0.2
    """The question's verb after another of its words, as a statement turns the two around."""
    reply: float = 0.1
    """A sentence that speaks about the question and holds the kind of answer it asks for."""


class _Scores(NamedTuple):
    """One candidate in each view; the names are those of `Weights`."""

    words: float
    heading: float
    pairs: float
    phrases: float
    near: float
    grams: float


class Ranking:
    """Ranks candidates for one query."""

    def __init__(self, asked: Asked, statistics: Statistics, *, weights: Weights) -> None:
        self._weights = weights
        self._statistics = statistics
        self._average = statistics.average_length or 1.0
        weighed = {
            term: weight * self._idf(statistics.with_term(term))
            for term, weight in asked.terms.items()
        }
        self._terms = [MarkedTerm.of(term, weight) for term, weight in weighed.items()]
        self._stems = [*weighed]
        self._all = Sought.of(asked, weighed, self._gram_weight)
        self._sought: dict[int, Sought] = {}
        self._turned = turned_around(asked)
        self._reply = Reply(asked.expected, self._terms)

    def best(self, views: Sequence[RankedView], limit: int) -> list[tuple[int, float]]:
        """The places of the best views with their scores, best first."""
        scored = self._beside_headings([self._score(view) for view in views], views)
        totals = self._fuse(scored)
        found = sorted(enumerate(totals), key=_best_first)[:limit]
        return sorted(self._replying(found, views), key=_best_first)

    def _beside_headings(
        self, scored: Sequence[_Scores], views: Sequence[RankedView]
    ) -> Sequence[_Scores]:
        """With what a heading might say where there is none: a page without one is not about
        anything else for that."""
        best = max([score.heading for score in scored], default=0.0)
        if not best:
            return scored
        return [
            score
            if view.heading
            else score._replace(heading=best * _WITHOUT_HEADING * self._share(view))
            for score, view in zip(scored, views, strict=True)
        ]

    def _share(self, view: RankedView) -> float:
        """0 to 1: how much of the query the text speaks about."""
        said = total = 0.0
        for whole, part, _, weight in self._terms:
            total += weight
            if whole in view.stems:
                said += weight
            elif part in view.parts:
                said += PART_WEIGHT * weight
        return said / total if total else 0.0

    def _fuse(self, scored: Sequence[_Scores]) -> list[float]:
        """Each view is taken relative to the best candidate's, so that scales can be added."""
        totals = [0.0] * len(scored)
        for name, column in zip(_Scores._fields, zip(*scored, strict=True), strict=False):
            totals = _add(totals, column, getattr(self._weights, name))
        return totals

    def _replying(
        self, found: Sequence[tuple[int, float]], views: Sequence[RankedView]
    ) -> list[tuple[int, float]]:
        """The best with what speaks for them as replies: too slow to look for in all."""
        said = [views[place] for place, _ in found]
        totals = [total for _, total in found]
        turned = [float(any(run in view.stems for run in self._turned)) for view in said]
        totals = _add(totals, turned, self._weights.turned)
        totals = _add(totals, [self._reply.in_text(view) for view in said], self._weights.reply)
        return [(place, total) for (place, _), total in zip(found, totals, strict=True)]

    def _score(self, view: RankedView) -> _Scores:
        stems, parts, over = view.stems, view.parts, view.heading
        norm = _K1 * (1 - _B + _B * view.length() / self._average)
        words = heading = 0.0
        there, bit = 0, 1
        for whole, part, above, weight in self._terms:
            count = 0.0
            # Most terms are in few candidates, and this is the quickest way to know.
            if whole in stems:
                count = stems.count(whole)
                there += bit
            if part in parts:
                count += PART_WEIGHT * parts.count(part)
            if above in over:
                heading += weight
                count += 1
            if count:
                words += weight * count / (count + norm)
            bit += bit
        if heading:
            heading /= math.sqrt(_SHORT_HEADING + over.count(HEADING))
        sought = self._sought_where(there)
        pairs = [run.weight for run in sought.pairs if run.marked in stems]
        phrases = [run.weight for run in sought.phrases if run.marked in stems] if pairs else ()
        near, grams = sought.near_in(stems), sought.grams_in(view.letters)
        return _Scores(words, heading, sum(pairs), sum(phrases), near, grams)

    def _sought_where(self, there: int) -> Sought:
        """Where these of the query's stems are, a bit each: many candidates have the same."""
        found = self._sought.get(there)
        if found is None:
            stems = [stem for place, stem in enumerate(self._stems) if there >> place & 1]
            found = self._sought[there] = self._all.where(stems)
        return found

    def _gram_weight(self, gram: str) -> float:
        """0.0: it is not looked for."""
        found = self._statistics.with_gram(gram)
        rarity = self._idf(found) if found else 0.0
        return rarity if rarity >= _RARE_GRAM else 0.0

    def _idf(self, found: float) -> float:
        missing = max(self._statistics.documents - found, 0)
        return math.log(1 + (missing + 0.5) / (found + 0.5))


def _add(totals: Sequence[float], column: Sequence[float], weight: float) -> list[float]:
    best = max(column, default=0.0)
    if not best:
        return [*totals]
    return [total + weight / best * value for total, value in zip(totals, column, strict=True)]


def _best_first(scored: tuple[int, float]) -> float:
    return -scored[1]
