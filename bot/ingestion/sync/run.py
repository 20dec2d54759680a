"""Brings the index in step with a source: only what changed is read, what is gone is removed.

What takes access away is done first, before anything is read: removals, withdrawals, then changed
readers, and only then new and changed documents.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from bot.ingestion.documents.document import Note
from bot.ingestion.documents.reading import VERSION, Reading, chunks_of
from bot.ingestion.reasons import Reason
from bot.ingestion.sources.base import Problem, Source, SourceDocument
from bot.ingestion.sync.ledger import Ledger, Row
from bot.ingestion.sync.plan import make_plan, placement_of
from bot.ingestion.workers.limits import Limits
from bot.ingestion.workers.pool import Outcome, ReaderPool
from bot.retrieval.base import Chunk, Index

Progress = Callable[[int, int, str], None]
"""Called with documents done, documents in all, and the name of the last one."""

_Item = TypeVar("_Item")
_BATCH_CHUNKS = 2000
"""A write to the index is durable, and so costs the same whether it is small or large."""
_BATCH_DOCUMENTS = 200
_BATCH_S = 10.0
"""Seconds after which what has been read is written, so that a kill loses little."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Documents of one source, by what the sync found."""

    added: int = 0
    changed: int = 0
    """Another text, other readers or another address."""
    unchanged: int = 0
    removed: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """What a sync did, or with `dry_run` would have done."""

    documents: Counts
    chunks: int
    """Chunks that the index now holds of the source."""
    failures: tuple[Problem, ...]
    skipped: tuple[Problem, ...] = ()
    """Files that are no documents for us; they are no failures."""
    warnings: tuple[Problem, ...] = ()
    notes: tuple[tuple[str, Note], ...] = ()
    """Document id and note, for documents that were read with reservations."""
    seconds: float = 0.0


async def sync_source(
    source: Source,
    *,
    index: Index,
    ledger: Ledger,
    limits: Limits | None = None,
    held: Collection[str] | None = None,
    pool: ReaderPool | None = None,
    dry_run: bool = False,
    on_progress: Progress | None = None,
) -> SyncReport:
    """Bring the index in step with `source`.

    `pool` reads the documents; without one, a pool within `limits` is made for this sync.
    `held` names the documents that the index really holds, where it can tell: what the ledger
    thinks is there but is not (a new index) is written again from the stored text, and what is
    there but not in the ledger (a lost ledger) is removed or read anew.

    Raises `DocumentError` if the source is gone (nothing is removed then), `StorageUnavailable` if
    another sync runs or the ledger fails, and `RetrievalUnavailable` if the index does. It can be
    killed at any time; the next sync finishes the work.
    """
    with nullcontext() if dry_run else ledger.lock():
        sync = _Sync(source, _Writer(source.name, index, ledger, dry_run=dry_run), on_progress)
        async with nullcontext(pool) if pool else ReaderPool(limits or Limits()) as readers:
            return await sync.run(readers, held)


async def remove_source(name: str, *, index: Index, ledger: Ledger) -> int:
    """Remove every document of a source from the index; returns how many there were."""
    with ledger.lock():
        writer = _Writer(name, index, ledger, dry_run=False)
        await writer.load()
        count = len(writer.rows)
        await writer.delete(list(writer.rows))
        return count


class _Sync:
    """One run over one source."""

    def __init__(self, source: Source, writer: _Writer, on_progress: Progress | None) -> None:
        self._source = source
        self._writer = writer
        self._on_progress = on_progress
        self._failures: list[Problem] = []
        self._notes: list[tuple[str, Note]] = []
        self._added = self._changed = self._done = self._total = 0

    async def run(self, pool: ReaderPool, held: Collection[str] | None) -> SyncReport:
        started = time.monotonic()
        listing = await asyncio.to_thread(self._source.list)
        await self._writer.load()
        if held is not None:
            await self._writer.reconcile(frozenset(held))
        plan = make_plan(listing, self._writer.rows)
        self._failures = [*listing.withheld, *plan.failed]
        self._total = len(listing.documents)
        await self._writer.delete(plan.delete)
        await self._place(plan.narrow)
        self._progress("", len(plan.unchanged) + len(plan.failed))
        lost = await self._place(plan.place, count=True)
        await self._read([*plan.read, *lost], pool)
        return SyncReport(
            documents=Counts(
                added=self._added,
                changed=self._changed,
                unchanged=len(plan.unchanged),
                removed=plan.removed,
                failed=len(self._failures),
            ),
            chunks=sum(row.chunks for row in self._writer.rows.values()),
            failures=tuple(sorted(self._failures, key=lambda problem: problem.document)),
            skipped=listing.skipped,
            warnings=listing.warnings,
            notes=tuple(self._notes),
            seconds=time.monotonic() - started,
        )

    async def _place(
        self, documents: Sequence[SourceDocument], *, count: bool = False
    ) -> list[SourceDocument]:
        """Write documents again whose text is known; returns those whose text is lost."""
        lost: list[SourceDocument] = []
        for batch in _batches(documents, _BATCH_DOCUMENTS):
            missing = await self._writer.place(batch)
            lost.extend(missing)
            if count:
                self._changed += len(batch) - len(missing)
                self._progress(batch[-1].name, len(batch) - len(missing))
        await self._writer.flush()
        return lost

    async def _read(self, documents: Sequence[SourceDocument], pool: ReaderPool) -> None:
        """Read documents in the pool, and write them as they come."""
        waiting = iter(documents)
        running = {_start(document, pool) for document in islice(waiting, 2 * pool.size)}
        try:
            while running:
                done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    await self._take(*task.result())
                running |= {_start(document, pool) for document in islice(waiting, len(done))}
        finally:
            for task in running:
                task.cancel()
        await self._writer.flush()

    async def _take(self, document: SourceDocument, outcome: Outcome) -> None:
        if outcome.reading is None:
            reason = outcome.reason or Reason("crashed")
            self._failures.append(Problem(document.id, reason))
            await self._writer.fail(document, outcome.digest, reason)
        else:
            known = self._writer.holds(document.id)
            self._changed += known
            self._added += not known
            self._notes.extend((document.id, note) for note in outcome.reading.notes)
            await self._writer.write(document, outcome.reading, outcome.digest)
        self._progress(document.name)

    def _progress(self, name: str, count: int = 1) -> None:
        self._done += count
        if self._on_progress is not None and count:
            self._on_progress(self._done, self._total, name)


