"""What is read from the wire, and that a record of it reads back as the same activity."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import MalformedActivityError
from bot.teams.wire import mask_activity, parse_activity, record

MESSAGE: dict[str, Any] = {
    "type": "message",
    "id": "1",
    "channelId": "msteams",
    "serviceUrl": "https://smba.trafficmanager.net/emea/",
    "from": {"id": "29:x", "name": "Anna", "aadObjectId": "oid"},
    "recipient": {"id": "28:bot", "name": "Kollega"},
    "conversation": {"id": "a:1", "conversationType": "personal", "tenantId": "t"},
    "channelData": {"tenant": {"id": "t"}, "source": {"name": "message"}},
    "entities": [
        {"type": "clientInfo", "platform": "Web"},
        {"type": "mention", "mentioned": {"id": "28:bot", "name": "K"}, "text": "<at>K</at>"},
    ],
    "attachments": [{"contentType": "text/html", "content": "<p>hemligt</p>", "name": "n"}],
    "text": "<at>K</at> hej åäö 😀",
    "value": {"kollega": {"id": "x", "values": {"a": "b"}}},
    "locale": "sv-SE",
    "timestamp": "2026-11-24T08:00:00Z",
}
JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


def test_a_record_reads_back_as_the_same_activity() -> None:
    activity = parse_activity(json.dumps(MESSAGE))

    again = parse_activity(record(activity, with_text=True))

    assert again.as_dict() == activity.as_dict()


def test_a_record_holds_nothing_that_a_turn_does_not_need() -> None:
    recorded = record(parse_activity(json.dumps(MESSAGE)), with_text=True)

    for unneeded in ("hemligt", "clientInfo", "Web", "source", "timestamp"):
        assert unneeded not in recorded


def test_a_record_without_text_tells_only_who_waits_and_where() -> None:
    recorded = record(parse_activity(json.dumps(MESSAGE)), with_text=False)

    for written in ("hej", "kollega", "text/html", "<at>"):
        assert written not in recorded
    assert parse_activity(recorded).conversation.id == "a:1"


def test_everything_a_person_wrote_passes_the_gate() -> None:
    number = "19900101-9802"
    activity = parse_activity(
        json.dumps({**MESSAGE, "text": number, "value": {"a": [{"b": number}], "c": number}})
    )

    mask_activity(activity, lambda text: text.replace(number, "[personnummer]"))

    assert number not in record(activity, with_text=True)


@pytest.mark.parametrize("name", ["text", "id", "paid", "kollega_id"])
def test_what_is_filled_in_passes_the_gate_whatever_the_field_is_called(name: str) -> None:
    number = "19900101-9802"
    ours = {"kollega": {"id": "send", "values": {"chunk_id": number}}}
    activity = parse_activity(json.dumps({**MESSAGE, "value": {**ours, name: number}}))

    mask_activity(activity, lambda text: text.replace(number, "[personnummer]"))

    assert activity.value == {**ours, name: "[personnummer]"}


@given(st.dictionaries(st.sampled_from(list(MESSAGE)), JSON))
def test_any_json_is_either_an_activity_or_malformed(changes: dict[str, Any]) -> None:
    try:
        activity = parse_activity(json.dumps({**MESSAGE, **changes}))
    except MalformedActivityError:
        return
    record(activity, with_text=True).encode()


@given(st.binary(max_size=200))
def test_any_bytes_are_either_an_activity_or_malformed(raw: bytes) -> None:
    with pytest.raises(MalformedActivityError):
        parse_activity(raw)
