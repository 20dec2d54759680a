"""A retriever that shows no stopped document, and approved answers as the sources that they are."""

from __future__ import annotations

from collections.abc import Sequence

from bot.approved.current import CurrentApprovals
from bot.identity.base import Audience, User
from bot.retrieval.base import Chunk, Passage, Retriever

_SPARE = 16
"""Passages asked for beyond what is wanted, while documents are stopped."""


class ApprovedRetriever:
    """What `inner` finds, as far as owners let it be shown."""

    def __init__(self, inner: Retriever, approvals: CurrentApprovals) -> None:
        self._inner = inner
        self._approvals = approvals

    async def search(
        self, query: str, *, reader: User, audience: Audience, limit: int = 8
    ) -> Sequence[Passage]:
        """The best passages that `reader` may see before this audience, best first."""
        await self._approvals.check()
        spare = _SPARE if self._approvals.stops_anything else 0
        found = await self._inner.search(
            query, reader=reader, audience=audience, limit=limit + spare
        )
        return self._shown(found)[:limit]

    async def context(
        self, chunk_id: str, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        """The chunk with its neighbours, or the approved answer with that id."""
        await self._approvals.check()
        answer = self._approvals.passage(chunk_id, reader=reader, audience=audience)
        if answer is not None:
            return [answer.passage()]
        around = await self._inner.context(chunk_id, reader=reader, audience=audience)
        return self._shown(around)

    async def document(
        self, document_id: str, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        """The document's chunks, unless it is stopped."""
        await self._approvals.check()
        return self._shown(
            await self._inner.document(document_id, reader=reader, audience=audience)
        )

    async def successors(
        self, chunk: Chunk, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        """The first chunk of every document that replaces the chunk's and is not stopped."""
        await self._approvals.check()
        return self._shown(await self._inner.successors(chunk, reader=reader, audience=audience))

    def _shown(self, found: Sequence[Passage]) -> list[Passage]:
        return [one for one in found if not self._approvals.is_stopped(one.chunk)]
