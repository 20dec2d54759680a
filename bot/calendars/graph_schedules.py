"""Reads Graph's answers about when people are free; what is not plainly told is unknown.

https://learn.microsoft.com/graph/api/calendar-getschedule
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from bot.calendars.base import UNKNOWN, Busy, Schedule, Status
from bot.calendars.graph_requests import Json

MOST_MAILBOXES = 20
"""In one request."""
LONGEST = timedelta(days=41)
"""In one request: under 42 days by older pages, under 62 by newer ones."""
INTERVAL_MINUTES = 15
_STATUSES: Mapping[str, Status | None] = {
    "free": None,
    "tentative": "tentative",
    "busy": "busy",
    "oof": "away",
    "workingElsewhere": "elsewhere",
}
_VIEW: Mapping[str, str] = dict(zip("01234", _STATUSES, strict=True))


def spans(first: datetime, last: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The stretch in pieces that one request may ask about."""
    first, last = first.astimezone(UTC), last.astimezone(UTC)
    while first < last:
        until = min(first + LONGEST, last)
        yield first, until
        first = until


def batches(addresses: Sequence[str]) -> Iterator[Sequence[str]]:
    """The mailboxes in groups that one request may ask about."""
    for begin in range(0, len(addresses), MOST_MAILBOXES):
        yield addresses[begin : begin + MOST_MAILBOXES]


def question(addresses: Sequence[str], first: datetime, last: datetime) -> dict[str, object]:
    """The body of a request."""
    return {
        "schedules": list(addresses),
        "startTime": utc(first),
        "endTime": utc(last),
        "availabilityViewInterval": INTERVAL_MINUTES,
    }


def utc(moment: datetime) -> Json:
    """A moment as Graph wants it."""
    return {"dateTime": f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}


def read_utc(told: object) -> datetime:
    """The moment. Raises ValueError if it is in another zone, or none: never guess an hour."""
    if not isinstance(told, dict) or told.get("timeZone") not in ("UTC", "Etc/UTC"):
        raise ValueError("not told in UTC")
    text = str(told.get("dateTime")).removesuffix("Z")
    # Seven decimals, of which Python reads six.
    return datetime.fromisoformat(text[:26]).replace(tzinfo=UTC)


def read_schedule(told: Json, first: datetime) -> Schedule:
    """One mailbox's taken time; `first` is where the question began."""
    if told.get("error") is not None:
        return UNKNOWN
    items, view = told.get("scheduleItems"), told.get("availabilityView")
    try:
        if isinstance(items, list) and (items or isinstance(view, str)):
            return Schedule(tuple(_busy(items)))
        if isinstance(view, str) and view:
            return Schedule(tuple(_in_view(view, first)))
    except (ValueError, KeyError, TypeError):
        pass
    return UNKNOWN


def _busy(items: Sequence[Json]) -> Iterator[Busy]:
    for item in items:
        status = _STATUSES[str(item["status"])]  # "unknown" is a KeyError, and so it should be
        if status is not None:
            yield Busy(read_utc(item["start"]), read_utc(item["end"]), status)


def _in_view(view: str, first: datetime) -> Iterator[Busy]:
    """A digit for each quarter of an hour: all there is for who may see nothing more."""
    step = timedelta(minutes=INTERVAL_MINUTES)
    for position, digit in enumerate(view):
        status = _STATUSES[_VIEW[digit]]
        if status is not None:
            yield Busy(first + step * position, first + step * (position + 1), status)


def joined(parts: Sequence[Schedule]) -> Schedule:
    """The whole stretch; if any part of it is unknown, so is all of it."""
    if not parts or not all(part.is_known for part in parts):
        return UNKNOWN
    return Schedule(tuple(busy for part in parts for busy in part.busy))
