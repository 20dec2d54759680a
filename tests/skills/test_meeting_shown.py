"""How meetings are shown, and which messages are no orders for them."""

from __future__ import annotations

import pytest

from bot.commands.reply_json import reply_as_json
from bot.teams.rendering.cards import action_card
from bot.turn import Invited
from tests.fakes.card_accessibility import inaccessible
from tests.skills.meeting_desk import NOW, ORDER, Desk, button


@pytest.mark.parametrize("order", [ORDER, 'Boka möte med Lars på torsdag.\n"Ta med Greta"'])
async def test_everybody_can_use_the_card(desk: Desk, order: str) -> None:
    for step in ("order", "booked", "move"):
        if step == "order":
            reply = await desk.say(order)
        elif step == "booked":
            reply = await desk.press(button(reply, "create"))
        else:
            reply = await desk.press(button(reply, "move"))
        card = action_card(reply)
        assert card is not None
        assert inaccessible(card) == []


async def test_the_draft_is_told_as_the_command_promises(desk: Desk) -> None:
    reply = await desk.say(ORDER)

    draft = reply_as_json(reply)["draft"]

    assert reply.draft is not None
    assert reply.draft.attendees[0] == Invited(
        user_id="id-anna", name="Anna Lindqvist", required=True, suggested_by="person"
    )
    assert isinstance(draft, dict)
    assert {"id", "kind", "subject", "start", "end", "attendees", "body", "file"} <= draft.keys()
    assert "state" not in draft


async def test_english_is_answered_in_english(desk: Desk) -> None:
    reply = await desk.say(
        "Book 45 minutes with Lars next week about the budget, preferably in the morning",
        language="en",
    )

    assert "Nothing is booked yet" in reply.text()
    assert reply.actions[0].label == "Create in calendar"


@pytest.mark.parametrize(
    "question",
    [
        "Hur bokar jag ett mötesrum?",
        "När ska kallelsen till nämnden skickas?",
        "Vem kallar till möte?",
        "Får jag ta flyg till ett möte i Stockholm?",
        "Boka hotell i Stockholm",
        "boka rum för möte",
        "Hur många ledamöter måste vara med på mötet?",
        "Måste jag boka tid hos företagshälsovården?",
    ],
)
async def test_a_question_about_meetings_is_no_order(desk: Desk, question: str) -> None:
    reply = await desk.say(question)

    assert reply.skill != "meetings"


def test_the_clock_of_the_tests_is_a_wednesday() -> None:
    assert NOW.weekday() == 2
