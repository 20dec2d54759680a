"""What of meetings must not be seen, and what may be read before one."""

from __future__ import annotations

import pytest

from tests.skills.meeting_desk import ORDER, Desk, button, values


@pytest.mark.parametrize("about", ["rehab", "trakasserierna", "uppsägningen"])
async def test_a_sensitive_meeting_has_a_neutral_subject_and_is_private(
    desk: Desk, about: str
) -> None:
    reply = await desk.say(f"Boka ett möte med Lars om {about} på torsdag")
    if reply.outcome == "safe_exit":
        assert reply.draft is None
        return
    await desk.press(button(reply, "create"))

    [meeting] = desk.booked()
    assert (meeting.subject, meeting.is_private) == ("Enskilt möte", True)
    assert about[:5] not in meeting.body.casefold()


async def test_a_sensitive_word_written_into_the_card_does_not_reach_the_calendar(
    desk: Desk,
) -> None:
    reply = await desk.say("Boka möte med Lars på torsdag")
    answer = await desk.press(button(reply, "create"), subject="Rehabmöte Lars")

    assert desk.booked() == []
    assert values(answer)["subject"] == "Enskilt möte"


@pytest.mark.parametrize("conversation", ["chat", "another chat"])
async def test_case_43_a_button_that_somebody_else_presses_books_and_cancels_nothing(
    desk: Desk, conversation: str
) -> None:
    shown = await desk.say("Boka möte med Anna Lindqvist om resor på torsdag kl 10")
    create = button(shown, "create")
    desk.person, desk.conversation = "anna", conversation

    await desk.press(create)
    assert desk.booked() == []

    desk.person, desk.conversation = "erik", "chat"
    booked = await desk.press(create)
    asked = await desk.press(button(booked, "cancel"))
    desk.person, desk.conversation = "anna", conversation
    for name in (button(asked, "cancel_now"), button(booked, "move"), button(booked, "add")):
        await desk.press(name)
    assert len(desk.booked()) == 1


async def test_in_a_group_nothing_of_calendars_is_shown(desk: Desk) -> None:
    reply = await desk.say(ORDER, audience="group")

    assert reply.outcome == "private_only"
    assert reply.draft is None
    assert "30 november" not in reply.text()


async def test_only_what_the_asker_may_read_is_named_before_a_meeting(desk: Desk) -> None:
    reply = await desk.say("Boka 30 minuter med Lars om budgeten på måndag kl 10")
    await desk.press(button(reply, "create"))

    answer = await desk.say("Vad behöver jag läsa inför mötet?")

    assert answer.outcome == "answered"
    assert {one.passage.chunk.title for one in answer.citations} == {"Budgetprocess"}
    assert "Budgeten" in answer.leads[0]


async def test_without_a_coming_meeting_there_is_nothing_to_read_for(desk: Desk) -> None:
    answer = await desk.say("Vad behöver jag läsa inför mötet?")

    assert "inget kommande möte" in answer.text()
