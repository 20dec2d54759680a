"""Real documents answered from the right place: page and paragraph, or heading."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.real_documents import DOCUMENTS, Asked, ask, index, readings

pytestmark = [
    pytest.mark.skipif(
        not DOCUMENTS.is_dir(), reason=f"the real documents are not at {DOCUMENTS} (KOLLEGA_SHARED)"
    ),
    pytest.mark.timeout(120),
]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Asked]:
    async def ask_all(folder: Path) -> Sequence[Asked]:
        await index(folder, list(readings()))
        return await ask(folder)

    return asyncio.run(ask_all(tmp_path_factory.mktemp("real")))


def test_the_right_place_is_among_the_first_five_for_nine_questions_of_ten(
    asked: Sequence[Asked],
) -> None:
    found = [one for one in asked if any(map(one.is_right, one.found[:5]))]

    assert len(found) >= 0.9 * len(asked) > 25


def test_most_answers_cite_the_right_page_paragraph_or_heading(asked: Sequence[Asked]) -> None:
    answered = [one for one in asked if one.cited]
    right = [one for one in answered if any(map(one.is_right, one.cited))]

    assert len(right) >= 0.75 * len(answered)
    assert len(answered) >= 0.8 * len(asked)


def test_every_citation_of_a_regulation_tells_its_page_and_paragraph(
    asked: Sequence[Asked],
) -> None:
    pdf = [chunk for one in asked for chunk in one.cited if chunk.document_id.endswith("2.pdf")]

    assert pdf
    for chunk in pdf:
        assert chunk.place.startswith("s. ")
        assert " § · " in chunk.place
