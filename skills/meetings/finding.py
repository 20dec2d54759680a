"""Finds the meeting that is meant, and the asker's own free times."""

from __future__ import annotations

import re
from collections import Counter
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
    Text,
    Turn,
    read_when,
    told_length,
    told_when,
)
from skills.meetings import booked_texts, series_texts
from skills.meetings.booked import confirm_cancel, move, plan_of
from skills.meetings.booking import DEFAULT_MINUTES, trouble_with
from skills.meetings.names import NAME
from skills.meetings.plan import Plan
from skills.meetings.proposing import propose
from skills.meetings.whole_series import (
    confirm_cancel_series,
    preview_move_series,
    says_whole,
)
from skills.meetings.wording import told_span

_BY_ID = re.compile(r"\s#(?P<id>\S{6,})$")
_TARGET = re.compile(r"\s(?:till|to)\s", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_FILLERS = (
    "flytta avboka ställ ställa in möte mötet möten med till om i på den det kan du vill jag att "
    "move cancel reschedule the my meeting with to senarelägg tidigarelägg skjut upp mitt vårt "
    "snälla please could you samtalet avstämningen about hela serien alla "
    "tillfällen whole series all occurrences"
)
_TELLS_NOTHING = frozenset(_FILLERS.split())
_MOST = 5
_ALL = Text(sv="hela serien", en="the whole series")
Change = Literal["move", "cancel"]


async def find_and_change(
    order: Change, text: str, turn: Turn, services: Services
) -> AsyncIterator[Event]:
    """Move or cancel the one coming meeting that is meant; ask which, if several may be."""
    calendar = services.calendar
    if calendar is None:
        return
    coming = await calendar.upcoming(after=services.now(), asker=turn.user)
    held = [one for one in coming if one.organiser.id == turn.user.id]
    which, wish = _parted(text, services) if order == "move" else (text, "")
    found = _meant(order, which, text, held, services)
    if not found:
        yield Notice(
            text=booked_texts.NO_UPCOMING.in_language(turn.language, about=""), outcome="clarify"
        )
        return
    is_whole = says_whole(text) and len({one.series for one in found}) == 1
    if len(found) > 1 and not (is_whole and found[0].series):
        yield _which(text, found, turn.language)
        return
    plan, values = plan_of(found[0]), {"wish": wish}
    act = _ACTS[order, is_whole and bool(found[0].series)]
    async for event in act(plan, values, turn, services, calendar):
        yield event


_ACTS = {
    ("cancel", False): confirm_cancel,
    ("cancel", True): confirm_cancel_series,
    ("move", False): move,
    ("move", True): preview_move_series,
}


def _parted(text: str, services: Services) -> tuple[str, str]:
    """Which meeting is meant, and when it is to be instead: "mötet på fredag till nästa vecka"."""
    bare = _BY_ID.sub("", text)
    which, wish = bare, bare
    if cuts := list(_TARGET.finditer(bare)):
        which, wish = bare[: cuts[-1].start()], bare[cuts[-1].end() :]
    when = read_when(wish, now=services.now())
    tells = when.says_days or when.start or when.window or when.troubles
    return (which, wish if tells else "") if tells or wish is bare else (bare, "")


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
    said = (booked_texts.FREE_TIMES if offers else booked_texts.NEVER_FREE).in_language(
        language, length=length, when=said_when
    )
    listed = "\n".join(f"- {told_span(one.start, one.end, language)}" for one in offers)
    yield Notice(text=f"{said}\n\n{listed}".rstrip(), outcome="chat")


def _meant(
    order: Change, which: str, text: str, held: Sequence[Meeting], services: Services
) -> Sequence[Meeting]:
    """By its id, else by the day that is told and the words of its subject and people."""
    if by_id := _BY_ID.search(text):
        told = by_id["id"]
        return [one for one in held if told == (one.series if says_whole(text) else one.id)]
    when = read_when(which, now=services.now())
    if when.says_days and (order == "cancel" or which != text):
        held = [one for one in held if one.start.date() in when.days]
    words = set(map(str.casefold, _WORD.findall(when.rest))) - _TELLS_NOTHING
    if not words:
        return held
    scores = [(len(words & _words(one)), one) for one in held]
    best = max((score for score, _ in scores), default=0)
    return [one for score, one in scores if score == best and best > 0]


def _words(meeting: Meeting) -> set[str]:
    told = " ".join((meeting.subject, *(one.name for one in meeting.attendees)))
    return {word.casefold() for word in _WORD.findall(told)}


def _which(text: str, found: Sequence[Meeting], language: Language) -> Clarify:
    """One button each; a series has one of its own."""
    bare = _BY_ID.sub("", text)
    options = [
        (f"{one.subject}, {told_span(one.start, one.end, language)}", f"{bare} #{one.id}")
        for one in found[:_MOST]
    ]
    for series, count in Counter(one.series for one in found if one.series).items():
        if count > 1:
            subject = next(one.subject for one in found if one.series == series)
            label = series_texts.WHOLE_SERIES.in_language(language, subject=subject, count=count)
            options.append((label, f"{bare} {_ALL.in_language(language)} #{series}"))
    return Clarify(
        text=booked_texts.WHICH_MEETING.in_language(language),
        options=tuple(
            Action(
                id=f"{CHOOSE_SKILL}:{number}",
                label=label,
                values={"skill": NAME, "text": ordered},
            )
            for number, (label, ordered) in enumerate(options, 1)
        ),
    )
