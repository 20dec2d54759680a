"""How far a sentence is worded like the question: "Vad är ett visum?", "Ett visum är …"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.language.analysis import stem, words
from bot.language.expectation import verb_place

_BEGINNING = 4
"""Words in which a statement has its verb, most of the time."""
_NOT = re.compile(r"inte|ej|aldrig|ingen|inget|inga|not|never|no")


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Each 0 to 1."""

    pairs: float
    """The share of the question's neighbouring words that are neighbours here, too."""
    turned: float
    """The question's verb follows another word of it, as a statement turns the two around."""
    verb: float
    """The question's verb is among the first words."""
    other_negation: float
    """One of the two says "inte" and the other does not."""


class Phrasing:
    """The wording of one question, small words included."""

    def __init__(self, question: str) -> None:
        spoken = words(question)
        stems = [stem(word) for word in spoken]
        self._pairs = frozenset(pairwise(stems))
        self._negates = _negates(spoken)
        place = verb_place(spoken)
        self._verb = None if place is None else stems[place]
        self._others = frozenset(() if place is None else stems[place + 1 :])

    def likeness(self, spoken: Sequence[str]) -> Likeness:
        """How far these words, in order, are the question's wording."""
        stems = [stem(word) for word in spoken]
        pairs = frozenset(pairwise(stems))
        return Likeness(
            pairs=len(self._pairs & pairs) / max(1, len(self._pairs)),
            turned=float(any(b == self._verb and a in self._others for a, b in pairs)),
            verb=float(self._verb in stems[:_BEGINNING]),
            other_negation=float(self._negates != _negates(spoken)),
        )


def _negates(spoken: Sequence[str]) -> bool:
    return any(_NOT.fullmatch(word) for word in spoken)
