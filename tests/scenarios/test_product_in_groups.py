"""The whole product in a group chat: what each person there may read, and who is told what."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.fakes.connector import FakeConnector
from tests.fakes.teams_client import GROUP, PERSONAL, TeamsClient
from tests.scenarios.product import (
    ANNA,
    ERIK,
    FATIMA,
    GRETA,
    SECRET_FIGURE,
    Surroundings,
    finished,
    product,
)

RESTRICTED = "Vad blev medellönen för undersköterskor i löneöversynen?"
DAYS = "Hur många semesterdagar har jag?"
FATIMAS = "a:fatima"
ERIKS = "a:erik"


@pytest.fixture
async def teams(surroundings: Surroundings) -> AsyncIterator[TeamsClient]:
    async with product(surroundings) as opened:
        yield opened


def _sent_to(connector: FakeConnector, *conversations: str) -> str:
    """All that these conversations were ever shown."""
    sent = [each.body for each in connector.arrivals if each.conversation_id in conversations]
    return str(sent)


async def _in_group(connector: FakeConnector, *, but: str) -> str:
    """The group's latest text, once it is neither `but` nor what is being done."""

    def is_there() -> bool:
        texts = connector.texts(GROUP)
        return bool(texts) and texts[-1] != but and not texts[-1].endswith("…")

    await connector.until(is_there, timeout_s=10)
    return connector.texts(GROUP)[-1]


def _buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    actions = message["attachments"][0]["content"]["actions"]
    more = [each for action in actions for each in action.get("card", {}).get("actions", [])]
    return [action for action in [*actions, *more] if action["type"] == "Action.Submit"]


def _source_button(message: dict[str, Any]) -> dict[str, Any]:
    return next(each for each in _buttons(message) if each["title"].startswith("Visa källan"))


