"""A tenant that has targeted messages: the asker is answered in the group, for their eyes alone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from bot.turn import Notice, Progress
from tests.fakes.connector import FakeConnector, Fault
from tests.fakes.passages import sentence
from tests.fakes.scripted_copilot import ScriptedCopilot
from tests.fakes.teams_client import ANNA, GROUP, PERSONAL, STRANGER, TeamsClient
from tests.scenarios.running_bot import RunningBot

SEARCHING = Progress("Söker i intranätet …")
ANSWER = sentence("Du får flyga när tåget tar mer än fem timmar.")
PRIVATE_ONLY = Notice(text="Jag hittar inget svar.", outcome="private_only")


@pytest.fixture
async def bot(
    build_bot: Callable[..., RunningBot], copilot: ScriptedCopilot
) -> AsyncIterator[RunningBot]:
    copilot.on("får vi flyga?", SEARCHING, 0.05, ANSWER)
    async with build_bot(targeted_messages=True) as running:
        yield running


def _for_anna(connector: FakeConnector) -> list[dict[str, Any]]:
    messages = list(connector.targeted[GROUP].values())
    assert all(message["recipient"]["id"] == ANNA.id for message in messages)
    return messages


async def _until_told(connector: FakeConnector, text: str) -> None:
    await connector.until(lambda: text in str(connector.targeted[GROUP]))


async def test_case_28_the_answer_is_in_the_group_for_the_asker_alone(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    connector.join(GROUP, STRANGER.member())
    question = teams.mention("får vi flyga?")

    await teams.deliver(question)
    await connector.until(lambda: len(connector.targeted[GROUP]) == 2)

    answer, buttons = _for_anna(connector)
    assert answer["text"].startswith("Du frågade i en gruppchatt: ”får vi flyga?”")
    assert answer["text"].endswith(f"{ANSWER.text} [1]")
    assert answer["replyToId"] == question["id"]
    assert answer["entities"][0]["citation"]
    assert buttons["attachments"]
    assert connector.texts(GROUP) == [
        "Jag svarar dig så att bara du ser det, Anna, eftersom alla här inte är anställda i "
        "kommunen."
    ]
    assert connector.messages(PERSONAL) == []
    assert copilot.turns[-1].audience == "private"
    assert copilot.turns[-1].conversation_id == f"targeted:{GROUP}"


async def test_what_restricted_sources_answer_the_group_does_not_see(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    copilot.on("lönerna?", SEARCHING, PRIVATE_ONLY)

    await teams.deliver(teams.mention("lönerna?"))
    await _until_told(connector, "Svaret finns i källor")

    [shown] = connector.texts(GROUP)
    assert shown.partition("\n")[0] == PRIVATE_ONLY.text


async def test_a_button_of_such_a_message_is_answered_in_another(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    connector.join(GROUP, STRANGER.member())
    await teams.deliver(teams.mention("får vi flyga?"))
    await connector.until(lambda: len(connector.targeted[GROUP]) == 2)
    [button] = _for_anna(connector)[1]["attachments"][0]["content"]["actions"]
    seen_by_all = connector.texts(GROUP)
    copilot.on("", ANSWER)

    await teams.deliver(teams.press(button, to=GROUP))
    await _until_told(connector, "Du tryckte på en knapp")

    assert connector.texts(GROUP) == seen_by_all
    action = copilot.turns[-1].action
    assert action is not None
    assert action.id.startswith("show_source")
    assert "alone" not in action.values


async def test_a_targeted_message_that_is_refused_goes_to_the_private_chat(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    copilot.on("lönerna?", PRIVATE_ONLY)
    refused = Fault(status=400, message="Bad argument")
    connector.fail("message", Fault(), refused)  # the group's own comes first
    connector.rosters[GROUP] = [ANNA.member()]

    await teams.deliver(teams.mention("lönerna?"))
    await connector.until(lambda: bool(connector.texts(PERSONAL)))

    assert not connector.targeted[GROUP]
    assert connector.texts(PERSONAL)[0].startswith("Du frågade i en gruppchatt: ”lönerna?”")
