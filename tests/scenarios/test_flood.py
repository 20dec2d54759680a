"""Somebody who sends too much is told so once; nobody else notices, and no distress is refused."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest

from tests.fakes.connector import FakeConnector
from tests.fakes.scripted_copilot import ScriptedCopilot
from tests.fakes.teams_client import ANNA, ERIK, GROUP, PERSONAL, TeamsClient
from tests.scenarios.running_bot import FAST, RunningBot

WAIT = (
    "Nu kom det många meddelanden på en gång. Vänta 30 sekunder och skriv sedan igen, "
    "så svarar jag. Det du skriver under tiden läser jag inte. Referens: "
)
ECHOES = [f"echo: {number}" for number in range(5)]


@pytest.fixture
async def bot(build_bot: Callable[..., RunningBot]) -> AsyncIterator[RunningBot]:
    async with build_bot(limits=replace(FAST, messages_per_minute=5)) as running:
        yield running


async def flood(teams: TeamsClient, *, messages: int = 30) -> None:
    for number in range(messages):
        answer = await teams.say(f"{number}")
        assert answer.status == 200


async def test_case_59_a_flood_is_told_to_wait_once_and_others_are_answered(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot, bot: RunningBot
) -> None:
    await flood(teams)
    await teams.say("hej", by=ERIK, to="a:erik")
    await connector.until_messages("a:erik", 1)
    await connector.until_messages(PERSONAL, 6)
    await bot.stop()

    *answers, told = connector.texts(PERSONAL)
    assert answers == ECHOES
    assert told.startswith(WAIT)
    assert connector.texts("a:erik") == ["echo: hej"]
    assert len(copilot.turns) == 6


async def test_what_is_not_answered_is_finished_and_erased(
    teams: TeamsClient, connector: FakeConnector, bot: RunningBot
) -> None:
    await flood(teams)
    await connector.until_messages(PERSONAL, 6)
    await bot.stop()

    assert bot.stored("SELECT count(*) FROM inbox WHERE finished_at IS NULL OR body <> ''") == [
        (0,)
    ]
    assert bot.stored("SELECT count(*) FROM inbox") == [(30,)]


async def test_a_person_in_distress_is_answered_however_much_they_write(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    await flood(teams, messages=10)

    for number in range(10):
        await teams.say(f"rehab {number}")

    await connector.until_messages(PERSONAL, 16)
    assert connector.texts(PERSONAL)[6:] == [f"echo: rehab {number}" for number in range(10)]


async def test_a_flood_is_told_to_wait_in_its_own_language(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    for number in range(7):
        await teams.say(f"How many days {number}?")

    messages = await connector.until_messages(PERSONAL, 6)
    assert messages[-1]["text"].startswith("That was many messages at once. Wait 30 seconds")


async def test_pressed_buttons_count_and_thumbs_do_not(
    teams: TeamsClient, connector: FakeConnector, bot: RunningBot
) -> None:
    for _ in range(5):
        await teams.deliver(teams.press({"data": {"kollega": {"id": "ask:1"}}}))
    await connector.until_messages(PERSONAL, 5)

    thumb = await teams.deliver(teams.thumb("like"))
    await teams.say("hej")

    messages = await connector.until_messages(PERSONAL, 6)
    assert messages[-1]["text"].startswith(WAIT)
    assert thumb.status == 200
    assert bot.stored("SELECT reaction FROM feedback") == [("like",)]


async def test_the_same_message_delivered_again_and_again_counts_once(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    message = teams.message("hej")
    await asyncio.gather(*(teams.deliver(message) for _ in range(20)))

    await teams.say("sist")

    await connector.until_messages(PERSONAL, 2)
    assert connector.texts(PERSONAL) == ["echo: hej", "echo: sist"]


async def test_a_person_has_one_limit_in_all_their_conversations(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    await flood(teams, messages=5)

    await teams.deliver(teams.mention("får vi flyga?"))

    [told] = await connector.until_messages(GROUP, 1)
    assert told["text"].startswith(WAIT)


async def test_what_the_person_was_told_can_be_found_by_its_reference(
    teams: TeamsClient, connector: FakeConnector, bot: RunningBot
) -> None:
    await flood(teams, messages=6)
    [*_, told] = await connector.until_messages(PERSONAL, 6)
    await bot.stop()

    reference = told["text"].rpartition(": ")[2].rstrip(".")
    query = f"SELECT outcome, user_id FROM reply WHERE reference = '{reference}'"
    assert bot.stored(query) == [("refused", ANNA.object_id)]
