"""Finds when a meeting fits: the times that everybody needed has free, best first.

The best is the one with, in this order: fewest missing of those needed (none, unless a quorum is
enough); the wished time of day; fewest missing of the optional; fewest who have pencilled something
in; no bridging day; the earliest. The next is the best of those in half-days that have none yet;
when there are no more such, the best of those that do not overlap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from bot.calendars.base import STOCKHOLM, UNKNOWN, Schedule, Status
from bot.calendars.grid import Grid, bits
from bot.calendars.when import Window, bridging_day

Presence = Literal["free", "unknown"] | Status
_BLOCKING: frozenset[Status] = frozenset({"busy", "away"})
_PENCILLED: frozenset[Status] = frozenset({"tentative"})
_SERIOUS: Mapping[Presence, int] = {"away": 4, "busy": 3, "tentative": 2, "elsewhere": 1}

OVER_LUNCH_MINUTES = 240
"""A longer meeting has lunch inside it: neither half of a day holds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When people meet unless they say otherwise: 8–17, not at lunch."""

    day: Window = field(default_factory=lambda: Window(time(8), time(17)))
    lunch: Window = field(default_factory=lambda: Window(time(12), time(13)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is looked for."""

    days: tuple[date, ...]
    minutes: int
    needed: tuple[str, ...]
    """Ids of those without whom it cannot be held."""
    optional: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    """One of which must be free, most fitting first; none: no room is needed."""
    start: time | None = None
    window: Window | None = None
    preferred: Window | None = None
    quorum: int | None = None
    """How many of those needed are enough."""
    not_before: datetime | None = None
    hours: Hours = field(default_factory=Hours)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A time that fits."""

    start: datetime
    end: datetime
    presence: Mapping[str, Presence]
    """Of everybody asked for."""
    room: str | None = None
    is_preferred: bool = False
    """Whether it is at the wished time of day."""
    is_bridge: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """Ids of those who cannot come."""
        return tuple(one for one, how in self.presence.items() if how in _BLOCKING)


def find_slots(
    request: Request, schedules: Mapping[str, Schedule], *, limit: int = 3
) -> tuple[Slot, ...]:
    """At most `limit` times, best first; none if there is none."""
    return Search(request, schedules).best(limit)


class Search:
    """One request against the schedules of those it concerns."""

    def __init__(self, request: Request, schedules: Mapping[str, Schedule]) -> None:
        self._request = request
        self._schedules = schedules
        offset = request.start.minute % 15 if request.start else 0
        self._grid = Grid(request.days, minutes=request.minutes, offset=offset)
        self._taken = {one: self._mask(one, _BLOCKING) for one in request.needed}
        self._optional = [self._mask(one, _BLOCKING) for one in request.optional]
        people = (*request.needed, *request.optional)
        self._pencilled = [self._mask(one, _PENCILLED) for one in people]
        self._rooms = {one: self._room_mask(one) for one in request.rooms}
        self._preferred = self._grid.within(request.preferred) if request.preferred else 0

    def best(self, limit: int) -> tuple[Slot, ...]:
        """As `find_slots` says."""
        return tuple(map(self._slot, self._spread(self._ranked(), limit)))

    def starts(self) -> int:
        """Every beginning that fits."""
        starts = self._allowed()
        if self._request.rooms:
            free = 0
            for taken in self._rooms.values():
                free |= starts & ~taken
            starts = free
        if self._request.quorum is None:
            for taken in self._taken.values():
                starts &= ~taken
        return starts

    def _ranked(self) -> list[int]:
        request, grid = self._request, self._grid
        starts = self.starts()
        needed = _counts(starts, list(self._taken.values()))
        optional = _counts(starts, self._optional)
        pencilled = _counts(starts, self._pencilled)
        least = len(request.needed) if request.quorum is None else request.quorum
        bridges = {day for day in request.days if bridging_day(day)}

        def rank(quarter: int) -> tuple[int, bool, int, int, bool, int]:
            return (
                needed.get(quarter, 0),
                bool(request.preferred) and not self._preferred >> quarter & 1,
                optional.get(quarter, 0),
                pencilled.get(quarter, 0),
                bool(bridges) and grid.day(quarter) in bridges,
                quarter,
            )

        enough = (
            quarter
            for quarter in bits(starts)
            if len(request.needed) - needed.get(quarter, 0) >= least
        )
        return sorted(enough, key=rank)

    def _spread(self, ranked: Sequence[int], limit: int) -> list[int]:
        chosen: list[int] = []
        halves: set[tuple[date, bool]] = set()
        for quarter in ranked:
            if len(chosen) == limit:
                return chosen
            half = self._grid.half_day(quarter)
            if half not in halves:
                halves.add(half)
                chosen.append(quarter)
        length = self._grid.length
        for quarter in ranked:
            if len(chosen) == limit:
                break
            if all(abs(quarter - other) >= length for other in chosen):
                chosen.append(quarter)
        return chosen

    def _slot(self, quarter: int) -> Slot:
        request, start = self._request, self._grid.moment(quarter)
        end = (start.astimezone(UTC) + timedelta(minutes=request.minutes)).astimezone(STOCKHOLM)
        free = (one for one, taken in self._rooms.items() if not taken >> quarter & 1)
        return Slot(
            start=start,
            end=end,
            presence={
                one: presence_of(self._schedules.get(one, UNKNOWN), start, end)
                for one in (*request.needed, *request.optional)
            },
            room=next(free, None),
            is_preferred=bool(self._preferred >> quarter & 1),
            is_bridge=bridging_day(start.date()),
        )

    def _allowed(self) -> int:
        """Where the request's own terms let it begin."""
        request, grid = self._request, self._grid
        passed = grid.before(request.not_before) if request.not_before else 0
        if request.start is not None:
            return grid.at(request.start) & ~passed
        hours, window = request.hours.day, request.window
        if window is not None:
            first, last = max(window.first, hours.first), min(window.last, hours.last)
            hours = Window(first, last) if first < last else window
        starts = grid.within(hours) & ~passed
        if window is not None and window.first < request.hours.lunch.last >= window.last:
            return starts  # lunch is what is asked for
        if request.minutes > OVER_LUNCH_MINUTES:
            return starts
        return starts & ~grid.blocked_by(grid.during(request.hours.lunch))

    def _mask(self, one: str, statuses: frozenset[Status]) -> int:
        schedule = self._schedules.get(one, UNKNOWN)
        return self._grid.blocked_by(self._grid.taken(schedule, statuses))

    def _room_mask(self, room: str) -> int:
        """A room that nothing is known of is not offered."""
        if not self._schedules.get(room, UNKNOWN).is_known:
            return -1
        return self._mask(room, _BLOCKING | _PENCILLED)


def presence_of(schedule: Schedule, start: datetime, end: datetime) -> Presence:
    """What somebody is doing then; of several the most serious."""
    if not schedule.is_known:
        return "unknown"
    # Moments of one zone are compared ten times as fast as those of two.
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    meanwhile = [one.status for one in schedule.busy if one.start < end and one.end > start]
    return max(meanwhile, key=lambda status: _SERIOUS[status], default="free")


def _counts(starts: int, masks: Sequence[int]) -> Mapping[int, int]:
    """For how many of the masks each beginning is blocked; those with none are left out.

    All beginnings are counted at once: bit n of `planes[k]` is bit k of the count of beginning n.
    """
    planes: list[int] = []
    for mask in masks:
        carry = starts & mask
        for number, plane in enumerate(planes):
            planes[number], carry = plane ^ carry, plane & carry
        if carry:
            planes.append(carry)
    counts: dict[int, int] = {}
    for number, plane in enumerate(planes):
        for quarter in bits(plane):
            counts[quarter] = counts.get(quarter, 0) + (1 << number)
    return counts
