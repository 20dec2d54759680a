"""Finds rules that stand side by side, each for some people: "Timavlönade …", "För chefer …".

Only where the sentence that would be the answer is itself for some people, and a sentence of the
same shape about the same thing is for others. A general rule with an exception after it is
answered as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.answering.base import Citation, Sentence
from bot.answering.extractive import best_of
from bot.answering.figures import figures
from bot.answering.scoring import Candidate, candidates
from bot.consult.facts.kinds import KINDS, Kind
from bot.consult.lookups.rows import readable
from bot.language.analysis import is_stop_word, stem, words
from bot.retrieval.base import Chunk, Passage

_ALIKE = 0.4
"""The least share of their words that sentences of different sections have in common."""
_ON_TOPIC = 0.6
"""The least of what speaks for the best sentence that must speak for another, too."""
_AT_MOST = 5
_MORE = re.compile(r"\b(?:också|även|dessutom|also|as well)\b", re.IGNORECASE)
"""Adds to a rule, and is no other rule."""


@dataclass(frozen=True, slots=True)
class Variant:
    """The rule for those who are `value`."""

    value: str
    candidate: Candidate

    def sentence(self, question: str) -> Sentence:
        """The rule, quoted."""
        unit, passage = self.candidate.unit, self.candidate.passage
        quotes = tuple(Citation(passage, quote) for quote in unit.quotes)
        return readable(Sentence(text=unit.text, citations=quotes), question)


@dataclass(frozen=True, slots=True)
class Variants:
    """Rules for different people, in reading order; the first found would be the answer."""

    kind: Kind
    first: Variant
    others: tuple[Variant, ...]

    @property
    def all(self) -> tuple[Variant, ...]:
        """Every one, in reading order."""
        return tuple(sorted((self.first, *self.others), key=_place))


def find_variants(question: str, passages: Sequence[Passage]) -> Variants | None:
    """The rules that the answer must be chosen from; None if it does not depend on who asks."""
    kinds = _that_make_a_difference(passages)
    if not kinds:
        return None
    found = candidates(question, passages)
    best = best_of(found)
    if best is None:
        return None
    for kind in kinds:
        if (value := _only(kind, best)) is None:
            continue
        if others := _others(kind, Variant(value, best), found):
            return Variants(kind, Variant(value, best), others)
    return None


def _that_make_a_difference(passages: Sequence[Passage]) -> list[Kind]:
    """The kinds of which the passages speak of more than one: mostly none."""
    spoken_of = zip(*(_spoken_of(passage.chunk) for passage in passages), strict=True)
    return [
        kind
        for kind, values in zip(KINDS, spoken_of, strict=False)
        if len(frozenset().union(*values)) > 1
    ]


@lru_cache(maxsize=1024)
def _spoken_of(chunk: Chunk) -> tuple[frozenset[str], ...]:
    """The values of each kind: slow to find in a text, which many questions are answered from."""
    text = f"{chunk.title}\n{chunk.text}"
    return tuple(kind.said_in(text) for kind in KINDS)


def _others(kind: Kind, first: Variant, found: Sequence[Candidate]) -> tuple[Variant, ...]:
    chosen: dict[str, Variant] = {}
    ranked = sorted(found, key=lambda one: (-one.score, one.rank, one.unit.position))
    for candidate in ranked:
        value = _only(kind, candidate)
        if value is None or value == first.value or value in chosen:
            continue
        if candidate.unit.is_row and _has_steps(kind, value, candidate, found):
            return ()
        if _is_beside(first.candidate, candidate) and _says_other(first.candidate, candidate):
            chosen[value] = Variant(value, candidate)
    return tuple(chosen.values())[: _AT_MOST - 1]


def _only(kind: Kind, candidate: Candidate) -> str | None:
    """The one value that the sentence is for; what stands above it tells if itself does not."""
    unit, chunk = candidate.unit, candidate.passage.chunk
    for text in (_subject(unit.text) if unit.is_row else unit.text, unit.heading, chunk.title):
        if said := kind.said_in(text):
            return next(iter(said)) if len(said) == 1 else None
    return None


def _has_steps(kind: Kind, value: str, row: Candidate, found: Sequence[Candidate]) -> bool:
    """Whether the table has several rows for the same people: more than the fact decides."""
    chunk_id = row.passage.chunk.id
    rows = [one for one in found if one.unit.is_row and one.passage.chunk.id == chunk_id]
    return sum(_only(kind, one) == value for one in rows) > 1


def _subject(row: str) -> str:
    """The first cell, which says whom the row is for."""
    return row.partition(";")[0].partition(": ")[2]


def _is_beside(first: Candidate, other: Candidate) -> bool:
    """Whether it has the same shape and is about the same thing."""
    if other.unit.is_row != first.unit.is_row or not other.unit.quotable:
        return False
    if _MORE.search(other.unit.text) or other.confidence < _ON_TOPIC * first.confidence:
        return False
    same_chunk = other.passage.chunk.id == first.passage.chunk.id
    if same_chunk and other.unit.heading == first.unit.heading:
        return True
    ours, theirs = _content(first), _content(other)
    return len(ours & theirs) >= _ALIKE * min(len(ours), len(theirs))


def _content(candidate: Candidate) -> set[str]:
    return {
        stem(word)
        for word in words(candidate.unit.text)
        if not is_stop_word(word) and not word[0].isdigit()
    }


def _says_other(first: Candidate, other: Candidate) -> bool:
    """Whether it says something else and not only of somebody else."""
    ours, theirs = figures(first.unit.text), figures(other.unit.text)
    same_figures = all(one.is_in(theirs) for one in ours) and all(one.is_in(ours) for one in theirs)
    return not (ours and same_figures)


def _place(variant: Variant) -> tuple[int, int]:
    return variant.candidate.rank, variant.candidate.unit.position
