"""A municipality's own words, beside the index in the data directory."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from bot import app
from bot.errors import ConfigurationError
from bot.settings import Settings
from tests.bot.operations.profiles import written

BISYSSLA = "exempelkommun:hr/bisyssla.docx"


@pytest.fixture
def data(ingested_sample: Path, tmp_path: Path) -> Path:
    return copytree(ingested_sample, tmp_path / "data")


async def _found(data: Path, query: str, *, profile: Path | None = None) -> set[str]:
    async with app.open_kollega(Settings(data=data, profile=profile)) as kollega:
        reader = await kollega.directory.find(kollega.directory.person("anna").id)
        found = await kollega.retriever.search(query, reader=reader, audience="private")
    return {passage.chunk.document_id for passage in found}


async def test_a_word_of_the_municipality_finds_what_documents_call_otherwise(data: Path) -> None:
    before = await _found(data, "kvällskneg")
    (data / "synonyms.tsv").write_text("kvällskneg; bisyssla\n", encoding="utf-8")

    assert BISYSSLA not in before
    assert BISYSSLA in await _found(data, "kvällskneg")


async def test_words_in_the_folder_beside_the_profile_are_used(data: Path, tmp_path: Path) -> None:
    profile = written(tmp_path)
    (tmp_path / "exempel").mkdir()
    (tmp_path / "exempel" / "synonyms.tsv").write_text("kvällskneg; bisyssla\n", encoding="utf-8")

    assert BISYSSLA in await _found(data, "kvällskneg", profile=profile)


async def test_a_wrong_list_stops_the_start_and_says_where(data: Path) -> None:
    (data / "synonyms.tsv").write_text("bisyssla\n", encoding="utf-8")

    with pytest.raises(ConfigurationError, match=r"synonyms\.tsv, line 1"):
        async with app.open_kollega(Settings(data=data)):
            pass
