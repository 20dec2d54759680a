"""Calendars in a folder: what is read of them, and meetings put in once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar as File

from bot.calendars.base import STOCKHOLM, Attendee, Meeting, Room, Schedule
from bot.calendars.local import LocalCalendar
from bot.errors import CalendarUnavailable, ConfigurationError
from bot.identity.base import User

ANNA, ERIK = User(id="id-anna", name="Anna Lindqvist"), User(id="id-erik", name="Erik Nyström")
KEYS = {"id-anna": "anna", "id-erik": "erik"}
_WEEKLY = """\
BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:weekly
DTSTART;TZID=Europe/Stockholm:20260928T090000
DTEND;TZID=Europe/Stockholm:20260928T100000
RRULE:FREQ=WEEKLY
EXDATE;TZID=Europe/Stockholm:20261102T090000
SUMMARY:Hemligt
{more}
END:VEVENT
END:VCALENDAR
"""


def _calendar(folder: Path) -> LocalCalendar:
    return LocalCalendar(folder, folder / "booked", keys=KEYS.get)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), STOCKHOLM)


async def _of(calendar: LocalCalendar, *ids: str) -> Mapping[str, Schedule]:
    first = datetime(2026, 10, 19, tzinfo=UTC)
    return await calendar.schedules(
        dict.fromkeys(ids), first=first, last=first + timedelta(days=28), asker=ANNA
    )


def _meeting(**terms: object) -> Meeting:
    day = date(2026, 11, 5)
    defaults = {
        "id": "a1",
        "subject": "Budget; del 1, \N{LATIN SMALL LETTER A WITH DIAERESIS}",
        "start": _at(day, 13),
        "end": _at(day, 14),
        "organiser": Attendee(id="id-anna", name="Anna Lindqvist", mail="anna@example.org"),
        "attendees": (Attendee(id="id-erik", name="Erik Nyström", is_required=False),),
        "room": Room(id="linden", name="Linden", seats=12),
        "body": "Rad ett\nRad två",
        "is_online": True,
        "is_private": True,
    }
    return Meeting(**{**defaults, **terms})  # type: ignore[arg-type]  # as each test says


def _text(folder: Path) -> bytes:
    [path] = (folder / "booked").iterdir()
    return path.read_bytes()


async def test_recurrences_are_taken_time_at_the_same_hour_whatever_the_clocks_do(
    tmp_path: Path,
) -> None:
    (tmp_path / "anna.ics").write_text(_WEEKLY.format(more=""), encoding="utf-8")

    found = (await _of(_calendar(tmp_path), "id-anna"))["id-anna"]

    hours = [f"{busy.start.astimezone(STOCKHOLM):%d/%m %H}" for busy in found.busy]
    assert hours == ["19/10 09", "26/10 09", "09/11 09"], "clocks change; the 2nd is excepted"


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ("STATUS:TENTATIVE", "tentative"),
        ("STATUS:CANCELLED", None),
        ("TRANSP:TRANSPARENT", None),
        ("X-MICROSOFT-CDO-BUSYSTATUS:OOF", "away"),
        ("X-MICROSOFT-CDO-BUSYSTATUS:FREE", None),
        ("X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE", "elsewhere"),
    ],
)
async def test_what_a_calendar_says_of_an_event_is_kept(
    tmp_path: Path, more: str, status: str | None
) -> None:
    (tmp_path / "anna.ics").write_text(_WEEKLY.format(more=more), encoding="utf-8")

    found = (await _of(_calendar(tmp_path), "id-anna"))["id-anna"]

    assert {busy.status for busy in found.busy} == ({status} if status else set())


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe", b"BEGIN:VCALENDAR\nBEGIN:VEVENT"])
async def test_nobody_is_free_whose_calendar_cannot_be_read(
    tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "anna.ics").write_bytes(content)

    found = await _of(_calendar(tmp_path), "id-anna", "../secret", "id-greta")

    assert not any(schedule.is_known for schedule in found.values())


async def test_a_meeting_is_written_as_it_is_and_read_back(tmp_path: Path) -> None:
    calendar, meeting = _calendar(tmp_path), _meeting()

    kept = await calendar.create(meeting, asker=ANNA)

    assert kept.is_new
    assert kept.file is not None
    assert await calendar.upcoming(after=datetime(2026, 11, 1, tzinfo=UTC), asker=ANNA) == [meeting]
    [event] = File.from_ical(_text(tmp_path)).events
    assert event["organizer"] == "mailto:anna@example.org"
    assert event.start == meeting.start


async def test_twice_under_one_id_at_once_is_one_meeting(tmp_path: Path) -> None:
    calendars = [_calendar(tmp_path) for _ in range(8)]

    kept = await asyncio.gather(*(each.create(_meeting(), asker=ANNA) for each in calendars))

    assert sum(one.is_new for one in kept) == 1
    assert [path.name for path in (tmp_path / "booked").iterdir()] == ["a1.ics"]


async def test_a_meeting_takes_the_time_of_all_who_are_in_it(tmp_path: Path) -> None:
    for key in ("anna", "erik", "linden"):
        (tmp_path / f"{key}.ics").write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    calendar = _calendar(tmp_path)
    await calendar.create(_meeting(), asker=ANNA)

    found = await _of(calendar, "id-anna", "id-erik", "linden")

    assert all(
        [(busy.start, busy.end) for busy in schedule.busy] == [(_meeting().start, _meeting().end)]
        for schedule in found.values()
    )


async def test_only_whoever_holds_a_meeting_may_change_or_cancel_it(tmp_path: Path) -> None:
    calendar = _calendar(tmp_path)
    await calendar.create(_meeting(), asker=ANNA)
    moved = replace(_meeting(), end=_meeting().end + timedelta(minutes=30))

    assert await calendar.change(moved, asker=ERIK) is None
    assert not await calendar.cancel("a1", asker=ERIK)
    kept = await calendar.change(moved, asker=ANNA)
    assert kept is not None
    assert b"SEQUENCE:1" in _text(tmp_path)
    assert await calendar.cancel("a1", asker=ANNA)
    assert not await calendar.cancel("a1", asker=ANNA)


async def test_an_id_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    with pytest.raises(CalendarUnavailable):
        await _calendar(tmp_path).create(_meeting(id="../evil"), asker=ANNA)


async def test_rooms_come_smallest_first(tmp_path: Path) -> None:
    (tmp_path / "rooms.toml").write_text(
        '[big]\nname = "Stor"\nseats = 40\n[small]\nname = "Liten"\nseats = 4\n'
    )

    assert [room.id for room in await _calendar(tmp_path).rooms(asker=ANNA)] == ["small", "big"]


def test_a_room_without_seats_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "rooms.toml").write_text('[small]\nname = "Liten"\n')

    with pytest.raises(ConfigurationError, match="seats"):
        _calendar(tmp_path)
