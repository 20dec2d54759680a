"""Small talk, recognised and answered without search."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.routing.small_talk import REPLIES, SmallTalk, recognise


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hej!", "greeting"),
        ("God morgon Kollega", "greeting"),
        ("Hello there", "greeting"),
        ("Tusen tack för hjälpen", "thanks"),
        ("ok, tack", "thanks"),
        ("Hej då", "goodbye"),
        ("Ha en trevlig helg!", "goodbye"),
        ("Vad kan du hjälpa mig med?", "capabilities"),
        ("hjälp", "capabilities"),
        ("What can you do?", "capabilities"),
        ("Hej, hur funkar du?", "capabilities"),
        ("Är du en människa eller en robot?", "identity"),
        ("vem är du", "identity"),
        ("Sparar du det jag skriver?", "storage"),
        ("Kan min chef se vad jag frågar?", "storage"),
        ("läget?", "wellbeing"),
        ("👍", "acknowledgement"),
        ("ok", "acknowledgement"),
        ("Min mormor har gått bort", "loss"),
        ("Hej, min pappa dog igår", "loss"),
        ("My mother passed away yesterday", "loss"),
    ],
)
def test_recognises(text: str, kind: SmallTalk) -> None:
    assert recognise(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Hej, när kommer lönen?",
        "Tack, men hur många dagar får jag spara?",
        "Hjälp, jag har mejlat fel lista",
        "Min pappa dog igår, får jag vara hemma med lön?",
        "Min dator har dött",
        "Vad kan jag använda friskvårdsbidraget till?",
        "Hur mår man efter vaccinationen och får jag stanna hemma då?",
        "Vad är en allmän handling?",
        "Sparar vi personuppgifter för länge?",
        "",
    ],
)
def test_a_question_is_not_small_talk(text: str) -> None:
    assert recognise(text) is None


def test_every_kind_has_words_or_is_told_by_the_application() -> None:
    assert set(get_args(SmallTalk)) - set(REPLIES) == {"capabilities", "storage"}


def test_says_that_it_is_an_ai() -> None:
    assert "AI" in REPLIES["identity"].sv
    assert "AI" in REPLIES["identity"].en
