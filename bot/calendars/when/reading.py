"""Puts what is said of days, time of day and length together into one wish."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from bot.calendars.base import STOCKHOLM
from bot.calendars.when.clock import Clock, Window, read_clock
from bot.calendars.when.days import read_days
from bot.calendars.when.durations import read_length
from bot.calendars.when.gathering import Gathered, Trouble
from bot.calendars.when.periods import read_periods
from bot.calendars.when.unread import NUMBER, Unread, number

__all__ = ["Trouble", "When", "Window", "read_when"]

MOST_DAYS = 62
"""Graph's getSchedule takes no longer stretch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When something is wished for. Everything is local time; nothing said is empty or None."""

    days: tuple[date, ...] = ()
    """Ascending, none of them passed. Days off are among them only if they are named."""
    says_days: bool = False
    start: time | None = None
    window: Window | None = None
    """Nothing may begin before it or end after it."""
    preferred: Window | None = None
    minutes: int | None = None
    troubles: tuple[Trouble, ...] = ()
    rest: str = field(default="", compare=False)
    """The text without what has been read, positions kept."""


def read_when(text: str, *, now: datetime) -> When:
    """What the text says of when; `now` is local time, aware or not."""
    today, unread = now.date(), Unread(text)
    soon = _in_hours(unread, now)
    minutes = read_length(unread)
    read = read_days(unread, today)
    periods = read_periods(unread, today)
    clock = read_clock(unread)
    gathered = Gathered(today, read, periods)
    gathered.read(unread)
    troubles = [*gathered.troubles, *(Trouble("no_such_time", one) for one in clock.wrong)]
    days = tuple(day for day in gathered.days() if day >= today)
    if soon is not None:
        days, clock.start = (soon.date(),), soon.time()
    if not days and gathered.says_days and not troubles:
        troubles.append(Trouble("past", ""))
    if clock.start and days:
        troubles += _trouble_with(clock.start, days, now)
    start, window = _times(clock, minutes)
    return When(
        days=days[:MOST_DAYS],
        says_days=gathered.says_days or soon is not None,
        start=start,
        window=window,
        preferred=clock.preferred,
        minutes=_length(clock, minutes),
        troubles=tuple(dict.fromkeys(troubles)),
        rest=_rest(text, unread),
    )


def _trouble_with(start: time, days: tuple[date, ...], now: datetime) -> list[Trouble]:
    written = f"{start.hour}.{start.minute:02}"
    if days == (now.date(),) and start <= now.time():
        return [Trouble("past", written)]
    if all(_is_skipped(datetime.combine(day, start)) for day in days):
        return [Trouble("no_such_time", written)]
    return []


def _is_skipped(local: datetime) -> bool:
    """Whether clocks are put forward past it: 02.30 on the last Sunday of March."""
    there = local.replace(tzinfo=STOCKHOLM)
    return there.astimezone(UTC).astimezone(STOCKHOLM).replace(tzinfo=None) != local


def _length(clock: Clock, minutes: int | None) -> int | None:
    if minutes is None and clock.start and clock.end:
        return _minutes(clock.end) - _minutes(clock.start)
    return minutes


def _times(clock: Clock, minutes: int | None) -> tuple[time | None, Window | None]:
    """A range is when it begins and ends; with a length of its own, where it must lie."""
    start, earliest, latest = clock.start, clock.earliest, clock.latest
    if start and clock.end and minutes is not None:
        if minutes < _minutes(clock.end) - _minutes(start):
            start, earliest, latest = None, start, clock.end
    elif start and latest and earliest is None:
        latest = None if latest <= start else latest
    window = Window(earliest or time(0), latest or time(23, 59)) if earliest or latest else None
    if window and (window.first >= window.last or (start and window.first > start)):
        window = None
    return start, window


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _in_hours(unread: Unread, now: datetime) -> datetime | None:
    """ "Om två timmar", to the next quarter of an hour."""
    found = None
    for match in unread.take(_IN_HOURS):
        if fixed := match["fixed"]:
            minutes = 15 if "kvart" in fixed else 30
        else:
            minutes = number(match["n"]) * (60 if match["unit"].startswith(("t", "h")) else 1)
        at = (now + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
        found = at + timedelta(minutes=-at.minute % 15)
    return found


def _rest(text: str, unread: Unread) -> str:
    pairs = zip(text, unread.text, strict=True)
    return "".join(was if now.casefold() == was.casefold() else " " for was, now in pairs)


_IN_HOURS = re.compile(
    rf"\b(?:om|in) (?:(?P<fixed>en halvtimme|en kvart|half an hour)"
    rf"|(?P<n>{NUMBER}) (?P<unit>timm(?:ar|e)|hours?|minut(?:er)?|min|minutes?))\b(?! och)"
)