async def test_case_28_what_only_hr_may_read_is_answered_to_hr_alone_when_asked_in_a_group(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    connector.join(GROUP, ANNA.member())
    await teams.deliver(teams.mention(RESTRICTED, by=FATIMA))
    answer = await finished(connector, FATIMAS)
    shown = await _in_group(connector, but="")

    assert SECRET_FIGURE in answer["text"]
    assert answer["text"].startswith(f"Du frågade i en gruppchatt: ”{RESTRICTED}”")
    assert "Svaret finns i källor som inte alla anställda får läsa" in answer["text"]
    [claim] = next(each["citation"] for each in answer["entities"] if "citation" in each)
    assert claim["appearance"]["name"].startswith("Löneutfall")
    assert SECRET_FIGURE not in _sent_to(connector, GROUP, PERSONAL)
    assert "Löneutfall" not in _sent_to(connector, GROUP, PERSONAL)
    assert connector.messages(PERSONAL) == []
    assert "alla anställda får läsa" in shown


async def test_case_28_the_group_sees_the_same_whoever_asks(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    await teams.deliver(teams.mention(RESTRICTED, by=ANNA))
    await _in_group(connector, but="")
    await asyncio.sleep(0.3)  # buttons follow in a message of their own
    for_anna = [_plain(each) for each in connector.messages(GROUP)]

    await teams.deliver(teams.mention(RESTRICTED, by=FATIMA))
    await finished(connector, FATIMAS)
    await connector.until(
        lambda: (
            len(connector.messages(GROUP)) == 2 * len(for_anna)
            and not connector.texts(GROUP)[-1].endswith("…")
        )
    )

    for_fatima = [_plain(each) for each in connector.messages(GROUP)[len(for_anna) :]]
    assert for_fatima == for_anna
    assert connector.messages(PERSONAL) == []


async def test_case_28_a_restricted_source_is_not_shown_in_the_group_by_its_button(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    connector.join(GROUP, ANNA.member())
    await teams.say(RESTRICTED, by=FATIMA, to=FATIMAS)
    button = _source_button(await finished(connector, FATIMAS))

    for person in (FATIMA, ANNA):
        before = connector.texts(GROUP)[-1] if connector.texts(GROUP) else ""
        await teams.deliver(teams.press(button, by=person, to=GROUP))
        await connector.until(lambda before=before: connector.texts(GROUP)[-1:] not in ([], before))  # type: ignore[misc]
    await teams.deliver(teams.press(button, by=ANNA))
    await finished(connector, PERSONAL)

    assert SECRET_FIGURE not in _sent_to(connector, GROUP, PERSONAL)


async def test_case_31_a_button_in_the_group_shows_whoever_presses_it_what_they_may_read(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    await teams.deliver(teams.mention("Får jag flyga?", by=ANNA))
    await connector.until(lambda: len(connector.messages(GROUP)) == 2, timeout_s=10)
    button = _source_button(connector.messages(GROUP)[-1])
    answered = connector.texts(GROUP)[-1]

    await teams.deliver(teams.press(button, by=ERIK, to=GROUP))
    shown = await _in_group(connector, but=answered)
    connector.join(GROUP, GRETA.member("guest"))
    members = [{"id": GRETA.id}]
    await teams.deliver(teams.activity("conversationUpdate", to=GROUP, membersAdded=members))
    await teams.deliver(teams.press(button, by=GRETA, to=GROUP))
    for_greta = await finished(connector, "a:greta")

    assert "Flyg får användas" in shown
    assert "Flyg får användas" not in for_greta["text"]
    assert "Greta, eftersom alla här inte är anställda" in connector.texts(GROUP)[-1]


async def test_case_31_what_one_person_has_told_is_not_known_of_another_in_the_same_group(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    await teams.say(DAYS, by=ANNA)
    forties = _buttons(await finished(connector, PERSONAL))[1]
    await teams.deliver(teams.press(forties, by=ANNA, to=GROUP))
    for_anna = await _in_group(connector, but="")

    await teams.deliver(teams.mention(DAYS, by=ERIK))
    for_erik = await _in_group(connector, but=for_anna)
    await teams.deliver(teams.mention(DAYS, by=ANNA))
    for_anna_again = await _in_group(connector, but=for_erik)

    assert "31" in for_anna
    assert "25" not in for_anna
    assert "25" in for_erik
    assert "31" in for_anna_again
    assert "25" not in for_anna_again


async def test_case_31_each_of_two_people_in_one_group_has_a_memory_of_their_own(
    teams: TeamsClient, connector: FakeConnector, surroundings: Surroundings
) -> None:
    await teams.deliver(teams.mention("Får jag flyga?", by=ANNA))
    for_anna = await _in_group(connector, but="")
    await teams.deliver(teams.mention(DAYS, by=ERIK))
    await _in_group(connector, but=for_anna)

    rows = surroundings.stored("SELECT conversation_id, user_id, record FROM conversation")
    records = {user_id: record for conversation_id, user_id, record in rows}
    assert {row[0] for row in rows} == {GROUP}
    assert ("Får jag flyga?" in records[ANNA.object_id], DAYS in records[ANNA.object_id]) == (
        True,
        False,
    )
    assert ("Får jag flyga?" in records[ERIK.object_id], DAYS in records[ERIK.object_id]) == (
        False,
        True,
    )


async def test_what_was_answered_alone_is_remembered_in_the_private_chat_only(
    teams: TeamsClient, connector: FakeConnector, surroundings: Surroundings
) -> None:
    await teams.deliver(teams.mention(RESTRICTED, by=FATIMA))
    await finished(connector, FATIMAS)

    remembered = surroundings.stored("SELECT conversation_id, record FROM conversation")
    where = {conversation_id for conversation_id, record in remembered if SECRET_FIGURE in record}
    assert where == {FATIMAS}


async def test_a_question_that_is_deleted_in_the_group_is_forgotten_where_it_was_answered_alone(
    teams: TeamsClient, connector: FakeConnector, surroundings: Surroundings
) -> None:
    question = teams.mention(RESTRICTED, by=FATIMA)
    await teams.deliver(question)
    await finished(connector, FATIMAS)
    await _in_group(connector, but="")

    await teams.deliver(teams.delete(question))
    await teams.deliver(teams.mention("Hej!", by=FATIMA))  # after it, in the same conversation
    await _in_group(connector, but=connector.texts(GROUP)[-1])

    remembered = surroundings.stored("SELECT record FROM conversation")
    assert RESTRICTED not in str(remembered)
    assert SECRET_FIGURE not in str(remembered)


async def test_with_a_guest_nothing_is_remembered_under_the_group(
    teams: TeamsClient, connector: FakeConnector, surroundings: Surroundings
) -> None:
    connector.join(GROUP, GRETA.member())
    await teams.deliver(teams.mention("Får jag flyga?", by=ERIK))
    answer = await finished(connector, ERIKS)
    await connector.until(lambda: bool(connector.texts(GROUP)))

    assert "mer än fem timmar" in answer["text"]
    assert "Svaret finns i källor" not in answer["text"]
    assert "fem timmar" not in _sent_to(connector, GROUP)
    assert {row[0] for row in surroundings.stored("SELECT conversation_id FROM conversation")} == {
        ERIKS
    }


def _plain(message: dict[str, Any]) -> str:
    """A message without its address and its reference: what everybody sees of it."""
    address = ("recipient", "replyToId")
    shown = {name: each for name, each in message.items() if name not in address}
    return re.sub(r"Referens: \w+", "Referens: X", str(shown))
