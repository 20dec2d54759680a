"""Table rows as phrases that can be read aloud."""

from __future__ import annotations

import pytest

from bot.consult.lookups.rows import readable
from tests.fakes.passages import sentence


@pytest.mark.parametrize(
    ("row", "phrase"),
    [
        (
            "Nr: 5.2; Ärende: Flygresa; Delegat: Förvaltningschef; Villkor: Skriftligt",
            "Flygresa – delegat: Förvaltningschef, villkor: Skriftligt.",
        ),
        (
            "Område: Resor; Vad: Traktamente hel dag; Gräns i kronor: 300; Källa: KS 2023/412",
            "Traktamente hel dag – gräns 300 kronor.",
        ),
        (
            "Period: 2024; Hel dag: 290 kronor; Halv dag: 145 kronor",
            "Period 2024 – hel dag 290 kronor, halv dag 145 kronor.",
        ),
        ("Handling: Avtal; Diarieförs?: Ja", "Avtal – diarieförs: Ja."),
        ("Fråga: Vad är det här?; Svar: Ett utkast", "Ett utkast."),
    ],
)
def test_a_row_is_said_as_a_phrase(row: str, phrase: str) -> None:
    assert readable(sentence(row), "Vad gäller?").text == phrase


def test_a_cell_that_the_question_is_about_is_never_left_out() -> None:
    row = "Vad: Skåp; Mått: 2 m; Färg: Vit; Vem beslutar: Enhetschef"
    assert "enhetschef" in readable(sentence(row), "Vem beslutar?").text.casefold()
    assert "enhetschef" not in readable(sentence(row), "Hur stort är skåpet?").text.casefold()


@pytest.mark.parametrize(
    "text",
    ["Ring 112. Säg sedan till din chef.", "Frågor: Löneservice, 0980-319 211.", "Ta med: legg."],
)
def test_a_sentence_is_left_as_it_stands(text: str) -> None:
    assert readable(sentence(text), "Vad gäller?").text == text


def test_what_is_cited_is_still_the_row_itself() -> None:
    said = sentence("Period: 2024; Hel dag: 290 kronor")
    assert readable(said, "Vad gäller?").citations == said.citations
