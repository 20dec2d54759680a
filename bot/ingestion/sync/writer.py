"""Keeps the index and the ledger in step while a sync writes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.ingestion.documents.reading import Reading, chunks_of
from bot.ingestion.reasons import Reason
from bot.ingestion.sources.base import Problem, SourceDocument
from bot.ingestion.sync.about import About, about
from bot.ingestion.sync.ledger import Ledger, Row
from bot.ingestion.sync.plan import placement_of
from bot.ingestion.sync.sharing import Sharing
from bot.retrieval.base import Chunk, Index

BATCH_DOCUMENTS = 200
"""Read from the ledger at a time."""
BATCH_CHUNKS, _BATCH_WRITTEN = 10_000, 1000
"""Chunks, and documents, in a write to the index: it is durable, which costs much the same whether
it is small or large, and what is written in small pieces is put together again."""
_BATCH_S = 10.0
"""Seconds after which what has been read is written, so that a kill loses little."""

_Item = TypeVar("_Item")


class Writer:
    """What it is told is in both when `flush` returns; with `dry_run` it only keeps count.

    The ledger says "pending" of a document whenever the index may hold something else of it than
    the ledger tells. It says so before the index is written, and until after.
    """

    def __init__(
        self, source: str, index: Index, ledger: Ledger, *, sharing: Sharing, dry_run: bool
    ) -> None:
        self.rows: dict[str, Row] = {}
        """Document id → what the ledger says, or would say."""
        self.refused: dict[str, Problem] = {}
        """Document id → why it must not be indexed for its readers."""
        self._sharing = sharing
        self._source = source
        self._index = index
        self._ledger = ledger
        self._dry_run = dry_run
        self._entries: list[tuple[Row, Reading]] = []
        self._chunks: list[Chunk] = []
        self._since = time.monotonic()

    @property
    def known(self) -> dict[str, About]:
        """How each document stands that the index holds."""
        rows = self.rows.values()
        return {row.id: row.about for row in rows if row.status != "failed"}

    async def load(self) -> None:
        """Read the ledger."""
        self.rows = await asyncio.to_thread(self._ledger.rows, self._source)

    async def remembered(self) -> str | None:
        """What the source wanted to find again."""
        return await asyncio.to_thread(self._ledger.records.state, self._source)

    async def finish(
        self, *, state: str | None, problems: Sequence[Problem], only: str | None
    ) -> None:
        """Everything is written: keep what the source wants to find again, and what is wrong."""
        if not self._dry_run:
            await asyncio.to_thread(
                self._ledger.records.finish,
                self._source,
                state=state,
                problems=problems,
                only=only,
            )

    async def reconcile(self, held: frozenset[str], stale: frozenset[str]) -> None:
        """Believe the index rather than the ledger."""
        for document_id, row in self.rows.items():
            if row.status == "indexed" and (document_id not in held or document_id in stale):
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
        for batch in batches(document_ids, 1000):
            await self._withdraw([one for one in batch if self.holds(one)])
            if not self._dry_run:
                await asyncio.to_thread(self._ledger.forget, batch)
            for document_id in batch:
                del self.rows[document_id]

    async def _withdraw(self, document_ids: Sequence[str]) -> None:
        """Take documents out of the index; whoever is killed now tries it again."""
        if document_ids and not self._dry_run:
            await asyncio.to_thread(self._ledger.unsettle, document_ids)
            await self._index.delete(document_ids)

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
                await self.write(document, reading, row.version, row.read_by)
        return lost

    async def write(
        self, document: SourceDocument, reading: Reading, version: str, read_by: int
    ) -> None:
        """Write a document, soon: with others, at the latest at `flush`; or refuse it."""
        self.refused.pop(document.id, None)
        if problem := self._sharing.objection(document, reading):
            self.refused[document.id] = problem
            await self.fail(document, problem.reason, version, read_by)
            return
        chunks = chunks_of(
            reading,
            document_id=document.id,
            url=document.url,
            readers=document.readers,
            overrides=document.overrides,
        )
        row = Row(
            id=document.id,
            version=version,
            read_by=read_by,
            placement=placement_of(document, self._sharing),
            status="pending",
            chunks=len(chunks),
            about=about(chunks, reading.notes),
        )
        self.rows[document.id] = row
        self._entries.append((row, reading))
        self._chunks.extend(chunks)
        if (
            len(self._chunks) >= BATCH_CHUNKS
            or len(self._entries) >= _BATCH_WRITTEN
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

    async def fail(
        self, document: SourceDocument, reason: Reason, version: str, read_by: int
    ) -> None:
        """Remember why a document is not indexed, and take out what it said before."""
        row = Row(
            id=document.id,
            version=version,
            read_by=read_by,
            placement=placement_of(document, self._sharing),
            status="failed",
            reason=reason,
        )
        await self._withdraw([document.id] if self.holds(document.id) else [])
        self.rows[document.id] = row
        if not self._dry_run:
            await asyncio.to_thread(self._ledger.save, self._source, [(row, None)])


def batches(items: Sequence[_Item], size: int) -> Iterator[Sequence[_Item]]:
    """The items in parts of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
