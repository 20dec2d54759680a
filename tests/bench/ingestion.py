"""Ingestion: how fast a folder of all formats is read and indexed, and how fast it is found
unchanged."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bot.app import ingest
from bot.ingestion.sources.folder import FolderSource
from bot.ingestion.sync.report import SyncReport
from bot.settings import Settings
from tests.bench.table import Row, shown, times
from tests.bench.usage import children_cpu_s, in_own_process, usage

_SAMPLE = Path(__file__).parents[2] / "bot" / "demo" / "intranet"


@dataclass(frozen=True, slots=True)
class _Found:
    """What was measured of one tree."""

    documents: int
    chunks: int
    megabytes: float
    first_s: float
    first_cpu_s: float
    again_s: float
    hashing_s: float
    """The limit of the second sync: reading every byte."""
    peak_mb: float


def copy_sample(tree: Path, *, copies: int) -> Path:
    """The sample municipality so many times, in `tree`."""
    for number in range(copies):
        shutil.copytree(_SAMPLE, tree / f"kommun-{number}")
    return tree


async def measure(tree: Path, data: Path) -> list[Row]:
    """Ingests `tree` into `data`, which is empty before."""
    return list(_rows(await in_own_process(_measure, tree, data)))


def _rows(found: _Found) -> Iterator[Row]:
    name = f"{found.documents} documents, {shown(found.megabytes)} MB, {found.chunks:,} chunks"
    yield Row(f"Ingest {name}", shown(found.documents / found.first_s), "documents/s")
    yield Row("… by size", shown(found.megabytes / found.first_s), "MB/s")
    yield Row("… per document", shown(found.first_cpu_s / found.documents * 1000), "ms CPU")
    yield Row("… memory of the main process", shown(found.peak_mb), "MB peak")
    yield Row(
        f"Sync again, {found.documents} documents unchanged",
        shown(found.again_s * 1000),
        "ms",
        times(found.again_s, found.hashing_s, "hashing the files"),
    )


def _measure(tree: Path, data: Path) -> _Found:
    settings = Settings(data=data)
    first, first_s = _sync(tree, settings)
    spent = usage().cpu_s + children_cpu_s()
    again, again_s = _sync(tree, settings)
    if first.failures or again.documents.unchanged != first.documents.added:
        raise AssertionError(f"the sample was not read as it should be: {first} {again}")
    files = [path for path in tree.rglob("*") if path.is_file()]
    began = time.perf_counter()
    for path in files:
        sha256(path.read_bytes()).digest()
    return _Found(
        documents=first.documents.added,
        chunks=first.chunks,
        megabytes=sum(path.stat().st_size for path in files) / 1e6,
        first_s=first_s,
        first_cpu_s=spent,
        again_s=again_s,
        hashing_s=time.perf_counter() - began,
        peak_mb=usage().peak_mb,
    )


def _sync(tree: Path, settings: Settings) -> tuple[SyncReport, float]:
    began = time.perf_counter()
    report = asyncio.run(ingest(settings, FolderSource(tree)))
    return report, time.perf_counter() - began
