"""Last days by law, against a calendar reckoned apart from the one that is used."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calculations import last_day

_DAY = timedelta(days=1)


def _easter(year: int) -> date:
    """Gauss's rule with the corrections for the Gregorian calendar, 1900 to 2099."""
    a, b, c = year % 19, year % 4, year % 7
    d = (19 * a + 24) % 30
    e = (2 * b + 4 * c + 6 * d + 5) % 7
    day = 22 + d + e
    if (d, e) == (29, 6) or (d == 28 and e == 6 and a > 10):
        day -= 7
    return date(year, 3, 1) + (day - 1) * _DAY


def _saturday_from(first: date) -> date:
    return next(first + n * _DAY for n in range(7) if (first + n * _DAY).isoweekday() == 6)


def _is_free(day: date) -> bool:
    """Lag (1930:173) 2 § and lag (1989:253), written out anew."""
    easter = _easter(day.year)
    midsummer = _saturday_from(date(day.year, 6, 20))
    fixed = {(1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)}
    moving = {easter + n * _DAY for n in (-2, 0, 1, 39, 49)}
    moving |= {midsummer, midsummer - _DAY, _saturday_from(date(day.year, 10, 31))}
    return day.isoweekday() > 5 or (day.month, day.day) in fixed or day in moving


def _oracle(day: date) -> date:
    while _is_free(day):
        day += _DAY
    return day


def test_every_day_of_twenty_years_is_moved_as_the_law_says() -> None:
    days = [date(2018, 1, 1) + n * _DAY for n in range(20 * 365)]

    assert [last_day(day).day for day in days] == [_oracle(day) for day in days]


@given(st.dates(min_value=date(2005, 1, 1), max_value=date(2098, 12, 31)))
def test_a_last_day_is_a_working_day_and_no_working_day_is_passed(counted: date) -> None:
    last = last_day(counted)

    assert last.day == _oracle(counted)
    assert (last.day - counted).days == len(last.passed)
    assert last.is_moved == (last.day != counted)


@pytest.mark.parametrize(
    ("counted", "moved"),
    [
        ("2026-12-24", "2026-12-28"),  # julafton, juldagen, annandagen (lördag), söndag
        ("2026-12-31", "2027-01-04"),  # nyårsafton, nyårsdagen, lördag, söndag
        ("2027-01-06", "2027-01-07"),  # trettondedag jul
        ("2027-03-26", "2027-03-30"),  # långfredagen till annandag påsk
        ("2027-05-06", "2027-05-07"),  # Kristi himmelsfärdsdag; the bridging day is a working day
        ("2027-06-25", "2027-06-28"),  # midsommarafton
        ("2025-06-06", "2025-06-09"),  # nationaldagen på en fredag
        ("2026-10-31", "2026-11-02"),  # alla helgons dag
        ("2026-04-02", "2026-04-02"),  # skärtorsdagen
        ("2026-04-30", "2026-04-30"),  # valborgsmässoafton
    ],
)
def test_last_days_worked_out_by_hand(counted: str, moved: str) -> None:
    assert last_day(date.fromisoformat(counted)).day.isoformat() == moved
