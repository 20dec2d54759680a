"""When a time set by law ends: lag (1930:173) om beräkning av lagstadgad tid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.calculations.formats import weekday_and_day
from bot.calculations.public_holidays import public_holidays
from bot.language.texts import Language

_SATURDAY, _SUNDAY = 5, 6
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day to do something, and the day it was before it was moved."""

    day: date
    counted: date
    """By count alone."""
    passed: tuple[str, ...] = ()
    """Names of the days that it was moved past, in Swedish: "lördag", "Juldagen"."""

    @property
    def is_moved(self) -> bool:
        """Whether the count ended on a day that law does not let it end on."""
        return self.day != self.counted

    def written(self, language: Language) -> str:
        """ "torsdag 7 januari 2027"."""
        return weekday_and_day(self.day, language)


def last_day(counted: date) -> LastDay:
    """The next working day, if the count ends on a Saturday, a Sunday, a public holiday,
    midsommarafton, julafton or nyårsafton (2 §)."""
    passed = tuple(_passed(counted))
    return LastDay(counted + _DAY * len(passed), counted, passed)


def _passed(day: date) -> Iterator[str]:
    while name := _not_a_working_day(day):
        yield name
        day += _DAY


def _not_a_working_day(day: date) -> str | None:
    if name := public_holidays(day.year).get(day):
        return name
    return {_SATURDAY: "lördag", _SUNDAY: "söndag"}.get(day.weekday())
