"""Every reply and apology can be found again by its reference, without a word of what was said."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from bot.storage.replies import CitedPiece
from bot.turn import Notice
from tests.fakes.connector import FakeConnector, Fault
from tests.fakes.identity_provider import IdentityProvider
from tests.fakes.passages import TRAVEL, sentence
from tests.fakes.scripted_copilot import ScriptedCopilot
from tests.fakes.teams_client import ANNA, GROUP, PERSONAL, TeamsClient
from tests.scenarios.running_bot import RunningBot

SOURCES = f'[["{TRAVEL.document_id}","{TRAVEL.id}"]]'
THUMBS = "SELECT reaction, skill, sources FROM feedback"


async def test_behind_the_reference_of_an_answer_lies_what_it_rested_on(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot, bot: RunningBot
) -> None:
    copilot.on("Får jag flyga?", sentence("Ja."))
    question = teams.message("Får jag flyga?")
    await teams.deliver(question)
    [message] = await connector.until_messages(PERSONAL, 1)
    await bot.finished()

    [line] = message["attachments"][0]["content"]["body"]
    [record] = await bot.records.find(line["text"].removeprefix("Referens: "))

    assert abs(record.at - datetime.now(UTC)) < timedelta(minutes=1)
    assert (record.outcome, record.skill, record.language) == ("answered", "policy", "sv")
    assert record.sources == (CitedPiece(document_id=TRAVEL.document_id, chunk_id=TRAVEL.id),)
    assert (record.conversation_id, record.activity_id) == (PERSONAL, question["id"])
    assert (record.user_id, record.audience) == (ANNA.object_id, "private")
    assert record.message_ids == tuple(connector.conversations[PERSONAL])
    assert record.rules == "kollega of the tests"


async def test_the_answer_in_a_group_is_recorded_as_such(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot, bot: RunningBot
) -> None:
    copilot.on("Får jag flyga?", sentence("Ja."))
    await teams.deliver(teams.mention("Får jag flyga?"))
    await connector.until_messages(GROUP, 1)
    await bot.finished()

    [record] = await bot.records.find("R1")

    assert (record.audience, record.conversation_id) == ("group", GROUP)


async def test_a_reply_without_buttons_ends_with_its_reference(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    copilot.on("Får jag hund?", Notice(text="Det hittar jag inget om.", outcome="not_found"))

    await teams.say("Får jag hund?")
    await connector.until_messages(PERSONAL, 1)

    assert connector.texts(PERSONAL) == ["Det hittar jag inget om.\n\n*Referens: R1*"]


async def test_behind_the_reference_of_an_apology_lies_that_it_failed(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot, bot: RunningBot
) -> None:
    copilot.on("kraschar du?", RuntimeError("kraschar du?"))
    question = teams.message("kraschar du?")
    await teams.deliver(question)
    [message] = await connector.until_messages(PERSONAL, 1)
    await bot.finished()

    reference = message["text"].rpartition("Referens: ")[2].rstrip(".")
    [record] = await bot.records.find(reference)

    assert (record.outcome, record.activity_id) == ("failed", question["id"])
    assert record.user_id == ANNA.object_id
    assert record.message_ids == tuple(connector.conversations[PERSONAL])


async def test_an_answer_that_was_never_delivered_is_recorded_as_that(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot, bot: RunningBot
) -> None:
    copilot.on("Får jag flyga?", sentence("Ja."))
    connector.fail("message", Fault(500))
    await teams.say("Får jag flyga?")
    await connector.until(lambda: bool(connector.arrivals))
    await bot.finished()

    [record] = await bot.records.find("R1")

    assert (record.outcome, record.message_ids) == ("answered", ())


async def test_an_answer_whose_record_cannot_be_kept_is_given_all_the_same(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot, bot: RunningBot
) -> None:
    copilot.on("Får jag flyga?", sentence("Ja."))
    with bot.store_broken("reply"):
        await teams.say("Får jag flyga?")
        await connector.until_messages(PERSONAL, 1)
        await bot.finished()

    assert connector.texts(PERSONAL) == ["Ja. [1]"]


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


async def test_a_thumb_given_after_a_restart_is_tied_to_what_was_answered_before_it(
    build_bot: Callable[..., RunningBot],
    connector: FakeConnector,
    identity_provider: IdentityProvider,
    copilot: ScriptedCopilot,
    browser: aiohttp.ClientSession,
) -> None:
    def people(bot: RunningBot) -> TeamsClient:
        return TeamsClient(
            bot.endpoint,
            connector=connector,
            identity_provider=identity_provider,
            session=browser,
        )

    copilot.on("Får jag flyga?", sentence("Ja."))
    async with build_bot() as first:
        await people(first).say("Får jag flyga?")
        await connector.until_messages(PERSONAL, 1)
    [answered] = connector.conversations[PERSONAL]

    async with build_bot() as second:
        await people(second).deliver(people(second).thumb("dislike", on=answered))

        assert second.stored(THUMBS) == [("dislike", "policy", SOURCES)]
        # By its reference one could find whom the answer was given to.
        assert "R1" not in str(second.stored("SELECT * FROM feedback"))
