"""Comparing a question with texts."""

from __future__ import annotations

import pytest

from bot.answering.relevance import Relevance

SENTENCES = ("Du får 25 dagar.", "Dagar räknas om.", "Ring chefen.", "Lönen kommer den 27.")


def _share(question: str, text: str) -> float:
    relevance = Relevance(question, SENTENCES)
    return relevance.share(relevance.covered(text))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("När kommer lönen?", "Löner betalas ut den 27."),
        ("Vad är milersättning?", "Ersättning per mil i milersättningen."),
        ("Får jag vabba?", "Tillfällig föräldrapenning vid vård av barn."),
        ("måste jag skicka mejl", "Mejlet skickas till registrator."),
        ("How much annual leave do I get?", "Semestern är 25 dagar."),
    ],
)
def test_inflections_synonyms_and_translations_are_the_same_word(question: str, text: str) -> None:
    assert _share(question, text) >= 0.5


def test_a_part_of_a_compound_counts_for_less_than_the_word() -> None:
    whole = _share("semesterersättning", "Semesterersättningen betalas ut.")
    part = _share("semesterersättning", "Ersättningen betalas ut.")

    assert whole > part > 0


def test_a_word_that_nothing_found_has_weighs_the_most() -> None:
    assert _share("Får jag ta hund på dagar?", "Dagar räknas om.") < 0.5


def test_words_that_only_ask_need_no_counterpart() -> None:
    assert _share("Hur många dagar?", "Dagar räknas om.") == pytest.approx(1.0)


def test_a_heading_that_asks_for_more_fits_worse() -> None:
    relevance = Relevance("Hur många dagar har jag?", SENTENCES)
    nothing = relevance.covered("")

    exact = relevance.fit("Hur många dagar har jag?", nothing)
    more = relevance.fit("Hur många dagar har jag kvar när jag slutar?", nothing)

    assert exact > more > 0


def test_a_heading_is_read_below_its_title() -> None:
    relevance = Relevance("Vem ska rapportera lex Sarah?", SENTENCES)

    alone = relevance.fit("Vem ska rapportera?", relevance.covered(""))
    titled = relevance.fit("Vem ska rapportera?", relevance.covered("Rutin för lex Sarah"))

    assert titled > alone


@pytest.mark.parametrize("question", ["", "?", "👍", "och att det"])
def test_a_question_without_words_covers_nothing_or_everything_but_never_fails(
    question: str,
) -> None:
    assert 0.0 <= _share(question, "Du får 25 dagar.") <= 1.0
