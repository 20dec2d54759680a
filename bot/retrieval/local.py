"""The embedded index: a folder that one process writes and several search."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from itertools import count
from pathlib import Path
from typing import Protocol, TypeVar

import tantivy

from bot.errors import RetrievalUnavailable
from bot.identity.base import Audience, User, readable_groups
from bot.language.synonyms import Synonyms
from bot.retrieval.asked import understand
from bot.retrieval.base import Chunk, Passage
from bot.retrieval.schema import build_schema, to_document, version_folder
from bot.retrieval.search import LocalSearch

_Result = TypeVar("_Result")
_HEAP_BYTES = 48_000_000
_LOCK_WAIT_S = 20.0
_ALSO = 30
"""Passages that meaning proposes."""
_COUNTED_ALL, _COUNTED_EVERY = 5_000, 16


class LocalIndex:
    """Writes the index in `directory`; writers in other processes wait for each other.

    A write costs about 20 ms whatever its size, so hand over many documents at once.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    async def upsert(self, chunks: Sequence[Chunk]) -> None:
        """Replace every document that `chunks` belong to by exactly these chunks."""
        documents = {chunk.document_id for chunk in chunks}
        await self._write(documents, chunks)

    async def delete(self, document_ids: Collection[str]) -> None:
        """Remove the documents; unknown ids are ignored."""
        await self._write(document_ids, ())

    async def document_ids(self) -> frozenset[str]:
        """The documents in the index; empty when this version has not indexed anything yet."""
        return await _in_thread(lambda: LocalSearch(self._directory).document_ids())

    async def count(self) -> int:
        """How many chunks the index holds."""
        return await _in_thread(lambda: LocalSearch(self._directory).count())

    async def _write(self, document_ids: Collection[str], chunks: Sequence[Chunk]) -> None:
        if document_ids:
            await _in_thread(lambda: self._write_now(document_ids, chunks))

    def _write_now(self, document_ids: Iterable[str], chunks: Iterable[Chunk]) -> None:
        folder = version_folder(self._directory)
        folder.mkdir(parents=True, exist_ok=True)
        index = tantivy.Index(build_schema(), path=str(folder))
        writer = _writer(index)
        for document_id in document_ids:
            writer.delete_documents_by_term("document", document_id)
        is_counted = _counting(index.searcher().num_docs)
        for chunk in chunks:
            writer.add_document(to_document(chunk, with_grams=next(is_counted)))
        writer.commit()
        writer.wait_merging_threads()


class SearchByMeaning(Protocol):
    """Finds chunks that the index itself would not, since they use other words."""

    async def nearest(self, query: str, *, groups: Collection[str], limit: int) -> Sequence[str]:
        """Ids of chunks that one of `groups` may read, nearest first; none if it cannot now."""
        ...


class LocalRetriever:
    """Searches the index in `directory`; sees every write that has returned, in any process.

    `keeps_repetitions` is for measuring on sets that judge every copy of a passage as an answer; a
    person wants the next different passage instead. `synonyms` are our own with those of the
    municipality; without, our own. `by_meaning` finds passages that use other words.
    """

    def __init__(
        self,
        directory: Path,
        *,
        today: Callable[[], date] = date.today,
        keeps_repetitions: bool = False,
        synonyms: Synonyms | None = None,
        by_meaning: SearchByMeaning | None = None,
    ) -> None:
        self._by_meaning = by_meaning
        self._search = LocalSearch(
            directory,
            today=today,
            keeps_repetitions=keeps_repetitions,
            understand=partial(understand, synonyms=synonyms),
        )

    async def search(
        self, query: str, *, reader: User, audience: Audience, limit: int = 8
    ) -> Sequence[Passage]:
        """The best passages that `reader` may see before this audience, best first."""
        groups = readable_groups(reader, audience)
        if not groups or limit < 1:
            return ()
        also: Sequence[str] = ()
        if self._by_meaning is not None:
            also = await self._by_meaning.nearest(query, groups=groups, limit=_ALSO)
        return await _in_thread(
            lambda: self._search.search(query, groups=groups, limit=limit, also=also)
        )

    async def check(self) -> None:
        """Raise `RetrievalUnavailable` if the index cannot be opened. It may be empty."""
        await _in_thread(self._search.count)

    async def context(
        self, chunk_id: str, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        """The chunk with its neighbours, in the document's order; empty if it may not be seen."""
        groups = readable_groups(reader, audience)
        if not groups:
            return ()
        return await _in_thread(lambda: self._search.context(chunk_id, groups=groups))


async def _in_thread(work: Callable[[], _Result]) -> _Result:
    with _translated_errors():
        return await asyncio.to_thread(work)


@contextmanager
def _translated_errors() -> Iterator[None]:
    """tantivy raises ValueError for everything, damaged files included."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise RetrievalUnavailable(f"the local index cannot be used: {error}") from error


def _counting(already: int) -> Iterator[bool]:
    """In which of the next chunks n-grams are counted: in all of a small index, as counting costs
    as much as all else; and in enough of a large one to know how rare they are."""
    for number in count(already):
        yield number < _COUNTED_ALL or number % _COUNTED_EVERY == 0


def _writer(index: tantivy.Index) -> tantivy.IndexWriter:
    """The only writer of the folder, waiting for another process to finish its write."""
    deadline = time.monotonic() + _LOCK_WAIT_S
    while True:
        try:
            return index.writer(_HEAP_BYTES, 1)
        except ValueError as error:
            if "LockBusy" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
