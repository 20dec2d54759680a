"""A text of which one expression after the other is read, each only once."""

from __future__ import annotations

import re
from collections.abc import Iterator

NUMBERS = {
    word: value
    for value, words in (
        (1, "en ett one a an"), (2, "två tva two ett-par"), (3, "tre three"), (4, "fyra four"),
        (5, "fem five"), (6, "sex six"), (7, "sju seven"), (8, "åtta eight"), (9, "nio nine"),
        (10, "tio ten"), (11, "elva eleven"), (12, "tolv twelve"), (14, "fjorton fourteen"),
        (15, "femton fifteen"), (20, "tjugo twenty"), (25, "tjugofem"), (30, "trettio thirty"),
        (40, "fyrtio forty"), (45, "fyrtiofem"), (50, "femtio fifty"), (60, "sextio sixty"),
        (90, "nittio ninety"),
    )
    for word in words.split()
}  # fmt: skip
NUMBER = rf"\d{{1,4}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))}"


def number(text: str) -> int:
    """What digits or a number word say."""
    return int(text) if text.isdigit() else NUMBERS[text]


class Unread:
    """What of a text has not been read yet; positions stay what they were.

    `mark` puts a mark in the place of what was read, so that larger expressions can hold it.
    """

    def __init__(self, text: str) -> None:
        self.text = "".join(map(_plain, text))

    def take(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Each place that the pattern finds; it is read when the next is asked for."""
        for match in list(pattern.finditer(self.text)):
            self.read(match)
            yield match

    def read(self, match: re.Match[str]) -> None:
        """Nobody else is to read that."""
        self._put(match, " " * len(match[0]))

    def mark(self, match: re.Match[str], mark: str) -> None:
        """Put `mark`, padded with fillers, where the match was."""
        self._put(match, mark.ljust(len(match[0]), FILLER))

    def _put(self, match: re.Match[str], text: str) -> None:
        self.text = f"{self.text[: match.start()]}{text}{self.text[match.end() :]}"


def _plain(one: str) -> str:
    """The character in lower case, where that is one character too; never one of our marks."""
    if "\ue000" <= one <= "\uf8ff":
        return " "
    return one.lower() if len(one.lower()) == 1 else one


_FIRST_MARK = 0xE000
_LAST_MARK = 0xF000
FILLER = "\uf8ff"
MARK = rf"[\ue000-\uf000]{FILLER}*"
"""A pattern for any mark."""


def mark_of(index: int) -> str:
    """The mark with this number; after so many the last is used again."""
    return chr(min(_FIRST_MARK + index, _LAST_MARK))


def index_of(mark: str) -> int:
    """The number of a mark."""
    return ord(mark[0]) - _FIRST_MARK
