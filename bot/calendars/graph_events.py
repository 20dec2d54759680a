"""Meetings as events of Microsoft Graph, and back.

https://learn.microsoft.com/graph/api/resources/event
"""

from __future__ import annotations

from typing import Any

from bot.calendars.base import STOCKHOLM, Attendee, Meeting, Room, series_of
from bot.calendars.graph_requests import Json
from bot.calendars.graph_schedules import read_utc
from bot.identity.base import User
from bot.language.unlinked import unlinked
from bot.privacy.personal_data import mask

ZONE = "W. Europe Standard Time"
"""Stockholm's, as Windows calls it; Outlook then shows Swedish time wherever it is opened."""
FIELDS = (
    "id,subject,start,end,organizer,isOrganizer,attendees,location,isOnlineMeeting,onlineMeeting,"
    "body,sensitivity,isCancelled,transactionId"
)
_MOST_TRANSACTION_ID = 100


def new_event(meeting: Meeting) -> dict[str, Any]:
    """What to create."""
    event: dict[str, Any] = {
        "subject": meeting.subject,
        "body": {"contentType": "text", "content": meeting.body},
        **times(meeting),
        **places(meeting),
        "sensitivity": "private" if meeting.is_private else "normal",
        # Whoever is invited to a meeting about a person need not see who else is.
        "hideAttendees": meeting.is_private,
        "transactionId": meeting.id[:_MOST_TRANSACTION_ID],
    }
    if meeting.is_online:
        event |= {"isOnlineMeeting": True, "onlineMeetingProvider": "teamsForBusiness"}
    return event


def changes(before: Meeting, after: Meeting) -> dict[str, Any]:
    """What differs. The text is never sent again: the Teams link stands in it."""
    changed: dict[str, Any] = {}
    if (before.start, before.end) != (after.start, after.end):
        changed |= times(after)
    if (before.attendees, before.room) != (after.attendees, after.room):
        changed |= places(after)
    return changed


def times(meeting: Meeting) -> dict[str, Any]:
    """Beginning and end, by the Swedish clock."""
    return {
        name: {
            "dateTime": f"{moment.astimezone(STOCKHOLM):%Y-%m-%dT%H:%M:%S}",
            "timeZone": ZONE,
        }
        for name, moment in (("start", meeting.start), ("end", meeting.end))
    }


def places(meeting: Meeting) -> dict[str, Any]:
    """Everybody with a mailbox, the room among them, and where it is held."""
    attendees = [
        _attendee(one.mail, one.name, "required" if one.is_required else "optional")
        for one in meeting.attendees
        if one.mail
    ]
    room = meeting.room
    if room is None or room.mail is None:
        return {"attendees": attendees, "location": {"displayName": room.name if room else ""}}
    location = {
        "displayName": room.name,
        "locationType": "conferenceRoom",
        "locationEmailAddress": room.mail,
    }
    return {
        "attendees": [*attendees, _attendee(room.mail, room.name, "resource")],
        "location": location,
    }


def _attendee(mail: str, name: str, kind: str) -> dict[str, Any]:
    return {"emailAddress": {"address": mail, "name": name}, "type": kind}


def read_event(event: Json, asker: User) -> Meeting:
    """A meeting; those who are in it go by their address. Raises ValueError.

    Whoever invites the asker, from anywhere, has written its words: they are said, searched for
    and shown to the model like a person's own.
    """
    people, room = [], None
    for told in event.get("attendees") or ():
        address = told.get("emailAddress") or {}
        mail, name = str(address.get("address") or ""), unlinked(str(address.get("name") or ""))
        if told.get("type") == "resource":
            room = Room(id=mail.casefold(), name=name or mail, seats=0, mail=mail)
        elif mail:
            is_required = told.get("type") != "optional"
            people.append(
                Attendee(id=mail.casefold(), name=name or mail, mail=mail, is_required=is_required)
            )
    return Meeting(
        id=_text(event, "id"),
        subject=mask(unlinked(str(event.get("subject") or ""))).text,
        start=read_utc(event.get("start")).astimezone(STOCKHOLM),
        end=read_utc(event.get("end")).astimezone(STOCKHOLM),
        organiser=_organiser(event, asker),
        attendees=tuple(one for one in people if one.id != (asker.mail or "").casefold()),
        room=room,
        is_online=bool(event.get("isOnlineMeeting")),
        body=mask(str((event.get("body") or {}).get("content") or "")).text,
        is_private=event.get("sensitivity") in ("private", "confidential"),
        series=series_of(str(event.get("transactionId") or "")),
    )


def join_link(event: Json) -> str | None:
    """Where it is joined in Teams."""
    link = (event.get("onlineMeeting") or {}).get("joinUrl")
    return link if isinstance(link, str) and link.startswith("https://") else None


def _organiser(event: Json, asker: User) -> Attendee:
    if event.get("isOrganizer"):
        return Attendee(id=asker.id, name=asker.name, mail=asker.mail)
    address = (event.get("organizer") or {}).get("emailAddress") or {}
    mail = str(address.get("address") or "")
    name = unlinked(str(address.get("name") or mail))
    return Attendee(id=mail.casefold(), name=name, mail=mail or None)


def _text(event: Json, name: str) -> str:
    value = event.get(name)
    if not isinstance(value, str) or not value:
        raise ValueError(f"an event without {name}")
    return value
