"""How much of a question a text speaks about: rare words first, compounds and inflections met."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.language.analysis import grams, is_stop_word, parts, stem, words

_GRAM_WEIGHT = 0.8
"""What full overlap of character 4-grams counts for, against 1 for the same stem."""
_PART_WEIGHT = 0.7


@dataclass(frozen=True, slots=True)
class _Term:
    """A content word of the question in the forms it is compared by."""

    stem: str
    grams: frozenset[str]
    parts: frozenset[str]


class Relevance:
    """Compares one question with the sentences of what was found for it.

    A word weighs more the fewer of these sentences it occurs in, and most when none has it: no
    statistics of the whole index are needed.
    """

    def __init__(self, question: str, sentences: Sequence[str]) -> None:
        self._terms = _terms(question)
        self._matches: dict[str, Mapping[int, float]] = {}
        self._weights = self._weigh(sentences)
        self._total = sum(self._weights) or 1.0

    def covered(self, text: str) -> tuple[float, ...]:
        """For each content word of the question, 0 to 1: how well the text has it."""
        best = [0.0] * len(self._terms)
        for word in words(text):
            for index, match in self._match(word).items():
                best[index] = max(best[index], match)
        return tuple(best)

    def share(self, covered: Sequence[float]) -> float:
        """0 to 1: the weighted share of the question that is covered."""
        weighed = zip(self._weights, covered, strict=True)
        return sum(weight * match for weight, match in weighed) / self._total

    def _weigh(self, sentences: Sequence[str]) -> list[float]:
        counts = [0.0] * len(self._terms)
        for sentence in sentences:
            for index, match in enumerate(self.covered(sentence)):
                counts[index] += match
        number = len(sentences)
        return [math.log(1 + (number - count + 0.5) / (count + 0.5)) for count in counts]

    def _match(self, word: str) -> Mapping[int, float]:
        found = self._matches.get(word)
        if found is None:
            found = self._matches[word] = dict(self._compare(word))
        return found

    def _compare(self, word: str) -> list[tuple[int, float]]:
        if is_stop_word(word):
            return []
        theirs = _term(word)
        scored = ((index, _likeness(ours, theirs)) for index, ours in enumerate(self._terms))
        return [(index, likeness) for index, likeness in scored if likeness > 0]


def _terms(question: str) -> list[_Term]:
    content = [word for word in words(question) if not is_stop_word(word)]
    return [_term(word) for word in dict.fromkeys(content or words(question))]


def _term(word: str) -> _Term:
    marked = frozenset(grams(f"<{word}>", shortest=4, longest=4))
    return _Term(stem(word), marked, frozenset(parts(word)))


def _likeness(ours: _Term, theirs: _Term) -> float:
    if ours.stem == theirs.stem:
        return 1.0
    shared = len(ours.grams & theirs.grams) / len(ours.grams)
    part = 0.0
    if ours.parts or theirs.parts:
        mine = ours.parts or {ours.stem}
        part = len(mine & (theirs.parts or {theirs.stem})) / len(mine)
    return max(_GRAM_WEIGHT * shared, _PART_WEIGHT * part)
