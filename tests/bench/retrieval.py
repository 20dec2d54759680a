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
from bot.retrieval.base import Chunk
from bot.retrieval.local import LocalIndex, LocalRetriever
from bot.retrieval.schema import build_schema
from bot.retrieval.versions import Versions
from tests.bench.corpus import Corpus, questions
from tests.bench.table import Row, shown, times
from tests.bench.usage import in_own_process, resident_mb

_BATCH = 10_000
"""Chunks in one write, as ingestion hands them over."""
_SHOWN = 8
_WARM = 5


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
class _Filled:
    """CPU seconds of writing the same chunks, all threads and merges included."""

    ours_s: float
    engine_s: float


@dataclass(frozen=True, slots=True)
class _Searched:
    """What was measured of one index."""

    ours: _Latency
    engine: _Latency
    cpu: _Latency
    """CPU time of our searches: what they would take on an idle machine."""
    engine_cpu: _Latency


@dataclass(frozen=True, slots=True)
class _Memory:
    """Of a process that has searched, and done nothing else."""

    own_mb: float
    """Resident memory that is the process's own."""
    mapped_mb: float
    """Resident pages of files, most of them of the index: the system takes them back at need."""


async def measure(sizes: Sequence[int], *, searches: int = 300) -> list[Row]:
    """`sizes` in chunks; each in an index of its own."""
    return [row for size in sizes for row in await _measure(size, searches)]


async def _measure(size: int, searches: int) -> list[Row]:
    with TemporaryDirectory() as folder:
        filled = await in_own_process(_fill, folder, size)
        found = await in_own_process(_search, folder, searches)
        memory = await in_own_process(_memory, folder, searches)
    return list(_rows(size, filled, found, memory))


def _rows(size: int, filled: _Filled, found: _Searched, memory: _Memory) -> Iterator[Row]:
    yield Row(
        f"Index {size:,} chunks, on one core",
        shown(size / filled.ours_s),
        "chunks/s CPU",
        f"{times(filled.ours_s, filled.engine_s, 'tantivy alone')}"
        f" ({shown(size / filled.engine_s)})",
    )
    for unit, ours, engine in (
        ("ms", found.ours, found.engine),
        ("ms CPU", found.cpu, found.engine_cpu),
    ):
        yield Row(
            f"Search {size:,} chunks, 800 groups, p50 / p99",
            f"{shown(ours.p50_ms)} / {shown(ours.p99_ms)}",
            unit,
            f"{times(ours.p50_ms, engine.p50_ms, 'tantivy alone')}"
            f" ({shown(engine.p50_ms)} / {shown(engine.p99_ms)})",
        )
    yield Row(
        f"… memory, {size:,} chunks",
        shown(memory.own_mb + memory.mapped_mb),
        "MB resident",
        f"{shown(memory.own_mb)} own, {shown(memory.mapped_mb)} mapped files",
    )


def _fill(folder: str, size: int) -> _Filled:
    """One batch into each in turn, so that what disturbs the machine disturbs both."""
    index, alone = LocalIndex(Path(folder)), _Alone(Path(folder) / "alone")
    ours_s = engine_s = 0.0
    chunks = Corpus().chunks(size)
    while batch := list(islice(chunks, _BATCH)):
        began = time.process_time()
        asyncio.run(index.upsert(batch))
        between = time.process_time()
        alone.upsert(batch)
        ours_s += between - began
        engine_s += time.process_time() - between
    return _Filled(ours_s, engine_s)


def _search(folder: str, searches: int) -> _Searched:
    reader = User(id="bench", name="Bench", groups=Corpus(seed=2).groups_of_one())
    asked = (questions() * (searches // 1000 + 1))[:searches]
    retriever, engine = LocalRetriever(Path(folder)), _Engine(Path(folder), reader)
    ours, alone = _Clock(), _Clock()
    with asyncio.Runner() as runner:
        # One after the other, so that what disturbs the machine disturbs both.
        for question in (*asked[:_WARM], *asked):
            with ours:
                runner.run(_ask(retriever, question, reader))
            with alone:
                engine.search(question)
    return _Searched(ours.wall, alone.wall, ours.cpu, alone.cpu)


def _memory(folder: str, searches: int) -> _Memory:
    reader = User(id="bench", name="Bench", groups=Corpus(seed=2).groups_of_one())
    retriever = LocalRetriever(Path(folder))
    with asyncio.Runner() as runner:
        for question in questions()[:searches]:
            runner.run(_ask(retriever, question, reader))
    return _Memory(*resident_mb())


class _Clock:
    """Times what runs within it, again and again; the first few times are not counted."""

    def __init__(self) -> None:
        self._wall: list[float] = []
        self._cpu: list[float] = []
        self._began = (0.0, 0.0)

    def __enter__(self) -> None:
        self._began = (time.perf_counter(), time.process_time())

    def __exit__(self, *_: object) -> None:
        began, began_cpu = self._began
        self._wall.append(time.perf_counter() - began)
        self._cpu.append(time.process_time() - began_cpu)

    @property
    def wall(self) -> _Latency:
        return _Latency.of(self._wall[_WARM:])

    @property
    def cpu(self) -> _Latency:
        return _Latency.of(self._cpu[_WARM:])


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


class _Alone:
    """The limit of writing: tantivy's own analysis of title and text, and nothing else."""

    def __init__(self, folder: Path) -> None:
        builder = tantivy.SchemaBuilder()
        for name in ("chunk", "document", "readers"):
            builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
        for name in ("title", "text"):
            builder.add_text_field(name, stored=True)
        folder.mkdir()
        self._index = tantivy.Index(builder.build(), path=str(folder))

    def upsert(self, chunks: Sequence[Chunk]) -> None:
        writer = self._index.writer(48_000_000, 1)
        for document_id in {chunk.document_id for chunk in chunks}:
            writer.delete_documents_by_term("document", document_id)
        for chunk in chunks:
            writer.add_document(
                tantivy.Document(
                    chunk=chunk.id,
                    document=chunk.document_id,
                    readers=list(chunk.readers),
                    title=chunk.title,
                    text=chunk.text,
                )
            )
        writer.commit()
        writer.wait_merging_threads()
