"""Meetings that come again: "varannan tisdag kl 9 under vårterminen, inte på lov"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from bot.skill import NUMBER, SchoolYear, is_working_day, number_in, read_when

MOST = 40
"""Occurrences of one series."""
_DAYS = ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"]
_ENGLISH = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_WORKDAYS = ["vardag", "arbetsdag", "dag", "weekday", "working day", "day"]
_EVERY = re.compile(
    r"\b(?P<every>varje|varannan|var tredje|var fjärde|every other|every second|every third|every)"
    rf"\s+(?P<day>{'|'.join((*_DAYS, *_ENGLISH, *_WORKDAYS))})\b",
    re.IGNORECASE,
)
_INTERVALS = {
    "varje": 1, "every": 1, "varannan": 2, "every other": 2, "every second": 2,
    "var tredje": 3, "every third": 3, "var fjärde": 4,
}  # fmt: skip
_TERM = re.compile(
    r"\b(?:under |hela |during (?:the )?|the )*(?P<term>hösttermin\w*|vårtermin\w*|läsår\w*|"
    r"autumn term|spring term|school year)\b",
    re.IGNORECASE,
)
_WEEKS = re.compile(rf"\b(?:i|for) (?P<n>{NUMBER}) (?:veckor|weeks)\b", re.IGNORECASE)
_TIMES = re.compile(rf"\b(?P<n>{NUMBER}) (?:gånger|tillfällen|times)\b", re.IGNORECASE)
_UNTIL = re.compile(
    r"\b(?:till och med|t\.?o\.?m\.?|fram till|until)\s+(?P<until>[^,.;]+)", re.IGNORECASE
)
_NOT_BREAKS = re.compile(
    r",?\s*(?:men )?\b(?:inte|ej|utom|förutom|but not|not|except)\s+(?:på |under |in |during )?"
    r"(?:skol)?(?:lov\w*|studiedag\w*|ferie\w*|(?:the )?(?:school )?(?:breaks?|holidays?))"
    r"(?:\s*(?:och|eller|or|and|,)\s*(?:på )?(?:lov\w*|studiedag\w*|ferie\w*))*",
    re.IGNORECASE,
)
_SATURDAY = 5
Lack = Literal["end", "school_year", "nothing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """When it is held, and when it is not."""

    days: tuple[date, ...] = ()
    left_out: tuple[tuple[date, str | None], ...] = ()
    """With the name of the break; None: a red day."""
    rest: str = ""
    """The order without what was read."""
    lack: Lack | None = None
    """What keeps it from being read: no end, no school calendar, no day left."""


def read_series(text: str, *, today: date, school: SchoolYear | None) -> Series | None:
    """The series that the text orders; None if it orders none."""
    every = _EVERY.search(text)
    if every is None:
        return None
    rest = text
    for pattern in (_EVERY, _NOT_BREAKS, _TERM, _WEEKS, _TIMES, _UNTIL):
        rest = pattern.sub(" ", rest)
    rest = " ".join(rest.split())
    weekday = every["day"].casefold()
    interval = _INTERVALS[" ".join(every["every"].casefold().split())]
    number, step = None, timedelta(days=interval)
    if weekday not in _WORKDAYS:
        number = (_DAYS if weekday in _DAYS else _ENGLISH).index(weekday)
        step = timedelta(weeks=interval)
    end = _end(text, today=today, school=school)
    if isinstance(end, str):
        return Series(rest=rest, lack=end)
    first, last, most = end
    keeps_off = school if _TERM.search(text) or _NOT_BREAKS.search(text) else None
    days: list[date] = []
    left_out: list[tuple[date, str | None]] = []
    for day in _days(first, last, number, step):
        name = keeps_off.break_on(day) if keeps_off else None
        if name or not is_working_day(day):
            left_out.append((day, name))
        elif len(days) < most:
            days.append(day)
    lack: Lack | None = None if days else "nothing"
    within = tuple(one for one in left_out if days and one[0] <= days[-1])
    return Series(days=tuple(days), left_out=within, rest=rest, lack=lack)


def _end(text: str, *, today: date, school: SchoolYear | None) -> tuple[date, date, int] | Lack:
    """The first day, the last, and the most occurrences."""
    begin = today + timedelta(days=1)
    if (_NOT_BREAKS.search(text) or _TERM.search(text)) and school is None:
        return "school_year"
    if school is not None and (found := _TERM.search(text)):
        word = found["term"].casefold()
        autumn = word.startswith(("höst", "autumn"))
        spring = word.startswith(("vår", "spring"))
        term = school.term("autumn" if autumn else "spring" if spring else "year", begin)
        return (max(begin, term[0]), term[1], MOST) if term else "school_year"
    if found := _TIMES.search(text):
        most = min(number_in(found["n"].lower()), MOST)
        return begin, begin + timedelta(days=730), most
    if found := _WEEKS.search(text):
        weeks = number_in(found["n"].lower())
        return begin, begin + timedelta(weeks=min(weeks, 104)) - timedelta(days=1), MOST
    if found := _UNTIL.search(text):
        until = read_when(found["until"], now=_midnight(today)).days
        if until:
            return begin, until[-1], MOST
    return "end"


def _days(first: date, last: date, weekday: int | None, step: timedelta) -> Iterator[date]:
    """Those of that weekday; without one, of Monday to Friday."""
    day = first if weekday is None else first + timedelta(days=(weekday - first.weekday()) % 7)
    while day <= last:
        if weekday is not None or day.weekday() < _SATURDAY:
            yield day
        day += step


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
