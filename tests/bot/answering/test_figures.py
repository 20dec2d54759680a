"""Figures are the same figure however they are written."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.figures import figures

SAME = [
    ("5 000 kr", "5000 kronor"),
    ("5 000 kr", "5\u202f000 kr"),
    ("5 000 kr", "5.000:-"),
    ("5 000 kr", "5 tkr"),
    ("5 000 kr", "fem tusen kronor"),
    ("5 000 kr", "femtusen kronor"),
    ("5 000 kr", "SEK 5,000"),
    ("5 000 kr", "five thousand kronor"),
    ("700 000 kr", "sjuhundratusen kronor"),
    ("700 000 kr", "0,7 mnkr"),
    ("1,5 miljoner kronor", "1 500 000 kr"),
    ("Belopp (kr): 5 000", "5 000 kronor"),
    ("80 %", "80%"),
    ("80 %", "åttio procent"),
    ("80 procent", "80 percent"),
    ("tjugofem dagar", "25 dagar"),
    ("25 semesterdagar", "twenty-five days"),
    ("25 betalda semesterdagar", "25 days"),
    ("Dagar: 31", "trettioen dagar"),
    ("10–20 dagar", "10 till 20 dagar"),
    ("från åttonde dagen", "från dag 8"),
    ("8:e dagen", "the eighth day"),
    ("första dagen", "dag 1"),
    ("en vecka", "1 vecka"),
    ("ett och ett halvt år", "1,5 år"),
    ("1½ år", "1.5 years"),
    ("hälften", "half"),
    ("två gånger", "twice"),
    ("65-åring", "65 år"),
    ("3-dagarsregeln", "tre dagar"),
    ("1 januari 2025", "1 jan 2025"),
    ("1 januari 2025", "2025-01-01"),
    ("1 januari 2025", "1/1 2025"),
    ("den 1:a januari 2025", "January 1st, 2025"),
    ("1 januari 2025", "1 January 2025"),
    ("januari 2025", "January 2025"),
    ("på måndagar", "on Mondays"),
    ("§ 27", "27 §"),
    ("AB § 27", "section 27"),
    ("5 a §", "§ 5 a"),
    ("klockan 14.00", "2 pm"),
    ("kl. 8", "08:00"),
    ("kl. 8–16.30", "kl 08.00 till 16.30"),
    ("08-123 45 67", "08 1234567"),
    ("08-123 45 67", "+46 8 123 45 67"),
    ("0123-45 67 89", "+46 (0)123 45 67 89"),
    ("lag (2021:890)", "SFS 2021:890"),
    ("KS 2023/412", "dnr KS 2023/412"),
    ("rum B203", "room B203"),
]
DIFFERENT = [
    ("5 000 kr", "5 500 kr"),
    ("5 000 kr", "50 000 kr"),
    ("5 000 kr", "5 000 euro"),
    ("25 dagar", "25 veckor"),
    ("25 dagar", "26 dagar"),
    ("fem arbetsdagar", "fem kalenderdagar"),
    ("högst 40 dagar", "från det år du fyller 40"),
    ("80 procent", "80 procentenheter"),
    ("1 januari 2025", "2 januari 2025"),
    ("1 januari 2025", "1 januari 2026"),
    ("1 januari 2025", "1 januari"),
    ("i mars", "i maj"),
    ("på måndag", "på tisdag"),
    ("§ 27", "§ 28"),
    ("5 a §", "5 §"),
    ("kl. 8", "kl. 9"),
    ("2 pm", "2 am"),
    ("08-123 45 67", "08-123 45 68"),
    ("två veckor", "en vecka"),
    ("tjugofem", "tjugosex"),
    ("25 %", "2,5 %"),
    ("5OOO kr", "5000 kr"),
    ("2021:890", "2021:891"),
    ("B203", "B204"),
    ("dubbelt", "tre gånger"),
]
WORDS = st.text(
    string.ascii_letters + string.digits + "åäöÅÄÖ .,:;/()-–§%+½\u00a0\n", min_size=1, max_size=60
)


def stands_in(claim: str, source: str) -> bool:
    found = figures(claim)
    assert found
    return all(figure.is_in(figures(source)) for figure in found)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_is_known_in_another_spelling(one: str, other: str) -> None:
    assert stands_in(other, one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_is_not_taken_for_another(one: str, other: str) -> None:
    assert not stands_in(one, other)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("1 januari", "1 januari 2025"),
        ("i januari 2025", "2025-01-31"),
        ("2025", "2025-01-31"),
        ("31", "31 dagar"),
        ("3 dagar", "3 arbetsdagar"),
        ("40 år", "det år du fyller 40"),
    ],
)
def test_may_be_said_less_exactly_than_in_the_source(claim: str, source: str) -> None:
    assert stands_in(claim, source)


@pytest.mark.parametrize(
    "text", ["Eleven får hjälp.", "Sex discrimination is not allowed.", "En chef och andra.", "Maj"]
)
def test_is_not_seen_in_a_word_that_only_looks_like_one(text: str) -> None:
    assert [figure for figure in figures(text) if figure.readings[0].kind == "number"] == []


@settings(deadline=None)
@given(WORDS)
def test_leaves_no_digit_out(text: str) -> None:
    digits = sum(character.isdigit() for character in text)
    found = "".join(figure.text for figure in figures(text))
    assert sum(character.isdigit() for character in found) >= digits


@settings(deadline=None)
@given(WORDS)
def test_stands_in_the_text_that_it_is_taken_from(text: str) -> None:
    source = figures(text)
    assert all(figure.is_in(source) for figure in source)


@settings(deadline=None)
@given(st.integers(0, 999_999))
def test_knows_grouped_thousands(number: int) -> None:
    plain = figures(f"{number} kr")
    for grouped in (f"{number:,} kr", f"{number:,} kr".replace(",", " ")):
        assert all(figure.is_in(plain) for figure in figures(grouped))
