"""Days as one row of quarters of an hour, and what is taken of them as the bits of an integer.

Quarter 0 is midnight of the first day. Quarters are real time: a day has 92 or 100 of them when
clocks are changed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

from bot.calendars.base import STOCKHOLM, Schedule, Status
from bot.calendars.when import Window

QUARTER_S = 900
_NOON = time(12)
_LAST_QUARTER = time(23, 45)


class Grid:
    """The days of one search, and a meeting's length in them.

    A meeting that begins `offset` minutes past a quarter takes what it touches.
    """

    def __init__(self, days: Sequence[date], *, minutes: int, offset: int = 0) -> None:
        self.length = quarters(minutes + offset)
        self._offset_s = offset * 60
        self._length_s = minutes * 60
        self._days = sorted(days)
        self._begins = _midnight(self._days[0]) if days else 0
        self._firsts = [self._index(_midnight(day)) for day in self._days]
        self._count = self._index(_midnight(self._days[-1] + timedelta(days=1))) if days else 0
        self._noons = [self._quarter(day, _NOON) for day in self._days]

    def day(self, quarter: int) -> date:
        """The day that holds it."""
        return self._days[self._position(quarter)]

    def half_day(self, quarter: int) -> tuple[date, bool]:
        """The day, and whether it is past noon."""
        position = self._position(quarter)
        return self._days[position], quarter >= self._noons[position]

    def moment(self, quarter: int) -> datetime:
        """When a meeting that begins in it begins."""
        seconds = self._begins + quarter * QUARTER_S + self._offset_s
        return datetime.fromtimestamp(seconds, STOCKHOLM)

    def at(self, start: time) -> int:
        """The quarter that holds that time, each day."""
        return self._each_day(lambda day: 1 << self._quarter(day, start))

    def before(self, moment: datetime) -> int:
        """Beginnings that have passed then."""
        seconds = int(moment.timestamp()) - self._begins - self._offset_s
        count = max(0, min(self._count, -(-seconds // QUARTER_S)))
        return (1 << count) - 1

    def within(self, window: Window) -> int:
        """Beginnings from which the whole meeting lies in the window, each day."""
        return self._each_day(lambda day: self._within(day, window))

    def during(self, window: Window) -> int:
        """The quarters of the window, each day."""
        return self._each_day(
            lambda day: _row(self._quarter(day, window.first), self._quarter(day, window.last))
        )

    def taken(self, schedule: Schedule, statuses: frozenset[Status]) -> int:
        """The quarters that the schedule touches with one of these."""
        mask, begins, count = 0, self._begins, self._count
        for busy in schedule.busy:
            if busy.status not in statuses:
                continue
            first = int(busy.start.timestamp() - begins) // QUARTER_S
            last = -(int(begins - busy.end.timestamp()) // QUARTER_S)
            if last > 0 and first < count:
                mask |= _row(max(0, first), min(count, last))
        return mask

    def blocked_by(self, taken: int) -> int:
        """Beginnings from which a meeting would run into what is taken."""
        blocked, reach = taken, 1
        while reach < self.length:
            step = min(reach, self.length - reach)
            blocked |= blocked >> step
            reach += step
        return blocked

    def _within(self, day: date, window: Window) -> int:
        # To the minute: a window may end, and a meeting too, within a quarter.
        first = self._seconds(day, window.first) - self._offset_s
        if window.last > _LAST_QUARTER:
            end = _midnight(day + timedelta(days=1)) - self._begins
        else:
            end = self._seconds(day, window.last)
        last = (end - self._offset_s - self._length_s) // QUARTER_S
        return _row(-(-first // QUARTER_S), last + 1)

    def _each_day(self, quarters_of: Callable[[date], int]) -> int:
        mask = 0
        for day in self._days:
            mask |= quarters_of(day)
        return mask

    def _quarter(self, day: date, at: time) -> int:
        return self._seconds(day, at) // QUARTER_S

    def _seconds(self, day: date, at: time) -> int:
        """Since the first midnight."""
        return int(datetime.combine(day, at, STOCKHOLM).timestamp()) - self._begins

    def _index(self, seconds: int) -> int:
        return (seconds - self._begins) // QUARTER_S

    def _position(self, quarter: int) -> int:
        return bisect_right(self._firsts, quarter) - 1


def quarters(minutes: int) -> int:
    """How many quarters of an hour are taken, begun ones included."""
    return -(-minutes // 15)


def bits(mask: int) -> Iterator[int]:
    """The positions of the ones, ascending."""
    digits = f"{mask:b}"[::-1]
    at = digits.find("1")
    while at >= 0:
        yield at
        at = digits.find("1", at + 1)


def _row(first: int, last: int) -> int:
    """Ones from `first` up to but not including `last`."""
    return ((1 << (last - first)) - 1) << first if last > first else 0


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time(), STOCKHOLM).timestamp())
