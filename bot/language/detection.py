"""Tells English from Swedish in a short text; what could be either is Swedish."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from bot.language.sentences import split_sentences
from bot.language.texts import Language

_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
_SWEDISH_LETTER = re.compile("[åäö]")
_SURE = 2
"""Swedish words that make a sentence Swedish and not a name or a figure."""
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


def is_foreign(sentence: str, document: str) -> bool:
    """Whether it is English in a Swedish document: put there from elsewhere, and seldom for people
    to read."""
    return detect(sentence) == "en" and _has_swedish(document)


def without_foreign_sentences(text: str) -> str:
    """A text with Swedish in it without its English sentences; an English one as it is."""
    if not _has_swedish(text):
        return text
    return "\n".join(map(_swedish_of, text.split("\n")))


@lru_cache(maxsize=256)
def _has_swedish(document: str) -> bool:
    """Whether any line of it is, so that a long English one does not turn all of it English."""
    lines = document[:_LONGEST].split("\n")
    return any(_says_swedish(one) for line in lines for one in split_sentences(line))


def _says_swedish(sentence: str) -> bool:
    words = _WORD.findall(sentence.casefold())
    swedish = sum(word in _SWEDISH or _SWEDISH_LETTER.search(word) is not None for word in words)
    return swedish >= _SURE and detect(sentence) == "sv"


def _swedish_of(line: str) -> str:
    sentences = split_sentences(line)
    kept = [one for one in sentences if detect(one) == "sv"]
    return line if len(kept) == len(sentences) else " ".join(kept)
