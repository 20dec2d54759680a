"""Gets documents from their source and has them read, a few at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from bot.ingestion.reasons import Reason, UnreadableError
from bot.ingestion.sources.base import HASHED, Source, SourceDocument
from bot.ingestion.workers.pool import Outcome


class Readers(Protocol):
    """Whatever reads files."""

    @property
    def size(self) -> int:
        """How many files it reads at a time."""
        ...

    @property
    def version(self) -> int:
        """Raised whenever the same file would be read differently."""
        ...

    async def read(self, path: Path, name: str) -> Outcome:
        """Read one file; never raises for what is in it."""
        ...


@dataclass(frozen=True, slots=True)
class Taken:
    """One document, read or not."""

    document: SourceDocument
    outcome: Outcome
    was_fetched: bool = True
    """Whether its bytes were there, so that the outcome tells something of them."""

    @property
    def version(self) -> str:
        """The version of the bytes that were read, which may be newer than the listing."""
        listed = self.document.version or ""
        is_newer = listed.startswith(HASHED) and self.outcome.digest
        return HASHED + self.outcome.digest if is_newer else listed


async def take_each(
    documents: Sequence[SourceDocument], *, source: Source, pool: Readers, folder: Path
) -> AsyncGenerator[Taken, None]:
    """Every document as it comes, not in their order; `folder` holds those that were fetched."""
    waiting = iter(documents)

    def start(count: int) -> set[asyncio.Task[Taken]]:
        return {
            asyncio.create_task(_take(document, source, pool, folder))
            for document in islice(waiting, count)
        }

    running = start(2 * pool.size)
    try:
        while running:
            done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                yield task.result()
            running |= start(len(done))
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _take(document: SourceDocument, source: Source, pool: Readers, folder: Path) -> Taken:
    with TemporaryDirectory(dir=folder) as own:
        try:
            path = await source.fetch(document, into=Path(own))
        except UnreadableError as error:
            return Taken(document, Outcome("", reason=error.reason), was_fetched=False)
        except OSError as error:
            # There is no room for it on our own disk, for example.
            reason = Reason("unreadable", error.strerror or type(error).__name__)
            return Taken(document, Outcome("", reason=reason), was_fetched=False)
        return Taken(document, await pool.read(path, document.name))
