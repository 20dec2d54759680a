"""Group chats and channels: answers on @mention, without streaming, for everybody's eyes."""

from __future__ import annotations

import asyncio

from bot.turn import Progress
from tests.fakes.connector import FakeConnector, Fault
from tests.fakes.passages import sentence
from tests.fakes.scripted_copilot import ScriptedCopilot
from tests.fakes.teams_client import ERIK, GROUP, PERSONAL, TeamsClient

SEARCHING = Progress("Söker i intranätet …")
ANSWER = sentence("Du får flyga när tåget tar mer än fem timmar.")


async def test_a_mention_is_answered_by_a_placeholder_and_then_the_answer_in_its_place(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    copilot.on("får vi flyga?", SEARCHING, 0.05, ANSWER)

    await teams.deliver(teams.mention("får vi flyga?"))
    await connector.until(lambda: len(connector.arrivals) == 3)

    assert [arrival.kind for arrival in connector.arrivals[:2]] == ["message", "put"]
    assert connector.arrivals[0].text == "Söker i intranätet …"
    assert connector.texts(GROUP) == [f"{ANSWER.text} [1]"]
    message = connector.messages(GROUP)[0]
    assert message["entities"][0]["additionalType"] == ["AIGeneratedContent"]
    assert message["channelData"]["feedbackLoop"] == {"type": "default"}


async def test_the_buttons_follow_the_answer_in_a_message_of_their_own(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    copilot.on("får vi flyga?", SEARCHING, 0.05, ANSWER)

    await teams.deliver(teams.mention("får vi flyga?"))
    answer, buttons = await connector.until_messages(GROUP, 2)

    assert "attachments" not in answer
    [card] = buttons["attachments"]
    assert [action["title"] for action in card["content"]["actions"]] == ["Visa källan"]


async def test_buttons_that_are_not_taken_leave_the_answer_alone(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    copilot.on("får vi flyga?", SEARCHING, 0.05, ANSWER)
    connector.fail("message", Fault(), Fault(status=403))

    await teams.deliver(teams.mention("får vi flyga?"))
    await connector.until(lambda: len(connector.arrivals) == 3)

    assert connector.texts(GROUP) == [f"{ANSWER.text} [1]"]


async def test_case_28_the_application_is_told_that_others_will_read_along(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    await teams.deliver(teams.mention("hej"))
    await teams.say("hej")
    await connector.until_messages(GROUP, 1)
    await connector.until_messages(PERSONAL, 1)

    audiences = {turn.conversation_id: turn.audience for turn in copilot.turns}
    assert audiences == {GROUP: "group", PERSONAL: "private"}


async def test_case_28_a_conversation_of_an_unknown_kind_counts_as_a_group(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    activity = teams.mention("hej", to=PERSONAL)
    activity["conversation"]["conversationType"] = "something new"
    await teams.post(activity)
    await connector.until_messages(PERSONAL, 1)

    assert copilot.turns[0].audience == "group"


async def test_case_31_two_people_in_one_group_are_told_apart(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    await teams.deliver(teams.mention("ett"))
    await teams.deliver(teams.mention("två", by=ERIK))
    await connector.until_messages(GROUP, 2)

    assert [turn.user.id for turn in copilot.turns] == ["id-anna", "id-erik"]


async def test_the_mention_of_the_bot_is_not_part_of_the_question_but_other_names_are(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    activity = teams.mention("kan <at>Erik Nyström</at> flyga?")
    other = {
        "type": "mention",
        "mentioned": {"id": ERIK.id, "name": ERIK.name},
        "text": "<at>Erik Nyström</at>",
    }
    activity["entities"].append(other)

    await teams.deliver(activity)
    await connector.until_messages(GROUP, 1)

    assert copilot.turns[0].text == "kan Erik Nyström flyga?"


async def test_what_people_say_to_each_other_is_none_of_the_bots_business(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    await teams.say("vi ses klockan två", to=GROUP)
    await teams.deliver(teams.mention("hej"))
    await connector.until_messages(GROUP, 1)

    assert [turn.text for turn in copilot.turns] == ["hej"]


async def test_a_placeholder_that_somebody_deleted_is_not_missed(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    deleted = asyncio.Event()
    copilot.on("får vi flyga?", SEARCHING, deleted, ANSWER)
    await teams.deliver(teams.mention("får vi flyga?"))
    await connector.until_messages(GROUP, 1)
    connector.conversations[GROUP].clear()

    deleted.set()
    await connector.until_messages(GROUP, 1)

    assert connector.texts(GROUP) == [f"{ANSWER.text} [1]"]


async def test_an_answer_whose_replacement_failed_half_way_is_put_again(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    connector.fail("put", Fault(status=502, after_accepting=True))
    copilot.on("får vi flyga?", SEARCHING, 0.05, ANSWER)

    await teams.deliver(teams.mention("får vi flyga?"))
    await connector.until(lambda: len(connector.arrivals) == 3)

    assert [arrival.kind for arrival in connector.arrivals[:3]] == ["message", "put", "put"]
    assert connector.texts(GROUP) == [f"{ANSWER.text} [1]"]
