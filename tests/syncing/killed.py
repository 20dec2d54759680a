"""A sync in a process of its own, which is killed."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from bot.identity.base import User
from bot.ingestion.sources.folder import FolderSource
from bot.ingestion.sync.ledger import Ledger
from bot.ingestion.sync.report import SyncReport
from bot.ingestion.sync.run import sync_source
from bot.retrieval.local import LocalIndex, LocalRetriever
from tests.forked import fork
from tests.syncing.world import COMMON, Parser

ANNA = User(id="anna", name="Anna")
HANNA = User(id="hanna", name="Hanna", groups=frozenset({"hr"}))
DOCUMENTS = 250
"""More than are written at a time."""
LONGEST_S = 50


@dataclass(slots=True)
class Municipality:
    """An intranet of which every third document changes now and then, and who may read it."""

    path: Path
    version: int = 0
    texts: dict[str, str] = field(default_factory=dict)

    def change(self, chance: random.Random) -> None:
        """Other texts, and the folder `hr` open to others."""
        self.version += 1
        (self.root / "hr").mkdir(parents=True, exist_ok=True)
        (self.root / "access.toml").write_text('readers = ["alla"]')
        (self.root / "hr" / "access.toml").write_text('readers = ["hr"]')
        for number in range(DOCUMENTS):
            name = f"{'hr/' if number % 5 == 0 else ''}{number}.md"
            if name not in self.texts or chance.random() < 1 / 3:
                self._write(name, chance)

    def _write(self, name: str, chance: random.Random) -> None:
        file = self.root / name
        if name in self.texts and chance.random() < 0.2:
            del self.texts[name]
            file.unlink()
            return
        self.texts[name] = f"{COMMON} {name} version{self.version}"
        file.write_text(f'{{"text": "{name} version{self.version}"}}')

    @property
    def root(self) -> Path:
        return self.path / "intra"

    def start(self) -> ForkServerProcess:
        """A sync, by itself."""
        return fork(_sync_and_leave, self.path)

    async def sync(self) -> SyncReport:
        return await sync(self.path)

    async def found(self, reader: User) -> dict[str, str]:
        """Path → text, of everything that a person finds."""
        retriever = LocalRetriever(self.path / "index", keeps_repetitions=True)
        passages = await retriever.search(
            COMMON, reader=reader, audience="private", limit=2 * DOCUMENTS
        )
        return {one.chunk.document_id.removeprefix("intra:"): one.chunk.text for one in passages}


async def sync(path: Path) -> SyncReport:
    index = LocalIndex(path / "index")
    return await sync_source(
        FolderSource(path / "intra"),
        index=index,
        ledger=Ledger(path / "ledger.sqlite3"),
        pool=Parser(version=1),
        held=await index.document_ids(),
    )


def _sync_and_leave(path: Path) -> None:  # pragma: no cover - it is killed
    asyncio.run(sync(path))


def kill_after(process: ForkServerProcess, seconds: float) -> bool:
    """SIGKILL, unless it has ended before; whether it was killed."""
    process.join(seconds)
    was_alive = process.is_alive()
    process.kill()
    process.join(LONGEST_S)
    return was_alive


def duration_of(process: ForkServerProcess) -> float:
    """How long it takes when nobody kills it."""
    began = time.perf_counter()
    process.join(LONGEST_S)
    assert process.exitcode == 0
    return time.perf_counter() - began
