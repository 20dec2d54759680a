"""Sync: how long a large tree takes in which nothing, or only access, has changed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bot.ingestion.documents.reading import VERSION, read
from bot.ingestion.sources.folder import FolderSource
from bot.ingestion.sync.ledger import Ledger
from bot.ingestion.sync.report import SyncReport
from bot.ingestion.sync.run import sync_source
from bot.ingestion.workers.pool import Outcome
from bot.retrieval.local import LocalIndex
from tests.bench.table import Row, shown, times
from tests.bench.usage import in_own_process, usage

_TEXT = "Rutinen gäller för alla verksamheter i kommunen och ses över varje år. " * 12
_IN_FOLDER = 100


@dataclass(frozen=True, slots=True)
class _Spent:
    wall_s: float
    cpu_s: float
    report: SyncReport


@dataclass(frozen=True, slots=True)
class _Found:
    documents: int
    again: _Spent
    hashing_cpu_s: float
    """The limit: reading every byte."""
    narrowed: _Spent
    peak_mb: float


class _Reader:
    """Reads in this process: how fast documents are parsed is measured elsewhere."""

    size = 2
    version = VERSION

    async def read(self, path: Path, name: str) -> Outcome:
        data = await asyncio.to_thread(path.read_bytes)
        return Outcome(sha256(data).hexdigest(), reading=read(data, name))


async def measure(folder: Path, *, documents: int) -> list[Row]:
    """In `folder`, which is empty before."""
    return list(_rows(await in_own_process(_measure, folder, documents)))


def _rows(found: _Found) -> Iterator[Row]:
    again, narrowed = found.again, found.narrowed
    limit = times(again.cpu_s, found.hashing_cpu_s, "reading and hashing the files")
    yield Row(
        f"Sync, {found.documents:,} documents unchanged", shown(again.wall_s), "s", "goal: 10 s"
    )
    yield Row("… CPU", shown(again.cpu_s), "s CPU", limit)
    changed = narrowed.report.documents.changed
    yield Row(
        f"Sync, access of {changed:,} documents narrowed, none read again",
        shown(narrowed.cpu_s / changed * 1000),
        "ms CPU a document",
    )
    yield Row("… memory of the process, first sync included", shown(found.peak_mb), "MB peak")


def _measure(folder: Path, documents: int) -> _Found:
    tree = folder / "tree"
    _write(tree, documents)
    first = _sync(folder)
    again = _sync(folder)
    began = time.process_time()
    for path in tree.rglob("*.md"):
        sha256(path.read_bytes()).digest()
    hashing_cpu_s = time.process_time() - began
    (tree / "0" / "access.toml").write_text('readers = ["hr"]', encoding="utf-8")
    narrowed = _sync(folder)
    counts = (first.report.documents.added, again.report.documents.unchanged)
    if counts != (documents, documents) or not narrowed.report.documents.changed:
        raise AssertionError(f"the tree was not synced as it should be: {counts}")
    return _Found(documents, again, hashing_cpu_s, narrowed, usage().peak_mb)


def _write(tree: Path, documents: int) -> None:
    for number in range(documents):
        file = tree / str(number // _IN_FOLDER) / f"rutin-{number}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"# Rutin {number}\n\n{_TEXT}\n\nRutin nummer {number}.", encoding="utf-8")
    (tree / "access.toml").write_text('readers = ["alla"]', encoding="utf-8")


def _sync(folder: Path) -> _Spent:
    began, cpu_s = time.perf_counter(), time.process_time()
    report = asyncio.run(_sync_tree(folder))
    return _Spent(time.perf_counter() - began, time.process_time() - cpu_s, report)


async def _sync_tree(folder: Path) -> SyncReport:
    index = LocalIndex(folder / "index")
    return await sync_source(
        FolderSource(folder / "tree"),
        index=index,
        ledger=Ledger(folder / "ledger.sqlite3"),
        pool=_Reader(),
        held=await index.document_ids(),
    )
