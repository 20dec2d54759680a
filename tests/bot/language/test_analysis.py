"""Swedish words, stems, compound parts and n-grams."""

from __future__ import annotations

import pytest

from bot.language.analysis import Term, grams, is_stop_word, parts, stem, terms, verb_root, words


def test_words_are_folded_and_freed_from_invisible_characters() -> None:
    assert words("IT-säker\u00adhet, ﬁl A\u030aR 27 §") == ["it", "säkerhet", "fil", "år", "27"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("resor", "resan"),
        ("avtalet", "avtalen"),
        ("böcker", "boken"),
        ("föräldrar", "förälder"),
        ("landet", "länder"),
        ("tillståndet", "tillstånd"),
        ("arbetsplatsen", "arbetsplats"),
        ("strategin", "strategier"),
        ("rektorn", "rektorer"),
        ("lokalt", "lokala"),
        ("begärde", "begär"),
        ("ingår", "ingå"),
    ],
)
def test_inflections_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"), [("händer", "handen"), ("kort", "korv"), ("vård", "vår"), ("läsår", "läsa")]
)
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("compound", "first", "last"),
    [
        ("semesterdagar", "semester", "dag"),
        ("resepolicy", "resa", "policy"),
        ("gatukontoret", "gata", "kontor"),
        ("föräldraledigheten", "förälder", "ledighet"),
        ("arbetstidsförkortning", "arbetstid", "förkortning"),
    ],
)
def test_a_compound_has_the_stems_of_its_parts(compound: str, first: str, last: str) -> None:
    found = parts(compound)
    assert (found[0], found[-1]) == (stem(first), stem(last))


@pytest.mark.parametrize(
    "word", ["ordförande", "upphandling", "utbildning", "förslag", "ansvar", "verksamhet", "tid"]
)
def test_a_simple_word_is_not_split(word: str) -> None:
    assert parts(word) == ()


def test_terms_leave_out_function_words_and_weigh_parts_half() -> None:
    assert terms("Hur många semesterdagar har jag?") == [
        Term("mång", 1.0),
        Term("semesterdag", 1.0),
        Term("semest", 0.5),
        Term("dag", 0.5),
    ]


def test_question_words_of_both_languages_are_stop_words() -> None:
    assert all(is_stop_word(word) for word in ("vad", "hur", "what", "how"))


def test_grams_stay_within_the_word() -> None:
    assert grams("policy", shortest=4, longest=5) == ["poli", "olic", "licy", "polic", "olicy"]
    assert grams("apt") == ["apt"]


@pytest.mark.parametrize(
    ("noun", "verb"),
    [
        ("klassning", "klassas"),
        ("registrering", "registrerar"),
        ("anmälning", "anmäla"),
        ("vaccination", "vaccinerad"),
    ],
)
def test_a_verbal_noun_shares_a_root_with_its_verb(noun: str, verb: str) -> None:
    assert verb_root(stem(noun)) == stem(verb)


@pytest.mark.parametrize("word", ["tidning", "policy", "ring"])
def test_other_words_have_no_verb_root(word: str) -> None:
    assert verb_root(stem(word)) is None
