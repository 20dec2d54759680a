"""A question that is edited: answered anew where the earlier answer stands, once for each edit."""

from __future__ import annotations

import asyncio

import pytest

from bot.turn import Action, Notice, Progress
from tests.fakes.connector import FakeConnector, Fault
from tests.fakes.passages import chunk, sentence
from tests.fakes.scripted_copilot import ScriptedCopilot
from tests.fakes.teams_client import (
    BOT_ID,
    ERIK,
    GROUP,
    PERSONAL,
    STRANGER,
    Activity,
    Person,
    TeamsClient,
)
from tests.scenarios.running_bot import People, RunningBot, Start

SEARCHING = Progress("Söker i intranätet …")
LONG = [sentence(f"Mening {number} {'ord ' * 1000}slut.", chunk(number)) for number in range(12)]
NEXT = Notice(text="", actions=(Action(id="ask", label="Vidare"),))


async def _say(
    teams: TeamsClient, connector: FakeConnector, text: str, *, to: str = PERSONAL
) -> Activity:
    """A question that has been answered."""
    message = teams.mention(text, to=to) if to == GROUP else teams.message(text, to=to)
    await teams.deliver(message)
    await _settle(teams, connector, to)
    return message


async def _settle(teams: TeamsClient, connector: FakeConnector, to: str = PERSONAL) -> None:
    """Everything delivered to the conversation before has been dealt with."""
    told = connector.texts(to).count("echo: sist") + 1
    await teams.deliver(teams.mention("sist") if to == GROUP else teams.message("sist", to=to))
    await connector.until(lambda: connector.texts(to).count("echo: sist") == told)


@pytest.mark.parametrize("conversation", [PERSONAL, GROUP])
async def test_an_edited_question_is_answered_where_the_earlier_answer_stands(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot, conversation: str
) -> None:
    question = await _say(teams, connector, "Får jag flyga till Göterborg?", to=conversation)

    answer = await teams.deliver(teams.edit(question, "Får jag flyga till Kiruna?"))
    await _settle(teams, connector, conversation)

    assert answer.status == 200
    assert connector.texts(conversation) == [
        "echo: Får jag flyga till Kiruna?",
        "echo: sist",
        "echo: sist",
    ]
    assert copilot.withdrawn[0] == ("id-anna", conversation, question["id"])
    assert copilot.turns[-2].activity_id == question["id"]


