"""What the buttons of a card do. Nothing is booked but by "create", and that is what it showed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.language.texts import enumerated
from bot.skill import (
    STOCKHOLM,
    Attendee,
    Calendar,
    Event,
    Meeting,
    Notice,
    Room,
    Services,
    SubmittedAction,
    Turn,
    When,
    presence_of,
)
from skills.meetings import agenda, booked_texts, texts
from skills.meetings.booked import (
    confirm_cancel,
    do_cancel,
    move,
    move_to,
    said_booked,
    stay,
)
from skills.meetings.booking import offered
from skills.meetings.card import button, draft_of, shown
from skills.meetings.edits import Edited, edited
from skills.meetings.inviting import ask_whom, invite, preview_added
from skills.meetings.plan import Plan, read_plan
from skills.meetings.retiming import resized, retimed
from skills.meetings.whole_series import (
    confirm_cancel_series,
    do_cancel_series,
    do_move_series,
)
from skills.meetings.wording import told_span

Press = Callable[[Plan, Mapping[str, str], Turn, Services, Calendar], AsyncIterator[Event]]


async def pressed(action: SubmittedAction, turn: Turn, services: Services) -> AsyncIterator[Event]:
    """What the button says, to the draft whose id it bears."""
    name, _, plan_id = action.id.partition(":")
    plan = read_plan(turn.drafts.get(plan_id, ""))
    press = _PRESSES.get(name.partition("-")[0])
    if plan is None or press is None or plan.stage in ("dropped", "cancelled"):
        yield Notice(text=booked_texts.GONE.in_language(turn.language), outcome="chat")
        return
    if services.calendar is None:
        yield Notice(text=texts.NO_CALENDAR.in_language(turn.language), outcome="unavailable")
        return
    if plan.stage == "booked" and name in ("create", "keep", "drop"):
        for event in _booked_already(plan, turn):
            yield event
        return
    async for event in press(plan, action.values, turn, services, services.calendar):
        yield event


async def _create(
    plan: Plan, values: Mapping[str, str], turn: Turn, services: Services, calendar: Calendar
) -> AsyncIterator[Event]:
    change = edited(plan, values, turn.language)
    rooms = await _rooms(calendar, turn)
    if change.wish:
        yield Notice(text=booked_texts.OTHER_WISH.in_language(turn.language), lead=True)
        async for event in retimed(change, turn, services):
            yield event
        return
    if change.fault is not None:
        for event in _again(change, turn, rooms):
            yield event
        return
    taken = await _taken(change.plan, turn, calendar, rooms)
    if taken:
        names = enumerated(taken, turn.language)
        yield Notice(text=booked_texts.TAKEN.in_language(turn.language, names=names), lead=True)
        async for event in retimed(replace(change, wish=plan.wish), turn, services):
            yield event
        return
    kept = await calendar.create(meeting_of(change.plan, turn, rooms), asker=turn.user)
    for number, begins in enumerate(change.plan.series, 1):
        again = occurrence(change.plan, number, begins, turn, rooms)
        await calendar.create(again, asker=turn.user)
    booked = replace(change.plan, stage="booked", event=kept.meeting.id)
    for event in said_booked(booked, kept, turn, is_new=kept.is_new):
        yield event


async def _retime(
    plan: Plan, values: Mapping[str, str], turn: Turn, services: Services, calendar: Calendar
) -> AsyncIterator[Event]:
    change = edited(plan, values, turn.language)
    if change.fault is texts.SENSITIVE_EDIT:
        yield Notice(text=change.fault.in_language(turn.language), warning=True)
    async for event in retimed(change, turn, services):
        yield event


async def _help(
    plan: Plan, values: Mapping[str, str], turn: Turn, services: Services, calendar: Calendar
) -> AsyncIterator[Event]:
    """Go on with what gives way: the values are the client's, so the time is looked up anew."""
    try:
        start = datetime.fromisoformat(values["start"]).astimezone(STOCKHOLM)
        minutes = min(max(int(values["minutes"]), 5), plan.minutes)
    except (KeyError, ValueError, OverflowError):
        yield Notice(text=booked_texts.GONE.in_language(turn.language), outcome="chat")
        return
    without = set(values.get("without", "").split(","))
    plan = replace(
        resized(plan, minutes, turn),
        people=tuple(
            replace(one, is_required=one.is_required and one.id not in without)
            for one in plan.people
        ),
        needs_room=plan.needs_room and values.get("room") != "",
    )
    when = When(days=(start.date(),), says_days=True, start=start.time(), minutes=minutes)
    async for event in offered(plan, when, turn, services):
        yield event


