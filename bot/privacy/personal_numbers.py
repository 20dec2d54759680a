"""Finds Swedish personal identity numbers in a text, in the spellings that people use.

A number is taken for one when its date exists and its check digit is right. Also found are
samordningsnummer (day + 60) and interim numbers (a letter in place of the seventh digit).
Folkbokföringslagen (1991:481) 18 § and Skatteverket, SKV 704.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

INTERIM_LETTERS = "TRSUWXJKLMN"

_SPACE = r" \t\u00a0\u2000-\u200a\u202f\u205f\u2800\u3000"
_DASH = r"\-+\u2010-\u2015\u2043\u2212\ufe63\uff0d\uff0b"
_DOT = r".\u00b7\uff0e"
_MARKUP = r"_*\\"
"""What a sign may be written with: `850709\\-9805`, `850709**-**9805`."""
_STRETCH = re.compile(
    rf"\d[\d{INTERIM_LETTERS}{_SPACE}{_DASH}{_DOT}{_MARKUP}/]{{8,}}[\d{INTERIM_LETTERS}]"
)
"""Whatever could hold a number; one class of characters, so that it is passed over fast."""
_LONG_ROW = re.compile(rf"(?<!\d)\d(?:[{_SPACE}]\d){{12,}}(?!\d)")
"""Lone digits, more than a number has: passed over at once, since there can be very many."""
_GROUP = re.compile(rf"\d+|[{INTERIM_LETTERS}]\d\d\d(?!\d)")
_WHITE_GAP = re.compile(rf"[{_SPACE}]")
_DATE_GAP = re.compile(rf"[{_SPACE}{_DASH}{_DOT}/]")
_HYPHEN_GAP = re.compile(rf"[{_SPACE}]{{0,2}}[{_DASH}{_DOT}{_MARKUP}/]{{1,5}}[{_SPACE}]{{0,2}}")
# Nothing at all is possible too, before an interim number's letter.
_SIGN_GAP = re.compile(rf"{_HYPHEN_GAP.pattern}|[{_SPACE}]{{0,2}}")
_GAPS = {"w": _WHITE_GAP, "d": _DATE_GAP, "s": _SIGN_GAP, "h": _HYPHEN_GAP}
_SAID_TO_BE_OTHER = re.compile(
    r"(?i)\b(?:tel|tfn|telefon|mobil|ring|sms|phone|mobile|call|order|faktura|invoice|ocr|artikel)"
    r"(?:en|nummer|nr| number| no)?[ .:#]{1,3}$"
)
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
_SUM_OF_PAIR = {f"{one}{other}": _DOUBLED[one] + other for one in range(10) for other in range(10)}
_DAYS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class _Spelling:
    lengths: tuple[int, ...]
    """How many digits each group has."""
    gaps: str
    """Between them: (d)ate separator, all alike; (s)ign before the last four, or none at all;
    (h)yphen, which must be there; (w)hite space."""

    is_even: bool = False
    """Whether only the number of groups tells it from any other row of figures."""


_SPELLINGS = (
    _Spelling((1,) * 12, "wwwwwwwswww", is_even=True),
    _Spelling((1,) * 10, "wwwwwswww", is_even=True),
    _Spelling((2,) * 6, "wwwsw", is_even=True),
    _Spelling((2,) * 5, "wwsw", is_even=True),
    _Spelling((4, 4, 4), "ww", is_even=True),
    _Spelling((4, 2, 2, 2, 2), "ddsw"),
    _Spelling((2, 2, 2, 4), "dds"),
    _Spelling((4, 2, 2, 4), "dds"),
    _Spelling((2, 4, 4), "wh"),
    _Spelling((4, 2, 4), "wh"),
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


@dataclass(frozen=True, slots=True)
class _Row:
    """The groups of figures in a stretch of text, and what stands between them."""

    text: str
    spans: Sequence[tuple[int, int]]
    lengths: tuple[int, ...]

    def gap(self, place: int) -> str:
        """What stands before the group there, which is not the first."""
        return self.text[self.spans[place - 1][1] : self.spans[place][0]]

    def goes_on(self, place: int) -> bool:
        """Whether the group there follows one of its own length after white space."""
        return (
            0 < place < len(self.lengths)
            and self.lengths[place - 1] == self.lengths[place]
            and _WHITE_GAP.fullmatch(self.gap(place)) is not None
        )


def find_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each number, in the order of the text, none overlapping."""
    text = _LONG_ROW.sub(lambda row: "x" * len(row.group()), text)
    for stretch in _STRETCH.finditer(text):
        spans = [group.span() for group in _GROUP.finditer(text, *stretch.span())]
        lengths = tuple([end - start for start, end in spans])
        if sum(lengths) >= 10:
            yield from _numbers_in(_Row(text, spans, lengths))


def _numbers_in(row: _Row) -> Iterator[tuple[int, int]]:
    index = 0
    while index < len(row.spans):
        start = row.lengths[index : index + 2]
        for spelling in _BY_START.get(start) or _BY_START.get(start[:1], ()):
            end = index + len(spelling.lengths)
            if row.lengths[index:end] == spelling.lengths and _is_number(row, index, end, spelling):
                yield row.spans[index][0], row.spans[end - 1][1]
                index = end
                break
        else:
            index += 1


def _is_number(row: _Row, index: int, end: int, spelling: _Spelling) -> bool:
    if spelling.is_even and (row.goes_on(index) or row.goes_on(end)):
        return False  # part of a longer row: a card number, an IBAN
    if spelling.gaps and not _has_gaps(row, index + 1, spelling.gaps):
        return False
    if not _is_valid("".join(row.text[start:stop] for start, stop in row.spans[index:end])):
        return False
    return spelling.lengths != (10,) or not _is_said_to_be_other(row.text, row.spans[index][0])


def _has_gaps(row: _Row, first: int, kinds: str) -> bool:
    date_gap = None
    for place, kind in enumerate(kinds, first):
        gap = row.gap(place)
        if not _GAPS[kind].fullmatch(gap):
            return False
        if kind == "d":
            if date_gap not in (None, gap):
                return False
            date_gap = gap
    return True


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
    if not digits.isascii():
        digits = f"{int(digits):0{len(digits)}}"
    month, day = int(digits[-8:-6]), int(digits[-6:-4])
    if day > 60:
        day -= 60
    if not (1 <= month <= 12 and 1 <= day <= _DAYS[month]):
        return False
    if day == 29 and month == 2 and not _is_leap(digits[:-8]):
        return False
    if len(digits) == 12 and not "1800" <= digits[:4] < "2100":
        return False
    return digits[-4:-1] != "000" and _luhn(digits) == 0


def _is_leap(year: str) -> bool:
    """Two digits can mean several years; 2000, the only doubtful one, was one."""
    return isleap(int(year) if len(year) == 4 else 2000 + int(year))


def _luhn(digits: str) -> int:
    digits = digits[-10:]
    return sum([_SUM_OF_PAIR[digits[place : place + 2]] for place in (0, 2, 4, 6, 8)]) % 10
