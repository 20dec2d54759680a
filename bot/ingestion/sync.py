"""Brings the index in step with a source: only what changed is read, what is gone is removed.

What takes access away is done first, before anything is read: removals, withdrawals, then changed
readers, and only then new and changed documents.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import islice

from bot.ingestion.ledger import Ledger, Row, placement
from bot.ingestion.limits import Limits
from bot.ingestion.pool import Outcome, ReaderPool
from bot.ingestion.reading import VERSION, Reading, chunks_of
from bot.ingestion.reasons import Reason
from bot.ingestion.source import Listing, Problem, Source, SourceDocument
from bot.retrieval.base import Chunk, Index

Progress = Callable[[int, int, str], None]
"""Called with documents done, documents in all, and the name of the last one."""

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
    notes: tuple[tuple[str, str], ...] = ()
    """Document id and note, for documents that were read with reservations."""
    seconds: float = 0.0


async def sync_source(
    source: Source,
    *,
    index: Index,
    ledger: Ledger,
    limits: Limits | None = None,
    dry_run: bool = False,
    on_progress: Progress | None = None,
) -> SyncReport:
    """Bring the index in step with `source`.

    Raises `DocumentError` if the source is gone (nothing is removed then), `StorageUnavailable` if
    another sync runs or the ledger fails, and `RetrievalUnavailable` if the index does. It can be
    killed at any time; the next sync finishes the work.
    """
    started = time.monotonic()
    with nullcontext() if dry_run else ledger.lock():
        sync = _Sync(source, index, ledger, dry_run=dry_run, on_progress=on_progress)
        async with ReaderPool(limits or Limits()) as pool:
            return await sync.run(pool, started)


async def remove_source(name: str, *, index: Index, ledger: Ledger) -> int:
    """Remove every document of a source from the index; returns how many there were."""
    with ledger.lock():
        ids = list(await asyncio.to_thread(ledger.rows, name))
        for batch in _batches(ids, 1000):
            await index.delete(batch)
            await asyncio.to_thread(ledger.forget, batch)
        return len(ids)


@dataclass(slots=True)
class _Plan:
    """What is to be done with each document."""

    delete: list[str] = field(default_factory=list)
    """In the index or the ledger, and not to be any more."""
    place: list[tuple[SourceDocument, Row]] = field(default_factory=list)
    """To be written again from the stored reading."""
    read: list[SourceDocument] = field(default_factory=list)
    narrow: list[tuple[SourceDocument, Row]] = field(default_factory=list)
    """To be read, but their readers changed: what is indexed of them is placed anew meanwhile."""


class _Sync:
    def __init__(
        self,
        source: Source,
        index: Index,
        ledger: Ledger,
        *,
        dry_run: bool,
        on_progress: Progress | None,
    ) -> None:
        self._source = source
        self._index = index
        self._ledger = ledger
        self._dry_run = dry_run
        self._on_progress = on_progress
        self._rows: dict[str, Row] = {}
        self._failures: list[Problem] = []
        self._notes: list[tuple[str, str]] = []
        self._added = self._changed = self._unchanged = self._removed = 0
        self._done = self._total = 0

    async def run(self, pool: ReaderPool, started: float) -> SyncReport:
        listing = await asyncio.to_thread(self._source.list)
        self._rows = await asyncio.to_thread(self._ledger.rows, self._source.name)
        self._total = len(listing.documents)
        self._failures.extend(listing.withheld)
        plan = self._plan(listing)
        await self._delete(plan.delete)
        await self._place(plan.narrow, count=False)
        await self._place(plan.place, count=True)
        await self._read(plan.read, pool)
        rows = self._rows.values()
        return SyncReport(
            documents=Counts(
                self._added, self._changed, self._unchanged, self._removed, len(self._failures)
            ),
            chunks=sum(row.chunks for row in rows if row.status != "failed"),
            failures=tuple(sorted(self._failures, key=lambda problem: problem.document)),
            skipped=listing.skipped,
            warnings=listing.warnings,
            notes=tuple(self._notes),
            seconds=time.monotonic() - started,
        )

    def _plan(self, listing: Listing) -> _Plan:
        plan = _Plan(delete=list(self._gone(listing)))
        for document in listing.documents:
            self._decide(document, self._rows.get(document.id), plan)
        return plan

    def _gone(self, listing: Listing) -> Iterator[str]:
        present = {document.id for document in listing.documents}
        withheld = {problem.document for problem in listing.withheld}
        for document_id, row in self._rows.items():
            if document_id in present or listing.only not in (None, document_id):
                continue
            if document_id in withheld:
                yield document_id
            elif not document_id.startswith(listing.unseen):
                self._removed += row.status != "failed"
                yield document_id

    def _decide(self, document: SourceDocument, row: Row | None, plan: _Plan) -> None:
        if document.digest is None:
            # Its content cannot be known now; who may read what is indexed of it can.
            self._failures.append(Problem(document.id, Reason("unreadable", document.name)))
            if row and row.status != "failed" and row.placement != _placement(document):
                plan.narrow.append((document, row))
            self._progress(document.name)
            return
        same = row is not None and (row.digest, row.version) == (document.digest, VERSION)
        if row is None or not same:
            if row and row.status != "failed" and row.placement != _placement(document):
                plan.narrow.append((document, row))
            plan.read.append(document)
        elif row.status == "failed":
            self._failures.append(Problem(document.id, row.reason or Reason("crashed")))
            self._progress(document.name)
        elif row.status == "pending" or row.placement != _placement(document):
            plan.place.append((document, row))
        else:
            self._unchanged += 1
            self._progress(document.name)

    async def _delete(self, document_ids: Sequence[str]) -> None:
        for batch in _batches(document_ids, 1000):
            if not self._dry_run:
                await self._index.delete(batch)
                await asyncio.to_thread(self._ledger.forget, batch)
            for document_id in batch:
                del self._rows[document_id]

    async def _place(self, documents: Iterable[tuple[SourceDocument, Row]], *, count: bool) -> None:
        """Write documents again whose text is known."""
        batch = _Batch()
        for document, row in documents:
            reading = await asyncio.to_thread(self._ledger.reading, document.id)
            if reading is None:
                # A stored reading that cannot be used: nothing of the document may stay.
                await self._delete([document.id])
                continue
            batch.add(document, reading, row.digest)
            if count:
                self._changed += 1
                self._progress(document.name)
            if batch.is_full:
                await self._write(batch)
        await self._write(batch)

    async def _read(self, documents: Sequence[SourceDocument], pool: ReaderPool) -> None:
        """Read documents in the pool, and write them as they come."""
        batch = _Batch()
        waiting = iter(documents)
        running = {self._start(document, pool) for document in islice(waiting, 2 * pool.size)}
        try:
            while running:
                done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    await self._take(*task.result(), batch)
                running |= {self._start(document, pool) for document in islice(waiting, len(done))}
                if batch.is_full:
                    await self._write(batch)
        finally:
            for task in running:
                task.cancel()
        await self._write(batch)

    def _start(
        self, document: SourceDocument, pool: ReaderPool
    ) -> asyncio.Task[tuple[SourceDocument, Outcome]]:
        async def read() -> tuple[SourceDocument, Outcome]:
            return document, await pool.read(document.path, document.name)

        return asyncio.create_task(read())

    async def _take(self, document: SourceDocument, outcome: Outcome, batch: _Batch) -> None:
        row = self._rows.get(document.id)
        if outcome.reading is None:
            await self._fail(document, outcome)
        else:
            known = row is not None and row.status != "failed"
            self._changed += known
            self._added += not known
            self._notes.extend((document.id, note) for note in outcome.reading.notes)
            batch.add(document, outcome.reading, outcome.digest)
        self._progress(document.name)

    async def _fail(self, document: SourceDocument, outcome: Outcome) -> None:
        reason = outcome.reason or Reason("crashed")
        self._failures.append(Problem(document.id, reason))
        if reason.code == "unreadable":
            return
        row = Row(
            id=document.id,
            digest=outcome.digest or document.digest or "",
            version=VERSION,
            placement=_placement(document),
            status="failed",
            reason=reason,
        )
        old = self._rows.get(document.id)
        self._rows[document.id] = row
        if self._dry_run:
            return
        if old is not None and old.status != "failed":
            # What it said before is not what it says now.
            await self._index.delete([document.id])
        await asyncio.to_thread(self._ledger.save, self._source.name, [(row, None)])

    async def _write(self, batch: _Batch) -> None:
        entries, chunks = batch.take()
        if not entries:
            return
        for row, _ in entries:
            self._rows[row.id] = row
        if self._dry_run:
            return
        await asyncio.to_thread(self._ledger.save, self._source.name, entries)
        await self._index.upsert(chunks)
        await asyncio.to_thread(self._ledger.confirm, [row.id for row, _ in entries])

    def _progress(self, name: str) -> None:
        self._done += 1
        if self._on_progress is not None:
            self._on_progress(self._done, self._total, name)


class _Batch:
    """Documents that are written together."""

    def __init__(self) -> None:
        self._entries: list[tuple[Row, Reading | None]] = []
        self._chunks: list[Chunk] = []
        self._since = time.monotonic()

    @property
    def is_full(self) -> bool:
        """Whether it is time to write."""
        return bool(self._entries) and (
            len(self._chunks) >= _BATCH_CHUNKS
            or len(self._entries) >= _BATCH_DOCUMENTS
            or time.monotonic() - self._since > _BATCH_S
        )

    def add(self, document: SourceDocument, reading: Reading, digest: str) -> None:
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
            version=VERSION,
            placement=_placement(document),
            status="pending",
            chunks=len(chunks),
        )
        self._entries.append((row, reading))
        self._chunks.extend(chunks)

    def take(self) -> tuple[list[tuple[Row, Reading | None]], list[Chunk]]:
        taken = self._entries, self._chunks
        self._entries, self._chunks, self._since = [], [], time.monotonic()
        return taken


def _placement(document: SourceDocument) -> str:
    return placement(document.readers, dict(document.overrides), document.url)


def _batches(ids: Collection[str], size: int) -> Iterator[list[str]]:
    iterator = iter(ids)
    while batch := list(islice(iterator, size)):
        yield batch
