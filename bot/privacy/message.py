"""A message whose places are bits, so that one operation looks at all of them at once.

Bit n stands for character n, and the bit after the last for the end. What a search costs grows with
the length of the text alone, whatever stands in it.
"""

from __future__ import annotations

import re
from functools import cached_property

_BEYOND_LATIN_1 = re.compile(r"[^\W\x00-\xff]")
_LATIN_1 = [chr(code) for code in range(256)]
_IS_LETTER = bytes(b"01"[char.isalnum() or char == "_"] for char in _LATIN_1)
_IS_SPACE = bytes(b"01"[char == " "] for char in _LATIN_1)
_IS_HYPHEN = bytes(b"01"[char == "-"] for char in _LATIN_1)
_ONLY_WORDS = bytes(
    code if is_letter == b"1"[0] else b" "[0] for code, is_letter in enumerate(_IS_LETTER)
)
_NAME = re.compile(r"\b[A-ZÅÄÖÉ][a-zåäöéü]+\b")
_SURNAME = re.compile(r"\b[A-ZÅÄÖ][\w-]")


class Message:
    """A text in which the only white space is single spaces."""

    def __init__(self, text: str) -> None:
        # Letters that no phrase has become one that no phrase has either.
        self._written = _BEYOND_LATIN_1.sub("þ", text).encode("latin-1", "replace")
        self.folded = self._written.decode("latin-1").lower()
        only_words = self.folded.encode("latin-1").translate(_ONLY_WORDS)
        self._in_order = only_words.decode("latin-1").split(" ")
        self.words = frozenset(self._in_order)
        self.everywhere = (1 << len(text)) - 1
        self._placed: dict[frozenset[str], int] = {}

    @cached_property
    def letters(self) -> int:
        """What is in a word."""
        return _bits(self._written.translate(_IS_LETTER))

    @cached_property
    def starts(self) -> int:
        """Where the words begin."""
        return self.letters & ~(self.letters << 1)

    @cached_property
    def names(self) -> int:
        """Where words begin that are written as names are."""
        return self._matches(_NAME)

    @cached_property
    def surnames(self) -> int:
        """Where words begin that are written as a name is after a first name."""
        return self._matches(_SURNAME)

    def places(self, words: frozenset[str]) -> int:
        """Where one of these words begins."""
        if words not in self._placed:
            places = [place for word in words & self.words for place in self._by_word[word]]
            self._placed[words] = sum(1 << place for place in places)
        return self._placed[words]

    def found(self, text: str) -> int:
        """Where these characters begin, also inside a word."""
        found, place = 0, self.folded.find(text)
        while place >= 0:
            found |= 1 << place
            place = self.folded.find(text, place + 1)
        return found

    def ends(self, places: int) -> int:
        """The ends of the words that the places are in; a place in no word is its own end."""
        # The carry of the addition runs to the end of the word.
        return (places | ((places & self.letters) + self.letters)) & self._no_letters

    def at_end(self, places: int) -> int:
        """Those of the places where no word goes on."""
        return places & self._no_letters

    def after_space(self, ends: int) -> int:
        """The places one space further."""
        return (ends & self._spaces) << 1

    def after_hyphen(self, ends: int) -> int:
        """The places one hyphen further."""
        return (ends & self._hyphens) << 1

    def near(self, ends: int, characters: int) -> int:
        """All places from there to so many characters further."""
        reached = 0
        while reached < characters:
            step = min(reached + 1, characters - reached)
            ends |= ends << step
            reached += step
        return ends & self.everywhere

    @cached_property
    def _no_letters(self) -> int:
        return (self.everywhere << 1 | 1) ^ self.letters

    @cached_property
    def _spaces(self) -> int:
        return _bits(self._written.translate(_IS_SPACE))

    @cached_property
    def _hyphens(self) -> int:
        return _bits(self._written.translate(_IS_HYPHEN))

    @cached_property
    def _by_word(self) -> dict[str, list[int]]:
        by_word: dict[str, list[int]] = {}
        start = 0
        for word in self._in_order:
            by_word.setdefault(word, []).append(start)
            start += len(word) + 1
        return by_word

    def _matches(self, pattern: re.Pattern[str]) -> int:
        text = self._written.decode("latin-1")
        return sum(1 << match.start() for match in pattern.finditer(text))


def _bits(digits: bytes) -> int:
    return int(b"0" + digits[::-1], 2)
