"""What can be done with a booked meeting: move it, cancel it, invite more; each shown first."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace

from bot.language.texts import enumerated
from bot.skill import (
    Calendar,
    Clarify,
    Event,
    Kept,
    Meeting,
    Notice,
    Services,
    Turn,
    read_when,
)
from skills.meetings import booked_texts, series_texts
from skills.meetings.booking import offered, trouble_with
from skills.meetings.card import MOST_WISH, booked_actions, button, draft_of
from skills.meetings.plan import Offer, Person, Plan
from skills.meetings.wording import told_names, told_span

_MOST_ID = 40


def said_booked(plan: Plan, kept: Kept | None, turn: Turn, *, is_new: bool) -> Iterator[Event]:
    """That it is in the calendar, and what can be done with it now."""
    language = turn.language
    if kept is not None:
        said = booked_texts.BOOKED if is_new else booked_texts.BOOKED_ALREADY
        place = f", {kept.meeting.room.name}" if kept.meeting.room else ""
        if kept.meeting.is_online:
            place += booked_texts.ONLINE.in_language(language)
        text = said.in_language(
            language,
            subject=kept.meeting.subject,
            time=told_span(kept.meeting.start, kept.meeting.end, language),
            place=place,
            people=named(kept.meeting, turn),
        )
        yield Notice(text=text, lead=True)
        yield from afterwards(kept, turn)
        if plan.series:
            told = series_texts.SERIES_BOOKED.in_language(language, count=len(plan.series) + 1)
            yield Notice(text=told)
    yield draft_of(plan, file=kept.file if kept else None)
    yield Notice(text="", actions=booked_actions(plan, language))


def afterwards(kept: Kept, turn: Turn) -> Iterator[Notice]:
    """How it is joined, and whom the person must tell."""
    language = turn.language
    if kept.link:
        yield Notice(text=booked_texts.LINK.in_language(language, link=kept.link))
    elif kept.file and kept.meeting.is_online:
        yield Notice(text=booked_texts.NO_LINK.in_language(language))
    if kept.unreached:
        names = enumerated([one.name for one in kept.unreached], language)
        text = booked_texts.UNREACHED.in_language(language, names=names)
        yield Notice(text=text, warning=True)


def plan_of(meeting: Meeting, *, draft: str = "") -> Plan:
    """A booked meeting as a plan, so that it can be moved; `draft`: the id of its draft, if it
    has one."""
    people = tuple(
        Person(id=one.id, name=one.name, mail=one.mail, is_required=one.is_required)
        for one in meeting.attendees
    )
    presence = dict.fromkeys((meeting.organiser.id, *(one.id for one in people)), "free")
    offer = Offer(
        start=meeting.start,
        end=meeting.end,
        presence=presence,  # type: ignore[arg-type]  # "free" is a presence
        room=meeting.room.id if meeting.room else None,
    )
    return Plan(
        id=draft or _draft_id(meeting.id),
        event=meeting.id,
        wish="",
        subject=meeting.subject,
        minutes=round((meeting.end - meeting.start).total_seconds() / 60),
        people=people,
        offers=(offer,),
        chosen=offer.value,
        body=meeting.body,
        is_online=meeting.is_online,
        needs_room=meeting.room is not None,
        is_private=meeting.is_private,
        stage="booked",
        series_id=meeting.series,
    )


def _draft_id(meeting_id: str) -> str:
    """Buttons bear it, so it is short; a calendar's own ids can have 150 characters."""
    if len(meeting_id) <= _MOST_ID:
        return meeting_id
    return f"kollega-{hashlib.sha256(meeting_id.encode()).hexdigest()[:16]}"


async def move(
    plan: Plan, values: Mapping[str, str], turn: Turn, services: Services, calendar: Calendar
) -> AsyncIterator[Event]:
    """Other times for it; the old one stays until one is chosen."""
    meeting = await own(plan, turn, services, calendar)
    if meeting is None:
        yield Notice(text=booked_texts.NOT_THERE.in_language(turn.language), outcome="chat")
        return
    current = plan_of(meeting, draft=plan.id)
    when = read_when(values.get("wish", ""), now=services.now())
    if trouble := trouble_with(when, turn.language):
        yield trouble
        return
    current = replace(current, wish=values.get("wish", ""), minutes=when.minutes or plan.minutes)
    async for event in offered(current, when, turn, services):
        yield event


