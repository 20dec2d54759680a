"""Reads dates as Swedish documents write them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.language.months import MONTH, MONTHS

_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"(?<![\d/:-])(?:"
    rf"(?P<iso_y>{_YEAR})(?P<sep>[-./])(?P<iso_m>\d\d?)(?P=sep)(?P<iso_d>\d\d?)(?!\d)"
    rf"|(?P<compact>{_YEAR}[01]\d[0-3]\d)(?!\d)"
    rf"|(?P<short>\d\d(?P<dash>-?)(?:0[1-9]|1[0-2])(?P=dash)(?:0[1-9]|[12]\d|3[01]))(?![\d-])"
    rf"|(?:den )?(?P<d>\d\d?)(?::[ae]|\.)? (?P<m>{MONTH})\.?,? (?P<y>{_YEAR})(?!\d)"
    rf"|(?P<en_m>{MONTH})\.? (?P<en_d>\d\d?)(?:st|nd|rd|th)?,? (?P<en_y>{_YEAR})(?!\d)"
    rf"|(?P<slash_d>\d\d?)/(?P<slash_m>\d\d?)[ /-](?P<slash_y>{_YEAR})(?!\d)"
    rf"|(?P<dotted_d>\d\d?)\.(?P<dotted_m>\d\d?)\.(?P<dotted_y>{_YEAR})(?!\d)"
    rf"|(?P<month>{MONTH})\.? (?P<month_y>{_YEAR})(?!\d)"
    rf"|(?P<part_y>{_YEAR})-(?P<part_m>[01]\d)(?![\d-])"
    rf"|(?P<only>{_YEAR})(?![\d:/-])"
    rf")",
    re.IGNORECASE,
)
_GROUPS = (
    ("iso_y", "iso_m", "iso_d"),
    ("slash_y", "slash_m", "slash_d"),
    ("dotted_y", "dotted_m", "dotted_d"),
    ("y", "m", "d"),
    ("en_y", "en_m", "en_d"),
    ("part_y", "part_m", ""),
    ("month_y", "month", ""),
)
_YEARS = re.compile(rf"\b({_YEAR}) ?- ?({_YEAR})\b(?!-)")
_FROM = re.compile(
    r"\b(?:fr|från(?: och med)?|fr\.? ?o\.? ?m\.?|börjar|träder i kraft|from|since)(?: den)?\s*$",
    re.IGNORECASE,
)
_TO = re.compile(
    r"(?:\b(?:till(?: och med)?|t\.? ?o\.? ?m\.?|längst|dock längst|until|through|to)(?: den)?"
    r"|[-–—])\s*$",
    re.IGNORECASE,
)
_CENTURY = 70
"""Two digits from here on are a year of the last century."""


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date, or the span that a month or a year alone is, and where it stands in the text."""

    first: date
    last: date
    is_whole: bool
    """Whether it names the day."""
    start: int
    end: int


def find_dates(text: str, *, last: bool = False, whole: bool = False) -> Iterator[date]:
    """The dates in the text, in order.

    A month or a year alone is its first day, or its last with `last`. With `whole`, only dates
    that name the day count.
    """
    for found in _found(text):
        if found.is_whole or not whole:
            yield found.last if last else found.first


def parse_date(text: str, *, last: bool = False, whole: bool = False) -> date | None:
    """The first date in the text; None if there is none."""
    return next(find_dates(text, last=last, whole=whole), None)


def parse_period(text: str) -> tuple[date | None, date | None]:
    """From and to of "fr.o.m. 2025-01-01 t.o.m. 2026-12-31", "2023–2026", "till 1 maj 2025".

    A date that nothing introduces is neither, except before one that ends the period.
    """
    text = _YEARS.sub(r"\1–\2", text)
    start = end = plain = None
    seen = 0
    dates = list(_found(text))
    # "Läsåret 2024/2025 (2024-08-15–2025-06-30)": days say it better than years.
    exact = [found for found in dates if found.is_whole]
    for found in exact if len(exact) > 1 else dates:
        before = text[seen : found.start]
        if _FROM.search(before):
            start = start or found.first
        elif _TO.search(before):
            start, end = start or plain, end or found.last
        plain, seen = found.first, found.end
    return start, end


def _found(text: str) -> Iterator[FoundDate]:
    for match in _DATE.finditer(text):
        year, month, day = _parts(match)
        try:
            first = date(year, month or 1, day or 1)
        except ValueError:
            continue
        final = monthrange(year, month or 12)[1]
        last = first if day is not None else date(year, month or 12, final)
        yield FoundDate(first, last, day is not None, match.start(), match.end())


def _parts(match: re.Match[str]) -> tuple[int, int | None, int | None]:
    """Year, month and day, as far as they are named."""
    if compact := match["compact"]:
        return int(compact[:4]), int(compact[4:6]), int(compact[6:])
    if short := (match["short"] or "").replace("-", ""):
        century = 1900 if int(short[:2]) >= _CENTURY else 2000
        return century + int(short[:2]), int(short[2:4]), int(short[4:])
    for year, month, day in _GROUPS:
        if match[year]:
            return int(match[year]), _month(match[month]), int(match[day]) if day else None
    return int(match["only"]), None, None


def _month(text: str) -> int:
    return int(text) if text.isdigit() else MONTHS[text.lower()]
