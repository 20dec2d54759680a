"""Tells English from Swedish in a short message; what could be either is Swedish."""

from __future__ import annotations

import re
from importlib.resources import files

from bot.language.texts import Language

_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
_SWEDISH_LETTER = re.compile("[åäö]")
_LONGEST = 2000
"""Characters that are looked at."""


def _words(name: str) -> frozenset[str]:
    return frozenset(files("bot.language").joinpath(name).read_text(encoding="utf-8").split())


# Only words that the other language does not have: "i", "man", "under", "policy" say nothing.
_ENGLISH = _words("english_words.txt")
_SWEDISH = _words("swedish_words.txt")


def detect(text: str) -> Language:
    """The language that more of the words belong to."""
    english = swedish = 0
    for word in _WORD.findall(text[:_LONGEST].casefold()):
        if word in _ENGLISH:
            english += 1
        elif word in _SWEDISH or _SWEDISH_LETTER.search(word):
            swedish += 1
    return "en" if english > swedish else "sv"