async def move_to(
    plan: Plan, values: Mapping[str, str], turn: Turn, services: Services, calendar: Calendar
) -> AsyncIterator[Event]:
    """Move it to the time that is chosen in the card."""
    if wish := values.get("wish", "").strip():
        async for event in move(plan, {"wish": wish[:MOST_WISH]}, turn, services, calendar):
            yield event
        return
    plan = replace(plan, chosen=values.get("slot", plan.chosen))
    offer = plan.offer
    meeting = await own(plan, turn, services, calendar)
    if meeting is None or offer is None:
        said = booked_texts.NOT_THERE if meeting is None else booked_texts.CHOOSE_OFFERED
        yield Notice(text=said.in_language(turn.language), outcome="chat")
        return
    rooms = {room.id: room for room in await calendar.rooms(asker=turn.user)}
    moved = replace(meeting, start=offer.start, end=offer.end, room=rooms.get(offer.room or ""))
    kept = await calendar.change(moved, asker=turn.user)
    if kept is None:
        yield Notice(text=booked_texts.NOT_THERE.in_language(turn.language), outcome="chat")
        return
    time = told_span(offer.start, offer.end, turn.language)
    text = booked_texts.MOVED.in_language(turn.language, subject=moved.subject, time=time)
    yield Notice(text=text, lead=True)
    yield draft_of(plan_of(moved, draft=plan.id), file=kept.file)
    yield Notice(text="", actions=booked_actions(plan, turn.language))


async def stay(
    plan: Plan, values: Mapping[str, str], turn: Turn, services: Services, calendar: Calendar
) -> AsyncIterator[Event]:
    """Leave it as it is."""
    meeting = await own(plan, turn, services, calendar)
    if meeting is None:
        yield Notice(text=booked_texts.NOT_THERE.in_language(turn.language), outcome="chat")
        return
    time = told_span(meeting.start, meeting.end, turn.language)
    text = booked_texts.STAYS.in_language(turn.language, subject=meeting.subject, time=time)
    yield Notice(text=text, lead=True)
    yield draft_of(plan_of(meeting, draft=plan.id))
    yield Notice(text="", outcome="chat", actions=booked_actions(plan, turn.language))


async def confirm_cancel(
    plan: Plan, values: Mapping[str, str], turn: Turn, services: Services, calendar: Calendar
) -> AsyncIterator[Event]:
    """Ask before anything is cancelled."""
    meeting = await own(plan, turn, services, calendar)
    if meeting is None:
        yield Notice(text=booked_texts.NOT_THERE.in_language(turn.language), outcome="chat")
        return
    time = told_span(meeting.start, meeting.end, turn.language)
    people = named(meeting, turn)
    text = booked_texts.REALLY_CANCEL.in_language(
        turn.language, subject=meeting.subject, time=time, people=people[:1].upper() + people[1:]
    )
    yield draft_of(plan_of(meeting, draft=plan.id))
    yield Clarify(
        text=text,
        options=(
            button("cancel_now", booked_texts.YES_CANCEL, plan, turn.language),
            button("stay", booked_texts.NO_KEEP, plan, turn.language),
        ),
    )


async def do_cancel(
    plan: Plan, values: Mapping[str, str], turn: Turn, services: Services, calendar: Calendar
) -> AsyncIterator[Event]:
    """Cancel it."""
    meeting = await own(plan, turn, services, calendar)
    if meeting is None or not await calendar.cancel(meeting.id, asker=turn.user):
        yield Notice(text=booked_texts.NOT_THERE.in_language(turn.language), outcome="chat")
        return
    time = told_span(meeting.start, meeting.end, turn.language)
    text = booked_texts.CANCELLED.in_language(turn.language, subject=meeting.subject, time=time)
    yield draft_of(replace(plan, stage="cancelled"))
    yield Notice(text=text, outcome="chat", lead=True)


async def own(plan: Plan, turn: Turn, services: Services, calendar: Calendar) -> Meeting | None:
    """The meeting as it stands, if the asker still holds it and it is not over."""
    meeting = await calendar.held(plan.event or plan.id, asker=turn.user)
    return meeting if meeting is not None and meeting.end > services.now() else None


def named(meeting: Meeting, turn: Turn) -> str:
    """Who is invited, or that nobody is."""
    people = plan_of(meeting).people
    return told_names(people, turn.language) or booked_texts.NOBODY_INVITED.in_language(
        turn.language
    )
