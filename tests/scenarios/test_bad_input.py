"""Whatever comes in: a calm answer or a quiet refusal, never 5xx and never an effect too many."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest

from bot.telemetry import SafeFormatter
from tests.fakes.connector import FakeConnector
from tests.fakes.scripted_copilot import ScriptedCopilot
from tests.fakes.teams_client import PERSONAL, TeamsClient
from tests.scenarios.running_bot import RunningBot

LIMIT = 256 * 1024


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"[[]]",
        b'"text"',
        b"1e999",
        b"{}",
        b"{",
        b"\xff\xfe",
        b'{"type": "message"',
        b'{"text": "\xe5"}',
        b"[" * 100_000,
        b'{"a":' * 40_000,
        b'{"type": ' + b"9" * 5000 + b"}",
        gzip.compress(b"{}", mtime=0),
    ],
    ids=lambda body: repr(body[:12]),
)
async def test_case_54_and_56_what_is_not_an_activity_is_malformed(
    teams: TeamsClient, bot: RunningBot, body: bytes
) -> None:
    answer = await teams.post(body)

    assert answer.status == 400
    assert bot.stored("SELECT * FROM inbox") == []


@pytest.mark.parametrize(
    "changes",
    [
        {"type": None},
        {"type": 5},
        {"type": ""},
        {"id": None},
        {"id": ["a"]},
        {"id": "x" * 5000},
        {"text": 5},
        {"text": {"a": "b"}},
        {"from": None},
        {"from": {}},
        {"from": "29:anna"},
        {"from": {"id": 7}},
        {"recipient": None},
        {"conversation": None},
        {"conversation": {"id": ""}},
        {"conversation": []},
        {"entities": "mention"},
        {"entities": [None]},
        {"entities": [{"type": "mention"}]},
        {"entities": [{"type": "mention", "mentioned": "x"}]},
        {"attachments": [5]},
        {"channelData": "x"},
        {"channelData": {"tenant": []}},
        {"value": {"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": {"i": 1}}}}}}}}}},
    ],
    ids=json.dumps,
)
async def test_an_activity_with_a_field_of_the_wrong_kind_is_malformed(
    teams: TeamsClient, bot: RunningBot, changes: dict[str, Any]
) -> None:
    answer = await teams.post({**teams.message("hej"), **changes})

    assert answer.status == 400
    assert bot.stored("SELECT * FROM inbox") == []


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "", "x"])
async def test_case_56_only_json_is_taken(teams: TeamsClient, content_type: str) -> None:
    answer = await teams.post(teams.message("hej"), headers={"Content-Type": content_type})

    assert answer.status == 415


async def test_case_56_a_request_that_does_not_say_what_it_is_is_not_taken(
    teams: TeamsClient, bot: RunningBot
) -> None:
    body = json.dumps(teams.message("hej")).encode()
    host, port = bot.endpoint.removeprefix("http://").partition("/")[0].split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        f"POST /api/messages HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n"
        f"Authorization: Bearer {teams.token()}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    )
    writer.write(body)
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()

    assert answer.startswith(b"HTTP/1.1 415 ")


async def test_case_56_a_body_that_is_not_what_its_encoding_says_is_malformed(
    teams: TeamsClient,
) -> None:
    answer = await teams.post(b"not gzip", headers={"Content-Encoding": "gzip"})

    assert answer.status == 400


async def test_case_53_a_body_above_the_limit_is_too_large(
    teams: TeamsClient, bot: RunningBot
) -> None:
    activity = teams.message("x" * LIMIT)

    assert (await teams.post(activity)).status == 413
    assert bot.stored("SELECT * FROM inbox") == []


async def test_case_53_a_small_body_that_unpacks_to_a_large_one_is_too_large(
    teams: TeamsClient,
) -> None:
    packed = gzip.compress(json.dumps(teams.message("x" * 10_000_000)).encode())

    assert (await teams.post(packed, headers={"Content-Encoding": "gzip"})).status == 413


async def test_case_55_a_crowd_joining_costs_little(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    crowd = [{"id": f"29:{n}"} for n in range(13_000)]
    activity = teams.activity("conversationUpdate", membersAdded=crowd)
    body = json.dumps(activity).encode()
    assert 200_000 < len(body) < LIMIT
    before = time.process_time()

    answer = await teams.post(body)

    assert answer.status == 200
    assert time.process_time() - before < 0.05
    assert connector.arrivals == []


async def test_case_55_a_crowd_of_65_000_is_too_large_to_be_read(
    teams: TeamsClient, bot: RunningBot
) -> None:
    crowd = [{"id": f"{n}"} for n in range(65_000)]
    activity = teams.activity("conversationUpdate", membersAdded=crowd)
    body = json.dumps(activity, separators=(",", ":")).encode()
    before = time.process_time()

    answer = await teams.post(body)

    assert answer.status == 413
    assert time.process_time() - before < 0.05
    assert bot.stored("SELECT * FROM inbox") == []


@pytest.mark.parametrize(
    "kind", ["somethingNew", "messageReaction", "messageUpdated", "typing", "event", "trace"]
)
async def test_an_activity_of_a_kind_that_needs_no_answer_gets_none(
    teams: TeamsClient, connector: FakeConnector, bot: RunningBot, kind: str
) -> None:
    answer = await teams.post(teams.activity(kind))

    assert answer.status == 200
    assert connector.arrivals == []
    assert bot.stored("SELECT * FROM inbox") == []


async def test_an_uninstallation_is_not_answered(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    answer = await teams.deliver(teams.activity("installationUpdate", action="remove"))

    assert answer.status == 200
    assert connector.arrivals == []


@pytest.mark.parametrize(
    "text",
    ["", "   ", "😀", "x" * 50_000, "\u0000", "\ud800 hej", "\u202eolleh", "{}", "null"],
    ids=["empty", "blank", "emoji", "50 000", "nul", "surrogate", "bidi", "braces", "null"],
)
async def test_any_text_reaches_the_application_which_knows_what_to_say(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot, text: str
) -> None:
    answer = await teams.post(teams.message(text))
    await connector.until(lambda: bool(connector.arrivals))

    assert answer.status == 200
    assert copilot.turns[0].text == text.replace("\ud800", "?").strip()


async def test_a_message_without_any_text_is_an_empty_one(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    activity = teams.message("")
    del activity["text"]

    await teams.post(activity)
    await connector.until(lambda: bool(connector.arrivals))

    assert copilot.turns[0].text == ""


@pytest.mark.parametrize(
    "content_type", ["application/vnd.microsoft.teams.file.download.info", "image/png", "image/*"]
)
async def test_a_file_alone_is_answered_with_what_cannot_be_done(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot, content_type: str
) -> None:
    file = {"contentType": content_type, "name": "lön.pdf", "contentUrl": "https://x.example/1"}

    await teams.deliver(teams.message("", attachments=[file]))
    [message] = await connector.until_messages(PERSONAL, 1)

    assert message["text"].startswith("Jag kan inte läsa den bilagan.")
    assert copilot.turns == []


async def test_a_question_with_a_file_is_answered_and_the_file_is_said_to_be_unread(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    html = {"contentType": "text/html", "content": "<p>hej</p>"}
    file = {"contentType": "image/png", "contentUrl": "https://x.example/1"}

    await teams.deliver(teams.message("hej", attachments=[html, file]))
    await teams.deliver(teams.message("hej igen", attachments=[html]))
    first, second = await connector.until_messages(PERSONAL, 2)

    assert "Jag har bara läst det du skrev, inte bilagan" in first["text"]
    assert "echo: hej" in first["text"]
    assert second["text"] == "echo: hej igen"


@pytest.mark.parametrize(
    "value",
    [
        {"kollega": "show_source"},
        {"kollega": {"id": 5}},
        {"kollega": {"id": "x", "values": []}},
        {"something": "else"},
        ["kollega"],
        "kollega",
        17,
    ],
    ids=json.dumps,
)
async def test_a_card_that_is_none_of_ours_crashes_nothing(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot, value: object
) -> None:
    answer = await teams.post(teams.activity("message", value=value))
    await connector.until(lambda: bool(connector.arrivals))

    assert answer.status == 200
    assert copilot.turns[0].text == ""


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What production would write to its log."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(SafeFormatter())
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


async def test_an_unexpected_failure_is_one_calm_apology_with_a_reference(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot, log: io.StringIO
) -> None:
    copilot.on("kraschar du?", RuntimeError("kraschar du? 199001019802"))

    await teams.say("kraschar du?")
    [message] = await connector.until_messages(PERSONAL, 1)
    await teams.say("hej")
    await connector.until_messages(PERSONAL, 2)

    assert message["text"].startswith("Något gick fel hos mig.")
    reference = message["text"].rpartition("Referens: ")[2].rstrip(".")
    [failure] = [line for line in log.getvalue().splitlines() if "level=ERROR" in line]
    assert f"reference={reference}" in failure
    assert "exception=RuntimeError" in failure
    assert "scripted_copilot.py:" in failure
    assert "kraschar" not in failure
    assert "199001019802" not in failure


async def test_an_answer_that_takes_too_long_ends_in_an_apology(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    copilot.on("långsam", 60.0)

    await teams.say("långsam")
    await connector.until(lambda: bool(connector.arrivals))

    assert connector.texts(PERSONAL)[0].startswith("Det tog för lång tid att svara.")
    assert copilot.interrupted == ["långsam"]
