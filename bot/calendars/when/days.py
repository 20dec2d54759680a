"""Reads single days: "på torsdag", "den 3:e", "3 mars", "annandag påsk", "i övermorgon"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.calendars.when.red_days import DAY, NAMED_DAY, named_day
from bot.calendars.when.unread import NUMBER, Unread, mark_of, number
from bot.language.months import MONTH, MONTHS

_YEAR = r"20\d\d"
_WEEKDAYS = (
    "måndag mån monday mon",
    "tisdag tis tisd tuesday tue tues",
    "onsdag ons onsd wednesday wed",
    "torsdag tors torsd tor thursday thu thurs",
    "fredag fre fred friday fri",
    "lördag lör lörd saturday sat",
    "söndag sön sönd sunday sun",
)
_NUMBERS = {name: number for number, names in enumerate(_WEEKDAYS) for name in names.split()}
WEEKDAY = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_SPELLED = (
    "första andra tredje fjärde femte sjätte sjunde åttonde nionde tionde elfte tolfte trettonde "
    "fjortonde femtonde sextonde sjuttonde artonde nittonde tjugonde tjugoförsta tjugoandra "
    "tjugotredje tjugofjärde tjugofemte tjugosjätte tjugosjunde tjugoåttonde tjugonionde "
    "trettionde trettioförsta"
)
_ORDINALS = {word: value for value, word in enumerate(_SPELLED.split(), 1)}
_ORDINAL = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_RELATIVE = {
    "i övermorgon": 2, "övermorgon": 2, "i morgon": 1, "imorgon": 1, "imorn": 1, "i morn": 1,
    "tomorrow": 1, "the day after tomorrow": 2, "i dag": 0, "idag": 0, "today": 0,
    "i går": -1, "igår": -1, "yesterday": -1, "i förrgår": -2,
}  # fmt: skip
_TODAY_PART = (
    r"(?:nu )?(?:i (?=eftermiddag|kväll|förmiddag)|(?=tonight)|this (?=afternoon|morning))"
)
_RECENT = timedelta(days=60)
"""A day without a year that passed so lately is taken for a slip, not for next year's."""
PAST, NO_SUCH_DAY = "past", "no_such_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRead:
    """One day as it is written: a date, a weekday, or neither and why."""

    days: tuple[date, ...] = ()
    """More than one where it can mean either: "nästa fredag"."""
    weekday: int | None = None
    """0 is Monday, where nothing says which week."""
    trouble: str = ""
    written: str = ""


def coming(weekday: int, today: date) -> date:
    """The next such day after today."""
    return today + DAY * ((weekday - today.weekday() - 1) % 7 + 1)


def read_days(unread: Unread, today: date) -> list[DayRead]:
    """Each day, in the order of its mark."""
    found: list[DayRead] = []
    for pattern, read in _READERS.items():
        while match := pattern.search(unread.text):
            days = read(match, today)
            if len(days) > 1 and pattern is _RANGE_IN_MONTH:
                unread.mark(match, mark_of(len(found)) + "-" + mark_of(len(found) + 1))
            else:
                unread.mark(match, mark_of(len(found)))
            found += days
    return found


def _dated(match: re.Match[str], today: date) -> list[DayRead]:
    groups = match.groupdict()
    year = int(groups["y"]) if groups.get("y") else None
    return [_on(int(match["d"]), _month(match["m"]), year, today, match[0])]


def _worded(match: re.Match[str], today: date) -> list[DayRead]:
    day, month = _ORDINALS[match["d"]], _month(match["m"])
    return [_on(day, month, None, today, match[0])]


def _range_in_month(match: re.Match[str], today: date) -> list[DayRead]:
    month, year = _month(match["m"]), int(match["y"]) if match["y"] else None
    return [_on(int(match[each]), month, year, today, match[0]) for each in ("d", "e")]


def _month(text: str) -> int:
    return int(text) if text.isdigit() else MONTHS[text]


def _on(day: int, month: int, year: int | None, today: date, written: str) -> DayRead:
    if year is not None:
        found = _date(year, month, day)
        if found is None:
            return DayRead(trouble=NO_SUCH_DAY, written=written.strip())
        return _checked(found, today, written)
    this_year = _date(today.year, month, day)
    if this_year is not None and this_year < today and today - this_year <= _RECENT:
        return DayRead(days=(this_year,), trouble=PAST, written=written.strip())
    years = range(today.year, today.year + 5 if (month, day) == (2, 29) else today.year + 2)
    days = (each for y in years if (each := _date(y, month, day)) and each >= today)
    found = next(days, None)
    if found is None:
        return DayRead(trouble=NO_SUCH_DAY, written=written.strip())
    return DayRead(days=(found,), written=written.strip())


def _checked(day: date, today: date, written: str) -> DayRead:
    trouble = PAST if day < today else ""
    return DayRead(days=(day,), trouble=trouble, written=written.strip())


