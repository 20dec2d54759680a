"""Builds bot/language/compound_parts.tsv: `python -m tests.bench.compound_parts` (needs simplemma).

A part is kept when it begins or ends several of the word list's lemmas whose other half is a
lemma, too. The list says nothing of how common a word is, so compound_parts.toml takes out what
looks productive and is not, and puts in what a municipality says and a general list does not know.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from bot.language.stemming import stem

_TARGET = Path(__file__).parents[2] / "bot" / "language" / "compound_parts.tsv"
_OWN_LISTS = Path(__file__).with_suffix(".toml")
_HEADER = (
    "# How many Swedish compounds a part begins and ends, and the stem of a first part's own word",
    "# where the linking form hides it. Made by tests/bench/compound_parts.py from the lemmas of",
    "# simplemma 2.0 (MIT) and own words of municipal life.",
    "# part\tfirst\tlast\tstem",
)
_WORD = re.compile(r"[a-zåäöéü]+")
_SHORTEST = 3
_LEAST = 4
_LEAST_GUESSED = 12
"""For a first part that is no word itself and not the genitive of one: skol-, arbets-."""
_OWN = 12
"""The count of an own part."""
_LISTS = tomllib.loads(_OWN_LISTS.read_text(encoding="utf-8"))


def _list(name: str) -> frozenset[str]:
    return frozenset(_LISTS[name].split())


def lemmas() -> frozenset[str]:
    """The lower-case lemmas of the word list."""
    found: set[str] = set()
    for lemma in DefaultDictionaryFactory().get_dictionary("sv").values():
        word = lemma.decode() if isinstance(lemma, bytes) else lemma
        if _WORD.fullmatch(word):
            found.add(word)
    return frozenset(found)


def base_of(first: str, known: frozenset[str]) -> tuple[str, bool] | None:
    """The word behind a first part, and whether that had to be guessed."""
    if first in known:
        return first, False
    if first.endswith("s") and len(first) > _SHORTEST + 1 and first[:-1] in known:
        return first[:-1], False
    guesses = [first + "a", first + "e"]
    if first[-1] in "eou":
        guesses = [first[:-1] + "a", first[:-1], *guesses]
    if first.endswith("s"):
        guesses += [first[:-1] + "e", first[:-1] + "a"]
    return next(((guess, True) for guess in guesses if guess in known), None)


def rows() -> Iterator[str]:
    """The lines of the file."""
    known = lemmas()
    own_first = dict(pair.split(":") for pair in _list("own_first"))
    firsts: Counter[str] = Counter()
    lasts: Counter[str] = Counter()
    bases: dict[str, tuple[str, bool]] = {}
    for word in known:
        for cut in range(_SHORTEST, len(word) - _SHORTEST + 1):
            first, last = word[:cut], word[cut:]
            if last in known and (base := base_of(first, known)):
                firsts[first] += 1
                lasts[last] += 1
                bases[first] = base
    kept_first = {p: n for p, n in firsts.items() if _is_first(p, n, guessed=bases[p][1])}
    kept_last = {p: n for p, n in lasts.items() if _is_last(p, n)}
    for part in own_first:
        kept_first[part] = max(_OWN, kept_first.get(part, 0))
    for part in _list("own_last"):
        kept_last[part] = max(_OWN, kept_last.get(part, 0))
    for part in sorted(kept_first.keys() | kept_last.keys()):
        own = own_first.get(part) or (bases[part][0] if part in kept_first else part)
        hidden = stem(own) if stem(own) != stem(part) else ""
        counts = f"{kept_first.get(part, 0)}\t{kept_last.get(part, 0)}"
        yield f"{part}\t{counts}\t{hidden}".rstrip("\t")


def _is_first(part: str, count: int, *, guessed: bool) -> bool:
    if part in _list("not_first") or (len(part) == _SHORTEST and part not in _list("short_first")):
        return False
    return count >= (_LEAST_GUESSED if guessed else _LEAST)


def _is_last(part: str, count: int) -> bool:
    short = len(part) == _SHORTEST or len(stem(part)) <= _SHORTEST
    if part in _list("not_last") or (short and part not in _list("short_last")):
        return False
    return count >= _LEAST


if __name__ == "__main__":
    _TARGET.write_text("\n".join([*_HEADER, *rows()]) + "\n", encoding="utf-8")
