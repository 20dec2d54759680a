"""Looks for times for a plan, and what would help when there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.skill import (
    LATER_DAYS,
    STOCKHOLM,
    Calendar,
    Relaxation,
    Request,
    Room,
    Schedule,
    Slot,
    User,
    When,
    find_slots,
    is_working_day,
    relaxations,
)
from skills.meetings.plan import Offer, Plan

PROPOSALS = 3
_OPEN_DAYS = 14
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What was found for a plan."""

    plan: Plan
    """With the times; without, when nothing fits."""
    when: When
    """With the days that were looked at."""
    relaxed: tuple[Relaxation, ...] = ()
    rooms: Mapping[str, Room]
    has_no_room: bool = False
    """Whether a room was wished for that there is none like."""
    asker: User
    request: Request
    schedules: Mapping[str, Schedule]


async def propose(
    plan: Plan, when: When, *, asker: User, calendar: Calendar, now: datetime
) -> Proposal:
    """The next times for the plan, or what would help. Raises `CalendarUnavailable`."""
    days = when.days or _open_days(now.date())
    when = replace(when, days=days)
    rooms = await fitting_rooms(plan, calendar, asker)
    request = Request(
        days=days,
        minutes=plan.minutes,
        needed=(asker.id, *(one.id for one in plan.invited if one.is_required)),
        optional=tuple(one.id for one in plan.invited if not one.is_required),
        rooms=tuple(room.id for room in rooms),
        start=when.start,
        window=when.window,
        preferred=when.preferred,
        quorum=plan.quorum if plan.quorum and plan.quorum < plan.needed else None,
        not_before=now,
    )
    schedules = await calendar.schedules(
        {asker.id: asker.mail, **plan.mailboxes, **{room.id: room.mail for room in rooms}},
        first=datetime.combine(days[0], time(), STOCKHOLM),
        last=datetime.combine(days[-1], time(), STOCKHOLM) + _DAY * (LATER_DAYS + 1),
        asker=asker,
    )
    schedules = _without_itself(plan, schedules)
    wanted = PROPOSALS * (plan.page + 1)
    slots = find_slots(request, schedules, limit=wanted)[PROPOSALS * plan.page :]
    relaxed = () if slots or plan.page else relaxations(request, schedules)
    return Proposal(
        plan=plan.with_offers([offer_of(slot) for slot in slots]),
        when=when,
        relaxed=relaxed,
        rooms={room.id: room for room in rooms},
        has_no_room=plan.needs_room and not rooms,
        asker=asker,
        request=request,
        schedules=schedules,
    )


def offer_of(slot: Slot) -> Offer:
    """A found time, to be kept."""
    return Offer(
        start=slot.start,
        end=slot.end,
        presence=slot.presence,
        room=slot.room,
        is_preferred=slot.is_preferred,
        is_bridge=slot.is_bridge,
    )


def _open_days(today: date) -> tuple[date, ...]:
    days = (today + _DAY * count for count in range(_OPEN_DAYS + 1))
    return tuple(filter(is_working_day, days))


async def fitting_rooms(plan: Plan, calendar: Calendar, asker: User) -> Sequence[Room]:
    """Those with seats enough, smallest first."""
    if not plan.needs_room:
        return ()
    words = plan.room_words.casefold()
    return [
        room
        for room in await calendar.rooms(asker=asker)
        if room.seats > len(plan.invited) and (not words or words in room.name.casefold())
    ]


def _without_itself(plan: Plan, schedules: Mapping[str, Schedule]) -> Mapping[str, Schedule]:
    """A meeting that is to be moved is not in its own way."""
    offer = plan.offer
    if plan.stage != "booked" or offer is None:
        return schedules
    return {
        one: replace(
            schedule,
            busy=tuple(
                busy for busy in schedule.busy if (busy.start, busy.end) != (offer.start, offer.end)
            ),
        )
        for one, schedule in schedules.items()
    }
