"""The answerer without a model, through its public door."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.answering.base import Question, Sentence
from bot.answering.extractive import ExtractiveAnswerer
from bot.identity.base import Language
from bot.retrieval.base import Passage
from tests.bot.answering.sources import ANNA, passage

LEAVE = passage(
    "Du har 25 semesterdagar per år. Det är lika för alla förvaltningar.\n"
    "Din chef beslutar när semestern läggs ut.",
    place="Hur många semesterdagar har jag?",
)
SAVED = passage(
    "Du får ha högst 30 sparade semesterdagar. De ska tas ut inom fem år.",
    place="Hur många dagar får jag spara?",
)
TRAVEL = passage(
    "Nej, till Göteborg reser du med tåg. Tågresan tar under fem timmar.",
    title="Riktlinje för resor",
    place="2. Resor › 2.2 Får jag flyga till Göteborg?",
)
LIMITS = passage(
    "Ort: Stockholm; Högsta pris: 2 200 kronor per natt\n"
    "Ort: Övriga Sverige; Högsta pris: 1 800 kronor per natt",
    title="Hotell",
    place="Hur mycket får hotellet kosta?",
)
PHONES = passage(
    "HR-service   0980-319 210\nRegistrator   0980-319 240", title="Telefonlista", place=""
)
ALL = (LEAVE, SAVED, TRAVEL, LIMITS, PHONES)


async def ask(
    text: str,
    passages: Sequence[Passage] = ALL,
    *,
    max_sentences: int = 2,
    language: Language = "sv",
) -> list[Sentence]:
    """The answer to one question."""
    question = Question(text=text, language=language)
    answer = ExtractiveAnswerer(max_sentences=max_sentences).answer(question, passages, asker=ANNA)
    return [sentence async for sentence in answer]


async def test_quotes_the_sentence_that_answers_first() -> None:
    first, *_ = await ask("Hur många semesterdagar har jag?")

    assert first.text == "Du har 25 semesterdagar per år."


async def test_every_word_is_quoted_from_a_passage_that_was_given() -> None:
    for question in ("Hur många dagar får jag spara?", "Vad får hotellet kosta i Stockholm?"):
        for sentence in await ask(question):
            assert sentence.citations
            for citation in sentence.citations:
                assert citation.passage in ALL
                assert citation.quote in citation.passage.chunk.text
                assert citation.quote.rstrip(".") in sentence.text


@pytest.mark.parametrize(
    "question",
    [
        "Får jag ha hund på kontoret?",
        "Vad kostar en plats i förskolan?",
        "När öppnar simhallen?",
        "Vem vann kommunens innebandycup?",
    ],
)
async def test_says_nothing_when_no_passage_speaks_about_the_question(question: str) -> None:
    assert await ask(question) == []


async def test_says_nothing_without_passages() -> None:
    assert await ask("Hur många semesterdagar har jag?", ()) == []


@pytest.mark.parametrize("question", ["", "?", "👍", " ".join(["semester"] * 500)])
async def test_odd_questions_are_taken_calmly(question: str) -> None:
    assert len(await ask(question)) <= 2


async def test_a_yes_or_no_below_its_own_question_is_given() -> None:
    first, *_ = await ask("får jag flyga till göteborg")

    assert first.text == "Nej, till Göteborg reser du med tåg."


async def test_a_yes_or_no_to_another_question_is_not_given() -> None:
    other = passage("Ja, du får ta hem datorn.", title="Dator", place="Får jag låna en skärm?")

    answer = await ask("Hur lånar jag en dator?", (other,))

    assert answer == []


async def test_a_sentence_that_points_back_brings_what_it_points_at() -> None:
    source = passage(
        "Återvinningsarbetare kallas även demonterare. De monterar isär bilar åt kommunen.",
        title="Yrken",
        place="",
    )

    answer = await ask("Vad monterar demonterare isär?", (source,))

    assert [sentence.text for sentence in answer] == [
        "Återvinningsarbetare kallas även demonterare.",
        "De monterar isär bilar åt kommunen.",
    ]


async def test_the_row_with_the_number_that_was_asked_about_is_taken() -> None:
    table = passage(
        "Nivå: 2; Teams: Ja\nNivå: 3; Teams: Nej", title="Klassning", place="Var får jag spara?"
    )

    first, *_ = await ask("Var får jag spara nivå 3?", (table,), max_sentences=1)

    assert first.text == "Nivå: 3; Teams: Nej"


async def test_a_sentence_is_said_before_a_row_that_says_as_much() -> None:
    row = passage(
        "Köpets värde: Över 700 000 kronor utan upphandling; Vad du gör: Annonsera",
        place="Hur många offerter behöver jag?",
    )
    rule = passage("Du får köpa för högst 700 000 kronor utan upphandling.", place="Inköp")
    answer = await ask("Hur mycket får jag köpa utan upphandling?", [row, rule])
    assert answer[0].text == "Du får köpa för högst 700 000 kronor utan upphandling."


async def test_a_list_is_given_with_its_lead_in() -> None:
    source = passage(
        "Skicka med följande till passansökan:\n- foto\n- intyg\nAnsök i god tid.",
        title="Pass",
        place="Vad ska jag skicka med?",
    )

    first, *_ = await ask("Vad skickar jag med passansökan?", (source,))

    assert first.text == "Skicka med följande till passansökan: foto; intyg."
    assert [citation.quote for citation in first.citations] == [
        "Skicka med följande till passansökan:",
        "foto",
        "intyg",
    ]


async def test_a_list_right_below_the_question_answers_it() -> None:
    source = passage(
        "- Gymkort och simning\n- Massage\nSkor ersätts inte.",
        title="Friskvårdsbidrag",
        place="Vad kan jag använda friskvårdsbidraget till?",
    )

    first, *_ = await ask("Vad kan jag använda friskvårdsbidraget till?", (source,))

    assert first.text == "Gymkort och simning; Massage."


async def test_a_number_to_call_is_found_in_a_list_of_numbers() -> None:
    first, *_ = await ask("Vad har registrator för telefonnummer?")

    assert first.text == "Registrator   0980-319 240"


async def test_the_same_thing_is_not_said_twice() -> None:
    copy = passage("Du har 25 semesterdagar per år!", title="Kopia", place="Semesterdagar")

    answer = await ask("Hur många semesterdagar har jag?", (LEAVE, copy))

    assert sum("25" in sentence.text for sentence in answer) == 1


@pytest.mark.parametrize("most", [1, 2, 3])
async def test_never_says_more_than_it_may(most: int) -> None:
    answer = await ask("Hur många semesterdagar får jag spara?", max_sentences=most)

    assert 1 <= len(answer) <= most


async def test_an_english_question_finds_the_swedish_sentence() -> None:
    first, *_ = await ask("How many vacation days can I save?", language="en")

    assert first.text == "Du får ha högst 30 sparade semesterdagar."


async def test_the_same_question_gets_the_same_answer() -> None:
    assert await ask("Hur många dagar får jag spara?") == await ask(
        "Hur många dagar får jag spara?"
    )


CREW = passage(
    "Reseproducenter planerar företagets resor. De besöker nya resmål. "
    "De förhandlar också om priset på hotell.",
    title="Yrken",
    place="",
)


async def test_several_sentences_may_point_back_at_the_same_one() -> None:
    answer = await ask("Vad förhandlar reseproducenter om?", (CREW,))

    assert [sentence.text for sentence in answer] == [
        "Reseproducenter planerar företagets resor.",
        "De förhandlar också om priset på hotell.",
    ]


async def test_a_sentence_that_points_back_speaks_about_what_it_points_at() -> None:
    first, *_ = await ask("Vad förhandlar reseproducenter om?", (CREW,), max_sentences=1)

    assert first.text == "De förhandlar också om priset på hotell."


async def test_a_sentence_that_only_repeats_the_question_is_no_answer() -> None:
    source = passage(
        "Gravplatser finns i kommunen. Gravplatser i kommunen sköts av kyrkan.",
        title="Begravning",
        place="",
    )

    first, *_ = await ask("Vem sköter gravplatser i kommunen?", (source,), max_sentences=1)

    assert first.text == "Gravplatser i kommunen sköts av kyrkan."
