"""What a sync does to the index, and in which order."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.errors import RetrievalUnavailable, StorageUnavailable
from bot.identity.base import User, employees_of
from bot.ingestion.documents.notes import Note
from bot.ingestion.sources.folder import FolderSource
from bot.ingestion.sync.ledger import Ledger
from bot.ingestion.sync.owners import OwnerNote
from bot.ingestion.sync.report import Counts, SyncReport
from bot.ingestion.sync.run import remove_source, sync_source
from bot.ingestion.workers.limits import Limits
from bot.ingestion.workers.pool import ReaderPool
from bot.retrieval.base import Index
from bot.retrieval.local import LocalIndex, LocalRetriever
from tests.bot.ingestion.memory_index import MemoryIndex

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pool() -> AsyncIterator[ReaderPool]:
    async with ReaderPool(Limits(), size=1) as made:
        yield made


class Intranet:
    """A folder, an index and a ledger, and the sync between them."""

    def __init__(self, path: Path, pool: ReaderPool) -> None:
        self.root = path / "intra"
        self.root.mkdir()
        self.write("access.toml", 'readers = ["alla"]')
        self.index = MemoryIndex()
        self.ledger = Ledger(path / "data" / "ledger.sqlite3")
        self._pool = pool

    def write(self, name: str, text: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def remove(self, name: str) -> None:
        (self.root / name).unlink()

    async def sync(
        self, only: str = "", *, dry_run: bool = False, held: set[str] | None = None
    ) -> SyncReport:
        return await sync_source(
            FolderSource(self.root / only),
            index=self.index,
            ledger=self.ledger,
            pool=self._pool,
            dry_run=dry_run,
            held=held,
        )


@pytest.fixture
def intranet(tmp_path: Path, pool: ReaderPool) -> Intranet:
    return Intranet(tmp_path, pool)


async def test_everything_is_added_at_first_and_unchanged_afterwards(intranet: Intranet) -> None:
    intranet.write("a.md", "# Ett\n\nHej.")
    intranet.write("b.txt", "Två.")

    first, second = await intranet.sync(), await intranet.sync()

    assert first.documents == Counts(added=2)
    assert second.documents == Counts(unchanged=2)
    assert first.chunks == second.chunks == 2
    assert intranet.index.writes == ["upsert intra:a.md intra:b.txt"]


async def test_only_what_changed_is_written_again(intranet: Intranet) -> None:
    intranet.write("a.md", "Ett.")
    intranet.write("b.md", "Två.")
    await intranet.sync()
    intranet.write("b.md", "Tre.")

    report = await intranet.sync()

    assert report.documents == Counts(changed=1, unchanged=1)
    assert intranet.index.writes[1:] == ["upsert intra:b.md"]
    assert intranet.index.text("intra:b.md") == "Tre."


async def test_touching_a_file_changes_nothing(intranet: Intranet) -> None:
    intranet.write("a.md", "Ett.")
    await intranet.sync()
    intranet.write("a.md", "Ett.")

    assert (await intranet.sync()).documents == Counts(unchanged=1)


async def test_what_is_deleted_or_renamed_leaves_the_index(intranet: Intranet) -> None:
    intranet.write("a.md", "Ett.")
    intranet.write("b.md", "Två.")
    await intranet.sync()
    intranet.remove("a.md")
    intranet.remove("b.md")
    intranet.write("c.md", "Två.")

    report = await intranet.sync()

    assert report.documents == Counts(added=1, removed=2)
    assert set(intranet.index.documents) == {"intra:c.md"}


async def test_removal_stays_within_the_source(intranet: Intranet, tmp_path: Path) -> None:
    intranet.write("a.md", "Ett.")
    await intranet.sync()
    other = tmp_path / "annan"
    other.mkdir()

    await sync_source(FolderSource(other), index=intranet.index, ledger=intranet.ledger)

    assert set(intranet.index.documents) == {"intra:a.md"}


async def test_a_single_file_touches_no_other_document_of_the_folder(intranet: Intranet) -> None:
    intranet.write("a.md", "Ett.")
    intranet.write("b.md", "Två.")
    await intranet.sync()
    intranet.write("a.md", "Ny.")
    intranet.remove("b.md")

    report = await intranet.sync("a.md")

    assert report.documents == Counts(changed=1)
    assert set(intranet.index.documents) == {"intra:a.md", "intra:b.md"}


async def test_a_change_of_access_takes_effect_without_reading_the_document_again(
    intranet: Intranet, tmp_path: Path
) -> None:
    intranet.write("lon.md", "Hemligt.")
    await intranet.sync()
    intranet.write("access.toml", 'readers = ["alla"]\n["lon.md"]\nreaders = ["hr"]')
    nothing_can_be_read = ReaderPool(Limits(memory_mb=1), size=1)

    report = await sync_source(
        FolderSource(intranet.root),
        index=intranet.index,
        ledger=intranet.ledger,
        pool=nothing_can_be_read,
    )

    assert report.documents == Counts(changed=1)
    assert intranet.index.readers("intra:lon.md") == {employees_of("hr")}
    assert intranet.index.text("intra:lon.md") == "Hemligt."


async def test_overrides_reach_the_index_and_leave_it_again(intranet: Intranet) -> None:
    intranet.write("a.md", "Ett.")
    intranet.write("access.toml", 'readers = ["alla"]\n["a.md".document]\nowner = "Ekonomi"')
    await intranet.sync()
    (chunk,) = intranet.index.documents["intra:a.md"]
    intranet.write("access.toml", 'readers = ["alla"]')
    await intranet.sync()
    (later,) = intranet.index.documents["intra:a.md"]

    assert (chunk.metadata.owner, later.metadata.owner) == ("Ekonomi", None)


@pytest.mark.parametrize(
    "access", ["readers = []", "readers = nonsense", 'reader = ["alla"]', "# nothing"]
)
async def test_withdrawn_access_takes_the_indexed_copy_out_and_returns_it_later(
    intranet: Intranet, access: str
) -> None:
    intranet.write("hr/lon.md", "Hemligt.")
    await intranet.sync()
    intranet.write("access.toml", access)

    report = await intranet.sync()

    assert report.documents == Counts(failed=1)
    assert report.failures[0].document == "intra:hr/lon.md"
    assert report.chunks == 0
    assert intranet.index.documents == {}
    intranet.write("access.toml", 'readers = ["hr"]')
    assert (await intranet.sync()).documents == Counts(added=1)
    assert intranet.index.readers("intra:hr/lon.md") == {"hr"}


async def test_access_is_taken_away_before_anything_new_is_written(intranet: Intranet) -> None:
    intranet.write("borta.md", "Ett.")
    intranet.write("hr.md", "Två.")
    await intranet.sync()
    intranet.remove("borta.md")
    intranet.write("hr.md", "Ny text.")
    intranet.write("ny.md", "Tre.")
    intranet.write("access.toml", 'readers = ["alla"]\n["hr.md"]\nreaders = ["hr"]')
    intranet.index.fails_after = len(intranet.index.writes) + 2

    with pytest.raises(RetrievalUnavailable):
        await intranet.sync()

    assert intranet.index.writes[-2:] == ["delete intra:borta.md", "upsert intra:hr.md"]
    assert intranet.index.readers("intra:hr.md") == {employees_of("hr")}


async def test_case_78_a_broken_document_is_told_and_the_rest_is_indexed(
    intranet: Intranet,
) -> None:
    intranet.write("a.md", "Ett.")
    intranet.write("tom.docx", b"")
    intranet.write("trasig.pdf", b"%PDF-1.4 skrot")

    report = await intranet.sync()

    assert report.documents == Counts(added=1, failed=2)
    assert [(one.document, one.reason.code) for one in report.failures] == [
        ("intra:tom.docx", "empty"),
        ("intra:trasig.pdf", "damaged"),
    ]


async def test_a_broken_document_is_told_every_time_and_read_again_when_it_changes(
    intranet: Intranet,
) -> None:
    intranet.write("a.docx", b"<html><body>Hej</body></html>")
    first = await intranet.sync()
    second = await intranet.sync()
    intranet.write("a.docx", b"")
    third = await intranet.sync()

    assert [report.failures[0].reason.code for report in (first, second, third)] == [
        "really_other",
        "really_other",
        "empty",
    ]
    assert "HTML" in second.failures[0].reason.in_language("en")


async def test_a_document_that_breaks_leaves_the_index(intranet: Intranet) -> None:
    intranet.write("a.md", "Ett.")
    await intranet.sync()
    intranet.write("a.md", b"\x00\x01\x02\x03" * 100)

    report = await intranet.sync()

    assert report.documents == Counts(failed=1)
    assert intranet.index.documents == {}
    intranet.write("a.md", "Lagad.")
    assert (await intranet.sync()).documents == Counts(added=1)


async def test_a_failed_document_that_is_deleted_is_forgotten(intranet: Intranet) -> None:
    intranet.write("a.md", b"")
    await intranet.sync()
    intranet.remove("a.md")

    assert (await intranet.sync()).documents == Counts()


async def test_a_dry_run_tells_what_would_happen_and_does_nothing(intranet: Intranet) -> None:
    intranet.write("a.md", "Ett.")
    intranet.write("tom.md", b"")

    report = await intranet.sync(dry_run=True)

    assert report.documents == Counts(added=1, failed=1)
    assert intranet.index.writes == []
    assert not (intranet.root.parent / "data").exists()


async def test_a_dry_run_after_changes_leaves_ledger_and_index_as_they_were(
    intranet: Intranet,
) -> None:
    intranet.write("a.md", "Ett.")
    intranet.write("b.md", "Två.")
    await intranet.sync()
    intranet.write("a.md", "Ny.")
    intranet.remove("b.md")
    before = list(intranet.index.writes)

    dry = await intranet.sync(dry_run=True)

    assert dry.documents == Counts(changed=1, removed=1)
    assert intranet.index.writes == before
    assert (await intranet.sync()).documents == dry.documents


async def test_a_sync_that_was_stopped_between_ledger_and_index_is_finished_by_the_next(
    intranet: Intranet,
) -> None:
    intranet.write("a.md", "Ett.")
    intranet.index.fails_after = 0
    with pytest.raises(RetrievalUnavailable):
        await intranet.sync()
    intranet.index.fails_after = None

    await intranet.sync()

    assert intranet.index.text("intra:a.md") == "Ett."
    assert (await intranet.sync()).documents == Counts(unchanged=1)


async def test_what_a_stopped_sync_may_have_written_is_removed_when_its_file_is_gone(
    intranet: Intranet,
) -> None:
    intranet.write("a.md", "Ett.")
    intranet.index.fails_after = 0
    with pytest.raises(RetrievalUnavailable):
        await intranet.sync()
    intranet.index.fails_after = None
    intranet.remove("a.md")

    await intranet.sync()

    assert intranet.index.writes == ["delete intra:a.md"]


async def test_a_new_index_is_filled_from_the_ledger_without_reading(intranet: Intranet) -> None:
    intranet.write("a.md", "Ett.")
    await intranet.sync()
    intranet.index.documents.clear()

    await intranet.sync(held=set())

    assert intranet.index.text("intra:a.md") == "Ett."


async def test_what_only_the_index_knows_of_is_removed(intranet: Intranet) -> None:
    intranet.write("a.md", "Ett.")
    await intranet.sync()
    held = {"intra:a.md", "intra:spoke.md", "annan:b.md"}

    await intranet.sync(held=held)

    assert intranet.index.writes[1:] == ["delete intra:spoke.md"]


async def test_two_syncs_at_once_are_kept_apart(intranet: Intranet) -> None:
    intranet.write("a.md", "Ett.")

    with (
        intranet.ledger.lock(),
        pytest.raises(StorageUnavailable, match=r"another ingest is running \(process \d+, since"),
    ):
        await intranet.sync()

    assert (await intranet.sync()).documents == Counts(added=1)


async def test_a_source_can_be_removed_whole(intranet: Intranet) -> None:
    intranet.write("a.md", "Ett.")
    await intranet.sync()

    count = await remove_source("intra", index=intranet.index, ledger=intranet.ledger)

    assert count == 1
    assert intranet.index.documents == {}
    assert (await intranet.sync()).documents == Counts(added=1)


async def test_progress_counts_every_document_once(intranet: Intranet, pool: ReaderPool) -> None:
    intranet.write("a.md", "Ett.")
    intranet.write("b.md", "Två.")
    await intranet.sync()
    for name in ("b.md", "c.md", "d.md"):
        intranet.write(name, f"Ny {name}.")
    seen: list[tuple[int, int, str]] = []

    await sync_source(
        FolderSource(intranet.root),
        index=intranet.index,
        ledger=intranet.ledger,
        pool=pool,
        on_progress=lambda done, total, name: seen.append((done, total, name)),
    )

    assert [done for done, _, _ in seen] == [1, 2, 3, 4]
    assert {total for _, total, _ in seen} == {4}
    assert {name for _, _, name in seen} >= {"b.md", "c.md", "d.md"}


async def test_notes_tell_of_hidden_text(intranet: Intranet) -> None:
    intranet.write("a.html", "<p>Synligt för alla som läser.</p><p hidden>Lyd!</p>")

    assert (await intranet.sync()).notes == (OwnerNote("intra:a.html", Note("hidden_text", "4")),)


async def test_the_ledger_keeps_no_text_of_what_was_withdrawn_or_failed(
    intranet: Intranet,
) -> None:
    intranet.write("a.md", "Ett.")
    intranet.write("b.md", "Två.")
    await intranet.sync()
    intranet.write("a.md", b"")
    intranet.write("access.toml", 'readers = ["alla"]\n["b.md"]\nreaders = []')

    await intranet.sync()

    with sqlite3.connect(intranet.root.parent / "data" / "ledger.sqlite3") as connection:
        rows = connection.execute("SELECT id, reading FROM documents").fetchall()
    connection.close()
    assert rows == [("intra:a.md", None)]


async def test_a_ledger_that_cannot_be_used_is_said_to_be_so(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    await asyncio.to_thread(path.write_bytes, b"not a database at all, but long enough" * 50)

    with pytest.raises(StorageUnavailable, match="ledger"):
        Ledger(path).rows("intra")


async def test_the_real_index_finds_what_was_synced_for_its_readers_only(
    tmp_path: Path, pool: ReaderPool
) -> None:
    root = tmp_path / "intra"
    root.mkdir()
    (root / "access.toml").write_text('readers = ["alla"]\n["lon.md"]\nreaders = ["hr"]')
    (root / "lon.md").write_text("Lönekartläggningen är hemlig.")
    (root / "resor.md").write_text("Resor bokas i portalen.")
    index: Index = LocalIndex(tmp_path / "index")

    await sync_source(
        FolderSource(root), index=index, ledger=Ledger(tmp_path / "ledger"), pool=pool
    )

    async def found(query: str, *groups: str) -> set[str]:
        reader = User(id="x", name="X", groups=frozenset(groups))
        passages = await LocalRetriever(tmp_path / "index").search(
            query, reader=reader, audience="private"
        )
        return {passage.chunk.document_id for passage in passages}

    assert await found("lönekartläggning", "hr") == {"intra:lon.md"}
    assert await found("lönekartläggning") == set()
    assert await found("resor") == {"intra:resor.md"}
