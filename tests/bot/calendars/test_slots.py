"""Times that fit: never a clash, the best first, and one wherever there is one."""

from __future__ import annotations

import random
import time as clock
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calendars.base import STOCKHOLM, UNKNOWN, Busy, Schedule
from bot.calendars.relaxing import relaxations
from bot.calendars.slots import Request, find_slots
from bot.calendars.when import Window, is_working_day
from tests.bot.calendars import oracle

MONDAY = date(2026, 11, 30)
WEEK = tuple(MONDAY + timedelta(days=n) for n in range(5))
PEOPLE = ("anna", "erik", "maja", "lars")


def _busy(day: date, first: str, last: str, status: str = "busy") -> Busy:
    start, end = (
        datetime.combine(day, time.fromisoformat(each), STOCKHOLM).astimezone(UTC)
        for each in (first, last)
    )
    return Busy(start, end, status)  # type: ignore[arg-type]  # tests write them as words


def _free(*people: str) -> dict[str, Schedule]:
    return dict.fromkeys(people, Schedule())


def _request(**terms: object) -> Request:
    defaults = {"days": WEEK, "minutes": 45, "needed": ("anna", "erik")}
    return Request(**{**defaults, **terms})  # type: ignore[arg-type]  # as each test says


def test_three_times_are_proposed_in_different_half_days() -> None:
    slots = find_slots(_request(), _free("anna", "erik"))

    starts = [f"{slot.start:%a %H:%M}" for slot in slots]
    assert starts == ["Mon 08:00", "Mon 13:00", "Tue 08:00"]
    assert all(set(slot.presence.values()) == {"free"} for slot in slots)


def test_nobody_is_free_because_nothing_is_known() -> None:
    [slot] = find_slots(_request(), {"anna": Schedule(), "erik": UNKNOWN}, limit=1)

    assert slot.presence == {"anna": "free", "erik": "unknown"}


def test_a_room_that_nothing_is_known_of_is_not_proposed() -> None:
    schedules = {**_free("anna", "erik", "big"), "small": UNKNOWN}

    [slot] = find_slots(_request(rooms=("small", "big")), schedules, limit=1)

    assert slot.room == "big"


def test_lunch_is_left_alone_unless_it_is_asked_for() -> None:
    whole_day = find_slots(_request(days=WEEK[:1]), _free("anna", "erik"), limit=50)
    lunch = Window(time(11, 30), time(13))
    at_lunch = find_slots(_request(window=lunch), _free("anna", "erik"), limit=1)

    noon, one = time(12), time(13)
    assert all(slot.end.time() <= noon or slot.start.time() >= one for slot in whole_day)
    assert at_lunch[0].start.time() == time(11, 30)


def test_an_odd_minute_that_is_asked_for_is_kept() -> None:
    schedules = {"anna": Schedule((_busy(MONDAY, "10:00", "10:30"),)), "erik": Schedule()}

    slots = find_slots(_request(start=time(9, 5)), schedules)

    assert [f"{slot.start:%d %H:%M}" for slot in slots] == ["30 09:05", "01 09:05", "02 09:05"]


def test_what_is_least_missed_gives_way_when_nothing_fits() -> None:
    days = (MONDAY,)
    schedules = _free("anna", "erik") | {
        "maja": Schedule((_busy(MONDAY, "07:00", "18:00", "away"),)),
    }
    request = _request(days=days, needed=("anna", "erik", "maja"))

    found = {one.kind: one for one in relaxations(request, schedules)}

    assert not find_slots(request, schedules)
    assert found["without"].without == "maja"
    assert found["later"].slot.start.date() == date(2026, 12, 1)
    assert "shorter" not in found
    assert found["without"].slot.presence["maja"] == "away"


def test_the_longest_that_fits_is_what_shorter_means() -> None:
    day = (_busy(MONDAY, "07:00", "10:00"), _busy(MONDAY, "10:45", "18:00"))
    schedules = {"anna": Schedule(day), "erik": Schedule()}

    found = relaxations(_request(days=(MONDAY,), minutes=60), schedules)

    assert (found[0].kind, found[0].request.minutes) == ("shorter", 45)


def test_a_short_meeting_may_end_within_the_last_quarter_of_the_window() -> None:
    request = _request(
        days=(MONDAY,),
        minutes=5,
        window=Window(time(9, 5), time(10, 55)),
        not_before=datetime.combine(MONDAY, time(10, 40), STOCKHOLM),
    )

    [slot] = find_slots(request, {})

    assert f"{slot.start:%H:%M}–{slot.end:%H:%M}" == "10:45–10:50"


