"""Inviting more people to a booked meeting; who they are and whether they can is shown first."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace

from bot.skill import (
    Attendee,
    Calendar,
    Event,
    Field,
    Form,
    Meeting,
    Notice,
    Services,
    Turn,
    presence_of,
)
from skills.meetings import booked_texts, texts
from skills.meetings.booked import afterwards, named, own, plan_of
from skills.meetings.card import MOST_WISH, booked_actions, button, draft_of
from skills.meetings.plan import Plan
from skills.meetings.resolving import resolve
from skills.meetings.wish import Mention
from skills.meetings.wording import told_presence, told_span


async def ask_whom(
    plan: Plan, values: Mapping[str, str], turn: Turn, services: Services, calendar: Calendar
) -> AsyncIterator[Event]:
    """A field for names."""
    language = turn.language
    names = Field(
        name="names",
        label=booked_texts.WHOM_TO_ADD.in_language(language),
        error=booked_texts.NO_NAMES.in_language(language),
        kind="line",
        limit=MOST_WISH,
    )
    form = Form(fields=(names,), note=booked_texts.ADD_NOTE.in_language(language))
    yield Notice(text=booked_texts.WHOM_TO_ADD.in_language(language), lead=True)
    yield draft_of(plan)
    show = button(
        "preview_add", booked_texts.SHOW_ADDED, plan, language, values={"names": ""}, form=form
    )
    yield Notice(text="", actions=(show, button("stay", texts.DROP, plan, language)))


async def preview_added(
    plan: Plan, values: Mapping[str, str], turn: Turn, services: Services, calendar: Calendar
) -> AsyncIterator[Event]:
    """Who they are and whether they can, before they are invited."""
    language = turn.language
    meeting = await own(plan, turn, services, calendar)
    names = [name.strip() for name in values.get("names", "").replace(" och ", ",").split(",")]
    mentions = [Mention(name[:80]) for name in names if name][:20]
    if meeting is None or not mentions:
        said = booked_texts.NOT_THERE if meeting is None else booked_texts.NO_NAMES
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
    text = booked_texts.ADDED_PREVIEW.in_language(
        language, subject=meeting.subject, time=time, people=told_people
    )
    yield Notice(text=text, lead=True)
    yield draft_of(plan_of(meeting, draft=plan.id))
    invite_them = button(
        "invite", booked_texts.INVITE, plan, language, values={"ids": ",".join(ids)}
    )
    yield Notice(
        text="",
        outcome="clarify",
        actions=(invite_them, button("stay", texts.DROP, plan, language)),
    )


async def invite(
    plan: Plan, values: Mapping[str, str], turn: Turn, services: Services, calendar: Calendar
) -> AsyncIterator[Event]:
    """Invite those who were shown."""
    meeting = await own(plan, turn, services, calendar)
    added = await _attendees(values.get("ids", ""), meeting, turn, services)
    if meeting is None or not added:
        said = booked_texts.NOT_THERE if meeting is None else booked_texts.NO_NAMES
        yield Notice(text=said.in_language(turn.language), outcome="chat")
        return
    changed = replace(meeting, attendees=(*meeting.attendees, *added))
    kept = await calendar.change(changed, asker=turn.user)
    if kept is None:
        yield Notice(text=booked_texts.NOT_THERE.in_language(turn.language), outcome="chat")
        return
    time = told_span(changed.start, changed.end, turn.language)
    text = booked_texts.ADDED.in_language(
        turn.language, subject=changed.subject, time=time, people=named(changed, turn)
    )
    yield Notice(text=text, lead=True)
    for notice in afterwards(replace(kept, link=None, file=None), turn):
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
