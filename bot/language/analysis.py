"""Swedish text as search terms: stems, parts of compounds and character n-grams."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import Stemmer

from bot.language.compounds import parts
from bot.language.stemming import fold, stem, verb_root, words

__all__ = [
    "PART_WEIGHT",
    "Term",
    "analysis_version",
    "fold",
    "grams",
    "is_stop_word",
    "parts",
    "stem",
    "terms",
    "verb_root",
    "words",
]

_VERSION = 5
"""Counts changes of the code that change terms."""

PART_WEIGHT = 0.5
"""What a part of a compound counts for, against 1 for the whole word."""


@dataclass(frozen=True, slots=True)
class Term:
    """A unit of comparison and what it counts for."""

    text: str
    weight: float


def terms(text: str) -> list[Term]:
    """The stems of the content words, in order, each followed by its compound parts."""
    return [term for word in words(text) if not is_stop_word(word) for term in _terms_of(word)]


def is_stop_word(word: str) -> bool:
    """Whether a case-folded word says nothing about the subject."""
    return word in _stop_words() or (len(word) == 1 and not word.isdigit())


def grams(word: str, *, shortest: int = 4, longest: int = 5) -> list[str]:
    """The character n-grams of a case-folded word; a short word is its own gram."""
    if len(word) <= shortest:
        return [word]
    return [
        word[start : start + size]
        for size in range(shortest, min(longest, len(word)) + 1)
        for start in range(len(word) - size + 1)
    ]


@lru_cache(maxsize=65536)
def _terms_of(word: str) -> tuple[Term, ...]:
    whole = stem(word)
    return (
        Term(whole, 1.0),
        *(Term(part, PART_WEIGHT) for part in parts(word) if part != whole),
    )


@cache
def _stop_words() -> frozenset[str]:
    text = files("bot.language").joinpath("stop_words.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


@cache
def analysis_version() -> str:
    """Changes whenever the same text may give other terms, so that an index must be rebuilt."""
    digest = hashlib.sha256(f"{_VERSION}:{Stemmer.version()}".encode())
    for name in ("compound_parts.tsv", "stop_words.txt"):
        digest.update(files("bot.language").joinpath(name).read_bytes())
    return digest.hexdigest()[:12]
