"""Mailboxes, rooms and events of Microsoft Graph, as strict as the real ones are documented to be.

It decides by itself who may see and change what: by the person that the token is for, what the
administrator has consented to, and whose calendar is shared.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web
from yarl import URL

from tests.fakes.published_api import Operation, find

SPEC = "graph-calendar.openapi.json"
STOCKHOLM = ZoneInfo("Europe/Stockholm")
_ZONES = {"UTC": UTC, "W. Europe Standard Time": STOCKHOLM}
_SCOPES = {"places": "Place.Read.All", "me": "Calendars.ReadWrite"}
_MOST_MAILBOXES, _LONGEST = 20, timedelta(days=42)
Json = dict[str, Any]


@dataclass
class Mailbox:
    """Somebody's calendar, or a room's."""

    address: str
    name: str = ""
    taken: list[tuple[datetime, datetime, str]] = field(default_factory=list)
    events: dict[str, Json] = field(default_factory=dict)
    is_closed: bool = False
    """Whether others may not even see when it is free."""
    shows_view_only: bool = False
    seats: int | None = None
    """Of a room."""


class FakeCalendars:
    """Every mailbox of the tenant."""

    def __init__(self) -> None:
        self.mailboxes: dict[str, Mailbox] = {}
        self.owners: dict[str, str] = {}
        """Addresses by user id; who has none has no mailbox."""
        self.consented = {"Calendars.ReadWrite", "Place.Read.All"}
        self.faults: list[str] = []
        self.asked: list[str] = []
        self.sent: list[tuple[str, Json]] = []
        """Bodies, by operation."""
        self.told: list[str] = []
        """Who was sent an invitation, an update or a cancellation."""
        self.troubles: list[tuple[int, str | None]] = []
        """Status and Retry-After of the next answers."""
        self.lose_answers = 0
        """So many of the next requests are carried out, and their answers get lost."""
        self.answers_duplicates = False
        """Whether a known transactionId is answered with 409 instead of the event."""
        self.page = 50
        self._inside = 0

    def add(self, user_id: str, address: str, name: str = "", **terms: Any) -> Mailbox:
        """A person with a mailbox."""
        self.owners[user_id] = address
        return self._put(Mailbox(address, name, **terms))

    def add_room(self, address: str, name: str, seats: int) -> Mailbox:
        return self._put(Mailbox(address, name, seats=seats))

    def _put(self, mailbox: Mailbox) -> Mailbox:
        self.mailboxes[mailbox.address.casefold()] = mailbox
        return mailbox

    def events(self) -> list[Json]:
        """All that is held and not cancelled."""
        return [
            event
            for mailbox in self.mailboxes.values()
            for event in mailbox.events.values()
            if not event["isCancelled"]
        ]

    def takes(self, method: str, path: str) -> bool:
        return find(SPEC, method, path) is not None

    async def serve(self, request: web.Request, user_id: str) -> web.StreamResponse:
        path = request.rel_url.raw_path.removeprefix("/v1.0")
        operation = find(SPEC, request.method, path)
        assert operation is not None
        raw = await request.read()
        body = json.loads(raw) if raw else None
        self.asked.append(f"{request.method} {operation.template}")
        self.faults += operation.faults_of_request(request.query, body)
        self._inside += 1
        try:
            await asyncio.sleep(0.005)
            status, answer, headers = self._answered(operation, request, body, user_id)
        finally:
            self._inside -= 1
        if answer is not None:
            self.faults += operation.faults_of_answer(status, answer)
        if self.lose_answers:
            self.lose_answers -= 1
            assert request.transport is not None
            request.transport.abort()
        if answer is None:
            return web.Response(status=status, headers=headers)
        return web.json_response(answer, status=status, headers=headers)

    def _answered(
        self, operation: Operation, request: web.Request, body: Any, user_id: str
    ) -> tuple[int, Json | None, dict[str, str]]:
        if self.troubles:
            status, wait = self.troubles.pop(0)
            return status, _error("ApplicationThrottled"), {"Retry-After": wait} if wait else {}
        if self._inside > 4:
            self.faults.append("more than four requests at once to one mailbox")
        if _SCOPES[operation.template.split("/")[1]] not in self.consented:
            return 403, _error("ErrorAccessDenied"), {}
        if operation.template.startswith("/places"):
            return 200, self._rooms(request), {}
        own = self.mailboxes.get(self.owners.get(user_id, "").casefold())
        if own is None:
            return 404, _error("MailboxNotEnabledForRESTAPI"), {}
        zone = _zone(request)
        answer: Json | None
        match operation.method, operation.template:
            case "post", "/me/calendar/getSchedule":
                status, answer = self._schedules(body, own, zone)
            case "post", "/me/events":
                status, answer = self._create(body, own, zone)
            case "get", "/me/calendarView":
                status, answer = self._view(request, own, zone)
            case method, _:
                status, answer = self._of_event(method, operation, body, own, zone)
        return status, answer, {}

    def _rooms(self, request: web.Request) -> Json:
        rooms = [
            {
                "id": f"place-{number}",
                "displayName": each.name,
                "emailAddress": each.address,
                "capacity": each.seats,
            }
            for number, each in enumerate(self.mailboxes.values())
            if each.seats is not None
        ]
        return self._paged(rooms, request)

    def _paged(self, values: list[Json], request: web.Request) -> Json:
        start = int(request.query.get("$skip", "0"))
        size = min(self.page, int(request.query.get("$top", "10")))
        answer: Json = {"value": values[start : start + size]}
        if start + size < len(values):
            link = URL(str(request.url)).update_query({"$skip": str(start + size)})
            answer["@odata.nextLink"] = str(link.with_scheme("https"))
        return answer

    def _schedules(self, body: Json, own: Mailbox, zone: Any) -> tuple[int, Json]:
        first, last = moment(body["startTime"]), moment(body["endTime"])
        if len(body["schedules"]) > _MOST_MAILBOXES:
            self.faults.append("more than 20 mailboxes in one request")
            return 400, _error("ErrorInvalidParameter")
        if last - first >= _LONGEST:
            self.faults.append("more than 42 days in one request")
            return 400, _error("ErrorTimeIntervalTooBig")
        told = [self._schedule(one, own, first, last, zone) for one in body["schedules"]]
        return 200, {"value": told[::-1]}

    def _schedule(
        self, address: str, own: Mailbox, first: datetime, last: datetime, zone: Any
    ) -> Json:
        mailbox = self.mailboxes.get(address.casefold())
        if mailbox is None or (mailbox.is_closed and mailbox is not own):
            code = "ErrorMailRecipientNotFound" if mailbox is None else "ErrorNoFreeBusyAccess"
            return {
                "scheduleId": address,
                "error": {"message": "as documented", "responseCode": code},
            }
        taken = [each for each in self._taken(mailbox) if each[0] < last and each[1] > first]
        view = "".join(
            _digit(taken, first + timedelta(minutes=15 * count))
            for count in range(int((last - first) / timedelta(minutes=15)))
        )
        told: Json = {"scheduleId": address, "availabilityView": view}
        if not mailbox.shows_view_only:
            told["scheduleItems"] = [
                {"status": how, "start": _told(start, zone), "end": _told(end, zone)}
                for start, end, how in taken
            ]
        return told

    def _taken(self, mailbox: Mailbox) -> Iterable[tuple[datetime, datetime, str]]:
        yield from mailbox.taken
        for event in self.events():
            if mailbox.address.casefold() in _addresses(event):
                yield moment(event["start"]), moment(event["end"]), "busy"

    def _create(self, body: Json, own: Mailbox, zone: Any) -> tuple[int, Json]:
        self.sent.append(("create", body))
        for event in own.events.values():
            if body.get("transactionId") and event["transactionId"] == body["transactionId"]:
                if self.answers_duplicates:
                    return 409, _error("ErrorDuplicateTransactionId")
                return 201, _in_zone(event, zone)
        if moment(body["start"]) >= moment(body["end"]):
            return 400, _error("ErrorPropertyValidationFailure")
        number = len(own.events) + 1
        event = {
            **body,
            # As long as real ones, and with what must be encoded in a path.
            "id": f"AAMk{'A' * 120}/{own.address.partition('@')[0]}{number}=",
            "isOrganizer": True,
            "isCancelled": False,
            "organizer": {"emailAddress": {"address": own.address, "name": own.name}},
            "createdDateTime": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        }
        if body.get("isOnlineMeeting"):
            link = f"https://teams.microsoft.com/l/meetup-join/{number}"
            event["onlineMeeting"] = {"joinUrl": link}
            content = f"<html>{body['body']['content']}<a href='{link}'>Anslut</a></html>"
            event["body"] = {"contentType": "html", "content": content}
        own.events[str(event["id"])] = event
        self._tell(event)
        return 201, _in_zone(event, zone)

    def _view(self, request: web.Request, own: Mailbox, zone: Any) -> tuple[int, Json]:
        first, last = (
            datetime.fromisoformat(request.query[name]) for name in ("startDateTime", "endDateTime")
        )
        if first.tzinfo is None or last.tzinfo is None:
            self.faults.append("a stretch without a zone")
        events = [
            event if event["organizer"]["emailAddress"]["address"] == own.address
            else {**event, "isOrganizer": False}
            for event in self.events()
            if own.address.casefold() in _addresses(event)
            and moment(event["start"]) < last
            and moment(event["end"]) > first
        ]  # fmt: skip
        events.sort(key=lambda event: moment(event["start"]))
        return 200, self._paged([_in_zone(event, zone) for event in events], request)

    def _of_event(
        self, method: str, operation: Operation, body: Json | None, own: Mailbox, zone: Any
    ) -> tuple[int, Json | None]:
        seen = (one for one in self.events() if own.address.casefold() in _addresses(one))
        event = next((one for one in seen if one["id"] == operation.ids[0]), None)
        if event is None:
            return 404, _error("ErrorItemNotFound")
        is_own = event["organizer"]["emailAddress"]["address"] == own.address
        if method == "get":
            return 200, {**_in_zone(event, zone), "isOrganizer": is_own}
        if not is_own:
            self.faults.append("somebody else's meeting was touched")
            return 403, _error("ErrorAccessDenied")
        self._tell(event)
        if method == "post":
            event["isCancelled"] = True
            return 202, None
        assert body is not None
        self.sent.append(("change", body))
        if "body" in body and event.get("isOnlineMeeting"):
            self.faults.append("the text with the Teams link in it was written over")
        event.update(body)
        self._tell(event)
        return 200, _in_zone(event, zone)

    def _tell(self, event: Json) -> None:
        self.told += [one["emailAddress"]["address"] for one in event["attendees"]]


def _zone(request: web.Request) -> Any:
    """What times are told in: without a wish, what the mailbox has."""
    wish = request.headers.get("Prefer", "")
    return UTC if wish == 'outlook.timezone="UTC"' else STOCKHOLM


def moment(told: Json) -> datetime:
    zone = _ZONES[told["timeZone"]]
    return datetime.fromisoformat(told["dateTime"][:19]).replace(tzinfo=zone).astimezone(UTC)


def _addresses(event: Json) -> set[str]:
    people = (event["organizer"], *event["attendees"])
    return {str(one["emailAddress"]["address"]).casefold() for one in people}


def _told(moment: datetime, zone: Any) -> Json:
    name = "UTC" if zone is UTC else "W. Europe Standard Time"
    return {"dateTime": f"{moment.astimezone(zone):%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": name}


def _in_zone(event: Json, zone: Any) -> Json:
    times = {name: _told(moment(event[name]), zone) for name in ("start", "end")}
    return {**event, **times}


def _digit(taken: Iterable[tuple[datetime, datetime, str]], begin: datetime) -> str:
    digits = {"free": "0", "tentative": "1", "busy": "2", "oof": "3", "workingElsewhere": "4"}
    end = begin + timedelta(minutes=15)
    return max((digits[how] for first, last, how in taken if first < end and last > begin),
               default="0")  # fmt: skip


def _error(code: str) -> Json:
    return {"error": {"code": code, "message": "Anna Lindqvist kan inte"}}
