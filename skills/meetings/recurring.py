"""The card of a series: each occurrence is a meeting of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from bot.language.texts import enumerated
from bot.skill import (
    STOCKHOLM,
    Event,
    Language,
    Notice,
    Presence,
    Room,
    Schedule,
    Services,
    Turn,
    presence_of,
    short_day,
    told_clock,
)
from skills.meetings import series_texts, texts
from skills.meetings.card import shown
from skills.meetings.plan import Offer, Plan
from skills.meetings.proposing import fitting_rooms
from skills.meetings.series import Series
from skills.meetings.wording import told_names

_DAY = timedelta(days=1)


def lacking(series: Series, language: Language) -> Notice | None:
    """The question about what the order of a series does not say."""
    if series.lack is None:
        return None
    text = series_texts.SERIES_LACKS[series.lack].in_language(language)
    return Notice(text=text, outcome="clarify", asks_back=series.lack == "end")


async def offer_series(
    plan: Plan, series: Series, start: time, turn: Turn, services: Services
) -> AsyncIterator[Event]:
    """All days at that time, and who cannot come on which."""
    calendar, asker, language = services.calendar, turn.user, turn.language
    if calendar is None:
        return
    spans = [_span(datetime.combine(day, start, STOCKHOLM), plan.minutes) for day in series.days]
    rooms = await fitting_rooms(plan, calendar, asker)
    schedules = await calendar.schedules(
        {asker.id: asker.mail, **plan.mailboxes, **{room.id: room.mail for room in rooms}},
        first=spans[0][0] - _DAY,
        last=spans[-1][1] + _DAY,
        asker=asker,
    )
    first, last = spans[0]
    room, roomless = _best_room(rooms, schedules, spans)
    schedules = {one: each for one, each in schedules.items() if one not in {r.id for r in rooms}}
    offer = Offer(
        start=first,
        end=last,
        presence=_presence(schedules, first, last),
        room=room.id if room and first not in roomless else None,
    )
    plan = replace(
        plan.with_offers([offer]),
        series=tuple(begin.isoformat() for begin, _ in spans[1:]),
        series_room=room.id if room else "",
        roomless=tuple(begin.isoformat() for begin in roomless),
        is_online=plan.is_online or room is None,
    )
    said = series_texts.SERIES.in_language(
        language,
        count=len(spans),
        first=short_day(series.days[0], language),
        last=short_day(series.days[-1], language),
        weekday=_steps(series, language),
        time=f"{told_clock(first.time(), language)}–{told_clock(last.time(), language)}",
        people=told_names(plan.invited, language) or texts.YOU.in_language(language),
    )
    yield Notice(text=said, lead=True)
    days = ", ".join(short_day(day, language) for day in series.days)
    yield Notice(text=series_texts.SERIES_DAYS.in_language(language, days=days), lead=True)
    for line in (
        *_room_told(plan, room, roomless, turn),
        *_observed(plan, series, spans, schedules, turn),
    ):
        yield Notice(text=line, lead=True)
    for event in shown(plan, turn, {one.id: one for one in rooms}):
        yield event


def _best_room(
    rooms: Sequence[Room],
    schedules: Mapping[str, Schedule],
    spans: Sequence[tuple[datetime, datetime]],
) -> tuple[Room | None, Sequence[datetime]]:
    """The one that is free at most of them, the smallest first; and when it is taken."""
    taken = {
        room.id: [
            start for start, end in spans if presence_of(schedules[room.id], start, end) != "free"
        ]
        for room in rooms
    }
    best = min(rooms, key=lambda room: len(taken[room.id]), default=None)
    if best is None or len(taken[best.id]) == len(spans):
        return None, ()
    return best, taken[best.id]


def _room_told(
    plan: Plan, room: Room | None, roomless: Sequence[datetime], turn: Turn
) -> Iterator[str]:
    language = turn.language
    if room is None:
        if plan.needs_room:
            words = f" ({plan.room_words})" if plan.room_words else ""
            count = len(plan.invited) + 1
            yield texts.NO_ROOM.in_language(language, count=count, words=words)
        return
    yield series_texts.SERIES_ROOM.in_language(language, name=room.name)
    if roomless:
        days = enumerated([short_day(one.date(), language) for one in roomless], language)
        yield series_texts.SERIES_ROOM_TAKEN.in_language(language, name=room.name, days=days)


def _span(start: datetime, minutes: int) -> tuple[datetime, datetime]:
    end = start.astimezone(UTC) + timedelta(minutes=minutes)
    return start, end.astimezone(STOCKHOLM)


def _presence(
    schedules: Mapping[str, Schedule], start: datetime, end: datetime
) -> Mapping[str, Presence]:
    return {one: presence_of(schedule, start, end) for one, schedule in schedules.items()}


def _steps(series: Series, language: Language) -> str:
    """ "varannan tisdag"."""
    days = [*series.days, *(day for day, _ in series.left_out)]
    days.sort()
    apart = min(((b - a).days for a, b in pairwise(days)), default=7)
    if apart < 7:
        return series_texts.EVERY_WORKDAY.in_language(language)
    gap = apart // 7
    every = series_texts.EVERY.get(gap, series_texts.EVERY[1]).in_language(language)
    return f"{every} {short_day(days[0], language).split()[0]}"


def _observed(
    plan: Plan,
    series: Series,
    spans: list[tuple[datetime, datetime]],
    schedules: Mapping[str, Schedule],
    turn: Turn,
) -> Iterator[str]:
    language = turn.language
    if series.left_out:
        red = series_texts.RED_DAY.in_language(language)
        days = [f"{short_day(day, language)} ({name or red})" for day, name in series.left_out]
        yield series_texts.SERIES_NOT.in_language(language, days=enumerated(days, language))
    names = {one.id: one.first_name for one in plan.invited}
    names[turn.user.id] = texts.YOU.in_language(language)
    for one, schedule in schedules.items():
        taken = [
            short_day(start.date(), language)
            for start, end in spans
            if presence_of(schedule, start, end) in ("busy", "away")
        ]
        if len(taken) == len(spans):
            yield series_texts.SERIES_ALL_BUSY.in_language(language, name=names[one])
        elif taken:
            listed = enumerated(taken, language)
            yield series_texts.SERIES_BUSY.in_language(language, name=names[one], days=listed)
    unknown = [names[one] for one, schedule in schedules.items() if not schedule.is_known]
    if unknown:
        yield texts.UNKNOWN.in_language(language, names=enumerated(unknown, language))
