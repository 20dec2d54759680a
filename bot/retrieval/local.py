"""The embedded index: a folder that one process writes and several search."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

import tantivy

from bot.identity.base import Audience, User, readable_groups
from bot.language.synonyms import Synonyms
from bot.retrieval.asked import understand
from bot.retrieval.base import Chunk, Lack, Passage
from bot.retrieval.contents import count, document_ids, is_damaged
from bot.retrieval.faults import as_unavailable, panics_as_errors
from bot.retrieval.schema import build_schema, to_document
from bot.retrieval.search import LocalSearch
from bot.retrieval.versions import Versions

_Result = TypeVar("_Result")
_HEAP_BYTES = 48_000_000
_LOCK_WAIT_S = 20.0
_ALSO = 30
"""Passages that meaning proposes."""
_COUNTED_ALL, _COUNTED_EVERY = 5_000, 64


class LocalIndex:
    """Writes the index in `directory`; writers in other processes wait for each other.

    A write costs about 20 ms whatever its size, so hand over many documents at once.
    """

    def __init__(self, directory: Path) -> None:
        self._versions = Versions(directory)

    async def upsert(self, chunks: Sequence[Chunk]) -> None:
        """Replace every document that `chunks` belong to by exactly these chunks."""
        documents = {chunk.document_id for chunk in chunks}
        await self._write(documents, chunks)

    async def delete(self, document_ids: Collection[str]) -> None:
        """Remove the documents; unknown ids are ignored."""
        await self._write(document_ids, ())

    async def document_ids(self) -> frozenset[str]:
        """The documents in this version's index; empty when it has not indexed anything yet."""
        return await _in_thread(lambda: document_ids(self._versions.own))

    async def count(self) -> int:
        """How many chunks this version's index holds."""
        return await _in_thread(lambda: count(self._versions.own))

    async def prepare(self) -> Lack | None:
        """Find out whether this version's index has to be filled anew, and make it ready for that.

        Until `complete`, searches go on in an index of an older version, if this one can read it.
        A damaged index is removed.
        """
        return await _in_thread(self._prepare_now)

    async def restore(self, chunks: Sequence[Chunk]) -> None:
        """Add documents, as they are searched in other versions, to the one that is being built."""
        await _in_thread(lambda: self._write_now((), chunks))

    async def complete(self) -> None:
        """This version holds all that it should: searches change over to it."""
        await _in_thread(self._versions.complete)

    async def tidy(self) -> None:
        """Remove other versions, if this one is complete. What still runs on them finds nothing."""
        if not self._versions.is_building:
            await _in_thread(self._discard_others)

    async def _write(self, document_ids: Collection[str], chunks: Sequence[Chunk]) -> None:
        if document_ids:
            await _in_thread(lambda: self._withdraw(document_ids))
            await _in_thread(lambda: self._write_now(document_ids, chunks))

    def _prepare_now(self) -> Lack | None:
        own = self._versions.own
        lack: Lack | None = None
        if not (own / "meta.json").exists():
            lack = "version" if self._versions.others else "missing"
        elif is_damaged(own):
            self._versions.discard(own)
            lack = "damaged"
        if lack:
            self._versions.begin()
        elif self._versions.is_building:
            lack = "version"
        return lack

    def _withdraw(self, document_ids: Iterable[str]) -> None:
        """What is written here is not to be found in an older state elsewhere. An index that it
        cannot be taken out of is removed: better not found than shown to the wrong person."""
        for folder in self._versions.others:
            try:
                with panics_as_errors():
                    _write_to(tantivy.Index.open(str(folder)), document_ids, ())
            except ValueError:
                self._versions.discard(folder)

    def _discard_others(self) -> None:
        for folder in self._versions.others:
            self._versions.discard(folder)

    def _write_now(self, document_ids: Iterable[str], chunks: Iterable[Chunk]) -> None:
        self._versions.make_own()
        index = tantivy.Index(build_schema(), path=str(self._versions.own))
        counting = _counting(index.searcher().num_docs)
        added = (to_document(chunk, with_grams=next(counting)) for chunk in chunks)
        _write_to(index, document_ids, added)


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
        await _in_thread(self._search.check)

    async def context(
        self, chunk_id: str, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        """The chunk with its neighbours, in the document's order; empty if it may not be seen."""
        groups = readable_groups(reader, audience)
        if not groups:
            return ()
        return await _in_thread(lambda: self._search.context(chunk_id, groups=groups))

    async def document(
        self, document_id: str, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        """The document's chunks that `reader` may see before this audience, in its order."""
        groups = readable_groups(reader, audience)
        if not groups:
            return ()
        return await _in_thread(lambda: self._search.document(document_id, groups=groups))

    async def successors(
        self, chunk: Chunk, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        """The first chunk of every document that says it replaces the chunk's."""
        groups = readable_groups(reader, audience)
        if not groups:
            return ()
        return await _in_thread(lambda: self._search.successors(chunk, groups=groups))


async def _in_thread(work: Callable[[], _Result]) -> _Result:
    def translated() -> _Result:
        with as_unavailable():
            return work()

    return await asyncio.to_thread(translated)


def _write_to(
    index: tantivy.Index, document_ids: Iterable[str], added: Iterable[tantivy.Document]
) -> None:
    writer = _writer(index)
    # A writer that was killed before it had committed may have left a list of deletions under the
    # name that this one will use, and tantivy writes over nothing.
    writer.garbage_collect_files()
    for document_id in document_ids:
        writer.delete_documents_by_term("document", document_id)
    for document in added:
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


def _counting(already: int) -> Iterator[bool]:
    """In which of the next chunks n-grams are counted: in all of a small index, as counting costs
    as much as all else; and in enough of a large one to know how rare they are."""
    for number in itertools.count(already):
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
