"""Asking a person from Teams: the form, what is filled in, and the mail that comes of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.fakes.connector import FakeConnector
from tests.fakes.teams_client import GROUP, PERSONAL, TeamsClient
from tests.scenarios.product import ANNA, Surroundings, finished, product

NUMBER = "19850709-9805"


@pytest.fixture
async def teams(surroundings: Surroundings) -> AsyncIterator[TeamsClient]:
    async with product(surroundings) as opened:
        yield opened


def _card(message: dict[str, Any]) -> dict[str, Any]:
    card: dict[str, Any] = message["attachments"][0]["content"]
    return card


def _button(message: dict[str, Any], title: str) -> dict[str, Any]:
    actions = _card(message)["actions"]
    more = [each for action in actions for each in action.get("card", {}).get("actions", [])]
    return next(action for action in [*actions, *more] if action["title"] == title)


def _filled_in(button: dict[str, Any], **typed: str) -> dict[str, Any]:
    """The button, with what the client adds of the form's inputs."""
    return {**button, "data": {**button["data"], **typed}}


async def _opened_form(teams: TeamsClient, connector: FakeConnector) -> dict[str, Any]:
    await teams.say("Får jag flyga?", by=ANNA)
    answer = await finished(connector, PERSONAL)
    await teams.deliver(teams.press(_button(answer, "Fråga en människa"), by=ANNA))
    return await finished(connector, PERSONAL, 2)


async def test_the_form_shows_recipient_and_text_and_says_that_it_may_become_public(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    form = _card(await _opened_form(teams, connector))

    recipient, question, note, *_ = form["body"]
    assert (recipient["label"], recipient["value"]) == ("Till", "info@exempelkommun.example")
    assert (question["label"], question["value"]) == ("Din fråga", "Får jag flyga?")
    assert "kan bli allmän handling" in note["text"]
    assert [action["title"] for action in form["actions"]] == ["Skapa mejl"]
    assert "text" not in form["actions"][0]["data"]["kollega"]["values"]


async def test_a_number_that_is_filled_in_is_masked_wherever_it_goes(
    teams: TeamsClient, connector: FakeConnector, surroundings: Surroundings
) -> None:
    create = _button(await _opened_form(teams, connector), "Skapa mejl")
    typed = {"recipient": "hr@kommun.example", "text": f"Gäller det {NUMBER}?"}

    await teams.deliver(teams.press(_filled_in(create, **typed), by=ANNA))
    ready = await finished(connector, PERSONAL, 3)

    mail = _button(ready, "Öppna mejlet")["url"]
    assert mail.startswith("mailto:hr@kommun.example?subject=")
    assert "%5Bpersonnummer%5D" in mail
    assert "9805" not in str([each.body for each in connector.arrivals])
    assert "9805" not in str(surroundings.stored("SELECT * FROM inbox"))


async def test_a_confidence_in_the_form_is_not_even_kept_until_it_is_answered(
    teams: TeamsClient, connector: FakeConnector, surroundings: Surroundings
) -> None:
    create = _button(await _opened_form(teams, connector), "Skapa mejl")
    typed = {"recipient": "hr@kommun.example", "text": "Min chef trakasserar mig varje dag"}
    connector.fail("start")

    await teams.deliver(teams.press(_filled_in(create, **typed), by=ANNA))
    kept = surroundings.stored("SELECT body FROM inbox")
    answer = await finished(connector, PERSONAL, 3)

    assert "trakasserar" not in str(kept)
    assert "mailto" not in str(answer)
    assert "skyddsombud" in answer["text"]


async def test_in_a_group_the_form_comes_to_the_asker_alone(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    await teams.deliver(teams.mention("Får jag flyga?", by=ANNA))
    await connector.until(lambda: "attachments" in str(connector.messages(GROUP)), timeout_s=10)
    answer = connector.messages(GROUP)[-1]

    pressed = teams.press(_button(answer, "Fråga en människa"), by=ANNA, to=GROUP)
    await teams.deliver(pressed)
    alone = await finished(connector, PERSONAL)

    assert _card(alone)["body"][0]["id"] == "recipient"
    assert "Input.Text" not in str(connector.messages(GROUP))
