"""English queries in Swedish words."""

from __future__ import annotations

import pytest

from bot.language.terms import in_swedish


@pytest.mark.parametrize(
    ("query", "swedish"),
    [
        ("How many vacation days do I have?", "semesterdagar"),
        ("parental leave", "föräldraledighet"),
        ("What is the notice period?", "uppsägningstid"),
        ("Who approves invoices?", "faktura"),
    ],
)
def test_an_english_query_is_put_into_swedish_words(query: str, swedish: str) -> None:
    found = in_swedish(query)

    assert found is not None
    assert swedish in {word.text for word in found}


def test_the_longest_phrase_is_translated_as_a_whole() -> None:
    found = in_swedish("What is the mileage allowance?")

    assert found is not None
    assert "milersättning" in {word.text for word in found}
    assert "traktamente" not in {word.text for word in found}


def test_a_name_in_an_english_query_stays() -> None:
    found = in_swedish("May I fly to Luleå?")

    assert found is not None
    assert "luleå" in {word.text for word in found}


@pytest.mark.parametrize(
    "query",
    ["Hur många semesterdagar har jag?", "resepolicy", "policy", "registrator", "APT", "", "27 §"],
)
def test_a_swedish_query_is_not_translated(query: str) -> None:
    assert in_swedish(query) is None
