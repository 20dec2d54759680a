"""A quorum in words: it is enough that some of those needed can come."""

from __future__ import annotations

import pytest

from tests.skills.meeting_desk import Desk, button


@pytest.mark.parametrize(
    "told",
    ["det räcker att 3 av 4 kan", "minst tre av oss måste kunna", "at least 3 of 4 must attend"],
)
async def test_enough_of_those_needed_find_a_time_and_who_is_missing_is_said(
    desk: Desk, told: str
) -> None:
    order = f"Boka en timme med Lars, Anna Lindqvist och Maja på tisdag, {told}"

    reply = await desk.say(order)
    await desk.press(button(reply, "create"))

    assert "Det räcker att 3 av 4 kan" in reply.text()
    assert "Maja är upptagen" in reply.text()
    [meeting] = desk.booked()
    assert len(meeting.attendees) == 3, "who cannot is invited all the same"


async def test_a_quorum_of_everybody_is_no_quorum(desk: Desk) -> None:
    reply = await desk.say("Boka en timme med Lars på måndag, minst 2 av oss måste kunna")

    assert "Det räcker" not in reply.text()
    assert reply.draft is not None
