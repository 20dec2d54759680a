"""Questions about rules and routines, against the sample municipality."""

from __future__ import annotations

import pytest

from bot.services import Services
from skills import policy
from tests.skills.library import ANNA, FATIMA, cited_titles, reply_to, turn


@pytest.mark.parametrize(
    ("question", "title", "words"),
    [
        ("Får jag flyga till Göteborg?", "Riktlinje för resor i tjänsten", "tåg"),
        ("Vad får hotellet kosta i Stockholm?", "Riktlinje för resor i tjänsten", "2 200"),
        (
            "Hur mycket får jag köpa utan upphandling?",
            "Riktlinje för inköp och direktupphandling",
            "700 000",
        ),
        ("Får vi bjuda på vin?", "Policy för representation, gåvor och mutor", "vin"),
        ("Får jag klistra in elevnamn i AI?", "Riktlinje för användning av AI", "Nej"),
        ("Hur visselblåser jag?", "Visselblåsning", "0980-319 245"),
        ("Jag mejlade en lista fel", "Rutin vid personuppgiftsincident", "0980-319 225"),
        (
            "Måste mejlet diarieföras?",
            "Riktlinje för allmänna handlingar och diarieföring",
            "ska diarieföras",
        ),
        ("Får jag slänga dokumenten?", "Rutin för gallring", "gallringsbeslut"),
        ("Jag har tappat mobilen", "Rutin för tjänstemobil", "0980-319 220"),
    ],
)
async def test_answers_what_staff_ask(
    sample: Services, question: str, title: str, words: str
) -> None:
    reply = await reply_to(turn(question), sample, policy.run)

    assert reply.outcome == "answered"
    assert title in cited_titles(reply)
    assert words.casefold() in reply.text().casefold()


async def test_says_so_when_the_intranet_does_not(sample: Services) -> None:
    reply = await reply_to(turn("Får hunden följa med till kontoret?"), sample, policy.run)

    assert reply.outcome == "not_found"
    assert "kommunväxeln, 0980-319 200" in reply.text()


async def test_what_only_hr_may_read_is_told_to_nobody_else(sample: Services) -> None:
    question = "Vad visar lönekartläggningen 2025?"

    as_hr = await reply_to(turn(question, user=FATIMA), sample, policy.run)
    as_anna = await reply_to(turn(question, user=ANNA), sample, policy.run)

    assert any("Lönekartläggning" in title for title in cited_titles(as_hr))
    assert not any("Lönekartläggning" in title for title in cited_titles(as_anna))


async def test_every_figure_in_an_answer_stands_in_what_it_cites(sample: Services) -> None:
    for question in ("Vad får hotellet kosta?", "Hur många offerter behöver jag?"):
        reply = await reply_to(turn(question), sample, policy.run)

        for sentence in reply.sentences:
            quoted = " ".join(citation.quote for citation in sentence.citations)
            assert {word for word in sentence.text.split() if word.isdigit()} <= set(quoted.split())
