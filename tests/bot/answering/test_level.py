"""The level that the answerer without a model keeps on the sample municipality.

The questions were written as staff ask them; the weights and the confidence were chosen with them
in view, so the level is a floor against changes for the worse and no measure of quality. Figures
on questions that were never in view come from `kollega evaluate`.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.answering.extractive import ExtractiveAnswerer
from bot.retrieval.local import LocalRetriever
from tests.bot.answering.sources import ANNA

_QUESTIONS = Path(__file__).with_name("questions.jsonl")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was answered, and what the answer must say; None: no document answers."""

    expected: str | None
    answer: str

    @property
    def is_right(self) -> bool:
        """Whether the answer says it, or keeps quiet where nothing is known."""
        if self.expected is None:
            return not self.answer
        return self.expected.casefold() in self.answer.casefold()


@pytest.fixture(scope="module")
def asked(ingested_sample: Path) -> list[Asked]:
    async def ask_all() -> list[Asked]:
        retriever = LocalRetriever(ingested_sample / "index")
        answerer = ExtractiveAnswerer()
        found = []
        for line in _QUESTIONS.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            passages = await retriever.search(row["question"], reader=ANNA, audience="private")
            answer = answerer.quote(row["question"], passages)
            found.append(Asked(row["answer"], " ".join(sentence.text for sentence in answer)))
        return found

    return asyncio.run(ask_all())


@pytest.mark.timeout(120)
def test_nine_of_ten_answerable_questions_get_the_right_sentence(asked: list[Asked]) -> None:
    answerable = [one for one in asked if one.expected is not None]

    assert sum(one.is_right for one in answerable) >= 0.9 * len(answerable) > 70


@pytest.mark.timeout(120)
def test_seven_of_ten_questions_that_nothing_answers_get_no_answer(asked: list[Asked]) -> None:
    unanswerable = [one for one in asked if one.expected is None]

    assert sum(one.is_right for one in unanswerable) >= 0.7 * len(unanswerable) > 40


@pytest.mark.timeout(120)
def test_answers_are_short(asked: list[Asked]) -> None:
    words = [len(one.answer.split()) for one in asked if one.answer]

    assert sum(words) / len(words) <= 35
