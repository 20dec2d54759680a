"""What the words of a message are about, also where they are misspelt or written apart.

The concepts and their words stand in concepts.toml, in Swedish and English.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from bot.language.compounds import parts

_SHORTEST_MISSPELT = 5
"""Letters of a word in which one may be wrong."""
_SHORTEST_APART = 6
"""Letters of the beginning that two words written apart have together."""
_NONE: frozenset[str] = frozenset()


class _Concepts:
    """The words of concepts.toml, as whole words and as beginnings."""

    def __init__(self) -> None:
        text = files("bot.privacy").joinpath("concepts.toml").read_text(encoding="utf-8")
        self._whole: dict[str, frozenset[str]] = {}
        self._beginning: dict[str, frozenset[str]] = {}
        for concept, listed in tomllib.loads(text).items():
            for word in listed.split():
                table = self._beginning if word.endswith("*") else self._whole
                key = word.rstrip("*").replace("_", " ")
                table[key] = table.get(key, _NONE) | {concept}
        self._deletions: dict[str, set[str]] = {}
        for word in (*self._whole, *self._beginning):
            if len(word) >= _SHORTEST_MISSPELT and " " not in word:
                for shorter in _shorter(word):
                    self._deletions.setdefault(shorter, set()).add(word)
        names = files("bot.privacy").joinpath("first_names.txt").read_text(encoding="utf-8")
        for name in names.split():
            for form in (name, f"{name}s"):
                self._whole.setdefault(form, frozenset({"name"}))

    def of(self, word: str, *, longer_than: int = 0) -> frozenset[str]:
        """Those whose word it is, or begins it; of beginnings only longer ones."""
        found = self._whole.get(word, _NONE) if len(word) > longer_than else _NONE
        for size in range(max(2, longer_than + 1), len(word) + 1):
            found |= self._beginning.get(word[:size], _NONE)
        return found

    def misspelt(self, word: str) -> frozenset[str]:
        """Those of a word or beginning in which one letter is wrong, too many or left out."""
        if len(word) < _SHORTEST_MISSPELT:
            return _NONE
        found: set[str] = set()
        for size in range(_SHORTEST_MISSPELT - 1, len(word) + 1):
            for shorter in _shorter(word[:size]):
                for meant in self._deletions.get(shorter, ()):
                    if meant in self._whole and size < len(word):
                        continue
                    if meant[0] == word[0] and len(meant) >= min(len(word), 6) - 1:
                        found |= self._whole.get(meant, _NONE) | self._beginning.get(meant, _NONE)
        return frozenset(found)


def _shorter(word: str) -> Iterable[str]:
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


@cache
def _concepts() -> _Concepts:
    return _Concepts()


@cache
def _ordinary_words() -> frozenset[str]:
    folder = files("bot.language")
    listed = ("swedish_words.txt", "english_words.txt", "stop_words.txt")
    return frozenset(
        word for name in listed for word in folder.joinpath(name).read_text("utf-8").split()
    )


def concepts_of(words: Sequence[str]) -> frozenset[str]:
    """The concepts of a row of lower-case words."""
    found: set[str] = set()
    for word in words:
        found |= _of_word(word)
    for first, second in pairwise(words):
        found |= _of_pair(first, second)
    return frozenset(found)


@lru_cache(maxsize=16384)
def _of_word(word: str) -> frozenset[str]:
    concepts = _concepts()
    found = concepts.of(word)
    if not found:
        for part in parts(word):
            found |= concepts.of(part)
    if not found and word not in _ordinary_words():
        found = concepts.misspelt(word)
    return found


@lru_cache(maxsize=16384)
def _of_pair(first: str, second: str) -> frozenset[str]:
    concepts = _concepts()
    found = concepts.of(f"{first} {second}", longer_than=len(first))
    if len(first) + len(second) >= _SHORTEST_APART and len(first) > 2 and len(second) > 2:
        joined = first + second
        found |= concepts.of(joined, longer_than=max(len(first), _SHORTEST_APART - 1))
    return found