def _start(
    document: SourceDocument, pool: ReaderPool
) -> asyncio.Task[tuple[SourceDocument, Outcome]]:
    async def read() -> tuple[SourceDocument, Outcome]:
        return document, await pool.read(document.path, document.name)

    return asyncio.create_task(read())


class _Writer:
    """Keeps index and ledger in step; with `dry_run` it only keeps count."""

    def __init__(self, source: str, index: Index, ledger: Ledger, *, dry_run: bool) -> None:
        self.rows: dict[str, Row] = {}
        """Document id → what the ledger says, or would say."""
        self._source = source
        self._index = index
        self._ledger = ledger
        self._dry_run = dry_run
        self._entries: list[tuple[Row, Reading]] = []
        self._chunks: list[Chunk] = []
        self._since = time.monotonic()

    async def load(self) -> None:
        """Read the ledger."""
        self.rows = await asyncio.to_thread(self._ledger.rows, self._source)

    async def reconcile(self, held: frozenset[str]) -> None:
        """Believe the index rather than the ledger."""
        for document_id, row in self.rows.items():
            if row.status == "indexed" and document_id not in held:
                self.rows[document_id] = replace(row, status="pending")
        own = {held_id for held_id in held if held_id.startswith(f"{self._source}:")}
        if (orphans := own - self.rows.keys()) and not self._dry_run:
            await self._index.delete(orphans)

    def holds(self, document_id: str) -> bool:
        """Whether the index may hold the document."""
        row = self.rows.get(document_id)
        return row is not None and row.status != "failed"

    async def delete(self, document_ids: Sequence[str]) -> None:
        """Take documents out of the index and the ledger."""
        for batch in _batches(document_ids, 1000):
            if not self._dry_run:
                await self._index.delete(batch)
                await asyncio.to_thread(self._ledger.forget, batch)
            for document_id in batch:
                del self.rows[document_id]

    async def place(self, documents: Sequence[SourceDocument]) -> list[SourceDocument]:
        """Write documents with the text that the ledger keeps; returns those it keeps none of."""
        ids = [document.id for document in documents]
        readings = await asyncio.to_thread(self._ledger.readings, ids)
        lost = [document for document in documents if document.id not in readings]
        # What cannot be placed anew must not stay where it was.
        await self.delete([document.id for document in lost])
        for document in documents:
            if reading := readings.get(document.id):
                row = self.rows[document.id]
                await self.write(document, reading, row.digest, version=row.version)
        return lost

    async def write(
        self, document: SourceDocument, reading: Reading, digest: str, *, version: int = VERSION
    ) -> None:
        """Write a document, soon: with others, at the latest at `flush`."""
        chunks = chunks_of(
            reading,
            document_id=document.id,
            url=document.url,
            readers=document.readers,
            overrides=document.overrides,
        )
        row = Row(
            id=document.id,
            digest=digest,
            version=version,
            placement=placement_of(document),
            status="pending",
            chunks=len(chunks),
        )
        self.rows[document.id] = row
        self._entries.append((row, reading))
        self._chunks.extend(chunks)
        if (
            len(self._chunks) >= _BATCH_CHUNKS
            or len(self._entries) >= _BATCH_DOCUMENTS
            or time.monotonic() - self._since > _BATCH_S
        ):
            await self.flush()

    async def flush(self) -> None:
        """Write what has been collected."""
        entries, chunks = self._entries, self._chunks
        self._entries, self._chunks, self._since = [], [], time.monotonic()
        if entries and not self._dry_run:
            await asyncio.to_thread(self._ledger.save, self._source, entries)
            await self._index.upsert(chunks)
            await asyncio.to_thread(self._ledger.confirm, [row.id for row, _ in entries])

    async def fail(self, document: SourceDocument, digest: str, reason: Reason) -> None:
        """Remember why a document is not indexed, and take out what it said before."""
        if reason.code == "unreadable":
            # The disk failed, not the document: what is indexed of it stays, and it is tried again.
            return
        held = self.holds(document.id)
        row = Row(
            id=document.id,
            digest=digest or document.digest or "",
            version=VERSION,
            placement=placement_of(document),
            status="failed",
            reason=reason,
        )
        self.rows[document.id] = row
        if not self._dry_run:
            if held:
                await self._index.delete([document.id])
            await asyncio.to_thread(self._ledger.save, self._source, [(row, None)])


def _batches(items: Sequence[_Item], size: int) -> Iterator[Sequence[_Item]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
