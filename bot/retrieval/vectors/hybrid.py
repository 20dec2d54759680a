"""Keeps the vectors in step with the index, and asks them beside the words."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Collection, Sequence

from bot.errors import RetrievalUnavailable
from bot.retrieval.base import Chunk
from bot.retrieval.local import LocalIndex
from bot.retrieval.vectors.embedder import Embedder
from bot.retrieval.vectors.nearest import Nearest, to_vector
from bot.retrieval.vectors.store import VectorStore

_BATCH = 96
_BATCH_S = 60.0
_ASK_S = 2.0
_REST_S = 30.0
"""After a failure the model is left alone, so that not every question waits."""
_log = logging.getLogger(__name__)


class HybridIndex:
    """A local index whose texts get vectors, too.

    A write is in the index when it returns; its vectors come with `catch_up`, which may fail or be
    killed and goes on where it stopped.
    """

    def __init__(self, index: LocalIndex, store: VectorStore, embedder: Embedder) -> None:
        self._index = index
        self._store = store
        self._embedder = embedder

    async def upsert(self, chunks: Sequence[Chunk]) -> None:
        """Replace every document that `chunks` belong to by exactly these chunks."""
        await self._index.upsert(chunks)
        await asyncio.to_thread(self._store.put, chunks, model=self._embedder.name)

    async def delete(self, document_ids: Collection[str]) -> None:
        """Remove the documents; unknown ids are ignored."""
        await self._index.delete(document_ids)
        await asyncio.to_thread(self._store.delete, document_ids)

    async def document_ids(self) -> frozenset[str]:
        """The documents in the index."""
        return await self._index.document_ids()

    async def without_vectors(self) -> frozenset[str]:
        """Documents that were indexed before there were vectors, or with those of another model."""
        store, model = self._store, self._embedder.name
        known = await asyncio.to_thread(store.document_ids, model=model)
        return await self._index.document_ids() - known

    async def catch_up(self) -> int:
        """Get the vectors that are missing; returns how many are missing still.

        What the model refuses waits for the next time: it is found by its words meanwhile.
        """
        await asyncio.to_thread(self._store.prune)
        try:
            while waiting := await asyncio.to_thread(self._store.waiting, at_most=_BATCH):
                contents = [one.content for one in waiting]
                vectors = await self._embedder.embed(contents, timeout_s=_BATCH_S)
                filled = [to_vector(*pair) for pair in zip(waiting, vectors, strict=True)]
                await asyncio.to_thread(self._store.fill, filled)
        except RetrievalUnavailable as error:
            _log.warning("texts wait for their vectors", extra={"cause": str(error)})
        return await asyncio.to_thread(self._store.count_waiting)


class VectorSearch:
    """Finds chunks by meaning for the retriever, which ranks and shows them."""

    def __init__(
        self, store: VectorStore, embedder: Embedder, *, patience_s: float = _ASK_S
    ) -> None:
        """`patience_s` is how long a question waits for its vector; then words alone answer it."""
        self._patience_s = patience_s
        self._nearest = Nearest(store, model=embedder.name)
        self._embedder = embedder
        self._rests_until = 0.0

    async def nearest(self, query: str, *, groups: Collection[str], limit: int) -> Sequence[str]:
        """Ids of chunks that `groups` may read, nearest first; none if there are no vectors now."""
        if time.monotonic() < self._rests_until:
            return ()
        try:
            async with asyncio.timeout(self._patience_s):
                [vector] = await self._embedder.embed([query], timeout_s=self._patience_s)
            return await asyncio.to_thread(self._nearest.search, vector, groups=groups, limit=limit)
        except (RetrievalUnavailable, TimeoutError) as error:
            cause = str(error) or "the vectors took too long"
            _log.warning("searching by words alone", extra={"cause": cause})
            self._rests_until = time.monotonic() + _REST_S
            return ()