async def _keep(
    plan: Plan, values: Mapping[str, str], turn: Turn, services: Services, calendar: Calendar
) -> AsyncIterator[Event]:
    change = edited(plan, values, turn.language)
    kept = change.plan if change.plan.offer else replace(change.plan, chosen=plan.chosen)
    yield Notice(text=booked_texts.KEPT.in_language(turn.language), lead=True)
    yield draft_of(kept)
    yield Notice(text="", actions=(button("open", texts.OPEN, kept, turn.language),))


async def _open(
    plan: Plan, values: Mapping[str, str], turn: Turn, services: Services, calendar: Calendar
) -> AsyncIterator[Event]:
    if plan.stage == "booked":
        for event in _booked_already(plan, turn):
            yield event
        return
    for event in shown(plan, turn, await _rooms(calendar, turn)):
        yield event


async def _drop(
    plan: Plan, values: Mapping[str, str], turn: Turn, services: Services, calendar: Calendar
) -> AsyncIterator[Event]:
    yield draft_of(replace(plan, stage="dropped"))
    yield Notice(text=booked_texts.DROPPED.in_language(turn.language), outcome="chat")


def meeting_of(plan: Plan, turn: Turn, rooms: Mapping[str, Room]) -> Meeting:
    """What is put in the calendar: what the card showed, with those who are ticked."""
    offer, asker = plan.offer, turn.user
    if offer is None:
        raise ValueError("a plan without a time")
    return Meeting(
        id=plan.id,
        subject=plan.subject,
        start=offer.start,
        end=offer.end,
        organiser=Attendee(id=asker.id, name=asker.name, mail=asker.mail),
        attendees=tuple(
            Attendee(id=one.id, name=one.name, mail=one.mail, is_required=one.is_required)
            for one in plan.invited
        ),
        room=rooms.get(offer.room or ""),
        is_online=plan.is_online,
        body=draft_of(plan).body,
        is_private=plan.is_private,
    )


def occurrence(
    plan: Plan, number: int, begins: str, turn: Turn, rooms: Mapping[str, Room]
) -> Meeting:
    """One more of the series, a meeting of its own; with the room where that is free."""
    start = datetime.fromisoformat(begins).astimezone(STOCKHOLM)
    end = (start.astimezone(UTC) + timedelta(minutes=plan.minutes)).astimezone(STOCKHOLM)
    meeting = meeting_of(plan, turn, rooms)
    room = None if begins in plan.roomless else rooms.get(plan.series_room)
    return replace(meeting, id=f"{plan.id}-{number}", start=start, end=end, room=room)


async def _taken(
    plan: Plan, turn: Turn, calendar: Calendar, rooms: Mapping[str, Room]
) -> list[str]:
    """Names of those needed who were not busy when the time was shown, and are now."""
    offer = plan.offer
    if offer is None:
        return []
    names = {one.id: one.name for one in plan.invited if one.is_required}
    mailboxes = {one: mail for one, mail in plan.mailboxes.items() if one in names}
    if room := rooms.get(offer.room or ""):
        names[room.id], mailboxes[room.id] = room.name, room.mail
    schedules = await calendar.schedules(
        mailboxes, first=offer.start, last=offer.end, asker=turn.user
    )
    return [
        names[one]
        for one, schedule in schedules.items()
        if presence_of(schedule, offer.start, offer.end) in ("busy", "away")
        and offer.presence.get(one) not in ("busy", "away")
    ]


def _again(change: Edited, turn: Turn, rooms: Mapping[str, Room]) -> Iterator[Event]:
    """The card with what is wrong, and everything that was written in it."""
    plan = change.plan
    total = agenda.total(plan.agenda) or 0
    if change.fault is not None:
        text = change.fault.in_language(turn.language, total=total, minutes=plan.minutes)
        yield Notice(text=text, lead=True)
    if plan.offer is None and plan.offers:
        plan = replace(plan, chosen=plan.offers[0].value)
    yield from shown(plan, turn, rooms)


def _booked_already(plan: Plan, turn: Turn) -> Iterator[Event]:
    offer = plan.offer
    if offer is None:
        return
    time = told_span(offer.start, offer.end, turn.language)
    text = booked_texts.BOOKED_ALREADY.in_language(turn.language, subject=plan.subject, time=time)
    yield Notice(text=text, lead=True)
    yield from said_booked(plan, None, turn, is_new=False)


async def _rooms(calendar: Calendar, turn: Turn) -> Mapping[str, Room]:
    return {room.id: room for room in await calendar.rooms(asker=turn.user)}


_PRESSES: Mapping[str, Press] = {
    "create": _create,
    "retime": _retime,
    "help": _help,
    "keep": _keep,
    "open": _open,
    "drop": _drop,
    "move": move,
    "move_to": move_to,
    "stay": stay,
    "cancel": confirm_cancel,
    "cancel_now": do_cancel,
    "add": ask_whom,
    "preview_add": preview_added,
    "invite": invite,
    "cancel_series": confirm_cancel_series,
    "cancel_series_now": do_cancel_series,
    "move_series_now": do_move_series,
}
