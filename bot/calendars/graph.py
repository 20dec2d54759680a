"""Calendars in Microsoft 365, read and written as whoever asks.

Delegated permissions: Calendars.ReadWrite, and Place.Read.All for rooms.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode

from bot.calendars.base import UNKNOWN, Kept, Mailboxes, Meeting, Room, Schedule
from bot.calendars.graph_events import FIELDS, changes, join_link, new_event, read_event
from bot.calendars.graph_requests import GraphRefused, Json, PatientGraph
from bot.calendars.graph_schedules import batches, joined, question, read_schedule, spans
from bot.errors import CalendarUnavailable, NoMailbox
from bot.identity.base import User

_log = logging.getLogger(__name__)
_AT_ONCE = 4
"""Requests to one mailbox: Outlook answers no more at a time."""
_PAGES = 10
_PAGES_A_MONTH = 5
_MONTH = timedelta(days=30)
_NO_MAILBOX = frozenset(
    ("MailboxNotEnabledForRESTAPI", "MailboxNotHostedInExchangeOnline", "ErrorNonExistentMailbox")
)
_THERE_ALREADY = 409


class GraphCalendar:
    """A `Calendar` over Microsoft Graph; also raises `SignInRequired` and `NoMailbox`."""

    def __init__(self, graph: PatientGraph) -> None:
        self._graph = graph

    async def schedules(
        self, mailboxes: Mailboxes, *, first: datetime, last: datetime, asker: User
    ) -> Mapping[str, Schedule]:
        """As the protocol says."""
        addresses = sorted({mail.casefold() for mail in mailboxes.values() if mail})
        limit = asyncio.Semaphore(_AT_ONCE)

        async def look(some: Sequence[str], begin: datetime, end: datetime) -> list[Json]:
            async with limit:
                answer = await self._graph.ask(
                    "POST", "/me/calendar/getSchedule", asker=asker, body=question(some, begin, end)
                )
                return [one for one in answer.get("value") or () if isinstance(one, dict)]

        asked = [
            (some, begin, end) for some in batches(addresses) for begin, end in spans(first, last)
        ]
        async with _translated():
            answers = await asyncio.gather(*(look(*each) for each in asked))
        parts: dict[str, list[Schedule]] = {address: [] for address in addresses}
        for (some, begin, _), answer in zip(asked, answers, strict=True):
            told = {str(one.get("scheduleId")).casefold(): one for one in answer}
            for address in some:
                parts[address].append(read_schedule(told.get(address, {}), begin))
        return {
            one: joined(parts[mail.casefold()]) if mail else UNKNOWN
            for one, mail in mailboxes.items()
        }

    async def rooms(self, *, asker: User) -> Sequence[Room]:
        """As the protocol says; none where the app may not see them."""
        path = "/places/microsoft.graph.room?" + urlencode({"$top": "100"}, safe="$")
        try:
            async with _translated():
                told = [one async for one in self._graph.values(path, asker=asker, pages=_PAGES)]
        except _MayNot:
            _log.error("Rooms cannot be seen: consent to Place.Read.All (delegated) for the app")
            return ()
        rooms = (
            Room(
                id=mail.casefold(),
                name=str(one.get("displayName") or mail),
                seats=int(one.get("capacity") or 0),
                mail=mail,
            )
            for one in told
            if isinstance(mail := one.get("emailAddress"), str) and mail
        )
        return sorted(rooms, key=lambda room: (room.seats, room.name))

    async def create(self, meeting: Meeting, *, asker: User) -> Kept:
        """As the protocol says: Graph makes no second event with one transactionId."""
        begun = datetime.now(UTC)
        async with _translated():
            try:
                event = await self._graph.ask(
                    "POST", "/me/events", asker=asker, body=new_event(meeting)
                )
            except GraphRefused as refused:
                if refused.status != _THERE_ALREADY:
                    raise
                if (twin := await self._twin(meeting, asker)) is None:
                    raise
                event = twin
        made = datetime.fromisoformat(str(event.get("createdDateTime") or begun.isoformat()))
        kept = _meeting(event, asker)
        people = {(one.mail or "").casefold(): one for one in meeting.attendees}
        return Kept(
            replace(
                kept,
                attendees=tuple(people.get(one.id, one) for one in kept.attendees),
                room=meeting.room or kept.room,
            ),
            is_new=made > begun - _SKEW,
            link=join_link(event),
            unreached=tuple(one for one in meeting.attendees if not one.mail),
        )

    async def change(self, meeting: Meeting, *, asker: User) -> Kept | None:
        """As the protocol says; only what differs is sent."""
        before = await self.held(meeting.id, asker=asker)
        if before is None:
            return None
        if changed := changes(before, meeting):
            async with _translated():
                await self._graph.ask("PATCH", _event(meeting.id), asker=asker, body=changed)
        unreached = tuple(one for one in meeting.attendees if not one.mail)
        return Kept(meeting, is_new=False, unreached=unreached)

    async def cancel(self, meeting_id: str, *, asker: User) -> bool:
        """As the protocol says."""
        if await self.held(meeting_id, asker=asker) is None:
            return False
        async with _translated():
            try:
                await self._graph.ask("POST", f"{_event(meeting_id)}/cancel", asker=asker, body={})
            except GraphRefused as refused:
                if refused.status != 404:
                    raise  # else it was cancelled, and only the answer got lost
        return True

    async def held(self, meeting_id: str, *, asker: User) -> Meeting | None:
        """As the protocol says."""
        path = f"{_event(meeting_id)}?{urlencode({'$select': FIELDS}, safe='$,')}"
        try:
            async with _translated():
                event = await self._graph.ask("GET", path, asker=asker)
        except _NotThere:
            return None
        if event.get("isCancelled") or not event.get("isOrganizer"):
            return None
        return _meeting(event, asker)

    async def upcoming(self, *, after: datetime, asker: User, days: int = 60) -> Sequence[Meeting]:
        """As the protocol says."""
        return [
            _meeting(event, asker)
            async for event in self._between(after, after + timedelta(days=days), asker)
            if not event.get("isCancelled")
        ]

    async def _between(self, first: datetime, last: datetime, asker: User) -> AsyncIterator[Json]:
        query = {
            "startDateTime": f"{first.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "endDateTime": f"{last.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "$select": FIELDS,
            "$orderby": "start/dateTime",
            "$top": "100",
        }
        pages = _PAGES_A_MONTH * (1 + (last - first) // _MONTH)
        path = f"/me/calendarView?{urlencode(query, safe='$,/:')}"
        async with _translated():
            async for event in self._graph.values(path, asker=asker, pages=pages):
                yield event

    async def _twin(self, meeting: Meeting, asker: User) -> Json | None:
        """The event that was made of it before."""
        async for event in self._between(meeting.start, meeting.end, asker):
            if event.get("transactionId") == meeting.id:
                return event
        return None


class _NotThere(CalendarUnavailable):
    """There is no such event."""


class _MayNot(CalendarUnavailable):
    """The app has not been given that right."""


_SKEW = timedelta(seconds=30)
"""By which Graph's clock may be behind."""


def _event(meeting_id: str) -> str:
    return f"/me/events/{quote(meeting_id, safe='')}"


def _meeting(event: Json, asker: User) -> Meeting:
    try:
        return read_event(event, asker)
    except (ValueError, TypeError, AttributeError) as error:
        raise CalendarUnavailable(f"an event is unreadable: {error}") from error


@asynccontextmanager
async def _translated() -> AsyncIterator[None]:
    try:
        yield
    except GraphRefused as refused:
        if refused.code in _NO_MAILBOX:
            raise NoMailbox(str(refused)) from None
        if refused.status == 404:
            raise _NotThere(str(refused)) from None
        if refused.status == 403:
            _log.error("Calendars are closed: consent to Calendars.ReadWrite (delegated)")
            raise _MayNot(str(refused)) from None
        raise
