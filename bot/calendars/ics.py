"""Calendars as files (RFC 5545): what is taken in them, and a meeting as one of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import icalendar
import recurring_ical_events

from bot.calendars.base import STOCKHOLM, Attendee, Busy, Meeting, Room, Status, series_of

_PRODUCT = "-//Kollega//Kollega//SV"
_BUSY_STATUS = "X-MICROSOFT-CDO-BUSYSTATUS"
_STATUSES: dict[str, Status | None] = {
    "FREE": None,
    "TENTATIVE": "tentative",
    "BUSY": "busy",
    "OOF": "away",
    "WORKINGELSEWHERE": "elsewhere",
}
_PERSON, _ROOM = "urn:uuid:", "urn:room:"
_SEATS = "X-KOLLEGA-SEATS"
_ONLINE = "X-KOLLEGA-ONLINE"
_MOST_EVENTS = 5000
"""In one answer: a file that recurs every minute is somebody's mistake, or worse."""


def parse(text: bytes) -> icalendar.Calendar:
    """The calendar in a file. Raises ValueError."""
    return icalendar.Calendar.from_ical(text)


def busy_in(calendar: icalendar.Calendar, first: datetime, last: datetime) -> tuple[Busy, ...]:
    """What is taken between the moments, recurrences included. Raises ValueError."""
    return tuple(_busy(calendar, first, last))


def _busy(calendar: icalendar.Calendar, first: datetime, last: datetime) -> Iterator[Busy]:
    occurrences = recurring_ical_events.of(calendar, skip_bad_series=True).between(first, last)
    for event in occurrences[:_MOST_EVENTS]:
        status = _status(event)
        if status is not None:
            yield Busy(_moment(event.start), _moment(event.end), status)


def _status(event: icalendar.Event) -> Status | None:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return None
    told = _STATUSES.get(str(event.get(_BUSY_STATUS, "")).upper(), "busy")
    if str(event.get("TRANSP", "")).upper() == "TRANSPARENT":
        return told if told in ("away", "elsewhere") else None
    if told == "busy" and str(event.get("STATUS", "")).upper() == "TENTATIVE":
        return "tentative"
    return told


def _moment(at: date | datetime) -> datetime:
    """In UTC; what has no zone is Swedish, and a whole day begins at midnight."""
    if not isinstance(at, datetime):
        at = datetime.combine(at, time())
    return (at if at.tzinfo else at.replace(tzinfo=STOCKHOLM)).astimezone(UTC)


def written(meeting: Meeting, *, stamped: datetime, sequence: int = 0) -> bytes:
    """The meeting as a file that every calendar opens."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    event = icalendar.Event()
    event.add("uid", meeting.id)
    event.add("dtstamp", stamped.astimezone(UTC))
    event.add("sequence", sequence)
    event.add("dtstart", meeting.start.astimezone(STOCKHOLM))
    event.add("dtend", meeting.end.astimezone(STOCKHOLM))
    event.add("summary", meeting.subject)
    event.add("description", meeting.body)
    event.add("class", "PRIVATE" if meeting.is_private else "PUBLIC")
    event.add(_ONLINE, "TRUE" if meeting.is_online else "FALSE")
    event.add("organizer", _address(meeting.organiser))
    for attendee in meeting.attendees:
        event.add("attendee", _address(attendee), encode=False)
    if meeting.room is not None:
        event.add("location", meeting.room.name)
        event.add("attendee", _room_address(meeting.room), encode=False)
    calendar.add_component(event)
    day = meeting.start.astimezone(STOCKHOLM).date()
    year = timedelta(days=366)
    calendar.add_missing_timezones(first_date=day - year, last_date=day + year)
    return bytes(calendar.to_ical())


def _address(person: Attendee) -> icalendar.vCalAddress:
    """By mail where one is known: that is what calendars send to."""
    address = icalendar.vCalAddress(
        f"mailto:{person.mail}" if person.mail else f"{_PERSON}{person.id}"
    )
    address.params["CN"] = icalendar.vText(person.name)
    address.params["ROLE"] = "REQ-PARTICIPANT" if person.is_required else "OPT-PARTICIPANT"
    address.params["X-KOLLEGA-ID"] = person.id
    return address


def _room_address(room: Room) -> icalendar.vCalAddress:
    address = icalendar.vCalAddress(f"{_ROOM}{room.id}")
    address.params["CN"] = icalendar.vText(room.name)
    address.params["CUTYPE"] = "ROOM"
    address.params["X-KOLLEGA-ID"] = room.id
    address.params[_SEATS] = str(room.seats)
    return address


def read_meeting(text: bytes) -> tuple[Meeting, int]:
    """A meeting that `written` wrote, and its sequence. Raises ValueError."""
    event = next(iter(parse(text).events), None)
    if event is None:
        raise ValueError("no event in the file")
    told = event.get("attendee", [])
    addresses: list[icalendar.vCalAddress] = told if isinstance(told, list) else [told]
    organiser: icalendar.vCalAddress = event.get("organizer")
    rooms = [one for one in addresses if one.params.get("CUTYPE") == "ROOM"]
    meeting = Meeting(
        id=str(event["uid"]),
        subject=str(event["summary"]),
        start=_moment(event.start).astimezone(STOCKHOLM),
        end=_moment(event.end).astimezone(STOCKHOLM),
        organiser=_attendee(organiser),
        attendees=tuple(_attendee(one) for one in addresses if one not in rooms),
        room=_room(rooms[0]) if rooms else None,
        is_online=str(event.get(_ONLINE, "")) == "TRUE",
        body=str(event.get("description", "")),
        is_private=str(event.get("class", "")) == "PRIVATE",
        series=series_of(str(event["uid"])),
    )
    return meeting, int(event.get("sequence", 0))


def _attendee(address: icalendar.vCalAddress) -> Attendee:
    uri = str(address)
    return Attendee(
        id=str(address.params["X-KOLLEGA-ID"]),
        name=str(address.params["CN"]),
        mail=uri.removeprefix("mailto:") if uri.startswith("mailto:") else None,
        is_required=address.params.get("ROLE") != "OPT-PARTICIPANT",
    )


def _room(address: icalendar.vCalAddress) -> Room:
    params = address.params
    return Room(id=str(params["X-KOLLEGA-ID"]), name=str(params["CN"]), seats=int(params[_SEATS]))
