"""Writes the index in Azure AI Search, and changes over to a new one without downtime."""

from __future__ import annotations

import asyncio
import json
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from functools import partial
from typing import Any, Literal
from uuid import uuid4

from azure.core import MatchConditions
from azure.core.exceptions import (
    ResourceExistsError,
    ResourceModifiedError,
    ResourceNotFoundError,
)
from azure.search.documents import IndexDocumentsBatch
from azure.search.documents.indexes.models import SearchAlias

from bot.errors import RetrievalUnavailable
from bot.retrieval.azure import filters
from bot.retrieval.azure.connection import Connection
from bot.retrieval.azure.definition import (
    Design,
    build_definition,
    build_synonyms,
    index_name,
    is_version_of,
)
from bot.retrieval.azure.documents import key_of, to_document
from bot.retrieval.base import Chunk, Lack
from bot.retrieval.vectors.embedder import Embedder

LED_ELSEWHERE = (
    "another ingestion has changed over to an index of its own meanwhile: see that only one version"
    " of Kollega ingests, and ingest again"
)
_PAGE = 1000
_BATCH_ACTIONS, _BATCH_BYTES = 1000, 8_000_000
"""What one request may carry: the service takes 1,000 documents and 16 MB."""
_ATTEMPTS = 5
_BUSY = frozenset({409, 422, 429, 503})
"""Of single documents in a batch: to be sent again."""
_VISIBLE_S, _LOOK_S = 60.0, 0.25
_EMBED_S = 60.0
_WHATEVER_THE_USER = "x-ms-enable-elevated-read"
"""In an index that trims by itself: who keeps it looks at all of it."""
_Action = Literal["delete", "upload"]


