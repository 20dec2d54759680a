"""Puts the days of a text together, as its expressions add to and take from each other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.calendars.when.days import DayRead, coming
from bot.calendars.when.periods import NoPeriod, Period, week_of
from bot.calendars.when.red_days import DAY, days_between, is_working_day
from bot.calendars.when.unread import MARK, Unread, index_of

OPEN_DAYS = 14
"""How far from today is looked where only the beginning is told: "efter fredag"."""
FURTHEST_DAYS = 400


@dataclass(frozen=True, slots=True)
class Trouble:
    """A time that there is none of, or that has passed."""

    kind: Literal["past", "no_such_day", "no_such_week", "no_such_time", "not_that_weekday"]
    written: str


class Gathered:
    """The days that a text means."""

    def __init__(
        self, today: date, read: list[DayRead], periods: Iterable[Period | NoPeriod]
    ) -> None:
        self._today = today
        self._read = read
        self._periods = [one for one in periods if isinstance(one, Period)]
        self._named: set[date] = set()
        self._weekdays: set[int] = set()
        self._without: set[date] = set()
        self._without_weekdays: set[int] = set()
        self._first: date | None = None
        self._last: date | None = None
        no_periods = [one for one in periods if isinstance(one, NoPeriod)]
        self.says_days = bool(self._periods or read or no_periods)
        self.troubles = [Trouble(one.trouble, one.written) for one in no_periods]  # type: ignore[arg-type]  # periods name the same kinds
        self.troubles += [Trouble(one.trouble, one.written) for one in read if one.trouble]  # type: ignore[arg-type]  # and so do days

    def read(self, unread: Unread) -> None:
        """Take the marks of the single days with the words around them."""
        for match in unread.take(_WITHOUT):
            self._exclude(self._days_of(match))
        for match in unread.take(_WEEK_BESIDE):
            [day] = self._days_of(match)
            ahead = -7 if match["before"] else 7
            self._periods.append(week_of(self._one(day) + DAY * ahead))
        for match in unread.take(_RANGE):
            self._span(*self._days_of(match))
        for match in unread.take(_AFTER):
            [day] = self._days_of(match)
            self._first = self._one(day) + DAY * (0 if _INCLUDED.match(match[0]) else 1)
        for match in unread.take(_BEFORE):
            [day] = self._days_of(match)
            self._last = self._one(day) - DAY * (0 if _INCLUDED.match(match[0]) else 1)
        plain = [day for match in unread.take(_DAY) for day in self._days_of(match)]
        self._include(plain)

    def days(self) -> list[date]:
        """What is left, ascending."""
        days = self._candidates()
        return sorted(
            day
            for day in days
            if day not in self._without
            and day.weekday() not in self._without_weekdays
            and (self._first is None or day >= self._first)
            and (self._last is None or day <= self._last)
        )

    def _candidates(self) -> set[date]:
        periods = {
            day
            for period in self._periods
            for day in days_between(period.first, period.last)
            if day.weekday() in self._weekdays
            or (not self._weekdays and (period.is_free or is_working_day(day)))
        }
        if self._periods:
            return periods | self._named
        if self._weekdays:
            return self._named | self._coming()
        if self._named:
            return self._named
        return set(self._bounded())

    def _bounded(self) -> Iterable[date]:
        if self._first is None and self._last is None and not self._without_weekdays:
            return ()
        first = max(self._first or self._today, self._today)
        last = self._last or first + DAY * OPEN_DAYS
        last = min(last, first + DAY * FURTHEST_DAYS)
        return (day for day in days_between(first, last) if is_working_day(day))

    def _coming(self) -> set[date]:
        """The nearest of each; what is said together is meant of one week, if that is near."""
        after = self._first - DAY if self._first else self._today
        return {coming(weekday, after) for weekday in self._weekdays}

    def _days_of(self, match: re.Match[str]) -> list[DayRead]:
        return [self._read[index_of(mark)] for mark in re.findall(MARK, match[0])]

    def _exclude(self, days: list[DayRead]) -> None:
        for day in days:
            self._without.update(day.days)
            if day.weekday is not None:
                self._without_weekdays.add(day.weekday)

    def _include(self, days: list[DayRead]) -> None:
        dated = {each for day in days for each in day.days if not day.trouble}
        weekdays = {day.weekday for day in days if day.weekday is not None}
        if dated and weekdays and not self._periods:
            self._check(dated, weekdays)
        else:
            self._weekdays |= weekdays
        self._named |= dated

    def _check(self, dated: set[date], weekdays: set[int]) -> None:
        """ "Torsdag den 3 december" names one day twice, and should be right; "torsdag eller den
        8 december" is two days."""
        told = {day.weekday() for day in dated}
        if weekdays <= told:
            return
        if len(weekdays) == len(dated) == 1:
            written = ", ".join(one.written for one in self._read)
            self.troubles.append(Trouble("not_that_weekday", written))
            return
        self._weekdays |= weekdays

    def _span(self, first: DayRead, last: DayRead) -> None:
        if first.weekday is not None and last.weekday is not None:
            count = (last.weekday - first.weekday) % 7
            if self._periods:
                self._weekdays |= {(first.weekday + n) % 7 for n in range(count + 1)}
                return
            begin = coming(first.weekday, self._today)
            end = begin + DAY * count
        else:
            begin = self._one(first)
            end = self._one(last, after=begin)
        if first.trouble or last.trouble:
            return
        if end < begin:
            self.troubles.append(Trouble("no_such_day", f"{first.written}–{last.written}"))
            return
        end = min(end, begin + DAY * FURTHEST_DAYS)
        self._named |= {day for day in days_between(begin, end) if is_working_day(day)}

    def _one(self, day: DayRead, *, after: date | None = None) -> date:
        if day.days:
            return day.days[0]
        if day.weekday is None:
            return self._today
        if after is not None:
            return coming(day.weekday, after)
        if self._periods:
            return self._periods[0].first + DAY * (
                (day.weekday - self._periods[0].first.weekday()) % 7
            )
        return coming(day.weekday, self._today)


