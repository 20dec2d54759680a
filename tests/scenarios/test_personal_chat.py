"""A personal chat: the answer streams in, and ends with label, citations, thumbs and buttons."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from bot.turn import Action, Clarify, Notice, Progress
from tests.fakes.connector import Arrival, FakeConnector, Fault
from tests.fakes.passages import TRAVEL, chunk, sentence
from tests.fakes.scripted_copilot import STARTERS, ScriptedCopilot
from tests.fakes.teams_client import PERSONAL, Person, TeamsClient
from tests.scenarios.running_bot import RunningBot

SEARCHING = Progress("Söker i intranätet …")
FIRST = sentence("Du får flyga när tåget tar mer än fem timmar.")
SECOND = sentence("Närmaste chef godkänner resan.", chunk(2))


def _kinds(arrivals: list[Arrival]) -> list[str]:
    return [arrival.kind for arrival in arrivals]


def _entity(message: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(
        entity for entity in message["entities"] if entity["type"] == "https://schema.org/Message"
    )
    return found


def _buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    actions: list[dict[str, Any]] = message["attachments"][0]["content"]["actions"]
    return actions


async def test_an_answer_streams_in(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    copilot.on("Får jag flyga?", SEARCHING, 0.1, FIRST, 0.1, SECOND, 0.1)

    await teams.say("Får jag flyga?")
    await connector.until(lambda: "final" in _kinds(connector.arrivals))

    assert _kinds(connector.arrivals) == ["start", "update", "update", "final"]
    texts = [arrival.text for arrival in connector.arrivals]
    assert texts[0] == "Söker i intranätet …"
    assert texts[1] == f"{FIRST.text} [1]"
    assert texts[2] == texts[3] == f"{FIRST.text} [1] {SECOND.text} [2]"
    assert len(connector.messages(PERSONAL)) == 1


async def test_what_is_being_done_is_shown_within_300_ms(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    await teams.say("hej")  # so that keys and tokens are there, as in every turn but the first
    await connector.until_messages(PERSONAL, 1)
    copilot.on("Får jag flyga?", SEARCHING, 0.5, FIRST)
    started = time.monotonic()

    await teams.say("Får jag flyga?")
    await connector.until(lambda: "start" in _kinds(connector.arrivals))

    assert connector.arrivals[1].at - started < 0.3


async def test_updates_keep_the_pace_that_teams_allows(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    connector.streams.gap_s = 0.015
    pieces = (sentence(f"Mening {n}.") for n in range(40))
    steps = (step for piece in pieces for step in (piece, 0.005))
    copilot.on("Får jag flyga?", SEARCHING, *steps)

    await teams.say("Får jag flyga?")
    await connector.until(lambda: "final" in _kinds(connector.arrivals))

    assert 3 < len(connector.arrivals) < 10
    assert connector.messages(PERSONAL)[0]["text"].count("Mening") == 40


async def test_the_finished_answer_is_labelled_and_cites_its_sources(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    copilot.on("Får jag flyga?", SEARCHING, FIRST, SECOND)

    await teams.say("Får jag flyga?")
    [message] = await connector.until_messages(PERSONAL, 1)

    entity = _entity(message)
    assert entity["additionalType"] == ["AIGeneratedContent"]
    assert [claim["position"] for claim in entity["citation"]] == [1, 2]
    assert entity["citation"][0]["appearance"] == {
        "@type": "DigitalDocument",
        "name": "Resepolicy, s. 4 · Resor med flyg",
        "abstract": TRAVEL.text,
        "url": TRAVEL.url,
        "keywords": ["Riktlinje", "Gäller från 2024-01-01"],
        "image": {"@type": "ImageObject", "name": "PDF"},
    }
    assert message["channelData"] == {"feedbackLoop": {"type": "default"}}


async def test_what_the_application_says_is_not_labelled_as_generated(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    await teams.say("hej")
    [message] = await connector.until_messages(PERSONAL, 1)

    assert "entities" not in message
    assert "channelData" not in message


async def test_one_next_step_and_the_source_are_at_hand_and_the_rest_under_more(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    call = Action(id="call", label="Ring lönesupporten", url="tel:+46980319000")
    form = Action(id="form", label="Öppna blanketten", url="https://intranat.example/blankett")
    copilot.on("Jag är sjuk", FIRST, SECOND, Notice(text="Ring först.", actions=(call, form)))

    await teams.say("Jag är sjuk")
    [message] = await connector.until_messages(PERSONAL, 1)

    first, source, more = _buttons(message)
    assert (first["title"], first["url"]) == ("Ring lönesupporten", "tel:+46980319000")
    assert source["title"] == "Visa källan [1]"
    values = {"chunk_id": "chunk-resor", "quote": "0-53"}
    assert source["data"]["kollega"]["values"] == values
    assert more["title"] == "Mer"
    titles = [button["title"] for button in more["card"]["actions"]]
    assert titles == ["Öppna blanketten", "Visa källan [2]"]


async def test_a_pressed_button_arrives_as_the_action_it_stands_for(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    copilot.on("Får jag flyga?", FIRST)
    await teams.say("Får jag flyga?")
    [message] = await connector.until_messages(PERSONAL, 1)
    [source] = _buttons(message)

    await teams.deliver(teams.press(source))
    await connector.until_messages(PERSONAL, 2)

    action = copilot.turns[1].action
    assert action is not None
    assert (action.id, action.values) == (
        "show_source:1",
        {"chunk_id": "chunk-resor", "quote": "0-53"},
    )


async def test_a_question_back_has_its_answers_as_buttons(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    ages = tuple(Action(id="set_fact", label=label) for label in ("Under 40", "40–49", "50+"))
    copilot.on("Hur många semesterdagar?", Clarify(text="Hur gammal är du?", options=ages))

    await teams.say("Hur många semesterdagar?")
    [message] = await connector.until_messages(PERSONAL, 1)

    assert message["text"] == "Hur gammal är du?"
    assert [button["title"] for button in _buttons(message)] == ["Under 40", "40–49", "50+"]


async def test_the_answer_is_in_the_language_of_the_question(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    copilot.on("May I fly?", FIRST)

    await teams.say("May I fly?")
    [message] = await connector.until_messages(PERSONAL, 1)
    [source] = _buttons(message)
    await teams.deliver(teams.press(source))
    await connector.until_messages(PERSONAL, 2)

    assert source["title"] == "Show source"
    assert _entity(message)["citation"][0]["appearance"]["keywords"][1] == "Valid from 2024-01-01"
    assert [turn.language for turn in copilot.turns] == ["en", "en"]


async def test_nothing_in_a_document_becomes_a_link_an_image_or_markup(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    evil = "Se ![x](https://evil.se/?q=1) <at>Anna</at> <img src=x> [y](http://evil.se) *fet*"
    copilot.on("Får jag flyga?", SEARCHING, 0.1, sentence(evil), 0.1)

    await teams.say("Får jag flyga?")
    await connector.until(lambda: "final" in _kinds(connector.arrivals))

    for arrival in connector.arrivals:
        assert "](" not in arrival.text
        assert "<" not in arrival.text
    assert connector.texts(PERSONAL)[0].endswith(r"\*fet\* [1]")


async def test_a_stream_that_is_not_allowed_becomes_a_plain_message(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    connector.fail("start", Fault(status=403, message="Content stream is not allowed"))
    copilot.on("Får jag flyga?", SEARCHING, 0.1, FIRST, 0.1)

    await teams.say("Får jag flyga?")
    [message] = await connector.until_messages(PERSONAL, 1)

    assert message["text"] == f"{FIRST.text} [1]"
    assert _kinds(connector.arrivals) == ["start", "message"]


async def test_a_stream_that_took_too_long_is_replaced_in_place(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    connector.streams.limit_s = 0.05
    copilot.on("Får jag flyga?", SEARCHING, 0.15, FIRST)

    await teams.say("Får jag flyga?")
    await connector.until(lambda: "put" in _kinds(connector.arrivals))

    assert connector.texts(PERSONAL) == [f"{FIRST.text} [1]"]
    assert _entity(connector.messages(PERSONAL)[0])["citation"]


async def test_a_lost_update_is_made_up_for_by_the_next(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    connector.fail("update", Fault(status=502, after_accepting=True))
    copilot.on("Får jag flyga?", SEARCHING, 0.1, FIRST, 0.1, SECOND, 0.1)

    await teams.say("Får jag flyga?")
    await connector.until(lambda: "final" in _kinds(connector.arrivals))

    assert _kinds(connector.arrivals) == ["start", "update", "update", "final"]


async def test_a_failure_in_the_middle_of_a_stream_ends_it_after_what_was_shown(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    copilot.on("Får jag flyga?", SEARCHING, 0.1, FIRST, 0.1, RuntimeError("fault"))

    await teams.say("Får jag flyga?")
    await connector.until(lambda: "final" in _kinds(connector.arrivals))

    [text] = connector.texts(PERSONAL)
    assert text.startswith(f"{FIRST.text} [1]\n\nNågot gick fel hos mig.")


async def test_a_failure_before_any_word_ends_the_stream_with_the_apology_alone(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    copilot.on("Får jag flyga?", SEARCHING, 0.1, RuntimeError("fault"))

    await teams.say("Får jag flyga?")
    await connector.until(lambda: "final" in _kinds(connector.arrivals))

    [text] = connector.texts(PERSONAL)
    assert text.startswith("Något gick fel hos mig.")


async def test_the_stop_button_ends_the_work_behind_the_answer(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    connector.fail("update", Fault(status=403, message="Content stream was canceled by user."))
    copilot.on("Får jag flyga?", SEARCHING, 0.1, FIRST, asyncio.Event())

    await teams.say("Får jag flyga?")
    await connector.until(lambda: "update" in _kinds(connector.arrivals))
    await teams.say("hej")
    await connector.until_messages(PERSONAL, 2)

    assert copilot.interrupted == ["Får jag flyga?"]
    assert _kinds(connector.arrivals) == ["start", "update", "message"]


@pytest.mark.parametrize(("first", "second"), [("installationUpdate", "conversationUpdate")] * 2)
async def test_who_installs_the_app_is_welcomed_once(
    teams: TeamsClient,
    connector: FakeConnector,
    copilot: ScriptedCopilot,
    first: str,
    second: str,
) -> None:
    fields: dict[str, dict[str, Any]] = {
        "installationUpdate": {"action": "add"},
        "conversationUpdate": {"membersAdded": [{"id": "29:anna"}, {"id": "28:bot"}]},
    }
    await teams.deliver(teams.activity(first, **fields[first]))
    await teams.deliver(teams.activity(second, **fields[second]))
    await teams.say("hej")
    welcome, echo = await connector.until_messages(PERSONAL, 2)

    assert welcome["text"] == "Hej Anna Lindqvist! Jag är en AI."
    assert [button["title"] for button in _buttons(welcome)] == list(STARTERS)
    assert echo["text"] == "echo: hej"
    assert len(copilot.welcomed) == 1


async def test_somebody_who_is_not_in_the_directory_is_told_so(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    await teams.say("hej", by=Person("29:ny", "id-ny", "Ny"))
    [message] = await connector.until_messages(PERSONAL, 1)

    assert message["text"].startswith("Jag hittar dig inte i kommunens katalog")
    assert copilot.turns == []


async def test_while_the_directory_is_broken_nobody_is_answered_from_the_index(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot, bot: RunningBot
) -> None:
    (bot.path / "people.toml").write_text("[anna", encoding="utf-8")

    await teams.say("hej")
    [message] = await connector.until_messages(PERSONAL, 1)

    assert message["text"].startswith("Jag kan inte se vad du har rätt att läsa just nu")
    assert copilot.turns == []
