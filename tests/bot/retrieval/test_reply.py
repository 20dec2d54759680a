"""Passages that answer in the way a question is put come before those that only share its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.identity.base import User
from bot.retrieval.base import Chunk
from bot.retrieval.local import LocalIndex, LocalRetriever

_READER = User(id="reader", name="Reader", groups=frozenset({"alla"}))


async def _first(folder: Path, question: str, *texts: str) -> str:
    chunks = [
        Chunk(
            id=f"c{number}",
            document_id=f"d{number}",
            position=0,
            title="",
            place="",
            url="",
            text=text,
            readers=_READER.groups,
        )
        for number, text in enumerate(texts)
    ]
    await LocalIndex(folder).upsert(chunks)
    found = await LocalRetriever(folder).search(question, reader=_READER, audience="private")
    return found[0].chunk.text


@pytest.mark.parametrize("question", ["Vad är ett tillbud?", "Vad innebär ett tillbud?"])
async def test_a_statement_that_turns_the_question_around_comes_first(
    tmp_path: Path, question: str
) -> None:
    verb = question.split()[1]
    turned = f"Tillbud {verb} en händelse som kunde ha lett till en olycka på arbetet."

    first = await _first(
        tmp_path, question, f"Anmäl alltid ett tillbud, vad det än {verb}, till chefen.", turned
    )

    assert first == turned


async def test_a_sentence_with_the_kind_of_answer_that_is_asked_for_comes_first(
    tmp_path: Path,
) -> None:
    answer = "Semesterdagar som sparas får vara högst trettio."

    first = await _first(
        tmp_path,
        "Hur många semesterdagar får sparas?",
        "Semesterdagar som sparas får tas ut i samråd.",
        answer,
    )

    assert first == answer
