"""Swedish or English, in messages as short as staff write them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bot.language.detection import detect

EXAMPLES = [
    line.split("\t", 1)
    for line in (Path(__file__).parents[2] / "data" / "language.tsv")
    .read_text(encoding="utf-8")
    .splitlines()
]


def test_at_least_98_of_100_labelled_messages_are_told_apart() -> None:
    wrong = [(language, text) for language, text in EXAMPLES if detect(text) != language]

    assert len(EXAMPLES) >= 200
    assert len(wrong) / len(EXAMPLES) <= 0.02, wrong


@pytest.mark.parametrize(
    "text", ["", " ", "?", "😀", "123", "HR", "policy", "مرحبا", "hei, miten voin auttaa", "\x00"]
)
def test_what_could_be_either_or_neither_is_swedish(text: str) -> None:
    assert detect(text) == "sv"


@pytest.mark.parametrize("text", ["HOW MANY VACATION DAYS DO I HAVE", "don’t I get paid?"])
def test_capitals_and_curly_apostrophes_do_not_matter(text: str) -> None:
    assert detect(text) == "en"


def test_swedish_terms_in_an_english_question_leave_it_english() -> None:
    assert detect("Who can explain karensavdrag and förtroendeskadlig bisyssla to me?") == "en"


def test_english_terms_in_a_swedish_question_leave_it_swedish() -> None:
    assert detect("Får jag lägga vår public cloud policy i Teams meeting chat?") == "sv"


def test_a_very_long_text_takes_no_time() -> None:
    before = time.process_time()

    assert detect("what is this " * 100_000) == "en"

    assert time.process_time() - before < 0.1
