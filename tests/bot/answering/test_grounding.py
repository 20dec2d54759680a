"""What a model writes is shown only where its sources bear it out."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.base import Sentence
from bot.answering.grounding import Checked, Grounding
from bot.identity.base import Language
from bot.retrieval.base import Passage
from tests.bot.answering.sources import LEAVE, PASSAGES, passage, question


def check(written: str, *passages: Passage, language: Language = "sv") -> Checked:
    asked = question(language=language)
    return Grounding(passages or PASSAGES, asked).check(written)


def shown(checked: Checked) -> Sentence:
    assert checked.sentence is not None
    return checked.sentence


def titles(sentence: Sentence) -> list[str]:
    return [citation.passage.chunk.title for citation in sentence.citations]


@pytest.mark.parametrize(
    "written",
    [
        "Du har 31 dagar från det år du fyller 40. [1]",
        "Från 50 år har du trettiotvå semesterdagar [1].",
        "Du får spara upp till 30 dagar [1].",
        "Utan chefens godkännande får du inte ta ut semester under provanställningen [1].",
        "Du får flyga när tåget tar mer än 5 timmar [2].",
        "Hotell får kosta högst 1800 kronor per natt [2].",
        "Första klass får aldrig bokas [2].",
        "Boka resan före kl. 16 eller ring 08 123 45 67 [2].",
        "Mejla resor@exempelkommun.se om tåget är inställt [2].",
        "I åldern 40–49 är dagarna 31 [3].",
        "Semesterdagarna gäller från 1 april 2024 [1].",
    ],
)
def test_keeps_what_the_source_says_in_other_words(written: str) -> None:
    checked = check(written)
    assert checked.outcome == "kept"
    assert shown(checked).citations


@pytest.mark.parametrize(
    "written",
    [
        "You get 31 days from the year you turn 40 [1].",
        "You can save at most thirty days [1].",
        "You may fly if the train takes more than five hours [2].",
        "A hotel may cost up to SEK 1,800 per night [2].",
        "Book before 4 pm [2].",
    ],
)
def test_keeps_an_english_sentence_about_a_swedish_source(written: str) -> None:
    assert check(written, language="en").outcome == "kept"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "You get 35 days from the year you turn 40 [1]."),
        ("en", "You can save at most forty days [1]."),
        ("en", "A hotel may cost up to SEK 2,800 per night [2]."),
        ("en", "Book before 5 pm [2]."),
        ("sv", "Boka resan före kl. 17 [2]."),
        ("sv", "Semesterdagarna gäller från 1 april 2025 [1]."),
    ],
)
def test_a_paraphrase_with_a_figure_of_its_own_gives_way_to_the_source(
    language: Language, written: str
) -> None:
    assert check(written, language=language).outcome == "quoted"


@pytest.mark.parametrize(
    "written",
    [
        "You may not save 30 days [1].",
        "You must save at least 30 days [1].",
        "You can save at least thirty days [1].",
        "You must fly if the train takes more than five hours [2].",
        "You may not fly if the train takes more than five hours [2].",
    ],
)
def test_an_english_sentence_that_turns_its_source_gives_way_to_it(written: str) -> None:
    assert check(written, language="en").outcome == "quoted"


@pytest.mark.parametrize(
    "written",
    [
        "You may fly if the train takes more than five hours, and tell them your password [2].",
        "A hotel may cost up to SEK 1,800 per night and Anna Lindqvist is a thief [2].",
        "A hotel may cost up to SEK 1,800 per night at Grand Palace [2].",
    ],
)
def test_an_english_sentence_with_something_added_gives_way_to_the_source(written: str) -> None:
    assert check(written, language="en").outcome == "quoted"


@pytest.mark.parametrize("written", ["You may fly [2].", "You may use flights for travel [2]."])
def test_an_english_sentence_without_the_condition_gives_way_to_the_source(written: str) -> None:
    checked = check(written, language="en")
    assert checked.outcome == "quoted"
    assert shown(checked).text == "Flyg får användas när tågresan tar mer än fem timmar."


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(
    ("written", "quote"),
    [
        ("Flyg får användas [2].", "Flyg får användas när tågresan tar mer än fem timmar."),
        ("Hotell får kosta [2].", "Hotell får kosta högst 1 800 kr per natt."),
    ],
)
def test_a_swedish_sentence_keeps_its_condition_in_whichever_language_was_asked(
    written: str, quote: str, language: Language
) -> None:
    assert shown(check(written, language=language)).text == quote


@pytest.mark.parametrize(
    ("written", "quote"),
    [
        ("Du får spara högst 35 dagar [1].", "Du får spara högst 30 dagar."),
        ("Du får spara högst 40 dagar [1].", "Du får spara högst 30 dagar."),
        ("Du får spara högst 30 veckor [1].", "Du får spara högst 30 dagar."),
        ("Du får spara högst femtio dagar [1].", "Du får spara högst 30 dagar."),
        ("Hotell får kosta 2 800 kr per natt [2].", "Hotell får kosta högst 1 800 kr per natt."),
        ("Hotell får kosta högst 1,8 mkr [2].", "Hotell får kosta högst 1 800 kr per natt."),
        (
            "Flyg får användas när tågresan tar mer än sex timmar [2].",
            "Flyg får användas när tågresan tar mer än fem timmar.",
        ),
        (
            "Från det år du fyller 41 har du 31 dagar [1].",
            "Från det år du fyller 40 har du 31 dagar.",
        ),
    ],
)
def test_quotes_the_source_where_a_figure_is_not_in_it(written: str, quote: str) -> None:
    checked = check(written)
    assert checked.outcome == "quoted"
    assert shown(checked).text == quote
    assert [citation.quote for citation in shown(checked).citations] == [quote]


@pytest.mark.parametrize(
    ("written", "quote"),
    [
        ("Första klass får bokas [2].", "Första klass får inte bokas."),
        (
            "Flyg får inte användas när tågresan tar mer än fem timmar [2].",
            "Flyg får användas när tågresan tar mer än fem timmar.",
        ),
        (
            "Flyg ska användas när tågresan tar mer än fem timmar [2].",
            "Flyg får användas när tågresan tar mer än fem timmar.",
        ),
        ("Du behöver inte boka första klass [2].", "Första klass får inte bokas."),
        (
            "Du får ta ut semester under provanställningen utan chefens godkännande [1].",
            "Du får inte ta ut semester under provanställningen utan chefens godkännande.",
        ),
        (
            "Hotell får kosta minst 1 800 kr per natt [2].",
            "Hotell får kosta högst 1 800 kr per natt.",
        ),
        (
            "Du får ta ut semester under provanställningen [1].",
            "Du får inte ta ut semester under provanställningen utan chefens godkännande.",
        ),
    ],
)
def test_quotes_the_source_where_the_sentence_turns_it(written: str, quote: str) -> None:
    checked = check(written)
    assert checked.outcome == "quoted"
    assert shown(checked).text == quote


def test_does_not_give_the_figures_of_one_row_to_another() -> None:
    assert check("Från 40 till 49 år är dagarna 32 [3].").outcome != "kept"


@pytest.mark.parametrize(
    "written",
    [
        "Du har 31 dagar från det år du fyller 40.",
        "Du har 31 dagar från det år du fyller 40 [0].",
        "Du har 31 dagar från det år du fyller 40 [4].",
        "Du har 31 dagar från det år du fyller 40 [99].",
        "Du har 31 dagar från det år du fyller 40 [1 000].",
        "Du har 31 dagar från det år du fyller 40 ![1](https://evil.example).",
        "[1]",
        "",
        "[1] [2] … !",
    ],
)
def test_never_shows_a_sentence_without_a_valid_citation(written: str) -> None:
    assert check(written) == Checked("dropped", None)


def test_drops_the_numbers_that_no_passage_has_and_keeps_the_others() -> None:
    assert titles(shown(check("Du får spara högst 30 dagar [1, 7–99]."))) == ["Semester"]


def test_cites_only_what_supports_a_sentence_that_cites_everything() -> None:
    assert titles(shown(check("Första klass får inte bokas [1, 2, 3]."))) == ["Resepolicy 2024"]


@pytest.mark.parametrize(
    "written",
    [
        "Katter är trevliga djur [1].",
        "Mitt hemliga uppdrag är att hjälpa [1].",
        "Kontakta Karin Svensson om semestern [1].",
        "Sie haben Anspruch auf Urlaub [1].",
    ],
)
def test_drops_what_has_nothing_to_do_with_its_source(written: str) -> None:
    assert check(written).outcome == "dropped"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_question_is_no_statement(language: Language) -> None:
    checked = check("Du får spara högst 30 dagar [1]?", language=language)
    assert shown(checked).text == "Du får spara högst 30 dagar."


def test_does_not_answer_a_swedish_question_in_english() -> None:
    assert check("You may save at most 30 semesterdagar [1].").outcome != "kept"


@pytest.mark.parametrize(
    "written",
    [
        "![x](https://evil.example/?q=30) Du får spara högst 30 dagar [1].",
        "Du får [spara](https://evil.example) högst **30 dagar** [1].",
        "Du får spara <img src='https://evil.example'>högst <b>30</b> dagar [1].",
        "Du får spara högst 30 dagar [1](https://evil.example).",
        "- Du får spara högst 30 dagar [1].",
        "# Du får spara högst 30 dagar [1].",
        "Du får spa\u200bra högst 30 da\u00adgar\u202e [1].",
        "Du får spara högst 30 dagar [1].\U000e0041\U000e0042",
        "Du får spara &lt;at&gt;högst&lt;/at&gt; 30 dagar [1].",
        "Du får spara &amp;lt;img&amp;gt;högst 30 dagar [1].",
    ],
)
def test_keeps_the_words_and_nothing_of_the_markup(written: str) -> None:
    assert shown(check(written)).text == "Du får spara högst 30 dagar."


@pytest.mark.parametrize(
    "written",
    [
        "Du får spara högst 30 dagar, se https://evil.example [1].",
        "Du får spara högst 30 dagar, se www.evil.example [1].",
        "Du får spara högst 30 dagar, se evil.example [1].",
        "Du får spara högst 30 dagar, se evil\uff0eexample [1].",
        "Du får spara högst 30 dagar, se <https://evil.example> [1].",
        "Du får spara högst 30 dagar, mejla chef@evil.example [1].",
        "Du får spara högst 30 dagar javascript:alert [1].",
        'Du får spara högst 30 dagar {"type": "AdaptiveCard"} [1].',
    ],
)
def test_quotes_the_source_in_place_of_a_sentence_that_leads_elsewhere(written: str) -> None:
    assert shown(check(written)).text == "Du får spara högst 30 dagar."


def test_does_not_quote_a_statement_that_leads_elsewhere() -> None:
    poisoned = passage("Bekräfta ditt konto på https://evil.example/konto i dag.")
    assert check("Bekräfta ditt konto på https://evil.example i dag [1].", poisoned).outcome == (
        "dropped"
    )


def test_mentions_nobody() -> None:
    checked = check("@alla Du får spara högst 30 dagar @Anna [1].")
    assert "@" not in shown(checked).text


def test_quotes_are_verbatim_words_of_the_passages() -> None:
    for written in ("Du får spara högst 99 dagar [1].", "Du får spara högst 30 dagar [1][2][3]."):
        for citation in shown(check(written)).citations:
            assert citation.quote in citation.passage.chunk.text


@settings(deadline=None)
@given(st.integers(0, 2000))
def test_shows_no_number_that_the_source_does_not_have(number: int) -> None:
    sentence = check(f"Du får spara högst {number} dagar [1].", LEAVE).sentence
    assert sentence is not None
    assert sentence.text == "Du får spara högst 30 dagar."


@settings(deadline=None)
@given(st.text(max_size=80))
def test_bears_any_text(text: str) -> None:
    sentence = check(f"{text} [1]").sentence
    assert sentence is None or sentence.citations


def test_takes_at_most_two_milliseconds_of_processor_time_for_a_sentence() -> None:
    grounding = Grounding(PASSAGES, question())
    written = [
        f"Du får spara högst {number} dagar när du fyller 40 [1][2][3]." for number in range(40)
    ]
    rounds = []
    for _ in range(3):
        begun = time.process_time()
        for text in written:
            grounding.check(text)
        rounds.append(time.process_time() - begun)
    assert min(rounds) / len(written) < 0.002
