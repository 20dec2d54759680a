"""Grounding on every sentence of the sample: as it stands, and with a digit changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answering.grounding import Grounding, Outcome
from bot.answering.units import cut
from bot.retrieval.base import Passage
from tests.bot.answering.sources import passage, question

INTRANET = Path(__file__).parents[3] / "bot" / "demo" / "intranet"
_SECTION = re.compile(r"^#+ (.*)$", re.MULTILINE)


@pytest.fixture(scope="module")
def sections() -> list[Passage]:
    return [section for path in sorted(INTRANET.glob("**/*.md")) for section in _sections(path)]


def _sections(path: Path) -> Iterator[Passage]:
    _, *parts = _SECTION.split(path.read_text(encoding="utf-8"))
    for heading, body in zip(parts[::2], parts[1::2], strict=True):
        text = re.sub(r"[*|]", " ", body).strip()
        if text:
            yield passage(text, title=parts[0], place=heading)


def _statements(section: Passage) -> list[str]:
    return [unit.text for unit in cut(section.chunk.text) if unit.quotable]


def test_keeps_what_stands_in_the_source_word_for_word(sections: list[Passage]) -> None:
    outcomes: Counter[Outcome] = Counter()
    for section in sections:
        grounding = Grounding([section], question())
        outcomes.update(grounding.check(f"{text} [1]").outcome for text in _statements(section))
    assert outcomes.total() > 400
    assert outcomes["kept"] / outcomes.total() > 0.98


def test_keeps_hardly_a_sentence_with_a_digit_changed(sections: list[Passage]) -> None:
    outcomes: Counter[Outcome] = Counter()
    for section in sections:
        grounding = Grounding([section], question())
        for text in _statements(section):
            digits = list(re.finditer(r"\d", text))[:3]
            for digit in digits:
                other = str((int(digit[0]) + 3) % 10)
                changed = f"{text[: digit.start()]}{other}{text[digit.end() :]}"
                outcomes[grounding.check(f"{changed} [1]").outcome] += 1
    assert outcomes.total() > 300
    # What is left is a figure that the sentence beside it has, such as "från 3 till 3".
    assert outcomes["kept"] / outcomes.total() < 0.01


@pytest.mark.parametrize(
    ("said", "turned"),
    [(" inte ", " "), (" får ", " får inte "), (" ska ", " ska inte "), (" högst ", " minst ")],
)
def test_keeps_hardly_a_sentence_turned_to_its_opposite(
    sections: list[Passage], said: str, turned: str
) -> None:
    outcomes: Counter[Outcome] = Counter()
    for section in sections:
        grounding = Grounding([section], question())
        for text in _statements(section):
            if said in text and (turned == " " or turned not in text):
                changed = text.replace(said, turned, 1)
                outcomes[grounding.check(f"{changed} [1]").outcome] += 1
    assert outcomes.total() > 5
    assert outcomes["kept"] / outcomes.total() < 0.05
