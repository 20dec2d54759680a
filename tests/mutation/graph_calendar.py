"""Changes to the calendars of Microsoft 365, each of which tells or makes what is not so."""

from __future__ import annotations

from tests.mutation.mutations import Mutation

_TESTS = ("tests/bot/calendars/test_graph_calendar.py",)


def _mutation(name: str, path: str, was: str, becomes: str) -> Mutation:
    return Mutation(f"graph calendar: {name}", f"bot/{path}.py", was, becomes, _TESTS)


GRAPH_CALENDAR = (
    _mutation(
        "an error taken for free",
        "calendars/graph_schedules",
        'if told.get("error") is not None:\n        return UNKNOWN',
        'if told.get("error") is not None:\n        return Schedule()',
    ),
    _mutation(
        "no mailbox taken for free",
        "calendars/graph",
        "if mail else UNKNOWN",
        "if mail else Schedule()",
    ),
    _mutation(
        "half a stretch taken for all of it",
        "calendars/graph_schedules",
        "not all(part.is_known for part in parts)",
        "not any(part.is_known for part in parts)",
    ),
    _mutation(
        "any zone taken for UTC",
        "calendars/graph_schedules",
        'told.get("timeZone") not in ("UTC", "Etc/UTC")',
        'not told.get("timeZone")',
    ),
    _mutation(
        "the mailbox's own zone",
        "calendars/graph_requests",
        '_IN_UTC = {"Prefer": \'outlook.timezone="UTC"\'}',
        "_IN_UTC: dict[str, str] = {}",
    ),
    _mutation(
        "a second event",
        "calendars/graph_events",
        '"transactionId": meeting.id[:_MOST_TRANSACTION_ID],',
        "",
    ),
    _mutation(
        "too many mailboxes at once",
        "calendars/graph_schedules",
        "MOST_MAILBOXES = 20",
        "MOST_MAILBOXES = 25",
    ),
    _mutation(
        "too long a stretch at once",
        "calendars/graph_schedules",
        "timedelta(days=41)",
        "timedelta(days=61)",
    ),
    _mutation(
        "a private meeting shown",
        "calendars/graph_events",
        '"private" if meeting.is_private else "normal"',
        '"normal"',
    ),
    _mutation(
        "impatience",
        "calendars/graph_requests",
        "return float(asked) if",
        "return 0.0 if",
    ),
    _mutation(
        "the Teams link written over",
        "calendars/graph_events",
        "    changed: dict[str, Any] = {}\n",
        '    changed: dict[str, Any] = {"body": {"contentType": "text", "content": after.body}}\n',
    ),
    _mutation(
        "somebody else's meeting cancelled",
        "calendars/graph",
        'or not event.get("isOrganizer")',
        "",
    ),
    _mutation(
        "the first page of rooms taken for all",
        "calendars/graph_requests",
        "if following is None:",
        "if following:",
    ),
)
