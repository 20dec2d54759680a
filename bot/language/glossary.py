"""What words of municipal work mean, in plain language: the list of glossary.tsv."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.language.analysis import stem, words
from bot.language.synonyms import Phrase, longest_matches
from bot.language.texts import Text


@dataclass(frozen=True, slots=True)
class Term:
    """A word with its explanation, which holds no figure."""

    name: str
    meaning: Text
    source: str
    """Where the word comes from, in Swedish: "kommunallagen"."""


@cache
def glossary() -> Mapping[str, Term]:
    """Every term by its name, in the order of the list."""
    return {term.name: term for term, _ in _entries()}


def terms_in(text: str) -> Sequence[Term]:
    """The terms that a text uses, in its order, each once."""
    keys = [stem(word) for word in words(text)]
    found = [names[0] for _, names in longest_matches(keys, _by_stems()) if names]
    return [glossary()[name] for name in dict.fromkeys(found)]


@cache
def _by_stems() -> Mapping[Phrase, Sequence[str]]:
    return {
        tuple(stem(word) for word in words(form)): (term.name,)
        for term, forms in _entries()
        for form in forms
    }


@cache
def _entries() -> Sequence[tuple[Term, Sequence[str]]]:
    text = files("bot.language").joinpath("glossary.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    found = []
    for written, swedish, english, source in rows:
        forms = [form.strip() for form in written.split(";")]
        found.append((Term(forms[0], Text(sv=swedish, en=english), source), forms))
    return found
