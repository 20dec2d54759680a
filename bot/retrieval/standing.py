"""Whether what was found still applies, and whether it says anything new."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.language.analysis import fold
from bot.retrieval.base import Chunk, Passage

_NO_LONGER_APPLIES = 0.35
"""What remains of a passage's score: below those in force that fit about as well, and still found
when nothing else speaks about the question."""
_SAME = 0.9
"""The share of words that two passages have in common when they say the same."""
_CLOSE = 0.85
"""Near-duplicates score nearly the same, and only those are compared."""
_SHORTEST_TITLE = 8
_NUMBER = re.compile(r"\d{2,4}\s*[/:]\s*\d+")
_SPACE = re.compile(r"[\s,.;()]+")


@dataclass(frozen=True, slots=True)
class Replacement:
    """What a document says it replaces."""

    document_id: str
    said: str


def in_force_first(
    passages: Sequence[Passage], replacements: Iterable[Replacement], today: date
) -> list[Passage]:
    """Best first, with what has expired or been replaced pushed down."""
    known = [Replacement(one.document_id, _plain(one.said)) for one in replacements]
    weighed = [
        passage if _applies(passage.chunk, known, today) else _pushed_down(passage)
        for passage in passages
    ]
    return sorted(weighed, key=lambda passage: -passage.score)


def without_repetition(passages: Sequence[Passage]) -> list[Passage]:
    """Without those that say the same as a better one."""
    kept: list[tuple[Passage, frozenset[str]]] = []
    for passage in passages:
        words = frozenset(fold(passage.chunk.text).split())
        rivals = [other for better, other in kept if passage.score >= better.score * _CLOSE]
        if not any(_alike(words, other) for other in rivals):
            kept.append((passage, words))
    return [passage for passage, _ in kept]


def _applies(chunk: Chunk, known: Sequence[Replacement], today: date) -> bool:
    until = chunk.metadata.valid_to
    if until is not None and until < today:
        return False
    return not any(_replaces(one, chunk) for one in known)


def _replaces(new: Replacement, old: Chunk) -> bool:
    if new.document_id == old.document_id:
        return False
    number = old.metadata.reference_number
    # Versions often share a title, so that a number, where there is one, decides.
    if number and _NUMBER.search(new.said):
        return f" {_plain(number)} " in f" {new.said} "
    title = _plain(old.title)
    return len(title) >= _SHORTEST_TITLE and f" {title} " in f" {new.said} "


def _pushed_down(passage: Passage) -> Passage:
    return replace(passage, score=passage.score * _NO_LONGER_APPLIES)


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    smaller, larger = sorted((len(one), len(other)))
    return smaller >= _SAME * larger and len(one & other) >= _SAME * len(one | other)


def _plain(text: str) -> str:
    return _SPACE.sub(" ", fold(text)).strip()
