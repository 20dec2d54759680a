"""Finds the meeting that is meant, and the asker's own free times."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Literal

from bot.skill import (
    CHOOSE_SKILL,
    Action,
    Clarify,
    Event,
    Language,
    Meeting,
    Notice,
    Services,
    Turn,
    read_when,
    told_length,
    told_when,
)
from skills.meetings import texts
from skills.meetings.booked import confirm_cancel, move, plan_of
from skills.meetings.booking import DEFAULT_MINUTES, trouble_with
from skills.meetings.names import NAME
from skills.meetings.plan import Plan
from skills.meetings.proposing import propose
from skills.meetings.wording import told_span

_BY_ID = re.compile(r"#(kollega-\w+)")
_WORD = re.compile(r"\w+")
_FILLERS = (
    "flytta avboka ställ ställa in möte mötet möten med till om i på den det kan du vill jag att "
    "move cancel reschedule the my meeting with to senarelägg tidigarelägg skjut upp mitt vårt "
    "snälla please could you samtalet avstämningen about"
)
_TELLS_NOTHING = frozenset(_FILLERS.split())
_MOST = 5


async def find_and_change(
    order: Literal["move", "cancel"], text: str, turn: Turn, services: Services
) -> AsyncIterator[Event]:
    """Move or cancel the one coming meeting that is meant; ask which, if several may be."""
    calendar = services.calendar
    if calendar is None:
        return
    when = read_when(text, now=services.now())
    coming = await calendar.upcoming(after=services.now(), asker=turn.user)
    held = [one for one in coming if one.organiser.id == turn.user.id]
    found = _meant(text, when.rest, held)
    if not found:
        yield Notice(text=texts.NO_UPCOMING.in_language(turn.language, about=""), outcome="clarify")
        return
    if len(found) > 1:
        yield _which(text, found, turn.language)
        return
    plan = plan_of(found[0])
    act = move if order == "move" else confirm_cancel
    wish = text if when.says_days or when.start or when.window else ""
    async for event in act(plan, {"wish": wish}, turn, services, calendar):
        yield event


async def free_times(text: str, turn: Turn, services: Services) -> AsyncIterator[Event]:
    """When the asker is free: times, and nothing prepared."""
    calendar, language = services.calendar, turn.language
    when = read_when(text, now=services.now())
    if calendar is None:
        return
    if trouble := trouble_with(when, language):
        yield trouble
        return
    minutes = when.minutes or DEFAULT_MINUTES
    plan = Plan(id="free", wish=text, subject="", minutes=minutes, people=())
    found = await propose(plan, when, asker=turn.user, calendar=calendar, now=services.now())
    length = told_length(minutes, language)
    said_when = told_when(replace(found.when, minutes=None), language)
    offers = found.plan.offers
    said = (texts.FREE_TIMES if offers else texts.NEVER_FREE).in_language(
        language, length=length, when=said_when
    )
    listed = "\n".join(f"- {told_span(one.start, one.end, language)}" for one in offers)
    yield Notice(text=f"{said}\n\n{listed}".rstrip(), outcome="chat")


def _meant(text: str, rest: str, held: Sequence[Meeting]) -> Sequence[Meeting]:
    if by_id := _BY_ID.search(text):
        return [one for one in held if one.id == by_id[1]]
    words = set(map(str.casefold, _WORD.findall(rest))) - _TELLS_NOTHING
    if not words:
        return held
    scores = [(len(words & _words(one)), one) for one in held]
    best = max((score for score, _ in scores), default=0)
    return [one for score, one in scores if score == best and best > 0]


def _words(meeting: Meeting) -> set[str]:
    told = " ".join((meeting.subject, *(one.name for one in meeting.attendees)))
    return {word.casefold() for word in _WORD.findall(told)}


def _which(text: str, found: Sequence[Meeting], language: Language) -> Clarify:
    return Clarify(
        text=texts.WHICH_MEETING.in_language(language),
        options=tuple(
            Action(
                id=f"{CHOOSE_SKILL}:{number}",
                label=f"{one.subject}, {told_span(one.start, one.end, language)}",
                values={"skill": NAME, "text": f"{text} #{one.id}"},
            )
            for number, one in enumerate(found[:_MOST], 1)
        ),
    )
