"""When no time fits: what is in the way, and what would help."""

from __future__ import annotations

from tests.skills.meeting_desk import Desk, button


async def test_who_is_in_the_way_and_what_would_help_is_told(desk: Desk) -> None:
    reply = await desk.say("Boka en timme med Lars, Anna Lindqvist och Maja på tisdag")

    assert "Maja Svensson är upptagen hela tiden" in reply.text()
    labels = [one.label for one in reply.actions]
    assert any(label.startswith("Maja kan utebli: tisdag 1 december") for label in labels)
    assert any(label.startswith("senare: ") for label in labels)


async def test_what_helps_is_a_card_at_the_press_of_a_button(desk: Desk) -> None:
    reply = await desk.say("Boka en timme med Lars, Anna Lindqvist och Maja på tisdag")
    without = next(one for one in reply.actions if one.label.startswith("Maja"))

    answer = await desk.press(without)
    await desk.press(button(answer, "create"))

    [meeting] = desk.booked()
    assert {one.id: one.is_required for one in meeting.attendees} == {
        "id-lars": True, "id-anna": True, "id-maja": False
    }  # fmt: skip
