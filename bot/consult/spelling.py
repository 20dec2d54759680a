"""Reads a question as the sources would spell it: typing errors, compounds written apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from itertools import pairwise

from bot.language.analysis import is_stop_word, stem, words
from bot.retrieval.base import Passage

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SHORT_FORMS = {"mkt": "mycket", "nåt": "något", "nån": "någon", "ngt": "något", "tel": "telefon"}
_SHORTEST_PART = 3
_SHORTEST_MISSPELT = 6
"""A shorter word looks like too many others."""
_ALIKE = 0.86


def as_spelt(question: str, passages: Sequence[Passage]) -> str:
    """The question with those words changed that the passages spell differently.

    A word that the passages have is left alone, and so is one that nothing in them looks like.
    """
    texts = (f"{p.chunk.title} {p.chunk.place} {p.chunk.text}" for p in passages)
    known = {word for text in texts for word in words(text)}
    stems = {stem(word) for word in known}
    joined = _joined(question, known)
    return _WORD.sub(lambda match: _spelt(match.group(), known, stems), joined)


def _joined(question: str, known: set[str]) -> str:
    """Neighbours that the passages write as one word."""
    for first, second in pairwise(_WORD.findall(question)):
        parts = (first.casefold(), second.casefold())
        fits = all(len(part) >= _SHORTEST_PART and not is_stop_word(part) for part in parts)
        if fits and "".join(parts) in known:
            question = question.replace(f"{first} {second}", f"{first}{second.casefold()}")
    return question


def _spelt(word: str, known: set[str], stems: set[str]) -> str:
    folded = word.casefold()
    if folded in _SHORT_FORMS:
        return _SHORT_FORMS[folded]
    if len(word) < _SHORTEST_MISSPELT or is_stop_word(folded) or stem(folded) in stems:
        return word
    candidates = [one for one in known if one[0] == folded[0] and len(one) >= len(word) - 2]
    return next(iter(get_close_matches(folded, candidates, n=1, cutoff=_ALIKE)), word)
