"""When a meeting is wished for, read from what people write."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calculations.formats import NO_BREAK
from bot.calendars.when import bridging_day, is_working_day, read_when, told_when
from tests.bot.calendars.phrases import Phrase, compact, phrases

PHRASES = phrases()
NOW = datetime(2026, 11, 25, 10, 7)


def _id(phrase: Phrase) -> str:
    return f"{phrase.now:%y%m%d}-{phrase.text}"


@pytest.mark.parametrize("phrase", PHRASES, ids=_id)
def test_a_phrase_is_read_as_people_mean_it_and_said_back(phrase: Phrase) -> None:
    when = read_when(phrase.text, now=phrase.now)

    assert compact(when) == phrase.means
    assert told_when(when, phrase.language).replace(NO_BREAK, " ") == phrase.told


def test_there_are_many_phrases_from_the_hard_days_of_the_year() -> None:
    assert len(PHRASES) >= 120
    moments = {phrase.now.date() for phrase in PHRASES}
    assert len([day for day in moments if day.isocalendar().week == 53]) >= 2
    assert {date(2028, 2, 10), date(2027, 3, 25), date(2026, 10, 23)} <= moments


def test_what_has_been_read_is_not_part_of_the_rest() -> None:
    when = read_when("Boka 45 minuter med Erik om v. 12 på torsdag, kl 9", now=NOW)

    assert when.rest.split() == ["Boka", "med", "Erik", "om", ","]


def test_a_text_may_hold_the_characters_of_our_own_marks() -> None:
    assert read_when("på torsdag \ue005 \uf000", now=NOW).days


@given(st.text(max_size=80), st.datetimes(datetime(2024, 1, 1), datetime(2035, 12, 31)))
def test_any_text_is_read_without_an_error(text: str, now: datetime) -> None:
    when = read_when(text, now=now)

    assert list(when.days) == sorted(when.days)
    assert all(day >= now.date() for day in when.days)
    assert len(when.rest) == len(text)
    assert told_when(when, "sv")


_PIECES = st.sampled_from([phrase.text for phrase in PHRASES])


@given(
    st.lists(_PIECES, min_size=2, max_size=4),
    st.datetimes(datetime(2024, 1, 1), datetime(2035, 12, 31)),
)
def test_phrases_may_be_strung_together(pieces: list[str], now: datetime) -> None:
    when = read_when(", ".join(pieces), now=now)

    assert all(day >= now.date() for day in when.days)


@pytest.mark.parametrize(
    ("day", "works", "is_bridge"),
    [
        (date(2026, 5, 15), True, True),  # the Friday after Kristi himmelsfärd
        (date(2027, 5, 7), True, True),
        (date(2026, 12, 24), False, False),
        (date(2026, 12, 31), False, False),
        (date(2027, 1, 5), True, False),
        (date(2026, 6, 19), False, False),  # midsommarafton
        (date(2026, 11, 25), True, False),
    ],
)
def test_days_off_and_the_days_between_them_are_known(
    day: date, works: bool, is_bridge: bool
) -> None:
    assert (is_working_day(day), bridging_day(day)) == (works, is_bridge)
