"""The local index between processes: what one writes another sees, and a kill loses nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import RetrievalUnavailable
from bot.identity.base import User
from bot.retrieval.base import Chunk
from bot.retrieval.local import LocalIndex, LocalRetriever

ANNA = User(id="id-anna", name="Anna")
WRITER = """
import asyncio, sys
from pathlib import Path
from bot.retrieval.local import LocalIndex
from tests.bot.retrieval.test_local_processes import chunk

async def write() -> None:
    index = LocalIndex(Path(sys.argv[1]))
    for number in range(int(sys.argv[2])):
        await index.upsert([chunk(f"i:{number}.md")])
        print(number, flush=True)

asyncio.run(write())
"""


def chunk(document_id: str) -> Chunk:
    return Chunk(
        id=f"{document_id}#0",
        document_id=document_id,
        position=0,
        title="Rubrik",
        place="s. 1",
        url="",
        text=f"semester {document_id}",
        readers=frozenset({"alla"}),
    )


def start_writer(directory: Path, documents: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(directory), str(documents)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    )


async def test_an_open_retriever_sees_what_another_process_wrote(tmp_path: Path) -> None:
    retriever = LocalRetriever(tmp_path)
    await LocalIndex(tmp_path).upsert([chunk("i:first.md")])
    assert len(await retriever.search("semester", reader=ANNA, audience="private")) == 1

    with start_writer(tmp_path, 1) as writer:
        assert writer.wait() == 0

    assert len(await retriever.search("semester", reader=ANNA, audience="private")) == 2


async def test_a_killed_writer_has_lost_no_acknowledged_document(tmp_path: Path) -> None:
    acknowledged: set[str] = set()
    for _ in range(2):
        with start_writer(tmp_path, 1_000) as writer:
            assert writer.stdout is not None
            for _ in range(5):
                acknowledged.add(f"i:{writer.stdout.readline().strip()}.md")
            os.kill(writer.pid, signal.SIGKILL)
    index = LocalIndex(tmp_path)

    assert acknowledged <= await index.document_ids()
    await index.upsert([chunk("i:after.md")])
    assert "i:after.md" in await index.document_ids()


async def test_two_writers_wait_for_each_other(tmp_path: Path) -> None:
    with start_writer(tmp_path, 20) as other:
        index = LocalIndex(tmp_path)
        for number in range(20):
            await index.upsert([chunk(f"own:{number}.md")])
        assert other.wait() == 0

    assert await index.count() == 40


async def test_nothing_indexed_yet_is_told_apart_from_nothing_found(tmp_path: Path) -> None:
    with pytest.raises(RetrievalUnavailable, match="nothing has been indexed"):
        await LocalRetriever(tmp_path).search("semester", reader=ANNA, audience="private")
    assert await LocalIndex(tmp_path).document_ids() == frozenset()


async def test_an_index_of_another_version_asks_to_be_rebuilt(tmp_path: Path) -> None:
    (tmp_path / "index-0123456789ab").mkdir()

    with pytest.raises(RetrievalUnavailable, match="another version"):
        await LocalRetriever(tmp_path).search("semester", reader=ANNA, audience="private")


def overwrite_meta(directory: Path, content: str) -> None:
    for meta in directory.glob("*/meta.json"):
        meta.write_text(content, encoding="utf-8")


@pytest.mark.parametrize("content", ["", "{", "{}"])
async def test_a_damaged_index_is_unavailable_and_never_empty(tmp_path: Path, content: str) -> None:
    await LocalIndex(tmp_path).upsert([chunk("i:a.md")])
    overwrite_meta(tmp_path, content)

    with pytest.raises(RetrievalUnavailable):
        await LocalRetriever(tmp_path).search("semester", reader=ANNA, audience="private")
