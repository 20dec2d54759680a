"""The local index: how fast it is filled, and how long a search with the access filter takes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

import tantivy

from bot.identity.base import User, readable_groups
from bot.retrieval.asked import understand
from bot.retrieval.local import LocalIndex, LocalRetriever
from bot.retrieval.schema import build_schema
from bot.retrieval.versions import Versions
from tests.bench.corpus import Corpus, questions
from tests.bench.table import Row, shown, times
from tests.bench.usage import in_own_process, usage

_BATCH = 2000
"""Chunks in one write, as ingestion hands them over."""
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class _Latency:
    """Of many searches."""

    p50_ms: float
    p99_ms: float

    @staticmethod
    def of(seconds: Sequence[float]) -> _Latency:
        cuts = quantiles(seconds, n=100)
        return _Latency(cuts[49] * 1000, cuts[98] * 1000)


@dataclass(frozen=True, slots=True)
class _Searched:
    """What was measured of one index."""

    ours: _Latency
    engine: _Latency
    peak_mb: float


async def measure(sizes: Sequence[int], *, searches: int = 300) -> list[Row]:
    """`sizes` in chunks; each in an index of its own."""
    return [row for size in sizes for row in await _measure(size, searches)]


async def _measure(size: int, searches: int) -> list[Row]:
    with TemporaryDirectory() as folder:
        per_s = await in_own_process(_fill, folder, size)
        found = await in_own_process(_search, folder, searches)
    return list(_rows(size, per_s, found))


def _rows(size: int, per_s: float, found: _Searched) -> Iterator[Row]:
    ours, engine = found.ours, found.engine
    yield Row(f"Index {size:,} chunks", shown(per_s), "chunks/s")
    yield Row(
        f"Search {size:,} chunks, 800 groups, p50 / p99",
        f"{shown(ours.p50_ms)} / {shown(ours.p99_ms)}",
        "ms",
        f"{times(ours.p50_ms, engine.p50_ms, 'tantivy alone')}"
        f" ({shown(engine.p50_ms)} / {shown(engine.p99_ms)})",
    )
    yield Row(f"… memory, mapped index included, {size:,} chunks", shown(found.peak_mb), "MB peak")


def _fill(folder: str, size: int) -> float:
    """Chunks per second of writing, the making of the text not counted."""
    index, spent = LocalIndex(Path(folder)), 0.0
    chunks = Corpus().chunks(size)
    while batch := list(islice(chunks, _BATCH)):
        began = time.perf_counter()
        asyncio.run(index.upsert(batch))
        spent += time.perf_counter() - began
    return size / spent


def _search(folder: str, searches: int) -> _Searched:
    reader = User(id="bench", name="Bench", groups=Corpus(seed=2).groups_of_one())
    asked = (questions() * (searches // 1000 + 1))[:searches]
    retriever, engine = LocalRetriever(Path(folder)), _Engine(Path(folder), reader)
    ours, alone = [], []
    with asyncio.Runner() as runner:
        # One after the other, so that what disturbs the machine disturbs both.
        for question in (*asked[:5], *asked):
            began = time.perf_counter()
            runner.run(_ask(retriever, question, reader))
            between = time.perf_counter()
            engine.search(question)
            ours.append(between - began)
            alone.append(time.perf_counter() - between)
    return _Searched(_Latency.of(ours[5:]), _Latency.of(alone[5:]), usage().peak_mb)


async def _ask(retriever: LocalRetriever, question: str, reader: User) -> None:
    await retriever.search(question, reader=reader, audience="private", limit=_SHOWN)


class _Engine:
    """The limit: tantivy's own best eight under the same filter, without our ranking."""

    def __init__(self, folder: Path, reader: User) -> None:
        self._schema = build_schema()
        self._searcher = tantivy.Index.open(str(Versions(folder).own)).searcher()
        self._groups = sorted(readable_groups(reader, "private"))

    def search(self, question: str) -> None:
        words = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "terms", word.stem))
            for word in understand(question).content
        ]
        access = tantivy.Query.term_set_query(self._schema, "readers", self._groups)
        must = [
            (tantivy.Occur.Must, tantivy.Query.const_score_query(access, 0.0)),
            (tantivy.Occur.Must, tantivy.Query.boolean_query(words)),
        ]
        found = self._searcher.search(tantivy.Query.boolean_query(must), _SHOWN, count=False)
        for _, address in found.hits:
            self._searcher.doc(address)
