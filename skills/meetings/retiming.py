"""Other times for a draft, and another length."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace

from bot.skill import Event, Notice, Room, Services, Turn, read_when
from skills.meetings import agenda, series_texts
from skills.meetings.booking import offered, trouble_with
from skills.meetings.card import shown
from skills.meetings.edits import Edited
from skills.meetings.plan import Plan


async def retimed(
    change: Edited, turn: Turn, services: Services, *, next_page: bool = True
) -> AsyncIterator[Event]:
    """Other times: those that were asked for in words, else the next of the same days."""
    plan, now = change.plan, services.now()
    if not change.wish:
        plan = replace(plan, page=plan.page + 1 if next_page else 0)
        async for event in offered(plan, read_when(plan.wish, now=now), turn, services):
            yield event
        return
    when = read_when(change.wish, now=now)
    if trouble := trouble_with(when, turn.language):
        yield replace(trouble, asks_back=False)
        for event in shown(plan, turn, await rooms_of(services, turn)):
            yield event
        return
    if plan.series and when.says_days:
        yield Notice(text=series_texts.SERIES_ANEW.in_language(turn.language), outcome="clarify")
        return
    before = read_when(plan.wish, now=now)
    wish = change.wish if when.says_days else f"{plan.wish}, {change.wish}"
    if not when.says_days:
        when = replace(when, days=before.days, says_days=before.says_days)
    if not (when.start or when.window or when.preferred):
        when = replace(when, start=before.start, window=before.window, preferred=before.preferred)
    plan = resized(replace(plan, wish=wish, page=0), when.minutes, turn)
    async for event in offered(plan, when, turn, services):
        yield event


def resized(plan: Plan, minutes: int | None, turn: Turn) -> Plan:
    """With another length; an agenda that nobody has changed is made anew."""
    if minutes is None or minutes == plan.minutes:
        return plan
    was_proposed = agenda.proposed((), plan.subject, plan.minutes, turn.language)
    order = plan.agenda
    if order == was_proposed:
        order = agenda.proposed((), plan.subject, minutes, turn.language)
    return replace(plan, minutes=minutes, agenda=order)


async def rooms_of(services: Services, turn: Turn) -> Mapping[str, Room]:
    """What can be booked, by id."""
    if services.calendar is None:
        return {}
    return {room.id: room for room in await services.calendar.rooms(asker=turn.user)}
