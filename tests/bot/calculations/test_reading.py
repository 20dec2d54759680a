"""Days, pay, shares and hours as people write them, and how they are written back."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from bot.calculations import (
    Tending,
    find_amount,
    find_days,
    find_hours,
    find_share,
    kronor,
    months_later,
    number,
)

_TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("vikarie 2023-01-01–2024-03-15", ["2023-01-01", "2024-03-15"]),
        ("2024-01-01-2024-12-31", ["2024-01-01", "2024-12-31"]),
        ("sedan 1 maj 2024", ["2024-05-01"]),
        ("den 3:e mars 2027", ["2027-03-03"]),
        ("March 3rd, 2027", ["2027-03-03"]),
        ("3 March 2027", ["2027-03-03"]),
        ("1/5 2027", ["2027-05-01"]),
        ("20240315", ["2024-03-15"]),
        ("3 mars", ["2027-03-03"]),
        ("31 december", ["2026-12-31"]),
        ("idag och i morgon", ["2026-11-24", "2026-11-25"]),
        ("nästa måndag", ["2026-11-30"]),
        ("på fredag", ["2026-11-27"]),
        ("nästa fredag", [None]),
        ("30 februari 2027", [None]),
        ("maj 2024", [None]),
        ("i maj", [None]),
        ("mer än 12 månader", []),
        ("0980-319 210", []),
    ],
)
def test_reads_days(text: str, days: list[str | None]) -> None:
    found = find_days(text, today=_TUESDAY)

    assert [one.day and one.day.isoformat() for one in found] == days


@pytest.mark.parametrize(
    ("tending", "day"), [("next", "2027-06-01"), ("latest", "2026-06-01"), ("nearest", None)]
)
def test_a_day_without_a_year_is_only_taken_where_one_year_is_meant(
    tending: Tending, day: str | None
) -> None:
    [found] = find_days("1 juni", today=_TUESDAY, tending=tending)

    assert (found.day and found.day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "amount", "share", "hours"),
    [
        ("32 500 kr i månaden, 80 %", 32500, 80, None),
        ("32500 kronor, heltid", 32500, 100, None),
        ("SEK 32,500 a month, full time", 32500, 100, None),
        ("jag tjänar 32500 och jobbar halvtid", 32500, 50, None),
        ("24.000:- och 30 timmar i veckan", 24000, None, 30),
        ("38,25 h/vecka", None, None, Fraction(153, 4)),
        ("75-procentig", None, 75, None),
        ("20 000 kr eller 25 000 kr", None, None, None),
        ("80 % eller 90 %", None, None, None),
    ],
)
def test_reads_pay_share_and_hours(
    text: str, amount: int | None, share: int | None, hours: Fraction | None
) -> None:
    assert (find_amount(text), find_share(text), find_hours(text)) == (amount, share, hours)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2027-05-31", -3, "2027-02-28"),
        ("2024-05-31", -3, "2024-02-29"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-11-24", 2, "2027-01-24"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2024-02-29", -60, "2019-02-28"),
    ],
)
def test_a_month_without_that_day_ends_on_its_last(start: str, months: int, end: str) -> None:
    assert months_later(date.fromisoformat(start), months).isoformat() == end


def test_amounts_are_rounded_to_whole_kronor_half_upwards() -> None:
    assert kronor(Fraction(2399, 2), "sv") == "1\u00a0200\u00a0kr"
    assert kronor(Fraction(119949, 100), "en") == "1,199\u00a0kr"
    assert number(Fraction(12345, 10), "sv") == "1\u00a0234,5"
