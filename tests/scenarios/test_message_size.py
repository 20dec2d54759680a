"""Long answers: several messages, in order, and never silence when Teams finds one too large."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp

from bot.turn import Action, Notice, Progress
from tests.fakes.connector import FakeConnector, Fault
from tests.fakes.identity_provider import IdentityProvider
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.passages import chunk, sentence
from tests.fakes.scripted_copilot import ScriptedCopilot
from tests.fakes.teams_client import GROUP, PERSONAL, TeamsClient
from tests.scenarios.running_bot import FAST, RunningBot

SEARCHING = Progress("Söker i intranätet …")
FILLER = "ord " * 1000
LONG = [sentence(f"Mening {number} {FILLER}slut.", chunk(number)) for number in range(24)]
NEXT = Notice(text="", actions=(Action(id="ask", label="Vidare"),))
TOO_LARGE = "Svaret blev för långt för att visas i Teams."
REST_MISSING = "Resten av svaret gick inte att visa."


def _parts(messages: list[dict[str, Any]]) -> list[str]:
    """Which part of how many each message says it is."""
    found = (re.search(r"\*Del (\d+ av \d+)\*$", message["text"]) for message in messages)
    return [match[1] if match else "" for match in found]


def _said(messages: list[dict[str, Any]]) -> list[int]:
    """The numbers of the sentences, in the order in which they are shown."""
    return [
        int(number)
        for message in messages
        for number in re.findall(r"Mening (\d+)", message["text"])
    ]


async def test_an_answer_above_the_limit_comes_in_several_messages_in_order(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    copilot.on("Får jag flyga?", *LONG, NEXT)

    await teams.say("Får jag flyga?")
    messages = await connector.until_messages(PERSONAL, 3)

    assert _parts(messages) == ["1 av 3", "2 av 3", "3 av 3"]
    assert _said(messages) == list(range(24))
    assert [bool(message.get("attachments")) for message in messages] == [False, False, True]
    assert ["channelData" in message for message in messages] == [False, False, True]
    for message in messages:
        [entity] = message["entities"]
        assert entity["additionalType"] == ["AIGeneratedContent"]
        assert len(entity["citation"]) == 8


async def test_a_stream_stops_growing_in_time_and_the_rest_follows_its_end(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    steps = [step for each in LONG for step in (each, 0.06)]
    copilot.on("Får jag flyga?", SEARCHING, 0.1, *steps, NEXT)

    await teams.say("Får jag flyga?")
    messages = await connector.until_messages(PERSONAL, 3)

    kinds = [arrival.kind for arrival in connector.arrivals]
    assert kinds.count("final") == 1
    assert kinds[kinds.index("final") :] == ["final", "message", "message"]
    assert _said(messages) == list(range(24))


async def test_in_a_group_the_placeholder_becomes_the_first_part_and_the_buttons_come_last(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    copilot.on("får vi flyga?", SEARCHING, 0.05, *LONG, NEXT)

    await teams.deliver(teams.mention("får vi flyga?"))
    await connector.until(lambda: len(connector.arrivals) == 4)
    messages = connector.messages(GROUP)

    assert [arrival.kind for arrival in connector.arrivals] == [
        "message",
        "put",
        "message",
        "message",
    ]
    assert _parts(messages) == ["1 av 3", "2 av 3", "3 av 3"]
    assert [bool(message.get("attachments")) for message in messages] == [False, False, True]


async def test_a_thumb_on_the_last_part_is_tied_to_the_answer(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot, bot: RunningBot
) -> None:
    copilot.on("Får jag flyga?", *LONG)
    await teams.say("Får jag flyga?")
    await connector.until_messages(PERSONAL, 3)
    last = list(connector.conversations[PERSONAL])[-1]
    await teams.say("hej")
    await connector.until_messages(PERSONAL, 4)

    await teams.deliver(teams.thumb("like", on=last))

    assert bot.stored("SELECT skill FROM feedback") == [("policy",)]


async def test_an_answer_that_teams_finds_too_large_ends_in_words(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    connector.fail("message", Fault(status=413, message="Message size too large"))

    await teams.say("hej")
    [message] = await connector.until_messages(PERSONAL, 1)

    assert message["text"].startswith(TOO_LARGE)
    assert "Referens: " in message["text"]


async def test_a_stream_that_teams_finds_too_large_ends_in_words(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    copilot.on("Får jag flyga?", SEARCHING, 0.1, sentence("Ja."))
    connector.fail("final", Fault(status=403, message="Message size too large"))
    connector.fail("put", Fault(status=413, message="Message size too large"))

    await teams.say("Får jag flyga?")
    await connector.until(lambda: connector.texts(PERSONAL)[-1:] not in ([], [SEARCHING.text]))
    [text] = connector.texts(PERSONAL)

    assert text.startswith(TOO_LARGE)


async def test_when_a_later_part_is_not_taken_the_person_is_told_and_nothing_comes_after_it(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    copilot.on("Får jag flyga?", *LONG)
    connector.fail("message", Fault(), Fault(status=500))

    await teams.say("Får jag flyga?")
    first, told = await connector.until_messages(PERSONAL, 2)
    await teams.say("hej")
    messages = await connector.until_messages(PERSONAL, 3)

    assert _parts([first]) == ["1 av 3"]
    assert told["text"].startswith(REST_MISSING)
    assert messages[2]["text"] == "echo: hej"


async def test_case_68_a_process_that_dies_between_two_parts_gives_no_second_answer(
    tmp_path: Path,
    authority: LocalAuthority,
    identity_provider: IdentityProvider,
    connector: FakeConnector,
    session: aiohttp.ClientSession,
) -> None:
    def start(copilot: ScriptedCopilot) -> RunningBot:
        return RunningBot(
            tmp_path,
            copilot=copilot,
            tls=authority.client_context(),
            identity_provider=identity_provider,
            connector=connector,
            limits=replace(FAST, drain_s=0.0),
        )

    def people(bot: RunningBot) -> TeamsClient:
        return TeamsClient(
            bot.endpoint, connector=connector, identity_provider=identity_provider, session=session
        )

    copilot = ScriptedCopilot()
    copilot.on("Får jag flyga?", SEARCHING, 0.05, *LONG)
    connector.fail("message", Fault(delay_s=0.3))
    async with start(copilot) as first:
        await people(first).say("Får jag flyga?")
        await connector.until(lambda: "final" in [each.kind for each in connector.arrivals])
        await asyncio.sleep(0.15)
    await connector.until_messages(PERSONAL, 2)

    async with start(copilot) as second:
        await people(second).say("hej")
        messages = await connector.until_messages(PERSONAL, 3)

    assert _parts(messages) == ["1 av 3", "2 av 3", ""]
    assert len(_said(messages)) == len(set(_said(messages)))


async def test_what_has_buttons_says_in_a_notification_what_it_is_about(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    copilot.on("Får jag flyga?", sentence("Ja, men *bara* om tåget tar mer än fem timmar."), NEXT)

    await teams.say("Får jag flyga?")
    [message] = await connector.until_messages(PERSONAL, 1)

    assert message["summary"] == "Ja, men bara om tåget tar mer än fem timmar."