def _in_month(match: re.Match[str], today: date) -> list[DayRead]:
    """A day of this month, or of the next that has it: "den 3:e"."""
    text = match["d"] or match["o"] or match["word"]
    day = int(text) if text.isdigit() else _ORDINALS[text]
    if not 1 <= day <= 31:
        return [DayRead(trouble=NO_SUCH_DAY, written=match[0].strip())]
    months = [(today.year + (today.month - 1 + n) // 12, (today.month - 1 + n) % 12 + 1)
              for n in range(4)]  # fmt: skip
    if match["next"]:
        months = months[1:2]
    days = (each for year, month in months if (each := _date(year, month, day)) and each >= today)
    found = next(days, None)
    if found is None:
        return [DayRead(trouble=NO_SUCH_DAY, written=match[0].strip())]
    return [DayRead(days=(found,), written=match[0].strip())]


def _relative(match: re.Match[str], today: date) -> list[DayRead]:
    day = today + DAY * _RELATIVE[re.sub(r"\s+", " ", match[0])]
    return [_checked(day, today, match[0])]


def _today(match: re.Match[str], today: date) -> list[DayRead]:
    return [DayRead(days=(today,), written=match[0].strip())]


def _in_days(match: re.Match[str], today: date) -> list[DayRead]:
    return [DayRead(days=(today + DAY * number(match["n"]),), written=match[0].strip())]


def _weekday_in_weeks(match: re.Match[str], today: date) -> list[DayRead]:
    day = coming(_NUMBERS[match["weekday"]], today) + 7 * DAY * number(match["n"])
    return [DayRead(days=(day,), written=match[0].strip())]


def _next_weekday(match: re.Match[str], today: date) -> list[DayRead]:
    """ "Nästa fredag" is this week's to some and next week's to others."""
    day = coming(_NUMBERS[match["weekday"]], today)
    both = day.isocalendar().week == today.isocalendar().week
    return [DayRead(days=(day, day + 7 * DAY) if both else (day,), written=match[0].strip())]


def _last_weekday(match: re.Match[str], today: date) -> list[DayRead]:
    day = coming(_NUMBERS[match["weekday"] or match["other"]], today) - 7 * DAY
    return [DayRead(days=(day,), trouble=PAST, written=match[0].strip())]


def _weekday(match: re.Match[str], today: date) -> list[DayRead]:
    return [DayRead(weekday=_NUMBERS[match["weekday"]], written=match[0].strip())]


def _named(match: re.Match[str], today: date) -> list[DayRead]:
    day = named_day(match[0], today)
    return [DayRead(days=(day,), written=match[0])] if day else [DayRead(trouble=NO_SUCH_DAY)]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_RANGE_IN_MONTH = re.compile(
    rf"(?:\b(?:den|mellan(?: den)?|från(?: den)?) )?(?<![\d.:])(?P<d>\d\d?)(?::?[ae])?\s?"
    rf"(?:-|–|till(?: den)?|och(?: den)?|to|and) ?(?P<e>\d\d?)(?::?[ae])? (?P<m>{MONTH})\b\.?"
    rf"(?:,? (?P<y>{_YEAR})\b)?"
)
_Reader = Callable[[re.Match[str], date], list[DayRead]]
_READERS: Mapping[re.Pattern[str], _Reader] = {
    re.compile(rf"(?<!\d)(?P<y>{_YEAR})-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)"): _dated,
    _RANGE_IN_MONTH: _range_in_month,
    re.compile(
        rf"(?:\b(?:den|the) )?(?<![\d.:/])(?P<d>\d\d?)(?::?[ae]\b|st\b|nd\b|rd\b|th\b|\.)? "
        rf"?(?:of )?(?P<m>{MONTH})\b\.?(?:,? (?P<y>{_YEAR})\b)?"
    ): _dated,
    re.compile(rf"(?:\bden )?\b(?P<d>{_ORDINAL}) (?P<m>{MONTH})\b"): _worded,
    re.compile(
        rf"\b(?P<m>{MONTH})\.? (?P<d>\d\d?)(?:st|nd|rd|th)?(?![\d:.])"
        rf"(?:, (?P<y>{_YEAR})\b)?"
    ): _dated,
    re.compile(
        rf"(?<![\d/])(?P<d>\d\d?)/(?P<m>1[0-2]|0?[1-9])(?:[ /-](?P<y>{_YEAR}))?(?![\d/])"
    ): _dated,
    re.compile(
        rf"\b(?:den (?:(?P<d>\d\d?)(?::?[ae])?|(?P<word>{_ORDINAL}))|(?P<o>\d\d?):?[ae])\b"
        rf"(?![.:]\d)(?P<next> (?:i )?nästa månad\w*)?(?: (?:i )?(?:den här|denna) månad\w*)?"
    ): _in_month,
    re.compile(rf"\b(?P<weekday>{WEEKDAY})(?:en)? (?:om|in) (?P<n>{NUMBER}) (?:veck\w+|weeks?)\b"):
        _weekday_in_weeks,
    re.compile(rf"\b(?:om|in) (?P<n>{NUMBER}) (?:dag(?:ar)?|days?)\b"): _in_days,
    re.compile(rf"\b(?:{'|'.join(sorted(_RELATIVE, key=len, reverse=True))})\b"): _relative,
    re.compile(rf"\b{_TODAY_PART}"): _today,
    re.compile(rf"\b(?:nästa|nästkommande|next) (?P<weekday>{WEEKDAY})\b(?!s? (?:i|v))"):
        _next_weekday,
    re.compile(rf"\b(?:i (?P<weekday>{WEEKDAY})s|(?:förra|last) (?P<other>{WEEKDAY})(?:en)?)\b"):
        _last_weekday,
    re.compile(rf"\b(?:{NAMED_DAY})\b"): _named,
    re.compile(
        rf"\b(?:(?:nu )?(?:på|on|this|om|i) )?(?P<weekday>{WEEKDAY})(?:en|ar|arna|s)?\b(?!\.?\w)"
    ): _weekday,
}  # fmt: skip
"""In the order in which they are tried."""
