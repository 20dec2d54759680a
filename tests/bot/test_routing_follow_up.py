"""Follow-up questions, understood from the conversation."""

from __future__ import annotations

import pytest

from bot.routing import complete
from bot.storage.base import Exchange


def _after(
    question: str, *, skill: str | None = "hr", asked_back: bool = False
) -> tuple[Exchange, ...]:
    return (Exchange(question=question, answer="…", skill=skill, asked_back=asked_back),)


@pytest.mark.parametrize(
    ("before", "text", "completed"),
    [
        (
            "Hur många semesterdagar har jag?",
            "och för deltid?",
            "Hur många semesterdagar har jag för deltid?",
        ),
        ("Gäller flextid alla?", "gäller det även på helgen?", "Gäller flextid alla på helgen?"),
        ("Får jag friskvårdsbidrag?", "hur mycket då?", "Får jag friskvårdsbidrag? Hur mycket?"),
        (
            "Vad får hotellet kosta i Stockholm?",
            "och i Kiruna då?",
            "Vad får hotellet kosta i Kiruna?",
        ),
        ("Får jag flyga till Göteborg?", "men till Malmö?", "Får jag flyga till Malmö?"),
        (
            "Hur många semesterdagar har jag?",
            "hur många får jag spara?",
            "Hur många semesterdagar har jag? Hur många får jag spara?",
        ),
        ("Får jag ta emot en gåva?", "och choklad?", "Får jag ta emot en gåva? Choklad?"),
        ("Måste mejlet diarieföras?", "hur snabbt?", "Måste mejlet diarieföras? Hur snabbt?"),
        (
            "Hur mycket får jag köpa utan upphandling?",
            "vem bestämmer det?",
            "Hur mycket får jag köpa utan upphandling? Vem bestämmer det?",
        ),
        ("Hur många semesterdagar har jag?", "45", "Hur många semesterdagar har jag? 45"),
        (
            "Hur många semesterdagar har jag?",
            "jag är 45 år",
            "Hur många semesterdagar har jag? Jag är 45 år",
        ),
        ("What is the hotel limit?", "and in Stockholm?", "What is the hotel limit in Stockholm?"),
        (
            "How many vacation days do I get?",
            "and for part-time?",
            "How many vacation days do I get for part-time?",
        ),
    ],
)
def test_a_follow_up_becomes_a_question_of_its_own(before: str, text: str, completed: str) -> None:
    assert complete(text, _after(before)) == completed


@pytest.mark.parametrize(
    "text",
    [
        "När kommer lönen?",
        "vab?",
        "friskvård",
        "Och hur bokar jag hotell?",
        "Finns det cykelförmån?",
        "Blir det ny karens om jag blir sjuk igen?",
        "How do I call in sick?",
        "Jag har tappat min telefon",
        "Tack så mycket!",
        "Vem är du?",
    ],
)
def test_a_new_topic_is_left_as_it_is(text: str) -> None:
    assert complete(text, _after("Hur många semesterdagar har jag?")) == text


def test_nothing_is_completed_without_a_conversation() -> None:
    assert complete("och för deltid?", ()) == "och för deltid?"


def test_small_talk_in_between_does_not_break_the_thread() -> None:
    history = (
        *_after("Får jag flyga till Göteborg?", skill="policy"),
        *_after("tack", skill=None),
    )

    assert complete("och till Malmö?", history) == "Får jag flyga till Malmö?"


def test_a_follow_up_on_a_follow_up_goes_back_to_the_first_question() -> None:
    history = (
        *_after("Vad får hotellet kosta i Stockholm?", skill="policy"),
        *_after("och i Malmö?", skill="policy"),
    )

    assert complete("och i Kiruna?", history) == "Vad får hotellet kosta i Kiruna?"


def test_a_long_question_stands_on_its_own() -> None:
    text = "och det är så att jag undrar om det går att få ledigt en fredag i mars för en resa"

    assert complete(text, _after("När kommer lönen?")) == text


@pytest.mark.parametrize(
    "text",
    [
        "32 500 kr i månaden, 80 %",
        "från 1 maj 2027",
        "i mars",
        "nästa måndag",
        "vikarie 2023-01-01–2024-03-15 och särskild visstidsanställning sedan 1 maj 2024",
    ],
)
def test_what_was_just_asked_for_completes_the_question(text: str) -> None:
    before = "Hur stort blir mitt karensavdrag?"

    assert complete(text, _after(before, asked_back=True)) == f"{before[:-1]}? {text}"


def test_what_is_asked_for_bit_by_bit_completes_the_same_question() -> None:
    first = "Hur stort blir mitt karensavdrag?"
    history = (
        *_after(first, asked_back=True),
        *_after(f"{first} 32 500 kr", asked_back=True),
    )

    assert complete("80 %", history) == f"{first} 32 500 kr? 80 %"


@pytest.mark.parametrize(
    "text",
    ["Hur mycket friskvård får jag 2027", "När kommer lönen i mars?", "Jag har tappat min telefon"],
)
def test_another_question_is_no_answer_to_what_was_asked(text: str) -> None:
    assert complete(text, _after("Hur stort blir mitt karensavdrag?", asked_back=True)) == text
