"""One delivered activity has one effect, in order, and is answered whatever happens."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.turn import Notice, Progress
from tests.fakes.connector import FakeConnector, Fault
from tests.fakes.passages import sentence
from tests.fakes.scripted_copilot import ScriptedCopilot
from tests.fakes.teams_client import ANNA, ERIK, GROUP, PERSONAL, TeamsClient
from tests.scenarios.running_bot import RunningBot

SEARCHING = Progress("Söker i intranätet …")
ANSWER = sentence("Du får flyga när tåget tar mer än fem timmar.")


async def test_a_message_is_answered_in_its_conversation(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    said = teams.message("hej")

    answer = await teams.deliver(said)

    assert answer.status == 200
    [message] = await connector.until_messages(PERSONAL, 1)
    assert message["text"] == "echo: hej"
    assert message["replyToId"] == said["id"]


async def test_case_61_an_activity_delivered_four_times_is_answered_once(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    message = teams.message("hej")

    answers = await asyncio.gather(*(teams.deliver(message) for _ in range(4)))
    await teams.say("sist")
    await connector.until_messages(PERSONAL, 2)

    assert {answer.status for answer in answers} == {200}
    assert connector.texts(PERSONAL) == ["echo: hej", "echo: sist"]


async def test_case_62_the_same_id_in_another_conversation_is_another_activity(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    message = teams.message("hej")
    elsewhere = {**teams.mention("hej"), "id": message["id"]}

    await teams.deliver(message)
    await teams.deliver(elsewhere)

    await connector.until_messages(PERSONAL, 1)
    await connector.until_messages(GROUP, 1)


async def test_case_63_an_activity_is_acknowledged_while_its_answer_takes_its_time(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    released = asyncio.Event()
    copilot.on("långsam", released, Notice(text="klar"))
    started = time.monotonic()

    answer = await teams.say("långsam")

    assert answer.status == 200
    assert time.monotonic() - started < 1.0
    released.set()
    await connector.until_messages(PERSONAL, 1)


async def test_case_64_twenty_messages_in_one_conversation_are_answered_in_order(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    for number in range(20):
        copilot.on(f"{number}", (20 - number) / 1000, Notice(text=f"svar {number}"))
    for number in range(20):
        await teams.say(f"{number}")

    await connector.until_messages(PERSONAL, 20)

    assert connector.texts(PERSONAL) == [f"svar {number}" for number in range(20)]


async def test_case_64_twenty_messages_at_once_are_answered_one_by_one_as_they_were_recorded(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot, bot: RunningBot
) -> None:
    said = [
        teams.message(f"{number}", by=(ANNA, ERIK)[number % 2], to=GROUP) for number in range(20)
    ]
    mentions = [{**each, "entities": teams.mention("")["entities"]} for each in said]
    for number in range(20):
        copilot.on(f"{number}", SEARCHING, (number % 3) / 100, Notice(text=f"svar {number}"))

    answers = await asyncio.gather(*(teams.deliver(mention) for mention in mentions))
    await connector.until(lambda: [each.kind for each in connector.arrivals].count("put") == 20)

    recorded = [row for (row,) in bot.stored("SELECT activity_id FROM inbox ORDER BY rowid")]
    texts = {each["id"]: f"svar {each['text']}" for each in said}
    assert {answer.status for answer in answers} == {200}
    assert connector.texts(GROUP) == [texts[str(activity_id)] for activity_id in recorded]
    assert [each.kind for each in connector.arrivals] == ["message", "put"] * 20


async def test_one_slow_conversation_does_not_hold_up_another(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    released = asyncio.Event()
    copilot.on("långsam", released)
    await teams.say("långsam")

    await teams.say("snabb", to="a:other")

    await connector.until_messages("a:other", 1)
    assert connector.messages(PERSONAL) == []
    released.set()


async def test_case_65_a_message_that_was_taken_though_refused_is_not_posted_again(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    connector.fail("message", Fault(status=500, after_accepting=True))

    await teams.say("ett")
    await teams.say("två")
    await connector.until_messages(PERSONAL, 2)

    assert connector.texts(PERSONAL) == ["echo: ett", "echo: två"]
    assert len(connector.arrivals) == 2


async def test_case_66_a_throttled_message_is_sent_again_when_the_channel_says(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    connector.fail("message", Fault(status=429, headers=(("Retry-After", "1"),)))

    await teams.say("hej")
    await connector.until_messages(PERSONAL, 1)

    first, second = connector.arrivals
    assert 1.0 <= second.at - first.at < 2.0


async def test_case_67_an_answer_cut_off_after_the_message_was_taken_causes_no_second(
    teams: TeamsClient, connector: FakeConnector, caplog: pytest.LogCaptureFixture
) -> None:
    connector.fail("message", Fault(cut_off=True))

    await teams.say("ett")
    await teams.say("två")
    await connector.until_messages(PERSONAL, 2)

    assert connector.texts(PERSONAL) == ["echo: ett", "echo: två"]
    assert "its answer was cut off" in caplog.text


async def test_the_text_is_on_disk_masked_until_answered_and_erased_then(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot, bot: RunningBot
) -> None:
    released = asyncio.Event()
    text = "mitt nummer är 19900101-9802"
    copilot.on("mitt nummer är [personnummer]", released, Notice(text="klar"))

    await teams.say(text)
    [(while_answering,)] = bot.stored("SELECT body FROM inbox")
    released.set()
    await connector.until_messages(PERSONAL, 1)
    await bot.stop()

    assert "mitt nummer är [personnummer]" in str(while_answering)
    assert "9802" not in str(while_answering)
    assert bot.stored("SELECT body FROM inbox") == [("",)]


async def test_of_a_sensitive_matter_no_text_is_recorded(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot, bot: RunningBot
) -> None:
    released = asyncio.Event()
    copilot.on("min rehab", released, Notice(text="klar"))

    await teams.say("min rehab")
    [(recorded,)] = bot.stored("SELECT body FROM inbox")
    released.set()
    [message] = await connector.until_messages(PERSONAL, 1)

    assert "rehab" not in str(recorded)
    assert message["text"] == "klar"
