"""What can be done with a booked meeting: move it, cancel it, invite more; each shown first."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.language.texts import enumerated
from bot.skill import (
    Attendee,
    Calendar,
    Clarify,
    Event,
    Field,
    Form,
    Kept,
    Meeting,
    Notice,
    Services,
    Turn,
    presence_of,
    read_when,
)
from skills.meetings import texts
from skills.meetings.booking import offered, trouble_with
from skills.meetings.card import MOST_WISH, booked_actions, button, draft_of
from skills.meetings.plan import Offer, Person, Plan
from skills.meetings.resolving import resolve
from skills.meetings.wish import Mention
from skills.meetings.wording import told_names, told_presence, told_span

_MOST_ID = 40


def said_booked(plan: Plan, kept: Kept | None, turn: Turn, *, is_new: bool) -> Iterator[Event]:
    """That it is in the calendar, and what can be done with it now."""
    language = turn.language
    if kept is not None:
        said = texts.BOOKED if is_new else texts.BOOKED_ALREADY
        place = f", {kept.meeting.room.name}" if kept.meeting.room else ""
        if kept.meeting.is_online:
            place += texts.ONLINE.in_language(language)
        text = said.in_language(
            language,
            subject=kept.meeting.subject,
            time=told_span(kept.meeting.start, kept.meeting.end, language),
            place=place,
            people=_named(kept.meeting, turn),
        )
        yield Notice(text=text, lead=True)
        yield from _afterwards(kept, turn)
        if plan.series:
            told = texts.SERIES_BOOKED.in_language(language, count=len(plan.series) + 1)
            yield Notice(text=told)
    yield draft_of(plan, file=kept.file if kept else None)
    yield Notice(text="", actions=booked_actions(plan, language))


def _afterwards(kept: Kept, turn: Turn) -> Iterator[Notice]:
    """How it is joined, and whom the person must tell."""
    language = turn.language
    if kept.link:
        yield Notice(text=texts.LINK.in_language(language, link=kept.link))
    elif kept.file and kept.meeting.is_online:
        yield Notice(text=texts.NO_LINK.in_language(language))
    if kept.unreached:
        names = enumerated([one.name for one in kept.unreached], language)
        text = texts.UNREACHED.in_language(language, names=names)
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
    meeting = await _own(plan, turn, services, calendar)
    if meeting is None:
        yield Notice(text=texts.NOT_THERE.in_language(turn.language), outcome="chat")
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
    meeting = await _own(plan, turn, services, calendar)
    if meeting is None or offer is None:
        said = texts.NOT_THERE if meeting is None else texts.CHOOSE_OFFERED
        yield Notice(text=said.in_language(turn.language), outcome="chat")
        return
    rooms = {room.id: room for room in await calendar.rooms(asker=turn.user)}
    moved = replace(meeting, start=offer.start, end=offer.end, room=rooms.get(offer.room or ""))
    kept = await calendar.change(moved, asker=turn.user)
    if kept is None:
        yield Notice(text=texts.NOT_THERE.in_language(turn.language), outcome="chat")
        return
    time = told_span(offer.start, offer.end, turn.language)
    text = texts.MOVED.in_language(turn.language, subject=moved.subject, time=time)
    yield Notice(text=text, lead=True)
    yield draft_of(plan_of(moved, draft=plan.id), file=kept.file)
    yield Notice(text="", actions=booked_actions(plan, turn.language))


async def stay(
    plan: Plan, values: Mapping[str, str], turn: Turn, services: Services, calendar: Calendar
) -> AsyncIterator[Event]:
    """Leave it as it is."""
    meeting = await _own(plan, turn, services, calendar)
    if meeting is None:
        yield Notice(text=texts.NOT_THERE.in_language(turn.language), outcome="chat")
        return
    time = told_span(meeting.start, meeting.end, turn.language)
    text = texts.STAYS.in_language(turn.language, subject=meeting.subject, time=time)
    yield Notice(text=text, lead=True)
    yield draft_of(plan_of(meeting, draft=plan.id))
    yield Notice(text="", outcome="chat", actions=booked_actions(plan, turn.language))


async def confirm_cancel(
    plan: Plan, values: Mapping[str, str], turn: Turn, services: Services, calendar: Calendar
) -> AsyncIterator[Event]:
    """Ask before anything is cancelled."""
    meeting = await _own(plan, turn, services, calendar)
    if meeting is None:
        yield Notice(text=texts.NOT_THERE.in_language(turn.language), outcome="chat")
        return
    time = told_span(meeting.start, meeting.end, turn.language)
    people = _named(meeting, turn)
    text = texts.REALLY_CANCEL.in_language(
        turn.language, subject=meeting.subject, time=time, people=people[:1].upper() + people[1:]
    )
    yield draft_of(plan_of(meeting, draft=plan.id))
    yield Clarify(
        text=text,
        options=(
            button("cancel_now", texts.YES_CANCEL, plan, turn.language),
            button("stay", texts.NO_KEEP, plan, turn.language),
        ),
    )


async def do_cancel(
    plan: Plan, values: Mapping[str, str], turn: Turn, services: Services, calendar: Calendar
) -> AsyncIterator[Event]:
    """Cancel it."""
    meeting = await _own(plan, turn, services, calendar)
    if meeting is None or not await calendar.cancel(meeting.id, asker=turn.user):
        yield Notice(text=texts.NOT_THERE.in_language(turn.language), outcome="chat")
        return
    time = told_span(meeting.start, meeting.end, turn.language)
    text = texts.CANCELLED.in_language(turn.language, subject=meeting.subject, time=time)
    yield draft_of(replace(plan, stage="cancelled"))
    yield Notice(text=text, outcome="chat", lead=True)


async def ask_whom(
    plan: Plan, values: Mapping[str, str], turn: Turn, services: Services, calendar: Calendar
) -> AsyncIterator[Event]:
    """A field for names."""
    language = turn.language
    names = Field(
        name="names",
        label=texts.WHOM_TO_ADD.in_language(language),
        error=texts.NO_NAMES.in_language(language),
        kind="line",
        limit=MOST_WISH,
    )
    form = Form(fields=(names,), note=texts.ADD_NOTE.in_language(language))
    yield Notice(text=texts.WHOM_TO_ADD.in_language(language), lead=True)
    yield draft_of(plan)
    show = button("preview_add", texts.SHOW_ADDED, plan, language, values={"names": ""}, form=form)
    yield Notice(text="", actions=(show, button("stay", texts.DROP, plan, language)))


async def preview_added(
    plan: Plan, values: Mapping[str, str], turn: Turn, services: Services, calendar: Calendar
) -> AsyncIterator[Event]:
    """Who they are and whether they can, before they are invited."""
    language = turn.language
    meeting = await _own(plan, turn, services, calendar)
    names = [name.strip() for name in values.get("names", "").replace(" och ", ",").split(",")]
    mentions = [Mention(name[:80]) for name in names if name][:20]
    if meeting is None or not mentions:
        said = texts.NOT_THERE if meeting is None else texts.NO_NAMES
        yield Notice(text=said.in_language(language), outcome="clarify")
        return
    resolved = await resolve(mentions, turn.user, services)
    for mention, users in (*resolved.ambiguous, *resolved.unknown):
        asked = texts.WHICH_PERSON if len(users) > 1 else texts.NOBODY
        told = asked.in_language(language, name=mention.name)
        likely = ", ".join(filter(None, (user.name for user in users)))
        yield Notice(text=f"{told} {likely}".rstrip(), outcome="clarify")
        return
    people = resolved.people
    ids = [one.id for one in people]
    mailboxes = {one.id: one.mail for one in people}
    schedules = await calendar.schedules(
        mailboxes, first=meeting.start, last=meeting.end, asker=turn.user
    )
    presence = {
        one: presence_of(schedule, meeting.start, meeting.end)
        for one, schedule in schedules.items()
    }
    told_people = ", ".join(
        told_presence({**presence, "": "tentative"}, people, asker=turn.user, language=language)
    )
    time = told_span(meeting.start, meeting.end, language)
    text = texts.ADDED_PREVIEW.in_language(
        language, subject=meeting.subject, time=time, people=told_people
    )
    yield Notice(text=text, lead=True)
    yield draft_of(plan_of(meeting, draft=plan.id))
    invite_them = button("invite", texts.INVITE, plan, language, values={"ids": ",".join(ids)})
    yield Notice(
        text="",
        outcome="clarify",
        actions=(invite_them, button("stay", texts.DROP, plan, language)),
    )


async def invite(
    plan: Plan, values: Mapping[str, str], turn: Turn, services: Services, calendar: Calendar
) -> AsyncIterator[Event]:
    """Invite those who were shown."""
    meeting = await _own(plan, turn, services, calendar)
    added = await _attendees(values.get("ids", ""), meeting, turn, services)
    if meeting is None or not added:
        said = texts.NOT_THERE if meeting is None else texts.NO_NAMES
        yield Notice(text=said.in_language(turn.language), outcome="chat")
        return
    changed = replace(meeting, attendees=(*meeting.attendees, *added))
    kept = await calendar.change(changed, asker=turn.user)
    if kept is None:
        yield Notice(text=texts.NOT_THERE.in_language(turn.language), outcome="chat")
        return
    time = told_span(changed.start, changed.end, turn.language)
    text = texts.ADDED.in_language(
        turn.language, subject=changed.subject, time=time, people=_named(changed, turn)
    )
    yield Notice(text=text, lead=True)
    for notice in _afterwards(replace(kept, link=None, file=None), turn):
        yield notice
    yield draft_of(plan_of(changed, draft=plan.id), file=kept.file)
    yield Notice(text="", actions=booked_actions(plan, turn.language))


async def _attendees(
    ids: str, meeting: Meeting | None, turn: Turn, services: Services
) -> Sequence[Attendee]:
    if meeting is None or services.people is None:
        return ()
    there = {one.id for one in meeting.attendees} | {meeting.organiser.id}
    there |= {(one.mail or "").casefold() for one in meeting.attendees}
    found = [
        await services.people.with_id(one, asker=turn.user) for one in ids.split(",")[:20] if one
    ]
    return [
        Attendee(id=user.id, name=user.name, mail=user.mail)
        for user in found
        if user is not None and there.isdisjoint({user.id, (user.mail or user.id).casefold()})
    ]


async def _own(plan: Plan, turn: Turn, services: Services, calendar: Calendar) -> Meeting | None:
    meeting = await calendar.held(plan.event or plan.id, asker=turn.user)
    return meeting if meeting is not None and meeting.end > services.now() else None


def _named(meeting: Meeting, turn: Turn) -> str:
    people = plan_of(meeting).people
    return told_names(people, turn.language) or texts.NOBODY_INVITED.in_language(turn.language)
