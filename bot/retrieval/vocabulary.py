"""Meets the words of a query with those that the index knows: compounds, spelling, åäö."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import Protocol

from bot.language.analysis import PART_WEIGHT, stem
from bot.retrieval.asked import Asked
from bot.retrieval.views import Word

_SHORTEST_PART = 3
_SHORTEST_MISSPELT = 3
_PREFIX = 3
_SIMILAR_AT_MOST = 2
_CORRECTION_WEIGHT = 0.7
_LETTERS = {"a": "aåä", "o": "oö", "e": "eé"}
"""What a letter may stand for when it is typed on a foreign keyboard or in haste."""
_PLAIN = str.maketrans("åäöé", "aaoe")


class Vocabulary(Protocol):
    """The terms of the index."""

    def with_term(self, term: str) -> int:
        """In how many chunks a stem or part occurs; 0: the index does not know it."""
        ...

    def starting_with(self, prefix: str) -> Sequence[str]:
        """Stems and parts of the index that begin so."""
        ...


def meet(asked: Asked, vocabulary: Vocabulary) -> Asked:
    """The query with terms that the index knows for words that it does not know."""
    terms = dict(asked.terms)
    for word, weight in asked.content.items():
        if not vocabulary.with_term(word.stem):
            for term, share in _instead(word, vocabulary):
                terms.setdefault(term, share * weight)
    return replace(asked, terms=terms)


def _instead(word: Word, vocabulary: Vocabulary) -> Iterator[tuple[str, float]]:
    known = [part for part in word.parts if vocabulary.with_term(part)]
    parts = word.parts if known else _split(word.folded, vocabulary)
    yield from ((part, PART_WEIGHT) for part in parts)
    unknown = [part for part in parts if not vocabulary.with_term(part)]
    if unknown or not parts:
        yield from ((term, _CORRECTION_WEIGHT) for term in _similar(word.stem, vocabulary))
    for part in unknown:
        share = PART_WEIGHT * _CORRECTION_WEIGHT
        yield from ((term, share) for term in _similar(part, vocabulary))


def _split(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The two known words that the word is put together of, the last one as long as possible."""
    for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        last = stem(word[cut:])
        if len(last) >= _SHORTEST_PART and vocabulary.with_term(last):
            for first in (stem(word[:cut]), stem(word[:cut].removesuffix("s"))):
                if len(first) >= _SHORTEST_PART and vocabulary.with_term(first):
                    return first, last
    return ()


def _similar(term: str, vocabulary: Vocabulary) -> list[str]:
    """Known terms that the term may be a misspelling of, the nearest first."""
    if len(term) < _SHORTEST_MISSPELT:
        return []
    at_most = 0 if len(term) == _SHORTEST_MISSPELT else 1 if len(term) < 8 else 2
    plain = term.translate(_PLAIN)
    found = []
    for prefix in map("".join, product(*(_LETTERS.get(c, c) for c in plain[:_PREFIX]))):
        for candidate in vocabulary.starting_with(prefix):
            if candidate != term and abs(len(candidate) - len(term)) <= at_most:
                distance = _distance(plain, candidate.translate(_PLAIN), at_most)
                if distance <= at_most:
                    found.append((distance, -vocabulary.with_term(candidate), candidate))
    return [candidate for *_, candidate in sorted(found)[:_SIMILAR_AT_MOST]]


def _distance(one: str, other: str, at_most: int) -> int:
    """Insertions, deletions, substitutions and transpositions between two words; more than
    `at_most` is not counted to its end."""
    if one == other:
        return 0
    if len(set(one) ^ set(other)) > 2 * at_most:
        return at_most + 1
    before, previous = [0] * (len(other) + 1), list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        current = [i]
        for j, against in enumerate(other, 1):
            cost = min(previous[j] + 1, current[-1] + 1, previous[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > at_most:
            return at_most + 1
        before, previous = previous, current
    return previous[-1]
