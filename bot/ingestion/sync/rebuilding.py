"""Fills an index anew from what the ledger keeps, without reading any document again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.ingestion.documents.reading import Overrides, chunks_of
from bot.ingestion.sync.ledger import Ledger, Row
from bot.ingestion.sync.writer import BATCH_CHUNKS, BATCH_DOCUMENTS, batches
from bot.retrieval.base import Chunk, Lack, VersionedIndex

_DATES = frozenset({"decided_on", "valid_from", "valid_to", "revised_on", "review_by"})


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """That an index has been filled anew."""

    lack: Lack
    documents: int


async def complete_index(index: VersionedIndex, ledger: Ledger) -> Rebuilt | None:
    """Before a sync: if the index is missing, damaged or of another version, restore what the
    ledger says is indexed, of every source, while searches go on in an older version; then change
    over. Otherwise remove older versions.

    It can be killed at any time; the next one goes on. What the ledger is not sure of is left to
    the next sync of its source. Raises `StorageUnavailable` if a sync runs or the ledger fails,
    `RetrievalUnavailable` if the index does.
    """
    with ledger.lock():
        lack = await index.prepare()
        if lack is None:
            await index.tidy()
            return None
        restored = await _restore(index, ledger)
        await index.complete()
        return Rebuilt(lack, restored) if restored else None


async def _restore(index: VersionedIndex, ledger: Ledger) -> int:
    held = await index.document_ids()
    restored = 0
    for source in sorted(await asyncio.to_thread(ledger.sources)):
        rows = await asyncio.to_thread(ledger.rows, source)
        wanted = [row for row in rows.values() if row.status == "indexed" and row.id not in held]
        waiting: list[Chunk] = []
        for batch in batches(wanted, BATCH_DOCUMENTS):
            waiting += await _chunks(ledger, batch)
            restored += len(batch)
            if len(waiting) >= BATCH_CHUNKS:
                await index.restore(waiting)
                waiting = []
        if waiting:
            await index.restore(waiting)
    return restored


async def _chunks(ledger: Ledger, rows: Sequence[Row]) -> list[Chunk]:
    readings = await asyncio.to_thread(ledger.readings, [row.id for row in rows])
    found: list[Chunk] = []
    for row in rows:
        if reading := readings.get(row.id):
            readers, overrides, url = _placed(row.placement)
            found += chunks_of(
                reading, document_id=row.id, url=url, readers=readers, overrides=overrides
            )
    return found


def _placed(placement: str) -> tuple[frozenset[str], Overrides, str]:
    """What `bot.ingestion.sync.plan.placement_of` wrote."""
    readers, (overrides, _), url = json.loads(placement)
    return frozenset(readers), dict(_overrides(overrides)), url


def _overrides(written: dict[str, str]) -> Iterator[tuple[str, str | date]]:
    for name, value in written.items():
        yield name, date.fromisoformat(value) if name in _DATES else value
