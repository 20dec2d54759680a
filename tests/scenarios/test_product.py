"""The whole product, as it is put together for production over its embedded backends."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.fakes.connector import FakeConnector
from tests.fakes.teams_client import PERSONAL, TeamsClient
from tests.scenarios.product import (
    ANNA,
    FATIMA,
    SECRET_FIGURE,
    Surroundings,
    finished,
    product,
)


@pytest.fixture
async def teams(surroundings: Surroundings) -> AsyncIterator[TeamsClient]:
    async with product(surroundings) as opened:
        yield opened


async def test_a_question_is_answered_from_the_intranet_with_its_source(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    await teams.say("Får jag flyga?", by=ANNA)
    message = await finished(connector, PERSONAL)

    assert "mer än fem timmar" in message["text"]
    assert "[1]" in message["text"]
    entity = next(each for each in message["entities"] if each["type"].startswith("https:"))
    assert entity["citation"][0]["appearance"]["name"].startswith("Resepolicy")
    assert connector.arrivals[0].kind == "start"


async def test_the_source_is_shown_when_its_button_is_pressed(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    await teams.say("Får jag flyga?", by=ANNA)
    message = await finished(connector, PERSONAL)
    buttons = message["attachments"][0]["content"]["actions"]
    source = next(button for button in buttons if button["title"].startswith("Visa källan"))

    await teams.deliver(teams.press(source, by=ANNA))
    shown = await finished(connector, PERSONAL, 2)

    assert "Flyg får användas när tågresan tar mer än fem timmar." in shown["text"]


async def test_an_edited_question_is_answered_and_remembered_as_it_was_edited(
    teams: TeamsClient, connector: FakeConnector, surroundings: Surroundings
) -> None:
    question = teams.message("Hur många semesterdagar har jag?", by=ANNA)
    await teams.deliver(question)
    await finished(connector, PERSONAL)

    await teams.deliver(teams.edit(question, "Får jag flyga?"))
    await connector.until(
        lambda: "mer än fem timmar" in connector.messages(PERSONAL)[0]["text"], timeout_s=10
    )
    await teams.deliver(teams.message("hej", by=ANNA))  # in order: all the above has been done
    await connector.until(lambda: "hej" in connector.texts(PERSONAL)[-1].lower(), timeout_s=10)
    [(remembered,)] = surroundings.stored("SELECT record FROM conversation")

    assert "flyga" in remembered
    assert "semesterdagar" not in remembered.partition('"facts"')[0]


async def test_nothing_is_remembered_of_a_chat_that_the_app_was_removed_from(
    teams: TeamsClient, connector: FakeConnector, surroundings: Surroundings
) -> None:
    await teams.say("Får jag flyga?", by=ANNA)
    await finished(connector, PERSONAL)

    await teams.deliver(teams.activity("installationUpdate", by=ANNA, action="remove"))
    await teams.deliver(teams.activity("installationUpdate", by=ANNA, action="add"))
    await connector.until(lambda: "Anna" in connector.texts(PERSONAL)[-1], timeout_s=10)

    assert surroundings.stored("SELECT record FROM conversation") == []


async def test_what_only_hr_may_read_is_shown_to_hr_alone(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    question = "Vad blev medellönen för undersköterskor i löneöversynen?"
    await teams.say(question, by=ANNA)
    await teams.say(question, by=FATIMA, to="a:fatima")
    await finished(connector, PERSONAL)
    for_hr = await finished(connector, "a:fatima")

    assert SECRET_FIGURE in for_hr["text"]
    assert SECRET_FIGURE not in str(
        [each.body for each in connector.arrivals if each.conversation_id == PERSONAL]
    )


async def test_the_welcome_says_what_this_is_and_offers_three_questions(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    added = teams.activity("conversationUpdate", by=ANNA, membersAdded=[{"id": "28:bot"}])

    await teams.deliver(added)
    message = await finished(connector, PERSONAL)

    assert "Anna" in message["text"]
    assert "AI" in message["text"]
    assert len(message["attachments"][0]["content"]["actions"]) == 3


@pytest.mark.parametrize("text", ["", "😀", "x" * 50_000])
async def test_what_cannot_be_a_question_gets_a_calm_word(
    teams: TeamsClient, connector: FakeConnector, text: str
) -> None:
    await teams.say(text, by=ANNA)
    message = await finished(connector, PERSONAL)

    assert 10 < len(message["text"]) < 400
    assert "Något gick fel" not in message["text"]
