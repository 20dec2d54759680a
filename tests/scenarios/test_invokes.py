"""Invokes are answered at once: thumbs, universal card actions, and what nobody knows."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from bot.turn import Progress
from tests.fakes.connector import FakeConnector
from tests.fakes.passages import sentence
from tests.fakes.scripted_copilot import ScriptedCopilot
from tests.fakes.specs import inbound_activity
from tests.fakes.teams_client import PERSONAL, TeamsClient
from tests.scenarios.running_bot import RunningBot

THUMBS = "SELECT reaction, comment, skill FROM feedback"


async def test_a_thumb_is_kept_with_what_it_was_about_and_without_who_gave_it(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot, bot: RunningBot
) -> None:
    copilot.on("Får jag flyga?", sentence("Ja."))
    await teams.say("Får jag flyga?")
    await connector.until_messages(PERSONAL, 1)
    [answered] = connector.conversations[PERSONAL]

    answer = await teams.deliver(teams.thumb("like", "Bra! 19900101-9802", on=answered))

    assert (answer.status, answer.json()) == (200, {})
    assert bot.stored(THUMBS) == [("like", "Bra! [personnummer]", "policy")]
    assert "anna" not in str(bot.stored("SELECT * FROM feedback"))


async def test_a_thumb_delivered_twice_counts_once(teams: TeamsClient, bot: RunningBot) -> None:
    thumb = teams.thumb("dislike")

    answers = [await teams.deliver(thumb) for _ in range(3)]

    assert [answer.status for answer in answers] == [200, 200, 200]
    assert bot.stored(THUMBS) == [("dislike", "", None)]


@pytest.mark.parametrize(
    "value",
    [
        None,
        {},
        [],
        {"actionName": "feedback"},
        {"actionName": "feedback", "actionValue": {"reaction": "love"}},
        {"actionName": "other", "actionValue": {"reaction": "like"}},
    ],
)
async def test_a_thumb_that_is_none_is_malformed(
    teams: TeamsClient, bot: RunningBot, value: Any
) -> None:
    answer = await teams.post(teams.invoke("message/submitAction", value))

    assert answer.status == 400
    assert bot.stored(THUMBS) == []


@pytest.mark.parametrize("feedback", [None, "", "[]", '{"feedbackText": 5}'])
async def test_a_thumb_without_a_readable_comment_still_counts(
    teams: TeamsClient, bot: RunningBot, feedback: str | None
) -> None:
    value = {
        "actionName": "feedback",
        "actionValue": {"reaction": "like", "feedback": feedback},
    }

    answer = await teams.post(teams.invoke("message/submitAction", value))

    assert answer.status == 200
    assert bot.stored(THUMBS) == [("like", "", None)]


async def test_a_comment_that_is_not_json_is_kept_as_it_was_written(
    teams: TeamsClient, bot: RunningBot
) -> None:
    """The Agents Playground sends it so."""
    given = {"reaction": "dislike", "feedback": " För långt, 19900101-9802 "}
    value = {"actionName": "feedback", "actionValue": given}

    await teams.post(teams.invoke("message/submitAction", value))

    assert bot.stored(THUMBS) == [("dislike", "För långt, [personnummer]", None)]


async def test_what_a_comment_confides_is_not_kept(teams: TeamsClient, bot: RunningBot) -> None:
    answer = await teams.deliver(teams.thumb("dislike", "svaret om min rehab var fel"))

    assert answer.status == 200
    assert bot.stored(THUMBS) == [("dislike", "", None)]


async def test_a_universal_card_action_is_acknowledged_and_then_answered(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    pressed = {"kollega": {"id": "show_source", "values": {"chunk_id": "c1"}}}
    value = {
        "action": {"type": "Action.Execute", "verb": "v", "data": pressed},
        "trigger": "manual",
    }

    answer = await teams.deliver(teams.invoke("adaptiveCard/action", value))
    await connector.until_messages(PERSONAL, 1)

    assert answer.status == 200
    assert answer.json()["type"] == "application/vnd.microsoft.activity.message"
    taken = copilot.turns[0].action
    assert taken is not None
    assert taken.id == "show_source"


@pytest.mark.parametrize(
    "name", ["composeExtension/somethingNew", "x", "signin/tokenExchange", "task/fetch", None]
)
async def test_an_unknown_invoke_is_not_implemented(
    teams: TeamsClient, connector: FakeConnector, name: str | None
) -> None:
    answer = await teams.post(teams.invoke(name or "", {}))

    assert answer.status == 501
    assert connector.arrivals == []


def _names() -> list[str]:
    """Every invoke that Microsoft's Teams SDK knows of."""
    definitions = inbound_activity().schema["$defs"]
    properties = [each.get("properties", {}) for each in definitions.values()]
    invokes = (each for each in properties if each.get("type", {}).get("const") == "invoke")
    return sorted({each["name"]["const"] for each in invokes})


MINE = {"adaptiveCard/action": 400, "message/submitAction": 400}
"""What the two that are known answer to values that make no sense."""


NONSENSE: tuple[Any, ...] = (
    None,
    {},
    [],
    "x",
    7,
    {"action": []},
    {"action": {"data": "x"}},
    {"actionValue": 7},
)


async def test_case_56_no_invoke_with_a_value_that_makes_no_sense_breaks_anything(
    teams: TeamsClient, connector: FakeConnector, bot: RunningBot
) -> None:
    assert len(_names()) > 20
    for name in (*_names(), "handoff/action"):
        answers = [await teams.post(teams.invoke(name, value)) for value in NONSENSE]
        expected = MINE.get(name, 501)
        assert (name, {answer.status for answer in answers}) == (name, {expected})

    assert connector.arrivals == []
    assert bot.stored("SELECT body FROM inbox WHERE body != ''") == []


async def test_a_universal_card_action_that_makes_no_sense_is_told_as_the_protocol_says(
    teams: TeamsClient,
) -> None:
    answer = await teams.post(teams.invoke("adaptiveCard/action", {"action": {}}))

    told = answer.json()
    assert (told["statusCode"], told["type"]) == (400, "application/vnd.microsoft.error")
    assert set(told["value"]) == {"code", "message"}


async def test_a_universal_card_action_is_acknowledged_while_its_answer_takes_its_time(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    released = asyncio.Event()
    copilot.on("", Progress("Söker i intranätet …"), released, sentence("Du får flyga."))
    pressed = {"kollega": {"id": "ask:1", "values": {"text": "Får jag flyga?"}}}
    value = {"action": {"type": "Action.Execute", "data": pressed}, "trigger": "manual"}
    started = time.monotonic()

    answers = [
        await teams.deliver(teams.invoke("adaptiveCard/action", value)),
        await teams.say("hej"),
    ]
    waited_s = time.monotonic() - started
    await connector.until(lambda: connector.texts(PERSONAL) == ["Söker i intranätet …"])
    released.set()
    await connector.until_messages(PERSONAL, 2)

    assert [answer.status for answer in answers] == [200, 200]
    assert waited_s < 5.0
    assert connector.texts(PERSONAL) == ["Du får flyga. [1]", "echo: hej"]
