"""Finds Swedish personal identity numbers in a text, in the spellings that people use.

A number is taken for one when its date exists and its check digit is right. Also found are
samordningsnummer (day + 60) and interim numbers (a letter in place of the seventh digit).
Folkbokföringslagen (1991:481) 18 § and Skatteverket, SKV 704.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

INTERIM_LETTERS = "TRSUWXJKLMN"

_SPACE = r" \t\u00a0\u2000-\u200a\u202f\u205f\u3000"
_DASH = r"\-+\u2010-\u2015\u2043\u2212\ufe63\uff0d\uff0b"
_DOT = r".\u00b7\uff0e"
_GROUP = re.compile(rf"\d+|[{INTERIM_LETTERS}]\d\d\d(?!\d)")
_WHITE_GAP = re.compile(rf"[{_SPACE}]")
_DATE_GAP = re.compile(rf"[{_SPACE}{_DASH}{_DOT}/]")
# Nothing at all is possible too, before an interim number's letter.
_SIGN_GAP = re.compile(rf"[{_SPACE}]{{0,2}}[{_DASH}{_DOT}][{_SPACE}]{{0,2}}|[{_SPACE}]{{0,2}}")
_GAPS = {"w": _WHITE_GAP, "d": _DATE_GAP, "s": _SIGN_GAP}
_SAID_TO_BE_OTHER = re.compile(
    r"(?i)\b(?:tel|tfn|telefon|mobil|ring|sms|phone|mobile|call|order|faktura|invoice|ocr|artikel)"
    r"(?:en|nummer|nr| number| no)?[ .:#]{1,3}$"
)
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


@dataclass(frozen=True, slots=True)
class _Spelling:
    lengths: tuple[int, ...]
    """How many digits each group has."""
    gaps: str
    """Between them: (d)ate separator, all alike; (s)ign before the last four; (w)hite space."""

    is_even: bool = False
    """Whether only the number of groups tells it from any other row of figures."""


_SPELLINGS = (
    _Spelling((1,) * 12, "wwwwwwwswww", is_even=True),
    _Spelling((1,) * 10, "wwwwwswww", is_even=True),
    _Spelling((2,) * 6, "wwwww", is_even=True),
    _Spelling((2,) * 5, "wwww", is_even=True),
    _Spelling((4, 4, 4), "ww", is_even=True),
    _Spelling((4, 2, 2, 2, 2), "ddsw"),
    _Spelling((2, 2, 2, 4), "dds"),
    _Spelling((4, 2, 2, 4), "dds"),
    _Spelling((6, 2, 2), "sw"),
    _Spelling((8, 2, 2), "sw"),
    _Spelling((6, 4), "s"),
    _Spelling((8, 4), "s"),
    _Spelling((10,), ""),
    _Spelling((12,), ""),
)
_BY_START = {
    start: tuple(spelling for spelling in _SPELLINGS if spelling.lengths[:2] == start)
    for start in {spelling.lengths[:2] for spelling in _SPELLINGS}
}
"""By the lengths of the first two groups, or of the only one."""


def find_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each number, in the order of the text, none overlapping."""
    groups = list(_GROUP.finditer(text))
    lengths = tuple(group.end() - group.start() for group in groups)
    index = 0
    while index < len(groups):
        start = lengths[index : index + 2]
        for spelling in _BY_START.get(start) or _BY_START.get(start[:1], ()):
            end = index + len(spelling.lengths)
            if lengths[index:end] == spelling.lengths and _is_number(
                text, groups, lengths, range(index, end), spelling
            ):
                yield groups[index].start(), groups[end - 1].end()
                index = end
                break
        else:
            index += 1


def _is_number(
    text: str,
    groups: Sequence[re.Match[str]],
    lengths: tuple[int, ...],
    place: range,
    spelling: _Spelling,
) -> bool:
    own = groups[place.start : place.stop]
    if spelling.is_even and _is_part_of_a_longer_row(text, groups, lengths, place):
        return False
    if not _has_gaps(text, own, spelling.gaps):
        return False
    if not _is_valid("".join(group.group() for group in own)):
        return False
    return spelling.lengths != (10,) or not _is_said_to_be_other(text, own[0].start())


def _has_gaps(text: str, groups: Sequence[re.Match[str]], kinds: str) -> bool:
    date_gap = None
    for (one, other), kind in zip(pairwise(groups), kinds, strict=True):
        gap = text[one.end() : other.start()]
        if not _GAPS[kind].fullmatch(gap):
            return False
        if kind == "d":
            if date_gap not in (None, gap):
                return False
            date_gap = gap
    return True


def _is_part_of_a_longer_row(
    text: str, groups: Sequence[re.Match[str]], lengths: tuple[int, ...], place: range
) -> bool:
    """Whether one more group of the same length stands next to it: a card number, an IBAN."""
    neighbours = [(place.start - 1, place.start), (place.stop - 1, place.stop)]
    return any(
        one >= 0
        and other < len(groups)
        and lengths[one] == lengths[other]
        and _WHITE_GAP.fullmatch(text[groups[one].end() : groups[other].start()])
        for one, other in neighbours
    )


def _is_said_to_be_other(text: str, start: int) -> bool:
    """Whether ten digits in a row are introduced as a telephone or order number.

    Such a number can have a date and a right check digit by chance: 070 1234567.
    """
    return bool(_SAID_TO_BE_OTHER.search(text, max(0, start - 20), start))


def _is_valid(digits: str) -> bool:
    """Whether ten or twelve digits (one may be a letter) have a date and the right check digit."""
    if not digits.isdecimal():
        if not digits[:-4].isdecimal():
            return False
        digits = f"{digits[:-4]}1{digits[-3:]}"
    year, month, day = int(digits[:-8]), int(digits[-8:-6]), int(digits[-6:-4])
    if day > 60:
        day -= 60
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return False
    if len(digits) == 10:
        year += 2000  # two digits can mean several years; this one is a leap year if any is
    elif not 1800 <= year < 2100:
        return False
    serial = digits[-4:-1]
    return day <= monthrange(year, month)[1] and int(serial) > 0 and _luhn(digits) == 0


def _luhn(digits: str) -> int:
    values = [int(digit) for digit in digits[-10:]]
    return (sum(_DOUBLED[value] for value in values[0::2]) + sum(values[1::2])) % 10
