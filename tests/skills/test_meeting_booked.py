"""A meeting that is booked: moved, cancelled, added to."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.calendars.base import STOCKHOLM
from tests.skills.meeting_desk import Desk, button


async def _booked(desk: Desk) -> str:
    reply = await desk.say("Boka 30 minuter med Lars om schemat på måndag kl 10")
    await desk.press(button(reply, "create"))
    return desk.booked()[0].id


async def test_a_meeting_is_moved_only_when_the_new_time_is_confirmed(desk: Desk) -> None:
    meeting_id = await _booked(desk)

    shown = await desk.press(f"move:{meeting_id}")
    before = desk.booked()[0].start
    moved = await desk.press(button(shown, "move_to"), wish="")

    assert before == datetime(2026, 11, 30, 10, tzinfo=STOCKHOLM)
    assert desk.booked()[0].start != before
    assert "Flyttat" in moved.text()
    assert len(desk.booked()) == 1


async def test_a_meeting_is_moved_by_writing(desk: Desk) -> None:
    await _booked(desk)

    shown = await desk.say("Kan du flytta mötet med Lars till onsdag eftermiddag?")
    await desk.press(button(shown, "move_to"))

    assert desk.booked()[0].start == datetime(2026, 12, 2, 12, tzinfo=STOCKHOLM) + timedelta(
        hours=1
    )


async def test_a_meeting_is_cancelled_only_when_that_is_confirmed(desk: Desk) -> None:
    await _booked(desk)

    asked = await desk.say("Avboka mötet om schemat")
    still = len(desk.booked())
    await desk.press(button(asked, "cancel_now"))

    assert (still, len(desk.booked())) == (1, 0)


async def test_people_are_added_after_a_look_at_whether_they_can(desk: Desk) -> None:
    meeting_id = await _booked(desk)

    asked = await desk.press(f"add:{meeting_id}")
    shown = await desk.press(button(asked, "preview_add"), names="Greta och Anna Lindqvist")
    still = len(desk.booked()[0].attendees)
    await desk.press(button(shown, "invite"))

    assert "okänd tid för Greta" in shown.text()
    assert "Anna är upptagen" in shown.text()
    assert still == 1
    assert [one.id for one in desk.booked()[0].attendees] == ["id-lars", "id-greta", "id-anna"]


async def test_nobody_can_change_a_meeting_that_another_holds(desk: Desk) -> None:
    meeting_id = await _booked(desk)
    lars = replace(desk, person="lars")

    answers = [
        await lars.press(f"cancel_now:{meeting_id}"),
        await lars.say("Avboka mötet om schemat"),
    ]

    assert len(desk.booked()) == 1
    assert all("Avbokat" not in answer.text() for answer in answers)
