"""The slow, plain way to find when a meeting fits, to hold the quick one against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta

from bot.calendars.base import STOCKHOLM, Schedule
from bot.calendars.slots import OVER_LUNCH_MINUTES, Request
from bot.calendars.when import bridging_day

Rank = tuple[int, bool, int, int, bool, datetime]


def ranked(request: Request, schedules: Mapping[str, Schedule]) -> list[datetime]:
    """Every beginning that fits, best first, in UTC."""
    found = [
        (rank, start)
        for start in _beginnings(request)
        if (rank := _rank(start, request, schedules)) is not None
    ]
    return [start for _, start in sorted(found)]


def spread(starts: Sequence[datetime], *, minutes: int, limit: int) -> list[datetime]:
    """Those that are proposed of them."""
    chosen: list[datetime] = []
    halves = set()
    for start in starts:
        there = start.astimezone(STOCKHOLM)
        half = (there.date(), there.hour >= 12)
        if len(chosen) < limit and half not in halves:
            halves.add(half)
            chosen.append(start)
    length = timedelta(minutes=-(-minutes // 15) * 15)
    for start in starts:
        if len(chosen) < limit and all(abs(start - other) >= length for other in chosen):
            chosen.append(start)
    return chosen


def _beginnings(request: Request) -> list[datetime]:
    """Each quarter of the days whose meeting keeps to the hours, the window and lunch."""
    length, beginnings = timedelta(minutes=request.minutes), []
    for day in request.days:
        hours, window = request.hours.day, request.window
        first, last = hours.first, hours.last
        if window:
            first, last = max(first, window.first), min(last, window.last)
            if first >= last:
                first, last = window.first, window.last
        about_lunch = window and window.first < request.hours.lunch.last >= window.last
        for quarter in range(96):
            at = time(quarter // 4, quarter % 4 * 15)
            local = datetime.combine(day, at, STOCKHOLM)
            start = local.astimezone(UTC)
            if start.astimezone(STOCKHOLM).time() != at or local.fold:
                continue
            end = (start + length).astimezone(STOCKHOLM)
            if at < first or end.date() != day or end.time() > last:
                continue
            lunch = request.hours.lunch
            is_short = request.minutes <= OVER_LUNCH_MINUTES
            if is_short and not about_lunch and at < lunch.last and end.time() > lunch.first:
                continue
            if request.not_before is None or start >= request.not_before:
                beginnings.append(start)
    return beginnings


def _rank(start: datetime, request: Request, schedules: Mapping[str, Schedule]) -> Rank | None:
    end = start + timedelta(minutes=request.minutes)

    def meets(one: str, *statuses: str) -> bool:
        return any(
            busy.status in statuses and _floor(busy.start) < _ceil(end) and _ceil(busy.end) > start
            for busy in schedules[one].busy
        )

    missing = sum(meets(one, "busy", "away") for one in request.needed)
    if len(request.needed) - missing < (request.quorum or len(request.needed)):
        return None
    rooms = [
        room
        for room in request.rooms
        if schedules[room].is_known and not meets(room, "busy", "away", "tentative")
    ]
    if request.rooms and not rooms:
        return None
    local, preferred = start.astimezone(STOCKHOLM), request.preferred
    return (
        missing,
        preferred is not None
        and not (preferred.first <= local.time() and _wall(end) <= preferred.last),
        sum(meets(one, "busy", "away") for one in request.optional),
        sum(meets(one, "tentative") for one in (*request.needed, *request.optional)),
        bridging_day(local.date()),
        start,
    )


def _wall(moment: datetime) -> time:
    return moment.astimezone(STOCKHOLM).time()


def _floor(moment: datetime) -> datetime:
    return moment - timedelta(minutes=moment.minute % 15, seconds=moment.second)


def _ceil(moment: datetime) -> datetime:
    floor = _floor(moment)
    return floor if floor == moment else floor + timedelta(minutes=15)
