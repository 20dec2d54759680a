"""An order for a meeting, from a sentence to a card."""

from __future__ import annotations

import pytest

from bot.commands.reply_json import reply_as_json
from tests.skills.meeting_desk import ORDER, Desk, button, values


async def test_an_order_becomes_three_times_and_a_card_that_says_everything(desk: Desk) -> None:
    reply = await desk.say(ORDER)

    form = values(reply)
    assert (reply.skill, reply.outcome) == ("meetings", "draft")
    assert "måndag 30 november–torsdag 3 december (vecka 49)" in reply.text()
    assert "helst mellan 8.00 och 12.00" in reply.text()
    assert reply.draft is not None
    assert reply.draft.start == "2026-12-01T09:30:00+01:00"
    assert form["subject"] == "Budgeten"
    assert form["attendees"] == "id-anna,id-lars"
    assert form["agenda"].splitlines() == [
        "Inledning och syfte, 5 min", "Budgeten, 35 min", "Beslut och nästa steg, 5 min"
    ]  # fmt: skip
    assert [one.label for one in reply.actions] == [
        "Skapa i kalendern", "Ändra tid", "Spara som utkast", "Avbryt"
    ]  # fmt: skip
    assert desk.booked() == []


async def test_each_time_tells_who_can_and_why(desk: Desk) -> None:
    reply = await desk.say("Boka möte med Lars och Greta på tisdag kl 9")

    assert "Lars är ledig" in reply.text()
    assert "du är preliminärt bokad" in reply.text()
    assert "okänd tid för Greta" in reply.text()
    assert "inte ledig" in reply.text()


async def test_what_others_are_doing_is_never_told(desk: Desk) -> None:
    reply = await desk.say("Boka möte med Maja nästa vecka")

    assert "Läkarbesök" not in str(reply_as_json(reply))


async def test_of_two_of_the_same_name_one_is_chosen_by_a_button(desk: Desk) -> None:
    asked = await desk.say("Boka möte med Anna på torsdag")

    assert asked.outcome == "clarify"
    assert "Vilken Anna" in asked.text()
    assert [one.label for one in asked.actions][:2] == ["Anna Lindqvist, Ekonomi", "Anna Berg, HR"]
    answer = await desk.press(asked.actions[1])
    assert answer.draft is not None
    assert [one.user_id for one in answer.draft.attendees] == ["id-annika"]


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        ("Boka möte med min chef på torsdag", ["id-lars"]),
        ("Boka möte med min arbetsgrupp på torsdag", ["id-lars"]),
        ("Boka möte med HR på torsdag", ["id-annika"]),
        ("Boka möte med Lars, Maja och Erik på torsdag", ["id-lars", "id-maja"]),
        ("Kan du boka en timme med Lars och gärna Maja v. 50?", ["id-lars", "id-maja"]),
        ("Book a meeting with Lars tomorrow", ["id-lars"]),
        ("Hitta en tid på 30 min med Lars och Greta imorgon", ["id-lars", "id-greta"]),
        ("vi behöver ses, jag och Lars, på fredag kl 15", ["id-lars"]),
        (
            "Hitta en timme för fyra personer: Anna Lindqvist, Maja och Lars v. 50",
            ["id-maja", "id-lars", "id-anna"],
        ),
        ("Bjud in Maja och Lars till ett möte om AI-policyn v. 50", ["id-maja", "id-lars"]),
        ("Boka budgetmöte på torsdag, Lars och Greta ska vara med", ["id-lars", "id-greta"]),
    ],
)
async def test_who_is_meant_is_understood(desk: Desk, order: str, ids: list[str]) -> None:
    reply = await desk.say(order)

    assert reply.draft is not None, reply.text()
    assert sorted(one.user_id for one in reply.draft.attendees) == sorted(ids)


async def test_a_missing_name_is_asked_for_and_the_order_goes_on(desk: Desk) -> None:
    asked = await desk.say("Boka ett möte om budgeten på måndag")
    answer = await desk.say("Lars")

    assert asked.outcome == "clarify"
    assert answer.draft is not None
    assert answer.draft.subject == "Budgeten"
    assert answer.draft.start == "2026-11-30T08:00:00+01:00"


async def test_a_room_with_seats_enough_is_proposed(desk: Desk) -> None:
    reply = await desk.say("Boka möte med Lars på måndag i ett mötesrum")

    await desk.press(button(reply, "create"))

    [meeting] = desk.booked()
    assert meeting.room is not None
    assert meeting.room.name == "Linden", "the small one is taken"
    assert not meeting.is_online


async def test_an_agenda_of_ones_own_adds_up(desk: Desk) -> None:
    reply = await desk.say("Boka en timme med Lars på måndag. Agenda: läget 10 min; budget; övrigt")

    lines = values(reply)["agenda"].splitlines()
    assert lines == ["läget, 10 min", "budget, 25 min", "övrigt, 25 min"]


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        ("bokka ett möte m lars nästa veka", ["id-lars"]),
        ("boka lars o maja 30 min nästa v", ["id-lars", "id-maja"]),
        ("möte lars torsdag 10", ["id-lars"]),
        ("Fika med Maja på fredag?", ["id-maja"]),
        ("kan du kolla när lars och maja kan nästa vecka", ["id-lars", "id-maja"]),
        ("När har Lars tid nästa vecka?", ["id-lars"]),
        ("Jag behöver prata med Lars om schemat, kan du fixa en tid?", ["id-lars"]),
        ("behöver en halvtima mä lars på torsda", ["id-lars"]),
        ("Kan vi få till nåt med Lars imorron bitti?", ["id-lars"]),
        ("Boka en timme med mig själv imorgon", []),
        ("Boka APT för Skola den 10 december", ["id-maja"]),
        ("Jag vill ha ett samtal med min chef om schemat nästa vecka", ["id-lars"]),
    ],
)
async def test_an_order_may_be_written_as_one_speaks(
    desk: Desk, order: str, ids: list[str]
) -> None:
    reply = await desk.say(order)

    assert reply.draft is not None, reply.text()
    assert [one.user_id for one in reply.draft.attendees] == ids


async def test_a_number_after_the_day_is_its_hour(desk: Desk) -> None:
    reply = await desk.say("möte lars torsdag 10")

    assert "klockan 10.00" in reply.text()


async def test_a_unit_of_nobody_else_is_said_to_be_that(desk: Desk) -> None:
    desk.person = "anna"

    reply = await desk.say("Bjud in alla på Ekonomi till ett möte nästa vecka")

    assert "Jag hittar ingen annan än dig i Ekonomi." in reply.text()


async def test_a_length_below_nothing_is_asked_about(desk: Desk) -> None:
    reply = await desk.say("Boka -30 minuter med Lars på torsdag")

    assert "minst 5 minuter" in reply.text()
    assert reply.draft is None


async def test_points_that_do_not_add_up_are_told_before_anything_is_pressed(desk: Desk) -> None:
    reply = await desk.say("Boka 30 min med Lars. Punkter: läget 20 min, beslut 20 min")

    assert any("40 min" in one for one in reply.warnings)


async def test_a_place_that_is_a_rooms_name_is_that_room(desk: Desk) -> None:
    reply = await desk.say("Boka en timme med Lars i Linden v. 50")

    assert "rum Linden" in reply.text()


async def test_a_lunch_is_at_lunch_unless_another_time_is_told(desk: Desk) -> None:
    usual = await desk.say("Boka lunch med Lars v. 50")
    told = await desk.say("Boka lunch med Lars v. 50 kl 13")

    assert "kl. 11.30" in usual.text()
    assert "kl. 13.00" in told.text()
