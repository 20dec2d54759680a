"""An index of another version, missing or damaged: filled from stored text beside the old one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import RetrievalUnavailable
from bot.identity.base import User
from bot.ingestion.documents.chunking import Piece
from bot.ingestion.documents.reading import Reading, chunks_of
from bot.ingestion.sync.ledger import Ledger, Row, placement
from bot.ingestion.sync.rebuilding import Rebuilt, complete_index
from bot.retrieval.base import Chunk, DocumentMetadata
from bot.retrieval.local import LocalIndex, LocalRetriever
from bot.retrieval.versions import Versions

ANNA = User(id="id-anna", name="Anna")
SOURCES = ("a", "b", "c")
READING = Reading(
    title="Semester",
    url=None,
    metadata=DocumentMetadata(),
    pieces=(Piece("s. 1", "Semester är 25 dagar.", ""),),
)
REBUILDING = """
import asyncio, sys
from pathlib import Path
from bot.ingestion.sync.ledger import Ledger
from bot.ingestion.sync.rebuilding import complete_index
from bot.retrieval.local import LocalIndex

class Halting(LocalIndex):
    async def restore(self, chunks):
        await super().restore(chunks)
        print("restored", flush=True)
        sys.stdin.readline()

data = Path(sys.argv[1])
asyncio.run(complete_index(Halting(data / "index"), Ledger(data / "ledger.sqlite3")))
"""


class Intranet:
    """A data directory with a document of each source, indexed for all."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.index = LocalIndex(data / "index")
        self.ledger = Ledger(data / "ledger.sqlite3")
        self.retriever = LocalRetriever(data / "index")
        self.versions = Versions(data / "index")

    async def fill(self) -> None:
        indexed: list[Chunk] = []
        for source in SOURCES:
            document_id = f"{source}:semester.md"
            chunks = chunks_of(
                READING,
                document_id=document_id,
                url="",
                readers=frozenset({"alla"}),
                overrides={},
            )
            row = Row(
                id=document_id,
                version="1",
                read_by=1,
                placement=placement(frozenset({"alla"}), [{}, None], ""),
                status="indexed",
                chunks=len(chunks),
            )
            self.ledger.save(source, [(row, READING)])
            indexed += chunks
        await self.index.upsert(indexed)

    def grow_old(self) -> Path:
        """What was written is from before a change of the analysis."""
        layout, _, _ = self.versions.own.name.rpartition("-")
        return self.versions.own.rename(self.versions.own.with_name(f"{layout}-00000000"))

    async def found(self) -> set[str]:
        passages = await self.retriever.search("semester", reader=ANNA, audience="private")
        return {passage.chunk.document_id.partition(":")[0] for passage in passages}

    async def rebuild(self) -> Rebuilt | None:
        return await complete_index(self.index, self.ledger)


def start_rebuilding(data: Path) -> subprocess.Popen[bytes]:
    """In another process, which waits after each source."""
    return subprocess.Popen(
        [sys.executable, "-c", REBUILDING, str(data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    )


@pytest.fixture
async def intranet(tmp_path: Path) -> Intranet:
    intranet = Intranet(tmp_path)
    # The same text three times is one answer; what is asked for here is whether each is there.
    intranet.retriever = LocalRetriever(tmp_path / "index", keeps_repetitions=True)
    await intranet.fill()
    return intranet


async def test_an_index_of_older_analysis_answers_until_the_new_one_is_complete(
    intranet: Intranet,
) -> None:
    old = intranet.grow_old()
    assert await intranet.found() == set(SOURCES)

    assert await intranet.rebuild() == Rebuilt("version", len(SOURCES))

    assert await intranet.found() == set(SOURCES)
    assert old.exists()
    assert await intranet.rebuild() is None
    assert not old.exists()
    assert await intranet.found() == set(SOURCES)


async def test_a_rebuild_that_is_killed_goes_on_next_time_and_never_shows_half_an_index(
    intranet: Intranet,
) -> None:
    intranet.grow_old()
    with start_rebuilding(intranet.data) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert await intranet.found() == set(SOURCES)
        os.kill(process.pid, signal.SIGKILL)
    assert await intranet.found() == set(SOURCES)

    assert await intranet.rebuild() == Rebuilt("version", len(SOURCES) - 1)

    await intranet.rebuild()
    assert await intranet.found() == set(SOURCES)


async def test_what_is_deleted_during_a_rebuild_is_found_in_no_version(intranet: Intranet) -> None:
    intranet.grow_old()
    await intranet.index.prepare()

    await intranet.index.delete(["a:semester.md"])

    assert await intranet.found() == set(SOURCES) - {"a"}


async def test_a_version_that_cannot_forget_a_document_is_removed(intranet: Intranet) -> None:
    other = intranet.versions.directory / "index-ffffffff-ffffffff"
    other.mkdir()
    (other / "meta.json").write_text("of another engine")

    await intranet.index.delete(["a:semester.md"])

    assert not other.exists()


async def test_a_damaged_index_is_unavailable_until_it_is_filled_from_stored_text(
    intranet: Intranet,
) -> None:
    (intranet.versions.own / "meta.json").write_text("{")
    with pytest.raises(RetrievalUnavailable):
        await intranet.found()

    assert await intranet.rebuild() == Rebuilt("damaged", len(SOURCES))

    assert await intranet.found() == set(SOURCES)


async def test_a_lost_index_is_filled_from_stored_text(intranet: Intranet) -> None:
    intranet.versions.discard(intranet.versions.own)

    assert await intranet.rebuild() == Rebuilt("missing", len(SOURCES))

    assert await intranet.found() == set(SOURCES)


async def test_an_index_that_is_being_filled_is_not_searched(intranet: Intranet) -> None:
    intranet.versions.discard(intranet.versions.own)
    await intranet.index.prepare()

    with pytest.raises(RetrievalUnavailable, match="being rebuilt"):
        await intranet.found()


async def test_what_the_ledger_is_not_sure_of_is_not_restored(intranet: Intranet) -> None:
    intranet.ledger.unsettle(["a:semester.md"])
    intranet.grow_old()

    await intranet.rebuild()

    assert await intranet.found() == set(SOURCES) - {"a"}