def test_most_of_many_are_proposed_as_a_quorum() -> None:
    people = (*PEOPLE, "nils", "olle")
    away = {"maja", "nils"}
    schedules = {
        one: Schedule((_busy(MONDAY, "07:00", "17:30" if one in away else "12:30"),))
        for one in people
    }

    found = {
        one.kind: one for one in relaxations(_request(days=(MONDAY,), needed=people), schedules)
    }

    assert set(found["quorum"].slot.missing) == away


def test_fifty_people_and_four_weeks_take_twenty_milliseconds_at_most() -> None:
    chance = random.Random(7)
    days = [MONDAY + timedelta(days=n) for n in range(28)]
    people = [str(number) for number in range(50)]
    schedules = {one: _full(chance, days) for one in people}
    request = _request(
        days=tuple(filter(is_working_day, days)),
        needed=tuple(people[:5]),
        optional=tuple(people[5:]),
    )

    spent = []
    for _ in range(7):
        began = clock.process_time()
        slots = find_slots(request, schedules)
        spent.append(clock.process_time() - began)

    assert len(slots) == 3
    assert min(spent) <= 0.020


def _full(chance: random.Random, days: list[date]) -> Schedule:
    busy = []
    for day in days:
        for _ in range(4):
            quarter = chance.randrange(32, 64)
            start = datetime.combine(day, time(quarter // 4, quarter % 4 * 15), STOCKHOLM)
            moment = start.astimezone(UTC)
            busy.append(Busy(moment, moment + timedelta(minutes=chance.choice((30, 60, 90)))))
    return Schedule(tuple(busy))


_DAYS = st.sampled_from(
    [MONDAY, date(2026, 10, 25), date(2027, 3, 28), date(2027, 5, 7), date(2026, 12, 31)]
)
_WINDOWS = st.none() | st.sampled_from(
    [("08:00", "12:00"), ("12:00", "17:00"), ("13:00", "23:59"), ("00:00", "10:00"),
     ("11:30", "13:00"), ("17:00", "21:00"), ("09:05", "10:55")]
).map(lambda ends: Window(*map(time.fromisoformat, ends)))  # fmt: skip


@st.composite
def _cases(draw: st.DrawFn) -> tuple[Request, Mapping[str, Schedule]]:
    first = draw(_DAYS)
    days = tuple(first + timedelta(days=n) for n in range(draw(st.integers(1, 3))))
    count = draw(st.integers(1, 4))
    needed, optional = PEOPLE[:count], PEOPLE[count:]
    rooms = draw(st.sampled_from([(), ("small",), ("small", "big")]))
    begins = datetime.combine(first, time(), STOCKHOLM).astimezone(UTC)
    moments = st.integers(0, 3 * 24 * 12).map(lambda n: begins + timedelta(minutes=5 * n))

    def busy() -> st.SearchStrategy[Busy]:
        return st.builds(
            lambda start, minutes, status: Busy(start, start + timedelta(minutes=minutes), status),
            moments,
            st.sampled_from([5, 15, 30, 60, 180, 480]),
            st.sampled_from(["busy", "tentative", "away", "elsewhere"]),
        )

    schedules = {
        one: Schedule(tuple(draw(st.lists(busy(), max_size=6)))) for one in (*PEOPLE, *rooms)
    }
    request = Request(
        days=days,
        minutes=draw(st.sampled_from([5, 15, 20, 30, 45, 60, 90, 240])),
        needed=needed,
        optional=optional,
        rooms=rooms,
        window=draw(_WINDOWS),
        preferred=draw(_WINDOWS),
        quorum=draw(st.none() | st.integers(1, count)),
        not_before=draw(st.none() | moments),
    )
    return request, schedules


@settings(max_examples=150, deadline=None)
@given(_cases())
def test_what_is_found_is_what_trying_every_quarter_finds(
    case: tuple[Request, Mapping[str, Schedule]],
) -> None:
    request, schedules = case

    slots = find_slots(request, schedules)

    ranked = oracle.ranked(request, schedules)
    expected = oracle.spread(ranked, minutes=request.minutes, limit=3)
    assert [slot.start.astimezone(UTC) for slot in slots] == expected
    for slot in slots:
        assert slot.end - slot.start == timedelta(minutes=request.minutes)