async def test_each_edit_is_answered_once_however_often_it_is_delivered(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    question = await _say(teams, connector, "ett")
    first, second = teams.edit(question, "två"), teams.edit(question, "tre", at="08:02")

    await asyncio.gather(*(teams.deliver(first) for _ in range(3)))
    for edit in (second, question, second, first):
        await teams.deliver(edit)
    await _settle(teams, connector)

    assert connector.texts(PERSONAL) == ["echo: tre", "echo: sist", "echo: sist"]
    assert [turn.text for turn in copilot.turns if turn.text != "sist"] == ["ett", "två", "tre"]


async def test_edits_are_answered_in_order_also_while_an_earlier_wording_is_being_answered(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    released = asyncio.Event()
    copilot.on("ett", SEARCHING, released, Notice(text="svar ett"))
    copilot.on("två", SEARCHING, 0.1, Notice(text="svar två"))
    question = teams.message("ett")

    await teams.deliver(question)
    await connector.until_messages(PERSONAL, 1)
    await teams.deliver(teams.edit(question, "två"))
    await teams.deliver(teams.edit(question, "tre", at="08:02"))
    released.set()
    await _settle(teams, connector)

    assert connector.texts(PERSONAL) == ["echo: tre", "echo: sist"]
    shown = [arrival.text for arrival in connector.arrivals if arrival.kind != "message"]
    assert shown == [SEARCHING.text, "svar ett", SEARCHING.text, "svar två", "echo: tre"]


async def test_the_parts_and_buttons_of_the_earlier_answer_go_with_it(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    copilot.on("lång", *LONG, NEXT)
    copilot.on("kort", sentence("Ja."), NEXT)
    question = await _say(teams, connector, "lång")
    assert len(connector.messages(PERSONAL)) == 3
    connector.fail("delete", Fault(status=502))

    for at, text in (("08:01", "lång"), ("08:02", "kort"), ("08:03", "kort")):
        await teams.deliver(teams.edit(question, text, at=at))
    await _settle(teams, connector)

    texts = [text for text in connector.texts(PERSONAL) if text != "echo: sist"]
    assert texts[0] == "Ja. [1]"
    assert [text.partition(" ord")[0] for text in texts[1:]] == ["Mening 8"]  # not taken away
    cards = [message for message in connector.messages(PERSONAL) if message.get("attachments")]
    assert len(cards) == 2


@pytest.mark.parametrize("status", [400, 403, 404])
async def test_where_nothing_may_be_replaced_the_answer_is_a_new_message(
    teams: TeamsClient, connector: FakeConnector, status: int
) -> None:
    question = await _say(teams, connector, "ett")
    connector.fail("put", Fault(status=status))

    await teams.deliver(teams.edit(question, "två"))
    await _settle(teams, connector)

    assert connector.texts(PERSONAL) == ["echo: ett", "echo: sist", "echo: två", "echo: sist"]
    assert connector.messages(PERSONAL)[2]["replyToId"] == question["id"]


async def test_what_was_never_answered_is_answered_as_a_new_question(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    await teams.deliver(teams.edit(teams.message("ett"), "två"))
    await _settle(teams, connector)

    assert connector.texts(PERSONAL) == ["echo: två", "echo: sist"]


async def test_in_a_group_an_edit_is_answered_only_if_it_mentions_the_bot(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    said = teams.message("vi ses", by=ERIK, to=GROUP)
    await teams.deliver(said)
    await teams.deliver(teams.edit(said, "vi ses klockan två"))
    mentioning = {**teams.mention("får vi flyga?", by=ERIK), "id": said["id"]}
    await teams.deliver(teams.edit(mentioning, "får vi flyga?", at="08:02"))
    await _settle(teams, connector, GROUP)

    assert connector.texts(GROUP) == ["echo: får vi flyga?", "echo: sist"]


async def test_what_was_answered_to_the_asker_alone_is_answered_anew_in_the_same_place(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    connector.join(GROUP, STRANGER.member())
    copilot.on("ett", sentence("Svar ett."))
    copilot.on("två", sentence("Svar två."))
    question = teams.mention("ett")
    await teams.deliver(question)
    await connector.until(lambda: "Svar ett." in str(connector.texts(PERSONAL)))
    await teams.say("hej")

    await teams.deliver(teams.edit(question, "två"))
    await connector.until(lambda: "Svar två." in str(connector.texts(PERSONAL)))

    answer, echo = connector.texts(PERSONAL)
    assert answer.endswith("Svar två. [1]")
    assert echo == "echo: hej"
    in_group = [each.body for each in connector.arrivals if each.conversation_id == GROUP]
    assert "Svar" not in str(in_group)


@pytest.mark.parametrize("conversation", [PERSONAL, GROUP])
async def test_what_the_bot_itself_has_replaced_is_no_question(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot, conversation: str
) -> None:
    itself = Person(BOT_ID, "id-bot", "Kollega")
    said = teams.mention("ett", by=itself, to=conversation)

    await teams.deliver(said)
    await teams.deliver(teams.edit(said, "två"))
    await _settle(teams, connector, conversation)

    assert connector.texts(conversation) == ["echo: sist"]


async def test_an_apology_is_replaced_by_the_answer_to_the_edited_question(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    copilot.on("ett", RuntimeError("fault"))
    question = await _say(teams, connector, "ett")

    await teams.deliver(teams.edit(question, "två"))
    await _settle(teams, connector)

    assert connector.texts(PERSONAL) == ["echo: två", "echo: sist", "echo: sist"]


async def test_when_the_new_wording_cannot_be_answered_the_apology_takes_the_answers_place(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    copilot.on("två", SEARCHING, 0.05, RuntimeError("fault"))
    question = await _say(teams, connector, "ett")

    await teams.deliver(teams.edit(question, "två"))
    await _settle(teams, connector)

    apology, *others = connector.texts(PERSONAL)
    assert apology.startswith("Något gick fel hos mig.")
    assert others == ["echo: sist", "echo: sist"]


async def test_of_an_edit_into_a_sensitive_matter_no_text_is_recorded(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot, bot: RunningBot
) -> None:
    released = asyncio.Event()
    copilot.on("min rehab", released, Notice(text="klar"))
    question = await _say(teams, connector, "ett")

    await teams.deliver(teams.edit(question, "min rehab"))
    recorded = bot.stored("SELECT body FROM inbox WHERE body != ''")
    released.set()
    await _settle(teams, connector)

    assert len(recorded) == 1
    assert "rehab" not in str(recorded)
    assert connector.texts(PERSONAL) == ["klar", "echo: sist", "echo: sist"]


async def test_a_person_number_in_an_edit_is_masked(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    question = await _say(teams, connector, "ett")

    await teams.deliver(teams.edit(question, "jag är 19900101-9802"))
    await _settle(teams, connector)

    assert connector.texts(PERSONAL)[0] == "echo: jag är [personnummer]"


async def test_the_place_of_the_earlier_answer_is_known_after_a_restart(
    start: Start, people: People, connector: FakeConnector
) -> None:
    async with start(ScriptedCopilot()) as first:
        question = await _say(people(first), connector, "ett")

    async with start(ScriptedCopilot()) as second:
        edit = people(second).edit(question, "två")
        await people(second).deliver(edit)
        await _settle(people(second), connector)

    async with start(ScriptedCopilot()) as third:
        await people(third).deliver(edit)
        await _settle(people(third), connector)

    assert connector.texts(PERSONAL) == ["echo: två", *["echo: sist"] * 3]


@pytest.mark.parametrize("progress", [(SEARCHING,), ()])
async def test_case_68_an_edit_that_was_being_answered_is_answered_after_the_restart(
    start: Start,
    people: People,
    connector: FakeConnector,
    progress: tuple[Progress, ...],
) -> None:
    stuck = ScriptedCopilot()
    stuck.on("två", *progress, asyncio.Event())
    async with start(stuck) as first:
        question = await _say(people(first), connector, "ett")
        await people(first).deliver(people(first).edit(question, "två"))
        await asyncio.sleep(0.1)
        if progress:
            await connector.until(lambda: SEARCHING.text in connector.texts(PERSONAL))

    async with start(ScriptedCopilot()) as second:
        await _settle(people(second), connector)

    assert connector.texts(PERSONAL) == ["echo: två", "echo: sist", "echo: sist"]
