"""An index in memory that tells what was written to it, and fails when told to."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.errors import RetrievalUnavailable
from bot.retrieval.base import Chunk


class MemoryIndex:
    """Holds chunks by document, as the protocol asks."""

    def __init__(self) -> None:
        self.documents: dict[str, list[Chunk]] = {}
        self.writes: list[str] = []
        """Every call: "upsert" or "delete", and the ids."""
        self.fails_after: int | None = None
        """How many writes succeed before the index goes away."""

    async def upsert(self, chunks: Sequence[Chunk]) -> None:
        self._count("upsert", {chunk.document_id for chunk in chunks})
        for document_id in {chunk.document_id for chunk in chunks}:
            self.documents[document_id] = [
                chunk for chunk in chunks if chunk.document_id == document_id
            ]

    async def delete(self, document_ids: Collection[str]) -> None:
        self._count("delete", document_ids)
        for document_id in document_ids:
            self.documents.pop(document_id, None)

    def _count(self, what: str, document_ids: Collection[str]) -> None:
        if self.fails_after is not None and len(self.writes) >= self.fails_after:
            raise RetrievalUnavailable("out of order")
        self.writes.append(f"{what} {' '.join(sorted(document_ids))}")

    def readers(self, document_id: str) -> frozenset[str]:
        """Who may read the document; all its chunks agree."""
        (readers,) = {chunk.readers for chunk in self.documents[document_id]}
        return readers

    def text(self, document_id: str) -> str:
        """Everything the index holds of the document."""
        return "\n".join(chunk.text for chunk in self.documents[document_id])
