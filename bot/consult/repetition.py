"""Notices that a sentence says what has been said: two documents often hold the same rule."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.base import Sentence
from bot.language.analysis import is_stop_word, stem, words

_FIGURE = re.compile(r"\d+")
_ALIKE = 0.5
"""The share of the shorter sentence's words that the other one has, when the figures agree."""
_SAME = 0.8


def repeats(sentence: Sentence, said: Sequence[Sentence]) -> bool:
    """Whether the sentence adds nothing to one that was said before it."""
    return any(_alike(sentence.text, one.text) for one in said)


def _alike(new: str, old: str) -> bool:
    ours, theirs = _content(new), _content(old)
    figures = set(_FIGURE.findall(new))
    if not ours or not figures <= set(_FIGURE.findall(old)):
        return False
    shared = len(ours & theirs) / min(len(ours), len(theirs) or 1)
    return shared >= (_ALIKE if figures else _SAME)


def _content(text: str) -> set[str]:
    return {stem(w) for w in words(text) if not is_stop_word(w) and not w[0].isdigit()}
