"""Ranks candidates exactly: several views of a text, each scored on its own and then added."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from bot.language.analysis import PART_WEIGHT
from bot.retrieval.asked import Asked
from bot.retrieval.reply import Reply
from bot.retrieval.views import HEADING, MarkedTerm, RankedView, Word, spelt, whole_mark

_K1 = 1.0
_B = 0.65
"""BM25's saturation and length normalisation: between what suits passages that were written as
answers (lower) and what suits pages of any length (higher)."""
_STOP_IDF = 0.8
"""What a function word counts for among neighbours."""
_NEAR = 2
"""How many content words further on still count as near in the query."""
_WINDOW = 100
"""Characters of a marked text in which words are near each other: about eight words."""
_SHORT_HEADING = 2
"""Words that a heading may add to those of the query before it says less about it."""
_SHORTLIST = 40
"""So many of the best by their words are looked at in every view; the rest cannot come first."""


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


class _Run(NamedTuple):
    """Words in a row, as they are marked in a text."""

    marked: str
    weight: float


class _Near(NamedTuple):
    """Words that stand near each other in the query, as they are marked."""

    one: str
    other: str
    weight: float


class _Grams(NamedTuple):
    """The n-grams of a word of the query."""

    whole: str
    """The word, which has all of them."""
    each: list[tuple[str, float]]
    total: float


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
        self._count = statistics.documents
        self._average = statistics.average_length or 1.0
        weighed = {
            term: weight * self._idf(statistics.with_term(term))
            for term, weight in asked.terms.items()
        }
        self._terms = [MarkedTerm.of(term, weight) for term, weight in weighed.items()]
        self._grams = self._weigh_grams(asked.content, statistics)
        self._pairs = _weigh_runs(asked.spoken, weighed, length=2)
        self._phrases = _weigh_runs(asked.spoken, weighed, length=3)
        self._turned = _turned(asked)
        self._reply = Reply(asked.expected, self._terms)
        self._near = _weigh_near(list(asked.content), weighed) if asked.spoken else []

    def best(self, views: Sequence[RankedView], limit: int) -> list[tuple[int, float]]:
        """The places of the best views with their scores, best first."""
        said = [self._words(view) for view in views]
        places = sorted(range(len(views)), key=lambda place: -sum(said[place]))
        shortlist = places[: max(limit, _SHORTLIST)]
        totals = self._fuse([self._score(views[place], *said[place]) for place in shortlist])
        found = sorted(zip(shortlist, totals, strict=True), key=_best_first)[:limit]
        return sorted(self._replying(found, views), key=_best_first)

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

    def _words(self, view: RankedView) -> tuple[float, float]:
        """The scores of words in text and heading together, and of the heading alone."""
        stems, parts, over = view.stems, view.parts, view.heading
        norm = _K1 * (1 - _B + _B * view.length() / self._average)
        words = heading = 0.0
        for whole, part, above, weight in self._terms:
            count = 0.0
            # Most terms are in few candidates, and this is the quickest way to know.
            if whole in stems:
                count = stems.count(whole)
            if part in parts:
                count += PART_WEIGHT * parts.count(part)
            if above in over:
                heading += weight
                count += 1
            if count:
                words += weight * count / (count + norm)
        if heading:
            heading /= math.sqrt(_SHORT_HEADING + over.count(HEADING))
        return words, heading

    def _score(self, view: RankedView, words: float, heading: float) -> _Scores:
        stems = view.stems
        pairs = [weight for run, weight in self._pairs if run in stems]
        phrases = [weight for run, weight in self._phrases if run in stems] if pairs else ()
        near = [
            weight
            for one, other, weight in self._near
            if one in stems and other in stems and _are_near(one, other, stems)
        ]
        grams = self._in_letters(view.letters)
        return _Scores(words, heading, sum(pairs), sum(phrases), sum(near), grams)

    def _in_letters(self, letters: str) -> float:
        return sum(
            [
                total
                if whole in letters
                else sum([weight for gram, weight in grams if gram in letters])
                for whole, grams, total in self._grams
            ]
        )

    def _idf(self, found: float) -> float:
        return math.log(1 + (max(self._count - found, 0) + 0.5) / (found + 0.5))

    def _weigh_grams(self, content: Mapping[Word, float], statistics: Statistics) -> list[_Grams]:
        """An n-gram that several words have is looked for once, as that of the weightiest."""
        weighed: list[_Grams] = []
        seen: set[str] = set()
        for word, weight in sorted(content.items(), key=lambda item: -item[1]):
            new = [gram for gram in word.grams() if gram not in seen]
            seen.update(new)
            found = [(gram, statistics.with_gram(gram)) for gram in new]
            grams = [(spelt(gram), weight * self._idf(count)) for gram, count in found if count]
            whole = spelt(whole_mark(word.folded))
            weighed.append(_Grams(whole, grams, sum([weight for _, weight in grams])))
        return weighed


def _add(totals: Sequence[float], column: Sequence[float], weight: float) -> list[float]:
    best = max(column, default=0.0)
    if not best:
        return [*totals]
    return [total + weight / best * value for total, value in zip(totals, column, strict=True)]


def _best_first(scored: tuple[int, float]) -> float:
    return -scored[1]


def _turned(asked: Asked) -> list[str]:
    """ "Vad är ett visum?" turned: "visum är", "ett är"."""
    if asked.verb is None or not asked.spoken:
        return []
    verb, others = asked.spoken[asked.verb], dict.fromkeys(asked.spoken[asked.verb + 1 :])
    return [spelt(one.marked + verb.marked) for one in others if one.stem != verb.stem]


def _weigh_runs(spoken: Sequence[Word], weighed: Mapping[str, float], *, length: int) -> list[_Run]:
    """So many words of the query in a row, each run once."""
    found: dict[str, float] = {}
    for run in zip(*(spoken[start:] for start in range(length)), strict=False):
        marks = tuple([word.marked for word in run])
        if len(set(marks)) == length:
            found["".join(marks)] = sum([weighed.get(word.stem, _STOP_IDF) for word in run])
    return [_Run(spelt(marked), weight) for marked, weight in found.items()]


def _weigh_near(content: Sequence[Word], weighed: Mapping[str, float]) -> list[_Near]:
    return [
        _Near(spelt(one.marked), spelt(other.marked), weighed[one.stem] + weighed[other.stem])
        for index, one in enumerate(content)
        for other in content[index + 1 : index + 1 + _NEAR]
        if one.stem != other.stem
    ]


def _are_near(one: str, other: str, said: str) -> bool:
    """Whether they stand near each other in a marked text."""
    at = said.find(one)
    while at >= 0:
        if said.find(other, max(0, at - _WINDOW), at + _WINDOW) >= 0:
            return True
        at = said.find(one, at + 1)
    return False
