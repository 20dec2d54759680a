"""Whether what was found still applies, and whether it says anything new."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

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


@dataclass(frozen=True, slots=True)
class _Said:
    """A replacement, made ready to be looked into."""

    document_id: str
    text: str
    """Plain, between spaces."""
    has_number: bool
    unspaced: str

    @staticmethod
    def of(found: Replacement) -> _Said:
        text = _plain(found.said)
        has_number = _NUMBER.search(text) is not None
        return _Said(found.document_id, f" {text} ", has_number, _unspaced(found.said))


class Replacements:
    """What the documents of an index say they replace; made once, asked for every passage."""

    def __init__(self, found: Iterable[Replacement]) -> None:
        self._all = tuple(map(_Said.of, found))
        self._unspaced = "\n".join([one.unspaced for one in self._all])
        self._together = "\n".join([one.text for one in self._all])
        self._words = frozenset(self._together.split())

    def include(self, chunk: Chunk) -> bool:
        """Whether another document replaces the chunk's."""
        title, number = _plain(chunk.title), _plain(chunk.metadata.reference_number or "")
        # Most chunks are replaced by nothing, and a look at the words or at everything shows it.
        if not (self._mention(title) or (number and self._mention(number))):
            return False
        has_title = len(title) >= _SHORTEST_TITLE
        by_title, by_number = f" {title} ", f" {number} " if number else ""
        for one in self._all:
            # Versions often share a title, so that a number, where there is one, decides.
            if by_number and one.has_number:
                found = by_number in one.text
            else:
                found = has_title and by_title in one.text
            if found and one.document_id != chunk.document_id:
                return True
        return False

    def of(self, chunk: Chunk) -> list[str]:
        """The documents that say they replace the chunk's, however spaced they write it."""
        names = _names(chunk)
        if not any(name in self._unspaced for name in names):
            return []
        found = {one.document_id for one in self._all if any(n in one.unspaced for n in names)}
        return sorted(found - {chunk.document_id})

    def _mention(self, plain: str) -> bool:
        return self._words.issuperset(plain.split()) and f" {plain} " in self._together


def mentions(said: str, chunk: Chunk) -> bool:
    """Whether what a document says that it replaces holds the number or title of the chunk's."""
    unspaced = _unspaced(said)
    return any(name in unspaced for name in _names(chunk))


def in_force_first(
    passages: Iterable[Passage], replacements: Replacements, today: date
) -> Iterator[Passage]:
    """`passages`, best first, with what has expired or been replaced pushed down."""
    pushed_down: deque[Passage] = deque()
    for passage in passages:
        while pushed_down and pushed_down[0].score >= passage.score:
            yield pushed_down.popleft()
        if _applies(passage.chunk, replacements, today):
            yield passage
        else:
            pushed_down.append(_pushed_down(passage))
    yield from pushed_down


def without_repetition(passages: Iterable[Passage], at_most: int) -> list[Passage]:
    """The first that do not say the same as a better one."""
    kept: list[tuple[Passage, frozenset[str]]] = []
    for passage in passages:
        if len(kept) == at_most:
            break
        words = _words(passage.chunk.text)
        rivals = [other for better, other in kept if passage.score >= better.score * _CLOSE]
        if not any(_alike(words, other) for other in rivals):
            kept.append((passage, words))
    return [passage for passage, _ in kept]


def _applies(chunk: Chunk, replacements: Replacements, today: date) -> bool:
    until = chunk.metadata.valid_to
    if until is not None and until < today:
        return False
    return not replacements.include(chunk)


def _pushed_down(passage: Passage) -> Passage:
    return replace(passage, score=passage.score * _NO_LONGER_APPLIES)


@lru_cache(maxsize=128)
def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    together = len(one) + len(other)
    if min(len(one), len(other)) < _SAME * max(len(one), len(other)):
        return False
    common = len(one & other)
    return common >= _SAME * (together - common)


def _names(chunk: Chunk) -> list[str]:
    names = (chunk.metadata.reference_number, chunk.title)
    return [unspaced for name in names if name and (unspaced := _unspaced(name))]


@lru_cache(maxsize=1024)
def _unspaced(text: str) -> str:
    return "".join(text.casefold().split())


@lru_cache(maxsize=2048)
def _plain(text: str) -> str:
    return _SPACE.sub(" ", fold(text)).strip()
