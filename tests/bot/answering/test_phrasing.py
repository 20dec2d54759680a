"""How far sentences are worded like a question."""

from __future__ import annotations

from bot.answering.phrasing import Likeness, Phrasing
from bot.language.analysis import words


def likeness(question: str, sentence: str) -> Likeness:
    return Phrasing(question).likeness(words(sentence))


def test_the_statement_of_a_question_turns_its_verb_around() -> None:
    assert likeness("Vad är ett visum?", "Ett visum är ett tillstånd.").turned == 1
    assert likeness("Vad är ett visum?", "Du måste ha ett visum.").turned == 0


def test_neighbouring_words_are_met_in_any_inflection() -> None:
    like = likeness("Vad gör skyddsombud på skolor?", "Skyddsombuden på skolan väljs.")

    assert like.pairs == 0.5


def test_the_verb_of_the_question_begins_the_statement() -> None:
    asked = "Hur kan arbetet organiseras?"

    assert likeness(asked, "Det kan vara i lag.").verb == 1
    assert likeness(asked, "Arbetet organiseras i lag.").verb == 0


def test_a_question_that_asks_yes_or_no_has_no_verb_to_look_for() -> None:
    like = likeness("Får jag flyga?", "Får jag?")

    assert like.verb == like.turned == 0


def test_a_not_that_only_one_of_them_has_is_told() -> None:
    assert likeness("När får jag inte flyga?", "Du får flyga.").other_negation == 1
    assert likeness("När får jag inte flyga?", "Flyg aldrig kortare.").other_negation == 0


def test_an_empty_question_is_like_nothing() -> None:
    assert likeness("", "Du får flyga.").pairs == 0
