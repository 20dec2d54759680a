"""What would help when nothing fits: the least that has to give way, of each kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from bot.calendars.base import Schedule
from bot.calendars.slots import Request, Slot, find_slots
from bot.calendars.when import is_working_day

Kind = Literal["shorter", "other_time", "without", "no_room", "later", "quorum"]
LATER_DAYS = 14
"""How long after the last day is looked."""
_SHORTEST = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """One thing that gives way, and the best time that there is then."""

    kind: Kind
    request: Request
    slot: Slot
    without: str | None = None
    """With "without": who need not come."""


def relaxations(request: Request, schedules: Mapping[str, Schedule]) -> tuple[Relaxation, ...]:
    """Those that help, in the order in which they cost least; for a request that nothing fits.

    `schedules` reach `LATER_DAYS` past the last day.
    """
    return tuple(_found(request, schedules))


def _found(request: Request, schedules: Mapping[str, Schedule]) -> Iterator[Relaxation]:
    has_shorter = False
    for kind, relaxed, without in _candidates(request):
        if kind == "shorter" and has_shorter:
            continue
        slots = find_slots(relaxed, schedules, limit=1)
        if slots:
            has_shorter = has_shorter or kind == "shorter"
            yield Relaxation(kind=kind, request=relaxed, slot=slots[0], without=without)
    if (enough := _quorum(request, schedules)) and len(enough.slot.missing) > 1:
        yield enough  # without one person has been tried


def _candidates(request: Request) -> Iterator[tuple[Kind, Request, str | None]]:
    yield from _shorter(request)
    if request.window or request.start:
        yield "other_time", replace(request, window=None, start=None), None
    if request.rooms:
        yield "no_room", replace(request, rooms=()), None
    if len(request.needed) > 2:
        for one in request.needed[1:]:  # whoever asks is first, and comes
            needed = tuple(each for each in request.needed if each != one)
            relaxed = replace(request, needed=needed, optional=(*request.optional, one))
            yield "without", relaxed, one
    last = request.days[-1]
    later = (last + timedelta(days=count) for count in range(1, LATER_DAYS + 1))
    yield "later", replace(request, days=tuple(filter(is_working_day, later))), None


def _shorter(request: Request) -> Iterator[tuple[Kind, Request, str | None]]:
    """Half the length at least: less is another meeting."""
    least = max(_SHORTEST, -(-request.minutes // 30) * 15)
    for minutes in range((request.minutes - 1) // 15 * 15, least - 1, -15):
        yield "shorter", replace(request, minutes=minutes), None


def _quorum(request: Request, schedules: Mapping[str, Schedule]) -> Relaxation | None:
    """The most who can at once, if they are more than half."""
    everybody = len(request.needed)
    if everybody < 4:
        return None
    relaxed = replace(request, quorum=everybody // 2 + 1)
    slots = find_slots(relaxed, schedules, limit=1)
    return Relaxation(kind="quorum", request=relaxed, slot=slots[0]) if slots else None
