"""Brings the index in step with a source: only what changed is read, what is gone is removed.

What takes access away is done first, before anything is read: removals, withdrawals, then changed
readers, and only then new and changed documents.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import aclosing, nullcontext
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.ingestion.reasons import Reason
from bot.ingestion.sources.base import Problem, Source, SourceDocument
from bot.ingestion.sync.fetching import Readers, Taken, take_each
from bot.ingestion.sync.ledger import Ledger
from bot.ingestion.sync.owners import notes_for_owners
from bot.ingestion.sync.plan import make_plan
from bot.ingestion.sync.report import Counts, SyncReport
from bot.ingestion.sync.sharing import Sharing
from bot.ingestion.sync.writer import BATCH_DOCUMENTS, Writer, batches
from bot.ingestion.workers.limits import Limits
from bot.ingestion.workers.pool import ReaderPool
from bot.retrieval.base import Index

Progress = Callable[[int, int, str], None]
"""Called with documents done, documents in all, and the name of the last one."""


async def sync_source(
    source: Source,
    *,
    index: Index,
    ledger: Ledger,
    limits: Limits | None = None,
    held: Collection[str] | None = None,
    stale: Collection[str] = (),
    pool: Readers | None = None,
    sharing: Sharing | None = None,
    dry_run: bool = False,
    on_progress: Progress | None = None,
) -> SyncReport:
    """Bring the index in step with `source`.

    `pool` reads the documents; without one, a pool within `limits` is made for this sync.
    `held` names the documents that the index really holds, where it can tell: what the ledger
    thinks is there but is not (a new index) is written again from the stored text, and what is
    there but not in the ledger (a lost ledger) is removed or read anew. What is `stale` is written
    again, too.
    `sharing` says what is too sensitive for how many readers; without it, nobody can be counted.

    Raises `DocumentError` if the source is gone (nothing is removed then), `StorageUnavailable` if
    another sync runs or the ledger fails, and `RetrievalUnavailable` if the index does. It can be
    killed at any time; the next sync finishes the work.
    """
    with TemporaryDirectory(prefix="kollega-") if dry_run else ledger.lock() as folder:
        async with nullcontext(pool) if pool else ReaderPool(limits or Limits()) as readers:
            rules = sharing or Sharing()
            writer = Writer(source.name, index, ledger, sharing=rules, dry_run=dry_run)
            sync = _Sync(source, writer, readers, Path(folder), rules, on_progress)
            return await sync.run(held, stale)


async def remove_source(name: str, *, index: Index, ledger: Ledger) -> int:
    """Remove every document of a source from the index; returns how many there were."""
    with ledger.lock():
        writer = Writer(name, index, ledger, sharing=Sharing(), dry_run=False)
        await writer.load()
        count = len(writer.rows)
        await writer.delete(list(writer.rows))
        await asyncio.to_thread(ledger.records.forget, name)
        return count


class _Sync:
    """One run over one source."""

    def __init__(
        self,
        source: Source,
        writer: Writer,
        pool: Readers,
        folder: Path,
        sharing: Sharing,
        on_progress: Progress | None,
    ) -> None:
        self._source = source
        self._writer = writer
        self._pool = pool
        self._folder = folder
        self._sharing = sharing
        self._on_progress = on_progress
        self._failures: list[Problem] = []
        self._added = self._changed = self._done = self._total = 0

    async def run(self, held: Collection[str] | None, stale: Collection[str]) -> SyncReport:
        started = time.monotonic()
        await self._writer.load()
        memory = _Memory(await self._writer.remembered())
        listing = await self._source.list(memory)
        if held is not None:
            await self._writer.reconcile(frozenset(held), frozenset(stale))
        plan = make_plan(
            listing, self._writer.rows, read_by=self._pool.version, sharing=self._sharing
        )
        self._failures = [*listing.withheld, *listing.unseen, *plan.failed]
        self._total = len(listing.documents)
        await self._writer.delete(plan.delete)
        await self._place(plan.narrow)
        self._progress("", len(plan.unchanged) + len(plan.failed))
        lost = await self._place(plan.place, count=True)
        await self._read([*plan.read, *lost])
        named = {problem.document for problem in self._failures}
        refused = (one for one in self._writer.refused.values() if one.document not in named)
        failures = tuple(sorted((*self._failures, *refused), key=lambda one: one.document))
        await self._writer.finish(state=memory.state, problems=failures, only=listing.only)
        return SyncReport(
            documents=Counts(
                added=self._added,
                changed=self._changed,
                unchanged=len(plan.unchanged),
                removed=plan.removed,
                failed=len(failures),
            ),
            chunks=sum(row.chunks for row in self._writer.rows.values()),
            failures=failures,
            skipped=listing.skipped,
            warnings=listing.warnings,
            notes=notes_for_owners(self._writer.known, date.today()),
            seconds=time.monotonic() - started,
        )

    async def _place(
        self, documents: Sequence[SourceDocument], *, count: bool = False
    ) -> list[SourceDocument]:
        """Write documents again whose text is known; returns those whose text is lost."""
        lost: list[SourceDocument] = []
        for batch in batches(documents, BATCH_DOCUMENTS):
            missing = await self._writer.place(batch)
            lost.extend(missing)
            if count:
                written = [one for one in batch if one.id not in self._writer.refused]
                self._changed += len(written) - len(missing)
                self._progress(batch[-1].name, len(batch) - len(missing))
        await self._writer.flush()
        return lost

    async def _read(self, documents: Sequence[SourceDocument]) -> None:
        """Read documents in the pool, and write them as they come."""
        coming = take_each(documents, source=self._source, pool=self._pool, folder=self._folder)
        async with aclosing(coming):
            async for taken in coming:
                await self._take(taken)
        await self._writer.flush()

    async def _take(self, taken: Taken) -> None:
        document, reading = taken.document, taken.outcome.reading
        if reading is None:
            await self._fail(taken, taken.outcome.reason or Reason("crashed"))
        else:
            known = self._writer.holds(document.id)
            await self._writer.write(document, reading, taken.version, self._pool.version)
            if document.id not in self._writer.refused:
                self._changed += known
                self._added += not known
        self._progress(document.name)

    async def _fail(self, taken: Taken, reason: Reason) -> None:
        document = taken.document
        self._failures.append(Problem(document.id, reason, document.owner, document.name))
        if reason.is_temporary:
            return
        if taken.was_fetched:
            await self._writer.fail(document, reason, taken.version, self._pool.version)
        elif document.id in self._writer.rows:
            await self._writer.delete([document.id])

    def _progress(self, name: str, count: int = 1) -> None:
        self._done += count
        if self._on_progress is not None and count:
            self._on_progress(self._done, self._total, name)


class _Memory:
    """What the source remembers; kept by the sync when everything is written."""

    def __init__(self, state: str | None) -> None:
        self.state = state

    def load(self) -> str | None:
        return self.state

    def save(self, state: str) -> None:
        self.state = state
