"""A query, understood once for both the first stage and the ranking."""

from __future__ import annotations

from dataclasses import dataclass

from bot.language.analysis import PART_WEIGHT
from bot.retrieval.views import Word, sentences, word_view

_WORDS_AT_MOST = 60
"""A longer question is cut: nobody asks with more words, and each costs time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of a query."""

    spoken: tuple[Word, ...]
    """All words in order."""
    content: tuple[Word, ...]
    """Each word that says something, once."""
    terms: dict[str, float]
    """Stems and compound parts with what each counts for before its rarity is known."""


def understand(query: str) -> Asked:
    """Analyse a query."""
    folded = [word for line in sentences(query) for word in line]
    spoken = tuple(word_view(word) for word in folded[:_WORDS_AT_MOST])
    content = tuple(dict.fromkeys(word for word in spoken if not word.is_stop))
    terms = {word.stem: 1.0 for word in content}
    for word in content:
        for part in word.parts:
            terms.setdefault(part, PART_WEIGHT)
    return Asked(spoken, content, terms)