class AzureIndex:
    """Writes the index that an alias leads to, or will lead to once it is complete.

    The design decides which index that is: with another design a new index is filled beside the one
    that is searched, and `complete` lets the alias lead to it.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        alias: str,
        design: Design,
        embedder: Embedder | None,
        synonyms: Sequence[Sequence[str]] = (),
    ) -> None:
        """`synonyms`: groups of words that questions are widened with, from `prepare` on."""
        self._connection = connection
        self._alias = alias
        self._design = design
        self._embedder = embedder
        self._synonyms = build_synonyms(alias, synonyms)
        self._own = index_name(alias, design)
        self._led: SearchAlias | None = None
        """The alias as `prepare` found it."""

    async def upsert(self, chunks: Sequence[Chunk]) -> None:
        """Replace every document that `chunks` belong to by exactly these chunks."""
        await self._replace({chunk.document_id for chunk in chunks}, chunks)

    async def delete(self, document_ids: Collection[str]) -> None:
        """Remove the documents; unknown ids are ignored."""
        await self._replace(document_ids, ())

    async def document_ids(self) -> frozenset[str]:
        """The documents in this design's index; empty when there is none yet."""
        if not await self._exists():
            return frozenset()
        found = [row["document"] async for row in self._rows("", select=["document"])]
        return frozenset(found)

    async def count(self) -> int:
        """How many chunks this design's index holds."""
        if not await self._exists():
            return 0
        documents = self._connection.documents(self._own)
        return await self._connection.write(documents.get_document_count)

    async def prepare(self) -> Lack | None:
        """Find out whether the index has to be filled anew, and make it ready for that.

        Until `complete`, searches go on where the alias leads.
        """
        indexes = self._connection.indexes
        # First: an index refuses to name a synonym map that is not there.
        await self._connection.write(lambda: indexes.create_or_update_synonym_map(self._synonyms))
        self._led = await self._current()
        target = self._led.indexes[0] if self._led else None
        if target == self._own and await self._exists():
            return None
        definition = build_definition(self._own, self._design, alias=self._alias)
        await self._connection.write(lambda: indexes.create_or_update_index(definition))
        return "version" if target else "missing"

    async def restore(self, chunks: Sequence[Chunk]) -> None:
        """Add documents to the index that is being filled."""
        await self.upsert(chunks)

    async def complete(self) -> None:
        """This design's index holds all that it should: the alias leads to it from now on.

        Unless it has been led elsewhere since `prepare`: whoever did that came first.
        """
        if not await self._connection.write(self._lead) and await self._target() != self._own:
            raise RetrievalUnavailable(LED_ELSEWHERE)

    async def tidy(self) -> None:
        """Remove indexes of other designs, if the alias leads to this one's."""
        if await self._target() != self._own:
            return
        for name in await self._names():
            if name != self._own and is_version_of(self._alias, name):
                await self._connection.write(partial(self._connection.indexes.delete_index, name))

    async def _lead(self) -> bool:
        """Whether the alias was as it was found, and leads here now."""
        alias = SearchAlias(name=self._alias, indexes=[self._own])
        condition = MatchConditions.IfMissing
        if self._led is not None:
            alias.e_tag, condition = self._led.e_tag, MatchConditions.IfNotModified
        try:
            await self._connection.indexes.create_or_update_alias(alias, match_condition=condition)
        except (ResourceModifiedError, ResourceExistsError):
            return False
        return True

    async def _target(self) -> str | None:
        """Where the alias leads; None: there is none."""
        alias = await self._current()
        return alias.indexes[0] if alias else None

    async def _current(self) -> SearchAlias | None:
        async def look() -> SearchAlias | None:
            try:
                return await self._connection.indexes.get_alias(self._alias)
            except ResourceNotFoundError:
                return None

        return await self._connection.write(look)

    async def _exists(self) -> bool:
        return self._own in await self._names()

    async def _names(self) -> list[str]:
        async def look() -> list[str]:
            return [name async for name in self._connection.indexes.list_index_names()]

        return await self._connection.write(look)

    async def _replace(self, document_ids: Collection[str], chunks: Sequence[Chunk]) -> None:
        """What is gone or has other readers is gone first, so that nobody is shown the old state
        beside the new one; the new one is visible when this returns."""
        if not document_ids:
            return
        written = uuid4().hex
        documents = await self._documents(chunks, written)
        held = await self._held(document_ids)
        expected = dict.fromkeys([document["key"] for document in documents], written)
        await self._send("delete", [{"key": key} for key in held if key not in expected])
        await self._send("upload", documents)
        if held or expected:
            await self._until_visible(document_ids, expected)

    async def _documents(self, chunks: Sequence[Chunk], written: str) -> list[dict[str, Any]]:
        vectors: Sequence[Sequence[float] | None] = [None] * len(chunks)
        if self._embedder is not None and self._design.dimensions is not None and chunks:
            texts = [f"{chunk.title}\n{chunk.place}\n{chunk.text}" for chunk in chunks]
            vectors = await self._embedder.embed(texts, timeout_s=_EMBED_S)
        documents = [
            to_document(chunk, written=written, vector=vector, is_native=self._design.is_native)
            for chunk, vector in zip(chunks, vectors, strict=True)
        ]
        if len({key_of(chunk) for chunk in chunks}) != len(chunks):
            raise RetrievalUnavailable("two chunks of a document have the same position")
        return documents

    async def _held(self, document_ids: Collection[str]) -> Mapping[str, str]:
        """The keys that searches see of the documents, each with the mark of its write."""
        wanted = filters.one_of("document", document_ids)
        return {
            row["key"]: row["written"]
            async for row in self._rows(wanted, select=["key", "written"])
        }

    async def _until_visible(
        self, document_ids: Collection[str], expected: Mapping[str, str]
    ) -> None:
        """The service takes a moment before searches see what it has taken."""
        deadline = asyncio.get_running_loop().time() + _VISIBLE_S
        while await self._held(document_ids) != expected:
            if asyncio.get_running_loop().time() > deadline:
                raise RetrievalUnavailable("Azure AI Search does not show what was written")
            await asyncio.sleep(_LOOK_S)

    async def _rows(self, wanted: str, *, select: Sequence[str]) -> AsyncIterator[dict[str, Any]]:
        """Page after page by key: the service skips no further than 100,000."""
        client, last = self._connection.documents(self._own), ""
        while True:
            parts = [part for part in (wanted, last and f"key gt '{last}'") if part]
            searching = partial(
                client.search,
                search_text="*",
                filter=filters.all_of(*parts) if parts else None,
                select=[*{*select, "key"}],
                order_by=["key"],
                top=_PAGE,
                headers={_WHATEVER_THE_USER: "true"} if self._design.is_native else {},
            )
            page = await self._connection.write(partial(_rows_of, searching))
            for row in page:
                yield row
            if len(page) < _PAGE:
                return
            last = page[-1]["key"]

    async def _send(self, action: _Action, documents: Sequence[dict[str, Any]]) -> None:
        for batch in _batches(documents):
            waiting = {document["key"]: document for document in batch}
            for attempt in range(_ATTEMPTS):
                refused = await self._send_once(action, list(waiting.values()))
                waiting = {key: waiting[key] for key in refused}
                if not waiting:
                    break
                await asyncio.sleep(_LOOK_S * 2**attempt)
            else:
                raise RetrievalUnavailable("Azure AI Search goes on refusing documents")

    async def _send_once(self, action: _Action, documents: list[dict[str, Any]]) -> list[str]:
        """The keys of those that the service has no room for just now."""
        batch = IndexDocumentsBatch()
        add = batch.add_delete_actions if action == "delete" else batch.add_upload_actions
        add(documents)
        client = self._connection.documents(self._own)
        results = await self._connection.write(lambda: client.index_documents(batch))
        refused = {one.key: one.status_code for one in results if not one.succeeded}
        if lasting := set(refused.values()) - _BUSY:
            raise RetrievalUnavailable(f"Azure AI Search refuses documents ({min(lasting)})")
        return list(refused)


def _batches(documents: Iterable[dict[str, Any]]) -> Iterator[Sequence[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    size = 0
    for document in documents:
        length = len(json.dumps(document))
        if batch and (len(batch) >= _BATCH_ACTIONS or size + length > _BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(document)
        size += length
    if batch:
        yield batch


async def _rows_of(searching: Callable[[], Awaitable[Any]]) -> list[dict[str, Any]]:
    return [row async for row in await searching()]
