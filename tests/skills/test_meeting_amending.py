"""Changes to a draft that are written instead of filled in."""

from __future__ import annotations

import pytest

from tests.skills.meeting_desk import ORDER, Desk, button, values

BEGUN = "Boka 30 minuter med Lars om schemat v. 50, helst förmiddag, i Teams"


@pytest.mark.parametrize(
    ("change", "minutes"),
    [
        ("ta en timme i stället", 60),
        ("en kvart räcker, byt till det", 15),
        ("gör det till 90 minuter", 90),
        ("make it 45 minutes instead", 45),
    ],
)
async def test_the_length_is_changed_and_everything_else_stays(
    desk: Desk, change: str, minutes: int
) -> None:
    await desk.say(BEGUN)

    reply = await desk.say(change)
    await desk.press(button(reply, "create"))

    [meeting] = desk.booked()
    assert (meeting.end - meeting.start).total_seconds() == minutes * 60
    assert meeting.subject == "Schemat"
    assert meeting.start.isocalendar().week == 50
    assert meeting.start.hour < 12, "the morning is still preferred"
    assert f"{minutes} min" not in meeting.body or "Schemat" in meeting.body


async def test_a_weekday_is_that_of_the_week_that_was_proposed(desk: Desk) -> None:
    await desk.say(BEGUN)

    reply = await desk.say("byt till torsdag")

    assert reply.draft is not None
    assert reply.draft.start is not None
    assert reply.draft.start.startswith("2026-12-10")


async def test_another_week_is_another_week(desk: Desk) -> None:
    await desk.say(BEGUN)

    reply = await desk.say("byt till onsdag i nästa vecka")

    assert reply.draft is not None
    assert reply.draft.start is not None
    assert reply.draft.start.startswith("2026-12-02")


async def test_people_come_and_go(desk: Desk) -> None:
    await desk.say(BEGUN)

    added = await desk.say("lägg till Greta och Maja")
    optional = await desk.say("Maja behöver inte vara med")
    removed = await desk.say("ta bort Greta")

    assert values(added)["attendees"] == "id-lars,id-greta,id-maja"
    assert optional.draft is not None
    assert {one.user_id: one.required for one in optional.draft.attendees}["id-maja"] is False
    assert values(removed)["attendees"] == "id-lars,id-maja"
    assert desk.booked() == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("lägg till Xerxes", "ingen som heter Xerxes"),
        ("lägg till Anna", "Vilken Anna"),
        ("ta bort Xerxes", "inte med i utkastet"),
        ("byt till den 30 februari", "finns inte"),
        ("byt till igår", "redan varit"),
    ],
)
async def test_a_change_that_cannot_be_changes_nothing(desk: Desk, change: str, said: str) -> None:
    await desk.say(BEGUN)

    reply = await desk.say(change)

    assert said in reply.text()
    assert desk.booked() == []


async def test_a_room_takes_the_place_of_teams_and_the_other_way(desk: Desk) -> None:
    await desk.say("Boka 30 minuter med Lars om schemat v. 50")

    in_room = await desk.say("ta det i ett mötesrum i stället")
    online = await desk.say("i Teams i stället")
    await desk.press(button(online, "create"))

    assert "rum Rönnen" in in_room.text()
    [meeting] = desk.booked()
    assert meeting.is_online
    assert meeting.room is None


async def test_the_subject_is_changed_and_a_sensitive_one_is_not_shown(desk: Desk) -> None:
    await desk.say(BEGUN)

    named = await desk.say("kalla det Jul- och nyårsschemat")
    sensitive = await desk.say("kalla det Rehabmöte med Lars")

    assert values(named)["subject"] == "Jul- och nyårsschemat"
    assert "Rehab" not in values(sensitive)["subject"]


async def test_a_question_after_a_draft_is_a_question(desk: Desk) -> None:
    await desk.say(ORDER)

    answer = await desk.say("Hur beslutas budgeten?")

    assert answer.skill != "meetings"


@pytest.mark.parametrize("asked", ["gör inbjudan på engelska", "På engelska, tack"])
async def test_the_invitation_is_put_into_english_and_keeps_its_times_names_and_own_words(
    desk: Desk, asked: str
) -> None:
    first = await desk.say(f"{ORDER}. Beslut: nya ramar")

    english = await desk.say(asked)
    swedish = await desk.say("på svenska")

    before, after = values(first), values(english)
    assert after["body"].splitlines()[:2] == ["Purpose: Budgeten", "Decision wanted: Nya ramar"]
    assert "say if you need an interpreter" in after["body"]
    assert after["agenda"].splitlines()[0] == "Opening and purpose, 5 min"
    assert (after["slot"], after["attendees"]) == (before["slot"], before["attendees"])
    assert values(swedish)["body"] == before["body"]


async def test_in_english_without_a_draft_changes_nothing(desk: Desk) -> None:
    reply = await desk.say("gör inbjudan på engelska")

    assert reply.draft is None or reply.draft.kind == "invitation"
