"""Which questions are the same, on pairs that were written before the comparison."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.approved.matching import Questions

_PAIRS = Path(__file__).parents[2] / "data" / "approved_questions.tsv"


def _pairs(remainder: int) -> list[tuple[str, str, bool]]:
    """Known question, asked question, whether they are the same: every other line."""
    lines = enumerate(_PAIRS.read_text(encoding="utf-8").splitlines(), 1)
    fields = [line.split("\t") for number, line in lines if number % 2 == remainder]
    return [(row[0], row[1], row[2] == "same") for row in fields if len(row) == 3]


def _is_same(known: str, asked: str) -> bool:
    return bool(Questions([(known, True)]).like(asked))


@pytest.mark.parametrize("remainder", [0, 1])
def test_no_answer_is_given_to_another_question(remainder: int) -> None:
    wrong = [pair for pair in _pairs(remainder) if not pair[2] and _is_same(*pair[:2])]

    assert wrong == []


@pytest.mark.parametrize("remainder", [0, 1])
def test_most_ways_to_ask_the_same_are_recognised(remainder: int) -> None:
    same = [_is_same(known, asked) for known, asked, is_same in _pairs(remainder) if is_same]

    assert sum(same) >= 0.6 * len(same)


def test_of_many_questions_the_right_one_is_found() -> None:
    known = {row[0] for remainder in (0, 1) for row in _pairs(remainder)}
    questions = Questions((text, text) for text in sorted(known))

    assert all(list(questions.like(text.lower())) == [text] for text in known)
