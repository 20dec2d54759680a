"""Reads days as people write them, and says so where what they wrote is no single day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.language.months import MONTH, MONTHS

Tending = Literal["next", "latest", "nearest"]
"""Which year "3 mars" means: the next one from today, the latest one, or the nearest either way."""

_YEAR = r"(?:19|20)\d\d"
_WEEKDAYS = (
    ("måndag", "monday"),
    ("tisdag", "tuesday"),
    ("onsdag", "wednesday"),
    ("torsdag", "thursday"),
    ("fredag", "friday"),
    ("lördag", "saturday"),
    ("söndag", "sunday"),
)
_WEEKDAY_NUMBERS = {name: number for number, names in enumerate(_WEEKDAYS) for name in names}
_WEEKDAY = "|".join(_WEEKDAY_NUMBERS)
_RELATIVE = {
    **dict.fromkeys(("i dag", "idag", "today"), 0),
    **dict.fromkeys(("i morgon", "imorgon", "imorn", "tomorrow"), 1),
    **dict.fromkeys(("i övermorgon", "övermorgon"), 2),
    **dict.fromkeys(("i går", "igår", "yesterday"), -1),
    **dict.fromkeys(("i förrgår", "förrgår"), -2),
}
_DAY = re.compile(
    rf"(?<![\d/:])(?:"
    rf"(?P<iso>{_YEAR})(?P<sep>[-./])(?P<iso_m>\d\d?)(?P=sep)(?P<iso_d>\d\d?)(?!\d)"
    rf"|(?P<compact>{_YEAR}[01]\d[0-3]\d)(?!\d)"
    rf"|(?:den )?(?P<d>\d\d?)(?::?[ae]\b|st\b|nd\b|rd\b|th\b|\.)? ?(?:of )?(?P<m>{MONTH})\b\.?"
    rf"(?:,? (?P<y>{_YEAR})(?!\d))?"
    rf"|\b(?P<en_m>{MONTH})\.? (?P<en_d>\d\d?)(?:st|nd|rd|th)?(?![\d:])"
    rf"(?:,? (?P<en_y>{_YEAR})(?!\d))?"
    rf"|(?<!-)(?P<slash_d>\d\d?)/(?P<slash_m>\d\d?)(?:[ /-](?P<slash_y>{_YEAR}))?(?![\d/])"
    rf"|\b(?P<month>(?:{MONTH})\.? {_YEAR})(?!\d)"
    rf"|\b(?:i|in|sedan|från|since|from|till|until|under) (?P<bare>{MONTH})\b(?! i\b)"
    rf"|(?P<part>{_YEAR}-[01]\d)(?![\d-])"
    rf"|\b(?P<which>nästa|next|på|on|nu på|i|förra|last) ?(?P<weekday>{_WEEKDAY})(?:en|s)?\b"
    rf"|\b(?P<relative>{'|'.join(_RELATIVE)})\b"
    rf")",
    re.IGNORECASE,
)
_FURTHEST = 366
"""Days. "29 februari" may be further off than any other day without a year; then the year is
asked for."""
_CLEARLY_NEARER = 60
"""Days by which one of two years must be nearer to be the one that is meant."""


@dataclass(frozen=True, slots=True)
class DayInText:
    """What looks like a day, and where it stands."""

    day: date | None
    """None if it is not one day: "maj 2024", "30 februari", "nästa fredag" said on a Tuesday."""
    written: str
    start: int
    end: int


def find_days(text: str, *, today: date, tending: Tending = "nearest") -> tuple[DayInText, ...]:
    """What looks like days, in order."""
    return tuple(_found(text, today, tending))


def _found(text: str, today: date, tending: Tending) -> Iterator[DayInText]:
    for match in _DAY.finditer(text):
        try:
            day = _day(match, today, tending)
        except ValueError:
            day = None
        yield DayInText(day, match[0], match.start(), match.end())


def _day(match: re.Match[str], today: date, tending: Tending) -> date | None:
    if compact := match["compact"]:
        return date(int(compact[:4]), int(compact[4:6]), int(compact[6:]))
    if match["relative"]:
        return today + timedelta(days=_RELATIVE[match["relative"].casefold()])
    if match["weekday"]:
        return _weekday(match["which"].casefold(), match["weekday"].casefold(), today)
    for year, month, day in (
        ("iso", "iso_m", "iso_d"),
        ("y", "m", "d"),
        ("en_y", "en_m", "en_d"),
        ("slash_y", "slash_m", "slash_d"),
    ):
        if match[day]:
            number = _month(match[month])
            if match[year]:
                return date(int(match[year]), number, int(match[day]))
            return _without_year(number, int(match[day]), today, tending)
    return None


def _month(text: str) -> int:
    return int(text) if text.isdigit() else MONTHS[text.casefold()]


def _weekday(which: str, name: str, today: date) -> date | None:
    """ "Nästa fredag" is this week's to some and next week's to others, so it is only taken where
    both mean the same."""
    ahead = (_WEEKDAY_NUMBERS[name] - today.weekday() - 1) % 7 + 1
    coming = today + timedelta(days=ahead)
    if which in ("i", "förra", "last"):
        return None
    if which in ("nästa", "next") and coming.isocalendar().week == today.isocalendar().week:
        return None
    return coming


def _without_year(month: int, day: int, today: date, tending: Tending) -> date | None:
    years = (today.year - 1, today.year, today.year + 1)
    days = [found for year in years if (found := _date(year, month, day))]
    days = [found for found in days if abs((found - today).days) <= _FURTHEST]
    meant: dict[Tending, Callable[[date], bool]] = {
        "next": lambda found: found >= today,
        "latest": lambda found: found <= today,
        "nearest": lambda found: True,
    }
    near = sorted((abs((found - today).days), found) for found in days if meant[tending](found))
    if not near:
        return None
    if len(near) > 1 and near[1][0] - near[0][0] < _CLEARLY_NEARER and tending == "nearest":
        return None
    return near[0][1]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
