"""The local index between processes: what one writes another sees, and a kill loses nothing."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from bot.errors import RetrievalUnavailable
from bot.identity.base import User
from bot.retrieval.base import Chunk
from bot.retrieval.local import LocalIndex, LocalRetriever
from bot.retrieval.versions import Versions

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

NARROWER = """
import asyncio, sys
from dataclasses import replace
from pathlib import Path
from bot.retrieval.local import LocalIndex
from tests.bot.retrieval.test_local_processes import chunk

async def write() -> None:
    index, document = LocalIndex(Path(sys.argv[1])), chunk("i:a.md")
    for line in sys.stdin:
        if line.strip() == "open":
            await index.upsert([document])
        elif line.strip() == "narrowed":
            await index.upsert([replace(document, readers=frozenset({"hr"}))])
        else:
            await index.delete(["i:a.md"])
        print(line.strip(), flush=True)

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
    return start(WRITER, directory, str(documents))


def start(script: str, directory: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, str(directory), *arguments],
        stdin=subprocess.PIPE,
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


async def test_a_write_that_was_killed_before_its_end_does_not_hinder_the_next(
    tmp_path: Path,
) -> None:
    index = LocalIndex(tmp_path)
    await index.upsert([chunk("i:a.md"), chunk("i:b.md")])
    meta = file_of(tmp_path, "json")
    committed = meta.read_bytes()
    await index.upsert([chunk("i:a.md")])
    meta.write_bytes(committed)

    await index.upsert([chunk("i:a.md")])

    assert await index.document_ids() == {"i:a.md", "i:b.md"}
    assert await index.count() == 2


async def test_a_version_that_is_removed_while_it_is_opened_gives_way_to_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await LocalIndex(tmp_path).upsert([chunk("i:a.md")])
    answers = iter([tmp_path / "index-removed"])
    to_read = Versions.to_read
    monkeypatch.setattr(Versions, "to_read", lambda self: next(answers, None) or to_read(self))

    assert await LocalRetriever(tmp_path).search("semester", reader=ANNA, audience="private")


@pytest.mark.soak
@pytest.mark.timeout(900)
async def test_kills_at_any_moment_of_a_write_lose_no_acknowledged_document(
    tmp_path: Path,
) -> None:
    dice, acknowledged = random.Random(20261125), set[str]()
    index, retriever = LocalIndex(tmp_path), LocalRetriever(tmp_path)
    for _ in range(40):
        with start_writer(tmp_path, 1_000) as writer:
            assert writer.stdout is not None
            for _ in range(dice.randint(1, 8)):
                acknowledged.add(f"i:{writer.stdout.readline().strip()}.md")
            await asyncio.sleep(dice.uniform(0, 0.1))
            os.kill(writer.pid, signal.SIGKILL)

        assert acknowledged <= await index.document_ids()
        assert await retriever.search("semester", reader=ANNA, audience="private")


async def test_what_another_process_has_narrowed_or_deleted_is_not_served(tmp_path: Path) -> None:
    retriever = LocalRetriever(tmp_path)
    with start(NARROWER, tmp_path) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        for said, shown in [("open", 1), ("narrowed", 0), ("open", 1), ("deleted", 0)]:
            writer.stdin.write(f"{said}\n")
            writer.stdin.flush()
            assert writer.stdout.readline().strip() == said
            found = await retriever.search("semester", reader=ANNA, audience="private")
            assert len(found) == shown
        writer.stdin.close()


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


def file_of(directory: Path, kind: str) -> Path:
    [file] = directory.glob(f"*/[!.]*.{kind}")
    return file


@pytest.mark.parametrize("kind", ["fast", "idx", "store", "term"])
async def test_a_changed_bit_never_crashes_a_search(tmp_path: Path, kind: str) -> None:
    await LocalIndex(tmp_path).upsert([chunk(f"i:{number}.md") for number in range(60)])
    file = file_of(tmp_path, kind)
    whole, dice = file.read_bytes(), random.Random(20261125)

    for place in dice.sample(range(len(whole) - 100), 20):
        changed = whole[place] ^ 1 << dice.randrange(8)
        # In place: a mapped file that is cut, were it only for a moment, kills who reads in it.
        with changed_byte(file, place, changed), suppress(RetrievalUnavailable):
            await LocalRetriever(tmp_path).search("semester", reader=ANNA, audience="private")


@contextmanager
def changed_byte(file: Path, place: int, changed: int) -> Iterator[None]:
    with file.open("r+b", buffering=0) as opened:
        [was] = os.pread(opened.fileno(), 1, place)
        os.pwrite(opened.fileno(), bytes([changed]), place)
        try:
            yield
        finally:
            os.pwrite(opened.fileno(), bytes([was]), place)
