"""Who is free when, and the meetings that are made of it: the doors to a calendar.

All moments are aware. A calendar that cannot be read is unknown, and nobody is ever taken to be
free because nothing is known of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from bot.identity.base import User

STOCKHOLM = ZoneInfo("Europe/Stockholm")
"""What every wall clock here shows."""

_MADE_HERE = re.compile(r"(?P<series>kollega-[0-9a-f]+)(?:-\d+)?")
Status = Literal["busy", "tentative", "away", "elsewhere"]
"""As Graph's freeBusyStatus says: busy, tentative, oof and workingElsewhere."""


@dataclass(frozen=True, slots=True)
class Busy:
    """Taken time, without what it is taken by."""

    start: datetime
    """In UTC, like the end: a search compares thousands."""
    end: datetime
    status: Status = "busy"


@dataclass(frozen=True, slots=True)
class Schedule:
    """One calendar's taken time."""

    busy: tuple[Busy, ...] = ()
    is_known: bool = True


UNKNOWN = Schedule(is_known=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A room that can be booked like a person is invited."""

    id: str
    name: str
    seats: int
    mail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """Somebody who is invited."""

    id: str
    name: str
    mail: str | None = None
    is_required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting as it stands, or is to stand, in the calendar of whoever holds it."""

    id: str
    """Chosen by whoever makes it: what is made twice under one id is one meeting (Graph's
    transactionId). A calendar may know it by another id from then on: `Kept` has that one."""
    subject: str
    start: datetime
    end: datetime
    organiser: Attendee
    attendees: tuple[Attendee, ...] = ()
    room: Room | None = None
    is_online: bool = False
    """Whether it is to have a Teams link."""
    body: str = ""
    is_private: bool = False
    series: str = field(default="", compare=False)
    """What it shares with the others of a series that was made here; empty: it is none of ours."""


def series_of(made_as: str) -> str:
    """What the meetings share that were made under ids like this one: "kollega-1f" and
    "kollega-1f-3"."""
    found = _MADE_HERE.fullmatch(made_as)
    return found["series"] if found else ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a calendar has kept."""

    meeting: Meeting
    is_new: bool
    """False: it was there already, and is as it was."""
    file: str | None = None
    """Where the meeting can be fetched as a file."""
    link: str | None = None
    """Where it is joined online."""
    unreached: tuple[Attendee, ...] = ()
    """Those who got no invitation, having no mailbox."""


Mailboxes = Mapping[str, str | None]
"""The mail address of each person and room by id; None: no mailbox."""


class FreeBusy(Protocol):
    """Looks up taken time. Raises `CalendarUnavailable`."""

    async def schedules(
        self, mailboxes: Mailboxes, *, first: datetime, last: datetime, asker: User
    ) -> Mapping[str, Schedule]:
        """Of every person and room asked for; what cannot be read is `UNKNOWN`."""
        ...

    async def rooms(self, *, asker: User) -> Sequence[Room]:
        """What can be booked, smallest first."""
        ...


class Calendar(FreeBusy, Protocol):
    """The asker's own calendar. Raises `CalendarUnavailable`."""

    async def create(self, meeting: Meeting, *, asker: User) -> Kept:
        """Put it in and invite; under an id that is there already nothing is changed."""
        ...

    async def change(self, meeting: Meeting, *, asker: User) -> Kept | None:
        """Replace the one with its id; None if the asker holds none of that id."""
        ...

    async def cancel(self, meeting_id: str, *, asker: User) -> bool:
        """Take it out and tell those invited; False if the asker holds none of that id."""
        ...

    async def held(self, meeting_id: str, *, asker: User) -> Meeting | None:
        """The one with that id; None if the asker holds none of that id."""
        ...

    async def upcoming(self, *, after: datetime, asker: User, days: int = 60) -> Sequence[Meeting]:
        """Those that the asker holds or is invited to and that end after that, soonest first;
        at least of so many days."""
        ...