_PREPOSITION = r"(?:(?:på|on|i|den|dagen) )?"
_DAY = re.compile(MARK)
_LISTED = rf"{MARK}(?:(?:\s*,\s*|\s+)(?:(?:och|eller|or|and) )?{_PREPOSITION}{MARK})*"
_WITHOUT = re.compile(
    rf"\b(?:inte|ej|utom|förutom|undantaget|except|but not|not)\s+{_PREPOSITION}{_LISTED}"
)
_WEEK_BESIDE = re.compile(
    rf"\b(?:veckan|the week) (?:(?P<before>före|innan|before)|efter|after) {_PREPOSITION}{MARK}"
)
_RANGE = re.compile(
    rf"(?:\b(?:från och med|från|mellan|between|from)\s+)?{MARK}\s*"
    rf"(?:-|–|—|till och med|t\.?o\.?m\.?|till|to|until|through)\s*{MARK}"
    rf"|\b(?:mellan|between)\s+{MARK}\s*(?:och|and)\s*{MARK}"
)
_AFTER = re.compile(
    rf"(?<!inte )(?<!ej )(?<!not )\b(?:efter|från och med|fr\.?\s?o\.?\s?m\.?|från|"
    rf"tidigast|inte före|after|from|starting|earliest|not before)\s+{_PREPOSITION}{MARK}"
)
_BEFORE = re.compile(
    rf"\b(?:före|innan|senast|inte efter|fram till|till och med|t\.?\s?o\.?\s?m\.?|"
    rf"before|by|until|latest|no later than|not after)\s+{_PREPOSITION}{MARK}"
)
_INCLUDED = re.compile(
    r"(?:från|fr|tidigast|inte före|from|starting|earliest|not before|senast|inte efter|"
    r"till och med|t\.?\s?o|by|latest|no later|not after)\b"
)
