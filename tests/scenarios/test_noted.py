"""What people do besides writing: they delete, react, remove the bot, and are not answered."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.turn import Notice
from tests.fakes.connector import FakeConnector
from tests.fakes.passages import sentence
from tests.fakes.scripted_copilot import ScriptedCopilot
from tests.fakes.teams_client import ERIK, GROUP, PERSONAL, STRANGER, TeamsClient
from tests.scenarios.running_bot import RunningBot

THUMBS = "SELECT reaction, comment, skill FROM feedback"


async def _answered(teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot) -> str:
    """The id of a message that carries an answer."""
    copilot.on("Får jag flyga?", sentence("Ja."))
    await teams.say("Får jag flyga?")
    await connector.until_messages(PERSONAL, 1)
    await teams.say("hej")  # in order, so that whatever belongs to the answer has been done
    await connector.until_messages(PERSONAL, 2)
    return next(iter(connector.conversations[PERSONAL]))


async def _settle(teams: TeamsClient, connector: FakeConnector, to: str = PERSONAL) -> None:
    """Everything delivered to the conversation before has been dealt with."""
    await teams.deliver(teams.mention("sist", to=to) if to == GROUP else teams.message("sist"))
    await connector.until(lambda: "echo: sist" in connector.texts(to))


async def test_a_deleted_question_is_forgotten_and_not_answered(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    message = teams.message("hej")
    await teams.deliver(message)
    await connector.until_messages(PERSONAL, 1)

    answer = await teams.deliver(teams.delete(message))
    await _settle(teams, connector)

    assert answer.status == 200
    assert copilot.withdrawn == [("id-anna", PERSONAL, message["id"])]
    assert connector.texts(PERSONAL) == ["echo: hej", "echo: sist"]


async def test_a_question_deleted_while_it_waits_is_not_answered(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot, bot: RunningBot
) -> None:
    released = asyncio.Event()
    copilot.on("ett", released, Notice(text="svar ett"))
    waiting = teams.message("två")

    await teams.say("ett")
    await teams.deliver(waiting)
    await teams.deliver(teams.edit(waiting, "tre"))
    await teams.deliver(teams.delete(waiting))
    released.set()
    await _settle(teams, connector)
    await teams.deliver(teams.edit(waiting, "fyra", at="08:02"))  # the deletion was taken back
    await connector.until(lambda: "echo: fyra" in connector.texts(PERSONAL))
    await bot.stop()

    assert connector.texts(PERSONAL) == ["svar ett", "echo: sist", "echo: fyra"]
    assert [turn.text for turn in copilot.turns] == ["ett", "sist", "fyra"]
    assert bot.stored("SELECT count(*) FROM inbox WHERE body != ''") == [(0,)]


async def test_what_somebody_unknown_deletes_is_ignored(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    await teams.deliver(teams.delete(teams.message("hej", by=STRANGER)))
    await _settle(teams, connector)

    assert copilot.withdrawn == []
    assert connector.texts(PERSONAL) == ["echo: sist"]


async def test_a_deletion_taken_back_changes_nothing(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    restored = teams.edit(teams.message("hej"), "hej")
    restored["channelData"]["eventType"] = "undeleteMessage"

    await teams.deliver(restored)
    await _settle(teams, connector)

    assert connector.texts(PERSONAL) == ["echo: sist"]


@pytest.mark.parametrize(
    ("kind", "counted"),
    [
        ("like", "like"),
        ("heart", "like"),
        ("1f44d_thumbsup", "like"),
        ("1f44e_thumbsdown", "dislike"),
        ("sad", None),
        ("1f440_eyes", None),
        ("", None),
    ],
)
async def test_a_thumb_among_the_reactions_counts_as_feedback_and_others_are_only_seen(
    teams: TeamsClient,
    connector: FakeConnector,
    copilot: ScriptedCopilot,
    bot: RunningBot,
    kind: str,
    counted: str | None,
) -> None:
    answered = await _answered(teams, connector, copilot)
    reaction = teams.react(kind, on=answered)

    answers = [await teams.deliver(reaction) for _ in range(2)]
    await _settle(teams, connector)

    assert [answer.status for answer in answers] == [200, 200]
    assert bot.stored(THUMBS) == ([(counted, "", "policy")] if counted else [])
    assert connector.texts(PERSONAL) == ["Ja. [1]", "echo: hej", "echo: sist"]


async def test_a_reaction_to_something_else_than_an_answer_is_no_feedback(
    teams: TeamsClient, connector: FakeConnector, bot: RunningBot
) -> None:
    await teams.deliver(teams.react("like", on="somebody else's message"))
    await teams.deliver(teams.activity("messageReaction", reactionsRemoved=[{"type": "like"}]))
    await _settle(teams, connector)

    assert bot.stored(THUMBS) == []


@pytest.mark.parametrize("reactions", [[7], {"type": "like"}, "like", [{"type": ["like"]}]])
async def test_a_malformed_reaction_is_refused(teams: TeamsClient, reactions: Any) -> None:
    answer = await teams.post(
        teams.activity("messageReaction", replyToId="1", reactionsAdded=reactions)
    )

    assert answer.status == 400


@pytest.mark.parametrize(
    "removal",
    [
        {"kind": "installationUpdate", "action": "remove"},
        {"kind": "conversationUpdate", "membersRemoved": [{"id": ERIK.id}, {"id": "28:bot"}]},
    ],
)
@pytest.mark.parametrize("conversation", [PERSONAL, GROUP])
async def test_what_was_said_is_forgotten_where_the_bot_is_removed(
    teams: TeamsClient,
    connector: FakeConnector,
    copilot: ScriptedCopilot,
    removal: dict[str, Any],
    conversation: str,
) -> None:
    await teams.deliver(teams.activity(**removal, to=conversation))
    await _settle(teams, connector, conversation)

    assert copilot.left == [conversation, f"targeted:{conversation}"]
    assert connector.texts(conversation) == ["echo: sist"]


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "installationUpdate", "action": "remove-upgrade"},
        {"kind": "installationUpdate", "action": "add-upgrade"},
        {"kind": "conversationUpdate", "membersRemoved": [{"id": ERIK.id}]},
        {"kind": "conversationUpdate", "membersAdded": [{"id": ERIK.id}]},
        {"kind": "conversationUpdate", "topicName": "Semester"},
        {"kind": "messageUpdate", "text": "vi ses", "channelData": {"eventType": "editMessage"}},
    ],
)
async def test_an_upgrade_and_what_other_people_do_in_a_group_are_met_with_silence(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot, change: dict[str, Any]
) -> None:
    activity = teams.activity(**change, to=GROUP)
    activity["channelData"].setdefault("tenant", teams.activity("typing")["channelData"]["tenant"])

    answer = await teams.post(activity)
    await _settle(teams, connector, GROUP)

    assert answer.status == 200
    assert (copilot.left, copilot.welcomed) == ([], [])
    assert connector.texts(GROUP) == ["echo: sist"]


async def test_what_cannot_be_noted_is_met_with_silence_too(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot, bot: RunningBot
) -> None:
    (bot.path / "people.toml").write_text("[anna", encoding="utf-8")
    await teams.deliver(teams.delete(teams.message("hej")))
    await teams.deliver(teams.activity("installationUpdate", action="remove"))
    await connector.until(lambda: True)
    await bot.stop()

    assert connector.arrivals == []
    assert bot.stored("SELECT count(*) FROM inbox WHERE finished_at IS NULL") == [(0,)]
