"""Meetings that come again, along the school's calendar."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.calendars.school_year import SchoolYear, read_school_year
from bot.errors import ConfigurationError
from bot.reply import Reply
from skills.meetings.series import read_series
from tests.skills.meeting_desk import SCHOOL, Desk, button, values

TODAY = date(2026, 11, 25)
ORDER = "Boka möte med Lars om schemat varannan tisdag kl 9 under vårterminen, inte på lov"


def _days(text: str, school: SchoolYear | None = SCHOOL) -> list[str]:
    series = read_series(text, today=TODAY, school=school)
    assert series is not None
    assert series.lack is None
    return [day.isoformat() for day in series.days]


def test_every_other_tuesday_of_a_term_leaves_out_breaks_and_planning_days() -> None:
    assert _days(ORDER) == [
        "2027-01-12", "2027-01-26", "2027-02-09", "2027-02-23", "2027-03-23", "2027-04-06",
        "2027-04-20", "2027-05-18", "2027-06-01",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("varje måndag i tre veckor", ["2026-11-30", "2026-12-07", "2026-12-14"]),
        ("var tredje onsdag 3 gånger", ["2026-12-02", "2026-12-23", "2027-01-13"]),
        ("varje tisdag under höstterminen", ["2026-12-01", "2026-12-08", "2026-12-15"]),
        ("varje fredag t.o.m. den 11 december", ["2026-11-27", "2026-12-04", "2026-12-11"]),
        ("varje vardag 4 gånger", ["2026-11-26", "2026-11-27", "2026-11-30", "2026-12-01"]),
        ("every other monday for 4 weeks", ["2026-11-30", "2026-12-14"]),
        ("varje fredag 5 gånger", ["2026-11-27", "2026-12-04", "2026-12-11", "2026-12-18",
                                   "2027-01-08"]),
    ],
)  # fmt: skip
def test_how_often_and_how_long_is_read_and_red_days_are_left_out(
    text: str, days: list[str]
) -> None:
    assert _days(text) == days


async def test_the_card_says_every_day_and_each_becomes_one_meeting(desk: Desk) -> None:
    shown = await desk.say(ORDER)
    before = desk.booked()
    create = button(shown, "create")
    await desk.press(create)
    again = await desk.press(create)

    assert "9 möten" in shown.text()
    assert "varannan tisdag kl. 9.00–9.30" in shown.text()
    assert "tisdag 9 mars (sportlov) och tisdag 4 maj (studiedag)" in shown.text()
    assert before == []
    assert sorted(one.start.date().isoformat() for one in desk.booked()) == _days(ORDER)
    assert {(one.start.hour, one.subject) for one in desk.booked()} == {(9, "Schemat")}
    assert "redan bokat" in again.text()


async def test_who_is_busy_on_which_day_is_told(desk: Desk) -> None:
    shown = await desk.say("Boka avstämning med Lars varje fredag kl 10 i tre veckor")

    assert "Upptaget för Lars: fredag 4 december" in shown.text()


async def test_another_time_or_person_makes_the_same_series_anew(desk: Desk) -> None:
    await desk.say(ORDER)

    later = await desk.say("byt till kl 14 i stället")
    larger = await desk.say("lägg till Greta")
    await desk.press(button(larger, "create"))

    assert "kl. 14.00–14.30" in later.text()
    assert values(larger)["attendees"] == "id-lars,id-greta"
    assert len(desk.booked()) == 9


async def test_other_days_are_asked_to_be_written_anew(desk: Desk) -> None:
    await desk.say(ORDER)

    reply = await desk.say("byt till torsdag")

    assert "annan serie" in reply.text()
    assert desk.booked() == []


async def test_what_is_not_said_is_asked_for(desk: Desk) -> None:
    endless = await desk.say("Boka möte med Lars varje tisdag kl 9")
    answered = await desk.say("i fyra veckor")
    timeless = await desk.say("Boka möte med Lars varje tisdag i fyra veckor")

    assert "Hur länge" in endless.text()
    assert "4 möten" in answered.text()
    assert "Vilken tid" in timeless.text()


async def test_without_a_school_calendar_that_is_said(desk: Desk) -> None:
    series = read_series(ORDER, today=TODAY, school=None)

    assert series is not None
    assert series.lack == "school_year"


def test_a_school_calendar_that_cannot_be_read_stops_the_start(tmp_path: Path) -> None:
    path = tmp_path / "lasar.toml"
    assert read_school_year(path) is None
    for text in ('[[terms]]\nname = "x"\n', "terms = 3\n", "[[", '[[breaks]]\nname = "x"\n'
                 "first = 2027-01-02\nlast = 2027-01-01\n"):  # fmt: skip
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ConfigurationError):
            read_school_year(path)


# A series that is booked


WEEKLY = "Boka avstämning med Lars om schemat varje fredag kl 10 i tre veckor"


async def _booked(desk: Desk, order: str = WEEKLY) -> Reply:
    return await desk.press(button(await desk.say(order), "create"))


async def test_a_whole_series_is_cancelled_by_its_button_once_that_is_confirmed(desk: Desk) -> None:
    booked = await _booked(desk)

    asked = await desk.press(button(booked, "cancel_series"))
    before = len(desk.booked())
    done = await desk.press(button(asked, "cancel_series_now"))
    again = await desk.press(button(asked, "cancel_series_now"))

    assert "hela serien **Schemat**, 3 möten från fredag 27 november till fredag" in asked.text()
    assert before == 3
    assert "Avbokat: **Schemat**, 3 möten" in done.text()
    assert desk.booked() == []
    assert "Avbokat" not in again.text()


async def test_one_day_of_a_series_is_cancelled_and_the_others_stay(desk: Desk) -> None:
    await _booked(desk)

    asked = await desk.say("Avboka mötet den 4 december")
    await desk.press(button(asked, "cancel_now"))

    assert {one.start.day for one in desk.booked()} == {27, 11}


async def test_a_whole_series_is_moved_to_another_time_and_who_cannot_then_is_told(
    desk: Desk,
) -> None:
    await _booked(desk)

    shown = await desk.say("Flytta hela serien till kl 13")
    before = {one.start.hour for one in desk.booked()}
    done = await desk.press(button(shown, "move_series_now"))

    assert "till kl. 13.00–13.30? Inget är ändrat än." in shown.text()
    assert "Upptaget för Lars: fredag 4 december" in shown.text()
    assert before == {10}
    assert {one.start.hour for one in desk.booked()} == {13}
    assert "är nu kl. 13.00–13.30" in done.text()


async def test_which_of_a_series_is_meant_is_asked_with_the_whole_as_a_choice(desk: Desk) -> None:
    await _booked(desk)

    asked = await desk.say("Avboka mötet med Lars")
    *_, second, _, all_of_them = asked.actions[:4]
    whole = await desk.press(all_of_them)
    one = await desk.press(second)

    assert all_of_them.label == "Hela serien: Schemat, 3 möten"
    assert "hela serien **Schemat**, 3 möten" in whole.text()
    assert "fredag 4 december" in one.text()


async def test_nothing_of_somebody_elses_series_can_be_changed(desk: Desk) -> None:
    booked = await _booked(desk)
    desk.person = "lars"

    pressed = await desk.press(button(booked, "cancel_series"))
    asked = await desk.say("Avboka hela serien om schemat")

    assert len(desk.booked()) == 3
    assert "hela serien" not in pressed.text() + asked.text()


async def test_a_series_has_its_room_where_that_is_free(desk: Desk) -> None:
    order = "Boka avstämning med Lars varje fredag kl 10 i tre veckor i rum Rönnen"
    shown = await desk.say(order)
    await desk.press(button(shown, "create"))

    assert "Rum: Rönnen." in shown.text()
    assert "Rum Rönnen är upptaget fredag 4 december: de mötena får inget rum." in shown.text()
    assert {one.start.day: one.room.name if one.room else None for one in desk.booked()} == {
        27: "Rönnen", 4: None, 11: "Rönnen"
    }  # fmt: skip
