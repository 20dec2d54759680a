"""Orders for meetings that cannot be are answered calmly."""

from __future__ import annotations

import time

import pytest

from skills.meetings.claims import claims
from tests.skills.meeting_desk import Desk


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("Boka möte med Lars igår", "redan varit"),
        ("Boka möte med Lars den 20 november", "redan varit"),
        ("Boka möte med Lars 2026-11-01", "redan varit"),
        ("Boka möte med Lars den 30 februari", "finns inte"),
        ("Boka möte med Lars v. 54", "finns inte"),
        ("Boka möte med Lars kl 25 på måndag", "finns inte"),
        ("Boka möte med Lars kl 03:00 på måndag", "mitt i natten"),
        ("Boka möte med Lars fredag den 3 december", "hör inte ihop"),
        ("Boka 0 minuter med Lars", "minst 5 minuter"),
        ("Boka 40 timmar med Lars", "ryms inte"),
        ("Boka möte med Xerxes", "ingen som heter Xerxes"),
        ("Boka möte med Eric på fredag", "Menar du"),
        ("Boka möte", "Vem ska vara med"),
        ("Boka möte med " + ", ".join(f"Person{n}" for n in range(200)), "fler än 50"),
        ("Boka möte med Lars " + "och Maja " * 300, ""),
    ],
)
async def test_what_cannot_be_is_answered_calmly(desk: Desk, order: str, said: str) -> None:
    reply = await desk.say(order)

    assert said in reply.text()
    assert desk.booked() == []
    assert reply.outcome in ("clarify", "draft", "chat")


async def test_a_button_of_no_draft_is_answered_calmly(desk: Desk) -> None:
    await desk.say("Boka möte med Lars på torsdag")

    for action_id in ("create:kollega-000", "create:", "help-1:x", "explode:y"):
        answer = await desk.press(action_id, start="x", minutes="y")
        assert answer.outcome == "chat"
    assert desk.booked() == []


async def test_values_that_are_no_values_change_nothing(desk: Desk) -> None:
    reply = await desk.say("Boka en timme med Lars, Anna Lindqvist och Maja på tisdag")
    helping = next(one for one in reply.actions if one.id.startswith("help-"))

    for start in ("", "now", "9999-99-99", "0001-01-01T00:00:00"):
        answer = await desk.press(helping, start=start, minutes="-5")
        assert answer.complete
    assert desk.booked() == []


@pytest.mark.parametrize("words", ["boka ", "när har aa och ", "behöver en tid ", "möte a dag "])
def test_a_long_text_is_told_from_an_order_at_once(words: str) -> None:
    text = f"Skriv protokollsutkast\n{words * (40_000 // len(words))}"

    started = time.process_time()
    claims(text, ())

    assert time.process_time() - started < 0.5  # 0.01 s on an idle core
