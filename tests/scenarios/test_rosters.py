"""Who is in a group decides what it sees; what it may not see, the asker is told alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.teams.groups.roster import RosterLimits
from bot.turn import Notice, Progress
from tests.fakes.connector import FakeConnector, Fault
from tests.fakes.passages import sentence
from tests.fakes.scripted_copilot import ScriptedCopilot
from tests.fakes.teams_client import ANNA, ERIK, GROUP, PERSONAL, STRANGER, TeamsClient
from tests.scenarios.running_bot import FAST, RunningBot

SEARCHING = Progress("Söker i intranätet …")
ANSWER = sentence("Du får flyga när tåget tar mer än fem timmar.")
SHOWN = f"{ANSWER.text} [1]"
ALONE = "Jag svarar dig i vår egen chatt, Anna, eftersom alla här inte är anställda i kommunen."
UNSEEN = "Jag svarar dig i vår egen chatt, Anna, eftersom jag inte kan se vilka som är med här"
WRITE = "Jag kan inte svara här, Anna, och jag når dig inte i en egen chatt."
CHANNEL = "19:kanal@thread.tacv2;messageid=1700000000001"
NOT_FOUND = Notice(text="Jag hittar inget svar.", outcome="not_found")
PRIVATE_ONLY = Notice(text="Jag hittar inget svar.", outcome="private_only")


@pytest.fixture
async def bot(build_bot: Callable[..., RunningBot]) -> AsyncIterator[RunningBot]:
    """One that waits shortly for a roster, and long enough for an answer after that."""
    limits = replace(FAST, turn_timeout_s=10.0, roster=RosterLimits(timeout_s=0.8))
    async with build_bot(limits=limits) as running:
        yield running


@pytest.fixture(autouse=True)
def answering(copilot: ScriptedCopilot) -> None:
    copilot.on("får vi flyga?", SEARCHING, 0.05, ANSWER)


def _outsiders() -> list[dict[str, Any]]:
    no_object_id = {"id": "29:okand", "name": "Okänd", "userRole": "user", "aadObjectId": ""}
    return [
        ERIK.member("guest"),
        ERIK.member("anonymous"),
        STRANGER.member(),
        no_object_id,
    ]


def _said_in(connector: FakeConnector, conversation_id: str) -> str:
    bodies = [each.body for each in connector.arrivals if each.conversation_id == conversation_id]
    return str(bodies)


@pytest.mark.parametrize("outsider", _outsiders(), ids=str)
async def test_case_28_with_somebody_else_in_the_group_the_asker_is_answered_alone(
    teams: TeamsClient, connector: FakeConnector, outsider: dict[str, Any]
) -> None:
    connector.join(GROUP, outsider)

    await teams.deliver(teams.mention("får vi flyga?"))
    await connector.until(lambda: SHOWN in str(connector.texts(PERSONAL)))

    assert connector.texts(GROUP) == [ALONE]
    assert ANSWER.text not in _said_in(connector, GROUP)


async def test_the_private_answer_is_as_in_a_chat_and_says_what_was_asked_where(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    connector.join(GROUP, STRANGER.member())
    question = teams.mention("får vi flyga?")

    await teams.deliver(question)
    await connector.until(lambda: SHOWN in str(connector.texts(PERSONAL)))

    message = connector.messages(PERSONAL)[-1]
    link = "https://teams.microsoft.com/l/message/19%3Agrupp%40thread.v2/" + question["id"]
    assert message["text"] == (
        "Du frågade i en gruppchatt: ”får vi flyga?” "
        f"[Till frågan]({link}?context=%7B%22contextType%22%3A%22chat%22%7D)\n\n{SHOWN}"
    )
    assert message["entities"][-1]["citation"]
    assert message["attachments"]
    assert "replyToId" not in message
    assert copilot.turns[-1].audience == "private"
    assert copilot.turns[-1].conversation_id == PERSONAL


async def test_in_a_channel_the_link_leads_to_the_thread(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    connector.rosters["19:kanal@thread.tacv2"] = [ANNA.member(), STRANGER.member()]
    question = teams.mention("får vi flyga?", to=CHANNEL)
    question["channelData"]["channel"] = {"id": "19:kanal@thread.tacv2", "name": "Resor [a](b)"}
    question["channelData"]["team"] = {"id": "19:team@thread.tacv2", "aadGroupId": "group-1"}

    await teams.deliver(question)
    await connector.until(lambda: SHOWN in str(connector.texts(PERSONAL)))

    assert connector.texts(CHANNEL) == [ALONE]
    told = connector.texts(PERSONAL)[-1]
    assert told.startswith("Du frågade i kanalen Resor [a] (b): ")
    assert f"/19%3Akanal%40thread.tacv2/{question['id']}?tenantId=" in told
    assert "&groupId=group-1&parentMessageId=1700000000001)" in told


@pytest.mark.parametrize(
    "fault", [Fault(status=500), Fault(status=403), Fault(delay_s=1.0)], ids=["500", "403", "slow"]
)
async def test_case_28_where_nobody_can_say_who_is_there_the_asker_is_answered_alone(
    teams: TeamsClient, connector: FakeConnector, fault: Fault
) -> None:
    connector.fail("members", fault)

    await teams.deliver(teams.mention("får vi flyga?"))
    await connector.until(lambda: SHOWN in str(connector.texts(PERSONAL)), timeout_s=10)
    await teams.deliver(teams.mention("får vi flyga?"))
    await connector.until(lambda: SHOWN in connector.texts(GROUP))

    told, *_ = connector.texts(GROUP)
    assert told.startswith(UNSEEN)


async def test_an_empty_roster_is_none(teams: TeamsClient, connector: FakeConnector) -> None:
    question = teams.mention("får vi flyga?")
    connector.rosters[GROUP] = []

    await teams.deliver(question)
    await connector.until(lambda: SHOWN in str(connector.texts(PERSONAL)))

    assert ANSWER.text not in _said_in(connector, GROUP)


async def test_case_28_a_guest_who_joins_is_noticed_at_once(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    await teams.deliver(teams.mention("får vi flyga?"))
    await connector.until(lambda: connector.texts(GROUP) == [SHOWN])
    connector.join(GROUP, STRANGER.member("guest"))
    members = [{"id": STRANGER.id}]
    await teams.deliver(teams.activity("conversationUpdate", to=GROUP, membersAdded=members))

    await teams.deliver(teams.mention("får vi flyga?"))
    await connector.until(lambda: SHOWN in str(connector.texts(PERSONAL)))

    assert connector.texts(GROUP) == [SHOWN, ALONE]


async def test_case_28_a_guest_who_joins_a_team_is_noticed_in_its_channels(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    roster = connector.rosters["19:kanal@thread.tacv2"] = [ANNA.member(), ERIK.member()]
    await teams.deliver(teams.mention("får vi flyga?", to=CHANNEL))
    await connector.until(lambda: connector.texts(CHANNEL) == [SHOWN])
    roster.append(STRANGER.member("guest"))
    members, general = [{"id": STRANGER.id}], "19:allmant@thread.tacv2"
    await teams.deliver(teams.activity("conversationUpdate", to=general, membersAdded=members))

    await teams.deliver(teams.mention("får vi flyga?", to=CHANNEL))
    await connector.until(lambda: SHOWN in str(connector.texts(PERSONAL)))

    assert connector.texts(CHANNEL) == [SHOWN, ALONE]


async def test_case_28_a_guest_who_joins_while_the_answer_is_made_does_not_see_it(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    joined = asyncio.Event()
    copilot.on("får vi åka?", SEARCHING, joined, ANSWER)
    await teams.deliver(teams.mention("hej"))
    await connector.until(lambda: connector.texts(GROUP) == ["echo: hej"])
    await teams.deliver(teams.mention("får vi åka?"))
    await connector.until_messages(GROUP, 2)
    connector.join(GROUP, STRANGER.member("guest"))
    members = [{"id": STRANGER.id}]
    await teams.deliver(teams.activity("conversationUpdate", to=GROUP, membersAdded=members))

    joined.set()
    await connector.until(lambda: SHOWN in str(connector.texts(PERSONAL)))

    assert ANSWER.text not in _said_in(connector, GROUP)


async def test_the_members_are_looked_up_once_for_all_who_ask_at_the_same_time(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    connector.join("19:kanal@thread.tacv2", ANNA.member())
    threads = [f"19:kanal@thread.tacv2;messageid={number}" for number in range(5)]

    await asyncio.gather(
        *(teams.deliver(teams.mention("får vi flyga?", to=thread)) for thread in threads)
    )
    for thread in threads:
        await connector.until(lambda thread=thread: connector.texts(thread) == [SHOWN])  # type: ignore[misc]

    assert connector.roster_pages == ["19:kanal@thread.tacv2"]


async def test_the_search_does_not_begin_before_it_is_known_who_is_there(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    connector.join(GROUP, STRANGER.member())

    await teams.deliver(teams.mention("får vi flyga?"))
    await connector.until(lambda: SHOWN in str(connector.texts(PERSONAL)))

    assert [turn.audience for turn in copilot.turns] == ["group", "private"]
    assert copilot.interrupted == ["får vi flyga?"]


async def test_the_first_sign_of_life_does_not_wait_for_the_roster(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    connector.fail("members", Fault(delay_s=0.4))

    await teams.deliver(teams.mention("får vi flyga?"))
    await connector.until(lambda: connector.texts(GROUP) == [SHOWN])

    assert connector.arrivals[0].text == "Söker i intranätet …"
    assert connector.arrivals[0].at < connector.rosters_answered_at[0]


async def test_case_28_only_the_asker_learns_that_something_restricted_answers(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    copilot.on("lönerna?", SEARCHING, PRIVATE_ONLY)
    copilot.on("vädret?", SEARCHING, NOT_FOUND)
    await teams.deliver(teams.mention("vädret?"))
    await connector.until(lambda: connector.texts(GROUP) == [_with_reference(NOT_FOUND)])
    for_all = connector.messages(GROUP)

    await teams.deliver(teams.mention("lönerna?"))
    await connector.until(lambda: bool(connector.texts(PERSONAL)))

    in_group = connector.messages(GROUP)[len(for_all) :]
    assert [_without_address(each) for each in in_group] == [
        _without_address(each) for each in for_all
    ]
    told = connector.texts(PERSONAL)[-1]
    assert "Svaret finns i källor som inte alla anställda får läsa" in told
    assert copilot.turns[-1].conversation_id == PERSONAL


async def test_an_asker_who_cannot_be_written_to_is_told_so_calmly(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    connector.join(GROUP, STRANGER.member())
    connector.fail("chat", Fault(status=403, message="Bot is not installed in personal scope"))

    await teams.deliver(teams.mention("får vi flyga?"))
    await connector.until(lambda: str(connector.texts(GROUP)).startswith(f"['{WRITE}"))

    assert ANSWER.text not in str(connector.arrivals)


async def test_an_answer_that_the_private_chat_refuses_is_told_of_in_the_group(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    connector.join(GROUP, STRANGER.member())
    connector.fail("start", Fault(status=403, message="MessageWritesBlocked"))
    connector.fail("message", Fault(), Fault(status=403, message="MessageWritesBlocked"))

    await teams.deliver(teams.mention("får vi flyga?"))
    await connector.until(lambda: str(connector.texts(GROUP)).startswith(f"['{WRITE}"))

    assert connector.messages(PERSONAL) == []


async def test_case_28_a_group_is_not_told_that_a_restricted_answer_could_not_be_delivered(
    bot: RunningBot, teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    copilot.on("lönerna?", SEARCHING, PRIVATE_ONLY)
    connector.fail("chat", Fault(status=403))

    await teams.deliver(teams.mention("lönerna?"))
    await connector.until(lambda: connector.texts(GROUP) == [_with_reference(PRIVATE_ONLY)])
    await bot.stop()

    assert [each.conversation_id for each in connector.arrivals] == [GROUP] * len(
        connector.arrivals
    )
    assert connector.texts(GROUP) == [_with_reference(PRIVATE_ONLY)]


async def test_what_does_not_come_from_the_index_a_group_may_see_whoever_is_there(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    connector.join(GROUP, STRANGER.member())
    members = [{"id": "28:bot"}]

    await teams.deliver(teams.activity("conversationUpdate", to=GROUP, membersAdded=members))
    await connector.until_messages(GROUP, 1)

    assert connector.texts(GROUP)[0].startswith("Hej")
    assert connector.roster_pages == []


async def test_an_edited_question_is_answered_anew_where_it_was_answered(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    connector.join(GROUP, STRANGER.member())
    question = teams.mention("hur åker vi?")
    copilot.on("hur åker vi?", SEARCHING, 0.05, sentence("Ni åker tåg."))
    await teams.deliver(question)
    await connector.until(lambda: "Ni åker tåg. [1]" in str(connector.texts(PERSONAL)))

    await teams.deliver(teams.edit(question, "får vi flyga?"))
    await connector.until(lambda: SHOWN in str(connector.texts(PERSONAL)))

    assert len(connector.texts(PERSONAL)) == 1
    assert set(connector.texts(GROUP)) == {ALONE}


async def test_nobody_outside_can_have_a_question_answered_elsewhere(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    activity = teams.mention("får vi flyga?")
    activity["channelData"]["passedOn"] = {
        "reason": "outsiders",
        "groupId": "19:annan@thread.v2",
        "questionId": "1",
        "noticeId": None,
        "targeted": False,
    }

    await teams.deliver(activity)
    await connector.until(lambda: connector.texts(GROUP) == [SHOWN])

    assert copilot.turns[0].audience == "group"


def _with_reference(notice: Notice) -> str:
    return f"{notice.text}\n\n*Referens: R1*"


def _without_address(message: dict[str, Any]) -> dict[str, Any]:
    """And without the reference, which says nothing by itself."""
    text = message["text"].rpartition("Referens: ")[0]
    return {**message, "text": text, "replyToId": None}
