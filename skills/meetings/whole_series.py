"""A series that is booked, as a whole: cancelled, or moved to another time of day; shown first."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from bot.language.texts import enumerated
from bot.skill import (
    STOCKHOLM,
    Calendar,
    Event,
    Meeting,
    Notice,
    Services,
    Turn,
    presence_of,
    read_when,
    short_day,
    told_clock,
)
from skills.meetings import booked_texts, series_texts, texts
from skills.meetings.booked import named, plan_of
from skills.meetings.card import button, draft_of
from skills.meetings.plan import Plan

_WHOLE = re.compile(
    r"\b(?:hela serien|serien|alla (?:tillfällen\w*|gånger\w*|mötena i serien)|(?:the )?(?:whole |"
    r"entire )?series|all (?:of the )?occurrences)\b",
    re.IGNORECASE,
)
_LONGEST_DAYS = 400
"""A school year: no series is planned further ahead."""


def says_whole(text: str) -> bool:
    """Whether all meetings of a series are meant."""
    return _WHOLE.search(text) is not None


async def confirm_cancel_series(
    plan: Plan, values: Mapping[str, str], turn: Turn, services: Services, calendar: Calendar
) -> AsyncIterator[Event]:
    """Ask before anything is cancelled."""
    meetings = await _left(plan, turn, services, calendar)
    if not meetings:
        yield _gone(turn)
        return
    text = series_texts.REALLY_CANCEL_SERIES.in_language(turn.language, **_told(meetings, turn))
    yield Notice(text=text, lead=True)
    plan = _of(meetings, plan)
    yield draft_of(plan)
    yes = button("cancel_series_now", series_texts.YES_CANCEL_SERIES, plan, turn.language)
    no = button("stay", booked_texts.NO_KEEP, plan, turn.language)
    yield Notice(text="", outcome="clarify", actions=(yes, no))


async def do_cancel_series(
    plan: Plan, values: Mapping[str, str], turn: Turn, services: Services, calendar: Calendar
) -> AsyncIterator[Event]:
    """Cancel those that are left; what is over stays."""
    meetings = await _left(plan, turn, services, calendar)
    done = [one for one in meetings if await calendar.cancel(one.id, asker=turn.user)]
    if not done:
        yield _gone(turn)
        return
    yield draft_of(replace(plan, stage="cancelled"))
    text = series_texts.CANCELLED_SERIES.in_language(turn.language, **_told(done, turn))
    yield Notice(text=text, outcome="chat", lead=True)


async def preview_move_series(
    plan: Plan, values: Mapping[str, str], turn: Turn, services: Services, calendar: Calendar
) -> AsyncIterator[Event]:
    """The same days at another time of day, and who cannot come then."""
    language = turn.language
    meetings = await _left(plan, turn, services, calendar)
    if not meetings:
        yield _gone(turn)
        return
    when = read_when(values.get("wish", ""), now=services.now())
    if when.start is None:
        text = series_texts.SERIES_WHEN.in_language(language)
        yield Notice(text=text, outcome="clarify", asks_back=True)
        return
    moved = [_at(one, when.start) for one in meetings]
    told = {**_told(moved, turn), "time": _clock(moved[0], turn)}
    yield Notice(text=series_texts.MOVE_SERIES.in_language(language, **told), lead=True)
    for line in await _busy(meetings, moved, turn, calendar):
        yield Notice(text=line, lead=True)
    plan = _of(meetings, plan)
    yield draft_of(plan)
    start = {"start": f"{when.start:%H:%M}"}
    yes = button("move_series_now", series_texts.YES_MOVE_SERIES, plan, language, values=start)
    no = button("stay", booked_texts.STAY, plan, language)
    yield Notice(text="", outcome="clarify", actions=(yes, no))


async def do_move_series(
    plan: Plan, values: Mapping[str, str], turn: Turn, services: Services, calendar: Calendar
) -> AsyncIterator[Event]:
    """Move those that are left to the time that was shown."""
    try:
        start = time.fromisoformat(values.get("start", ""))
    except ValueError:
        yield Notice(text=booked_texts.GONE.in_language(turn.language), outcome="chat")
        return
    meetings = await _left(plan, turn, services, calendar)
    moved = [_at(one, start) for one in meetings]
    done = [one for one in moved if await calendar.change(one, asker=turn.user) is not None]
    if not done:
        yield _gone(turn)
        return
    yield draft_of(_of(done, plan))
    told = {**_told(done, turn), "time": _clock(done[0], turn)}
    yield Notice(text=series_texts.MOVED_SERIES.in_language(turn.language, **told), outcome="chat")


async def _left(
    plan: Plan, turn: Turn, services: Services, calendar: Calendar
) -> Sequence[Meeting]:
    """The coming meetings of the series that the asker holds."""
    series = plan.series_id or plan.id
    now = services.now()
    coming = await calendar.upcoming(after=now, asker=turn.user, days=_LONGEST_DAYS)
    return [one for one in coming if one.series == series and one.organiser.id == turn.user.id]


def _of(meetings: Sequence[Meeting], plan: Plan) -> Plan:
    return replace(plan_of(meetings[0], draft=plan.id), series_id=meetings[0].series)


def _told(meetings: Sequence[Meeting], turn: Turn) -> dict[str, object]:
    return {
        "subject": meetings[0].subject,
        "count": len(meetings),
        "first": short_day(meetings[0].start.date(), turn.language),
        "last": short_day(meetings[-1].start.date(), turn.language),
        "people": named(meetings[0], turn),
    }


def _clock(meeting: Meeting, turn: Turn) -> str:
    begin, end = meeting.start.timetz(), meeting.end.timetz()
    return f"{told_clock(begin, turn.language)}–{told_clock(end, turn.language)}"


def _at(meeting: Meeting, start: time) -> Meeting:
    """On its own day by the wall clock, as long as it was."""
    length: timedelta = meeting.end.astimezone(UTC) - meeting.start.astimezone(UTC)
    begin = datetime.combine(meeting.start.astimezone(STOCKHOLM).date(), start, STOCKHOLM)
    end = (begin.astimezone(UTC) + length).astimezone(STOCKHOLM)
    return replace(meeting, start=begin, end=end)


async def _busy(
    before: Sequence[Meeting], moved: Sequence[Meeting], turn: Turn, calendar: Calendar
) -> list[str]:
    """Who is taken on which days, by something else than the meeting itself."""
    language, first = turn.language, moved[0]
    names = {one.id: one.name.partition(" ")[0] for one in first.attendees}
    mailboxes = {turn.user.id: turn.user.mail, **{one.id: one.mail for one in first.attendees}}
    names[turn.user.id] = texts.YOU.in_language(language)
    schedules = await calendar.schedules(
        mailboxes, first=moved[0].start, last=moved[-1].end, asker=turn.user
    )
    own = {(one.start.astimezone(UTC), one.end.astimezone(UTC)) for one in before}
    lines = []
    for person, schedule in schedules.items():
        others = tuple(one for one in schedule.busy if (one.start, one.end) not in own)
        days = [
            short_day(one.start.date(), language)
            for one in moved
            if presence_of(replace(schedule, busy=others), one.start, one.end) in ("busy", "away")
        ]
        if days:
            listed = enumerated(days, language)
            told = series_texts.SERIES_BUSY.in_language(language, name=names[person], days=listed)
            lines.append(told)
    return lines


def _gone(turn: Turn) -> Notice:
    return Notice(text=booked_texts.NOT_THERE.in_language(turn.language), outcome="chat")
