"""Meetings that come again, along the school's calendar."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.calendars.school_year import SchoolYear, read_school_year
from bot.errors import ConfigurationError
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
