"""Days of annual leave in a given year, by the sample's steps."""

from __future__ import annotations

import pytest

from bot.services import Services
from skills import hr
from tests.skills.library import GRETA, reply_to, turn


@pytest.mark.parametrize(
    ("text", "days", "sum_"),
    [
        ("Hur många dagar har jag 2027, jag är född 1987", 31, "2027 − 1987 = 40"),
        ("Hur många semesterdagar har jag 2026? Jag är född 1987", 25, "2026 − 1987 = 39"),
        ("Hur många semesterdagar får jag nästa år? Född 1977", 32, "2027 − 1977 = 50"),
        ("Hur många semesterdagar har jag 2035, född 1986", 31, "2035 − 1986 = 49"),
        ("Hur många semesterdagar har jag? Jag är född 1976", 32, "2026 − 1976 = 50"),
        ("Jag fyller 39 i år, hur många semesterdagar har jag nästa år?", 31, None),
        ("Jag fyller 40 nästa år, hur många semesterdagar har jag då?", 31, None),
        ("Jag är 45, hur många semesterdagar har jag 2027?", 31, None),
    ],
)
async def test_counts_the_age_of_that_year(
    sample: Services, text: str, days: int, sum_: str | None
) -> None:
    reply = await reply_to(turn(text), sample, hr.run)

    assert f"{days} semesterdagar" in reply.sentences[0].text
    assert reply.sentences[0].calculation == sum_
    assert str(days) in reply.sentences[0].citations[0].quote


@pytest.mark.parametrize(
    "text",
    [
        "Hur många semesterdagar har jag 2027?",
        "Hur många semesterdagar har jag 2027, jag är 38?",
        "Hur många semesterdagar har jag 2027, jag är född 2019?",
    ],
)
async def test_asks_for_the_year_of_birth_only_where_it_matters(
    sample: Services, text: str
) -> None:
    reply = await reply_to(turn(text), sample, hr.run)

    assert reply.outcome in {"clarify", "answered"}
    assert reply.outcome == "clarify" or "31 semesterdagar" in reply.text()


@pytest.mark.parametrize(
    "text",
    [
        "Jag är född 1970 och har BEA, hur många semesterdagar har jag 2027?",
        "Jag är född 1970 och timanställd, hur många semesterdagar har jag 2027?",
        "Jag är född 1970 och börjar i mars, hur många semesterdagar har jag 2027?",
    ],
)
async def test_counts_nothing_for_who_the_steps_are_not_for(sample: Services, text: str) -> None:
    reply = await reply_to(turn(text), sample, hr.run)

    assert all(sentence.calculation is None for sentence in reply.sentences)
    assert "32 semesterdagar" not in reply.text()


async def test_a_guest_gets_no_days(sample: Services) -> None:
    asked = turn("Hur många semesterdagar har jag 2027, född 1987?", user=GRETA)

    assert (await reply_to(asked, sample, hr.run)).outcome == "not_found"


async def test_days_of_a_year_in_english(sample: Services) -> None:
    asked = turn("How many days of annual leave do I have in 2027? Born 1987", language="en")

    reply = await reply_to(asked, sample, hr.run)

    assert reply.sentences[0].text == "In 2027 you turn 40 and have 31 days of annual leave."


@pytest.mark.parametrize(
    ("question", "fact", "value"),
    [
        ("Hur många semesterdagar har jag 2027, född 1970?", "agreement", "BEA"),
        ("Hur många semesterdagar har jag 2027, född 1970?", "employment", "ferie"),
        ("Föräldraledig från 1 maj 2027, när ska jag anmäla?", "agreement", "Sobona"),
        ("Föräldraledig från 1 maj 2027, när ska jag anmäla?", "employer", "bolag"),
        ("Hur stort blir karensavdraget på 32 500 kr, heltid?", "employment", "timavlönad"),
        ("Vikarie sedan 2024-01-01, när blir jag fast?", "employment", "skollagen"),
        ("Vikarie sedan 2024-01-01, när blir jag fast?", "employment", "timavlönad"),
    ],
)
async def test_no_calculator_forgets_what_was_told_before(
    sample: Services, question: str, fact: str, value: str
) -> None:
    reply = await reply_to(turn(question, facts={fact: value}), sample, hr.run)

    assert all(sentence.calculation is None for sentence in reply.sentences)
