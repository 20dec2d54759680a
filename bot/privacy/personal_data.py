"""The personal-data gate: masks personal identity numbers before anything reads or keeps a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BufferedIOBase

from bot.privacy.personal_numbers import INTERIM_LETTERS, find_numbers

PLACEHOLDER = "[personnummer]"

_INVISIBLE = re.compile(
    "[\u00ad\u0300-\u036f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff\u3164\ufe00-\ufe0f\ufe20-\ufe2f\ufeff"
    "\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
"""Formatting and variation marks, fillers, tags, and accents, which may also strike a digit out."""
_PIECE = 1 << 16
_PART_OF_NUMBER = b"0123456789 \t-+./_*\\" + INTERIM_LETTERS.encode() + bytes(range(0x80, 0x100))
_LONGEST = 4096
"""More bytes than a number has, with as many invisible characters as anybody would put in it."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without personal identity numbers, and how many there were."""

    text: str
    count: int


def mask(text: str) -> Masked:
    """The text with `PLACEHOLDER` in the place of every personal identity number.

    Give it text as a person reads it: in JSON a digit or a hyphen can be written as an escape.
    """
    visible, positions = _without_invisible(text)
    parts: list[str] = []
    end = 0
    for start, stop in find_numbers(visible):
        first, last = (positions[start], positions[stop - 1] + 1) if positions else (start, stop)
        parts += (text[end:first], PLACEHOLDER)
        end = last
    return Masked("".join((*parts, text[end:])), len(parts) // 2)


def mask_stream(source: BufferedIOBase, target: BufferedIOBase) -> int:
    """Copy `source`, as it arrives, with every number masked; how many there were.

    All other bytes arrive unchanged, also those that are not UTF-8.
    """
    count = 0
    rest = b""
    while piece := source.read1(_PIECE):
        rest += piece
        cut = max(len(rest.rstrip(_PART_OF_NUMBER)), len(rest) - _LONGEST)
        count += _copy(rest[:cut], target)
        rest = rest[cut:]
    return count + _copy(rest, target)


def _copy(piece: bytes, target: BufferedIOBase) -> int:
    masked = mask(piece.decode("utf-8", "surrogateescape"))
    target.write(masked.text.encode("utf-8", "surrogateescape"))
    target.flush()
    return masked.count


def _without_invisible(text: str) -> tuple[str, list[int]]:
    """The text without invisible characters and where each other one stood; [] if none were."""
    if text.isascii() or not _INVISIBLE.search(text):
        return text, []
    positions = [index for index, char in enumerate(text) if not _INVISIBLE.match(char)]
    return "".join(text[index] for index in positions), positions
