"""Stopping and dying: what was accepted is answered by the next process, and never twice."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.storage.base import InboxItem
from bot.storage.sqlite_inbox import SQLiteInbox
from bot.turn import Progress
from tests.fakes.connector import FakeConnector, Fault
from tests.fakes.identity_provider import IdentityProvider
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.passages import sentence
from tests.fakes.scripted_copilot import ScriptedCopilot
from tests.fakes.teams_client import GROUP, PERSONAL, TeamsClient
from tests.scenarios.running_bot import FAST, People, RunningBot, Start

SEARCHING = Progress("Söker i intranätet …")
ANSWER = sentence("Du får flyga när tåget tar mer än fem timmar.")
INTERRUPTED = "Jag blev avbruten innan jag hann svara."


def _stuck() -> ScriptedCopilot:
    copilot = ScriptedCopilot()
    copilot.on("får vi flyga?", SEARCHING, asyncio.Event())
    copilot.on("tyst", asyncio.Event())
    return copilot


def _working() -> ScriptedCopilot:
    copilot = ScriptedCopilot()
    copilot.on("får vi flyga?", SEARCHING, 0.05, ANSWER)
    return copilot


async def test_case_68_what_was_accepted_but_not_begun_is_answered_after_the_restart(
    start: Start, people: People, connector: FakeConnector
) -> None:
    async with start(_stuck()) as first:
        await people(first).say("tyst")
        await people(first).say("väntar")

    async with start(_working()):
        await connector.until_messages(PERSONAL, 2)

    assert connector.texts(PERSONAL) == ["echo: tyst", "echo: väntar"]


async def test_case_68_a_stream_that_was_begun_is_ended_by_the_next_process(
    start: Start, people: People, connector: FakeConnector
) -> None:
    async with start(_stuck()) as first:
        await people(first).say("får vi flyga?")
        await connector.until_messages(PERSONAL, 1)

    async with start(_working()):
        await connector.until(lambda: connector.arrivals[-1].kind == "final")

    assert connector.texts(PERSONAL) == [f"{ANSWER.text} [1]"]
    assert [arrival.kind for arrival in connector.arrivals] == ["start", "final"]


async def test_case_68_a_stream_that_teams_has_ended_meanwhile_is_replaced(
    start: Start, people: People, connector: FakeConnector
) -> None:
    connector.streams.limit_s = 0.0
    async with start(_stuck()) as first:
        await people(first).say("får vi flyga?")
        await connector.until_messages(PERSONAL, 1)

    async with start(_working()):
        await connector.until(lambda: connector.arrivals[-1].kind == "put")

    assert connector.texts(PERSONAL) == [f"{ANSWER.text} [1]"]


async def test_case_68_a_placeholder_in_a_group_is_replaced_by_the_next_process(
    start: Start, people: People, connector: FakeConnector
) -> None:
    async with start(_stuck()) as first:
        teams = people(first)
        await teams.deliver(teams.mention("får vi flyga?"))
        await connector.until_messages(GROUP, 1)

    async with start(_working()):
        await connector.until(lambda: connector.arrivals[-1].kind == "put")

    assert connector.texts(GROUP) == [f"{ANSWER.text} [1]"]


async def test_case_68_where_nobody_knows_what_was_shown_there_is_one_apology(
    start: Start, people: People, connector: FakeConnector
) -> None:
    connector.fail("message", Fault(delay_s=0.3))
    async with start(ScriptedCopilot()) as first:
        await people(first).say("hej")
        await asyncio.sleep(0.15)
    for _ in range(2):
        async with start(ScriptedCopilot()) as following:
            await people(following).say("vidare")
            await connector.until(lambda: "echo: vidare" in connector.texts(PERSONAL))

    apologies = [text for text in connector.texts(PERSONAL) if text.startswith(INTERRUPTED)]
    assert len(apologies) == 1
    assert "Referens: " in apologies[0]


@pytest.mark.parametrize(("text", "deaths"), [("tyst", 2), ("får vi flyga?", 5)])
async def test_case_68_a_message_that_kills_every_process_is_apologised_for_in_the_end(
    start: Start, people: People, connector: FakeConnector, text: str, deaths: int
) -> None:
    async with start(_stuck()) as first:
        await people(first).say(text)
        await asyncio.sleep(0.1)
    for _ in range(deaths):
        async with start(_stuck()):
            await asyncio.sleep(0.1)

    async with start(_stuck()):
        await connector.until(lambda: INTERRUPTED in str(connector.texts(PERSONAL)))

    assert len(connector.messages(PERSONAL)) == 1


async def test_case_68_a_sensitive_question_whose_text_was_not_kept_is_apologised_for(
    start: Start, people: People, connector: FakeConnector
) -> None:
    copilot = _stuck()
    copilot.on("min rehab", asyncio.Event())
    async with start(copilot) as first:
        await people(first).say("min rehab")

    async with start(ScriptedCopilot()):
        [message] = await connector.until_messages(PERSONAL, 1)

    assert message["text"].startswith(INTERRUPTED)


async def test_case_61_a_delivery_repeated_after_the_restart_has_no_second_effect(
    start: Start, people: People, connector: FakeConnector
) -> None:
    async with start(ScriptedCopilot()) as first:
        message = people(first).message("hej")
        await people(first).deliver(message)
        await connector.until_messages(PERSONAL, 1)

    async with start(ScriptedCopilot()) as second:
        answer = await people(second).deliver(message)
        await people(second).say("sist")
        await connector.until_messages(PERSONAL, 2)

    assert answer.status == 200
    assert connector.texts(PERSONAL) == ["echo: hej", "echo: sist"]


async def test_case_61_two_processes_on_one_store_answer_once(
    start: Start, people: People, connector: FakeConnector
) -> None:
    async with start(ScriptedCopilot()) as first, start(ScriptedCopilot()) as second:
        message = people(first).message("hej")
        await asyncio.gather(
            *(people(process).deliver(message) for process in (first, second, first, second))
        )
        await people(second).say("sist")
        await connector.until_messages(PERSONAL, 2)

    assert sorted(connector.texts(PERSONAL)) == ["echo: hej", "echo: sist"]


class SlowInbox(SQLiteInbox):
    """Takes a while to say that it has recorded something."""

    async def accept(self, item: InboxItem) -> bool:
        is_new = await super().accept(item)
        await asyncio.sleep(0.1)
        return is_new


async def test_case_61_what_is_just_being_accepted_is_not_taken_for_left_behind(
    tmp_path: Path,
    authority: LocalAuthority,
    identity_provider: IdentityProvider,
    connector: FakeConnector,
    people: People,
) -> None:
    restless = RunningBot(
        tmp_path,
        copilot=ScriptedCopilot(),
        tls=authority.client_context(),
        identity_provider=identity_provider,
        connector=connector,
        limits=replace(FAST, take_over_every_s=0.01),
        open_inbox=SlowInbox,
    )
    async with restless:
        await people(restless).say("hej")
        await people(restless).say("sist")
        await connector.until_messages(PERSONAL, 2)

    assert connector.texts(PERSONAL) == ["echo: hej", "echo: sist"]


async def test_case_76_a_running_answer_is_finished_before_the_process_stops(
    bot: RunningBot, teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    copilot.on("får vi flyga?", SEARCHING, 0.3, ANSWER)
    await teams.say("får vi flyga?")
    await connector.until_messages(PERSONAL, 1)

    await bot.stop()

    assert connector.texts(PERSONAL) == [f"{ANSWER.text} [1]"]
    assert bot.stored("SELECT body FROM inbox") == [("",)]


async def test_case_73_while_the_store_is_down_nothing_is_accepted(
    bot: RunningBot, teams: TeamsClient, connector: FakeConnector
) -> None:
    await teams.say("ett")
    await connector.until_messages(PERSONAL, 1)
    with bot.store_broken():
        refused = await teams.say("två")
    accepted = await teams.say("tre")
    await connector.until_messages(PERSONAL, 2)

    assert (refused.status, accepted.status) == (503, 200)
    assert connector.texts(PERSONAL) == ["echo: ett", "echo: tre"]
