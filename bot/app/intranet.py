"""What is known: bringing the index in step with its sources."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bot.app.sample import SAMPLE_INTRANET, SAMPLE_NAME
from bot.app.search import open_index
from bot.app.sharing import build_sharing
from bot.app.vectors import open_vector_index
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.ingestion.sources.base import Source
    from bot.ingestion.sync.rebuilding import Rebuilt
    from bot.ingestion.sync.records import Quarantined
    from bot.ingestion.sync.report import SyncReport
    from bot.ingestion.sync.run import Progress


async def ingest(
    settings: Settings,
    source: Source,
    *,
    dry_run: bool = False,
    on_progress: Progress | None = None,
    on_rebuilt: Callable[[Rebuilt], None] | None = None,
) -> SyncReport:
    """Bring the index in step with a source. A source of one's own replaces the sample.

    An index that is missing, damaged or of another version is filled first, from the texts that
    are kept; `on_rebuilt` is told.
    """
    from bot.ingestion.sync.ledger import Ledger
    from bot.ingestion.sync.rebuilding import complete_index
    from bot.ingestion.sync.run import remove_source, sync_source
    from bot.ingestion.workers.limits import Limits

    ledger = Ledger(settings.data / "ledger.sqlite3")
    async with open_index(settings) as plain, open_vector_index(settings) as hybrid:
        if not dry_run:
            rebuilt = await complete_index(plain, ledger)
            if rebuilt and on_rebuilt:
                on_rebuilt(rebuilt)
        index = hybrid or plain
        report = await sync_source(
            source,
            index=index,
            ledger=ledger,
            held=await plain.document_ids(),
            stale=await hybrid.without_vectors() if hybrid else (),
            sharing=build_sharing(settings),
            limits=Limits(ocr=settings.ocr),
            dry_run=dry_run,
            on_progress=on_progress,
        )
        if not dry_run:
            is_ones_own = source.name != SAMPLE_NAME
            if is_ones_own and SAMPLE_NAME in await asyncio.to_thread(ledger.sources):
                await remove_source(SAMPLE_NAME, index=index, ledger=ledger)
            if hybrid:
                await hybrid.catch_up()
    return report


async def quarantine(settings: Settings) -> Sequence[Quarantined]:
    """What the last ingestion of each source could not index, since when, and why."""
    from bot.ingestion.sync.ledger import Ledger

    ledger = Ledger(settings.data / "ledger.sqlite3")
    return await asyncio.to_thread(ledger.records.quarantine)


async def is_empty(settings: Settings) -> bool:
    """Whether nothing has been ingested into the data directory. What is kept in Azure never counts
    as empty: nobody wants the sample there unasked."""
    if settings.search_endpoint is not None:
        return False
    async with open_index(settings) as index:
        return not await index.count()


async def ingest_sample(settings: Settings) -> SyncReport:
    """Read Exempelkommun, the sample municipality."""
    from bot.ingestion.sources.folder import FolderSource

    return await ingest(settings, FolderSource(SAMPLE_INTRANET, name=SAMPLE_NAME))
