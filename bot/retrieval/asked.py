"""A query, understood once for both the first stage and the ranking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.language.analysis import PART_WEIGHT, Term
from bot.language.expectation import Expectation, expectation, verb_place
from bot.language.synonyms import Synonyms, general_synonyms
from bot.language.terms import in_swedish
from bot.retrieval.views import Word, word_view, words

_WORDS_AT_MOST = 60
"""A longer question is cut: nobody asks with more words, and each costs time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of a query."""

    spoken: tuple[Word, ...]
    """All words in order; none for a query in English, whose order is not that of the text."""
    content: Mapping[Word, float]
    """Each word that says something, and what it counts for before its rarity is known."""
    terms: Mapping[str, float]
    """Stems, compound parts and synonyms, weighed likewise."""
    verb: int | None = None
    """Which of the words is the verb of a question for something."""
    expected: Expectation | None = None
    """The kind of answer that is asked for."""


def understand(query: str, synonyms: Synonyms | None = None) -> Asked:
    """Analyse a query, in Swedish or English. Without `synonyms`, those of our own list."""
    swedish = in_swedish(query)
    if swedish is not None:
        content = {word_view(word.text): word.weight for word in swedish[:_WORDS_AT_MOST]}
        return _asked((), content, (), expected=expectation(query))
    folded = words(query)
    spoken = tuple(word_view(word) for word in folded[:_WORDS_AT_MOST])
    others = (synonyms or general_synonyms()).of(" ".join(folded[:_WORDS_AT_MOST]))
    verb = verb_place(folded[:_WORDS_AT_MOST])
    content = dict.fromkeys(spoken, 1.0)
    return _asked(spoken, content, others, verb=verb, expected=expectation(query))


def _asked(
    spoken: tuple[Word, ...],
    said: Mapping[Word, float],
    extra: Iterable[Term],
    *,
    expected: Expectation | None,
    verb: int | None = None,
) -> Asked:
    content = {word: weight for word, weight in said.items() if not word.is_stop}
    terms = {word.stem: weight for word, weight in content.items()}
    for word, weight in content.items():
        for part in word.parts:
            terms.setdefault(part, PART_WEIGHT * weight)
    for term in extra:
        terms.setdefault(term.text, term.weight)
    return Asked(spoken, content, terms, verb, expected)
