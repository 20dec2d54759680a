"""Cutting Swedish text into sentences, at once and as it arrives."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.sentences import complete_sentences, split_sentences
from tests.cpu import least_cpu_s


@pytest.mark.parametrize(
    "sentence",
    [
        "Ta med t.ex. Pass eller körkort.",
        "Semester söks bl.a. I Självservice.",
        "Rummet är bokat t.o.m. Fredag.",
        "Ring kl. 8 eller senast kl. 16.30.",
        "Se ärende nr. 12 i diariet.",
        "En s.k. Visstidsanställning kan bli fast.",
        "Enligt AB 27 § mom. 2 har du 25 dagar.",
        "Regeln står i 5 a § LAS och 2 kap. 18 § TF.",
        "Intyget behövs från den 3. December i år.",
        "Ansök senast den 3. oktober 2026.",
        "Det kostar 3.50 kronor per km.",
        "A. B. Karlsson svarar på frågor.",
        "Ring Anna B. Karlsson i växeln.",
        "1. Ring din chef samma dag.",
        "a. Ring din chef samma dag.",
        "2.1 Får jag flyga till Göteborg?",
        "Förvara pass, id-kort m.m. i kassaskåpet.",
        "Läs sidan (se s. 4) först.",
        "Mötet är ca. 30 minuter.",
        "Vi ses ... kanske i morgon.",
    ],
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(sentence: str) -> None:
    assert split_sentences(sentence) == [sentence]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Du får 25 dagar. Från 40 år får du 31.", ["Du får 25 dagar.", "Från 40 år får du 31."]),
        ("Ring 112. 3 personer ska stanna.", ["Ring 112.", "3 personer ska stanna."]),
        ("Ta pass m.m. Sedan går du hem.", ["Ta pass m.m.", "Sedan går du hem."]),
        ("Bilen är i klass B. Du får köra.", ["Bilen är i klass B.", "Du får köra."]),
        ("Får jag det? Ja! Ring oss.", ["Får jag det?", "Ja!", "Ring oss."]),
        ("Han sa: ”Kom in.” Vi gick.", ["Han sa: ”Kom in.”", "Vi gick."]),
        ("Det är klart. (Se bilagan.) Hej.", ["Det är klart.", "(Se bilagan.)", "Hej."]),
        ("Det gäller i år. § 27 ändras.", ["Det gäller i år.", "§ 27 ändras."]),
        ("Priset är 500 kr. Du betalar.", ["Priset är 500 kr.", "Du betalar."]),
        ("Klart… Nästa punkt.", ["Klart…", "Nästa punkt."]),
        ("It is so. Ask HR.", ["It is so.", "Ask HR."]),
    ],
)
def test_a_sentence_ends_where_a_new_one_begins(text: str, expected: list[str]) -> None:
    assert split_sentences(text) == expected


def test_every_line_is_a_sentence() -> None:
    text = "Du behöver\n- pass\n- foto\r\nÅlder: 40; Dagar: 31\n\nKlart"

    assert split_sentences(text) == [
        "Du behöver",
        "- pass",
        "- foto",
        "Ålder: 40; Dagar: 31",
        "Klart",
    ]


def test_citation_markers_belong_to_the_sentence_before_them() -> None:
    text = "Du får 25 dagar. [1] Från 40 år får du 31 dagar [2][3]. Ring HR. [1, 2]"

    assert split_sentences(text) == [
        "Du får 25 dagar. [1]",
        "Från 40 år får du 31 dagar [2][3].",
        "Ring HR. [1, 2]",
    ]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t\n "])
def test_no_text_has_no_sentences(text: str) -> None:
    assert split_sentences(text) == []


def test_an_unfinished_sentence_is_left_for_later() -> None:
    sentences, rest = complete_sentences("Du får 25 dagar. Från 40 år får")

    assert sentences == ["Du får 25 dagar."]
    assert rest == "Från 40 år får"


@pytest.mark.parametrize("buffer", ["Du får 25 dagar.", "Du får 25 dagar. ", "Du får 25 dagar. [1"])
def test_a_sentence_is_complete_first_when_the_next_has_begun(buffer: str) -> None:
    assert complete_sentences(buffer) == ([], buffer)


def test_the_word_after_a_full_stop_is_awaited_before_it_decides() -> None:
    early, rest = complete_sentences("Bilen är i klass B. D")
    late, _ = complete_sentences(rest + "u får köra.")

    assert (early, late) == ([], ["Bilen är i klass B."])


_TEXT = "Du får 25 dagar t.ex. kl. B. Anna den 3. december [1] Nej. ja! § 27 mom. 2 (se m.m.) ”Ja.”"
_WORDS = st.sampled_from([*re.split(" ", _TEXT), "\n", "…"])


@settings(max_examples=300, deadline=None)
@given(words=st.lists(_WORDS, max_size=25), sizes=st.lists(st.integers(1, 7), min_size=1))
def test_a_stream_gives_the_same_sentences_as_the_whole_text(
    words: list[str], sizes: list[int]
) -> None:
    text = " ".join(words)
    streamed: list[str] = []
    buffer, position, turn = "", 0, 0
    while position < len(text):
        size = sizes[turn % len(sizes)]
        buffer += text[position : position + size]
        position, turn = position + size, turn + 1
        sentences, buffer = complete_sentences(buffer)
        streamed += sentences

    assert streamed + split_sentences(buffer) == split_sentences(text)


@given(text=st.text(alphabet='aBÅ .!?\n[1]()…"§', max_size=60))
def test_sentences_are_pieces_of_the_text_and_lose_nothing_but_space(text: str) -> None:
    sentences = split_sentences(text)

    assert all(sentence in text for sentence in sentences)
    assert "".join("".join(sentences).split()) == "".join(text.split())


def test_a_very_long_word_takes_no_time() -> None:
    started = time.perf_counter()

    split_sentences("x" * 50_000 + " slut. Nästa " + "y. " * 20_000)

    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    "piece", ["Det är en mening. ", "t.ex. Alfa ", "1. A ", "B. A ", ".", "a  ", "rad\n"]
)
def test_a_longer_line_takes_longer_in_proportion(piece: str) -> None:
    short, long = (_cost((piece * length)[:length]) for length in (8_000, 64_000))

    assert long < 24 * short + 0.01, "eight times the text took more than 24 times as long"


def _cost(text: str) -> float:
    return least_cpu_s(lambda: split_sentences(text), runs=3)
