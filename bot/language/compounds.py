"""Splits Swedish compounds with a small lexicon of productive first and last parts."""

from __future__ import annotations

import math
from functools import cache, lru_cache
from importlib.resources import files

from bot.language.stemming import stem

_SHORTEST = 3
_LINKED = ("ings", "tets", "hets", "tions", "skaps", "ments", "doms", "ions")
"""Endings that only stand inside a compound, so that what they end is a first part even when the
lexicon does not know it."""
_LINKED_SCORE = 1.5
_THRESHOLD = 3.6
"""The least evidence for a split; found on compound-heavy queries."""


@lru_cache(maxsize=65536)
def parts(word: str) -> tuple[str, ...]:
    """The stems of the parts of a case-folded compound, first to last; empty for a simple word.

    "semesterersättningen" gives ("semest", "ersättning").
    """
    cut = _best_cut(word)
    if cut is None:
        return ()
    first, last = word[:cut], word[cut:]
    inner = parts(first.removesuffix("s")) if len(first) > 2 * _SHORTEST + 2 else ()
    return (*dict.fromkeys((_stem_of_first(first), *inner, stem(last))),)


def _best_cut(word: str) -> int | None:
    lexicon, stemmed = _lexicon(), stem(word)
    best, best_score = None, _THRESHOLD
    for cut in range(_SHORTEST, len(word) - _SHORTEST + 1):
        first = lexicon.first.get(word[:cut])
        if first is None:
            if word[cut - 1] != "s" or cut <= 2 * _SHORTEST or not _is_linked(word[:cut]):
                continue
            first = _LINKED_SCORE
        # The end of the compound's stem is mostly the stem of its last part, and at hand.
        last = lexicon.last_part(word[cut:], stemmed[cut:])
        if last is not None and first + last > best_score:
            best, best_score = cut, first + last
    return best


def _is_linked(first: str) -> bool:
    """Whether an unknown first part shows by its -s that more of a compound must follow."""
    return first.endswith(_LINKED) or (first.endswith("s") and bool(parts(first[:-1])))


def _stem_of_first(first: str) -> str:
    return _lexicon().stems.get(first) or stem(first)


class _Lexicon:
    """Log counts of first and last parts, the latter by word and by stem."""

    __slots__ = ("first", "last", "stems")

    def __init__(self, lines: list[str]) -> None:
        self.first: dict[str, float] = {}
        self.last: dict[str, float] = {}
        self.stems: dict[str, str] = {}
        """The stem of a first part's own word, where the linking form hides it (gatu: gata)."""
        for line in lines:
            part, first, last, *base = line.split("\t")
            if first != "0":
                self.first[part] = math.log(1 + int(first))
            if last != "0":
                self.last[part] = self.last[stem(part)] = math.log(1 + int(last))
            if base:
                self.stems[part] = base[0]

    def last_part(self, word: str, stemmed: str) -> float | None:
        """The log count of a last part, inflected or not."""
        known = self.last.get(word)
        if known is None and not word.endswith(("ande", "ende")):
            known = self.last.get(stemmed) or self.last.get(stem(word))
        return known


@cache
def _lexicon() -> _Lexicon:
    text = files("bot.language").joinpath("compound_parts.tsv").read_text(encoding="utf-8")
    return _Lexicon([line for line in text.splitlines() if line and not line.startswith("#")])
