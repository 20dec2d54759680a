"""What is indexed, what is found, and the two doors to an index."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from bot.identity.base import Audience, User

Layer = Literal[
    "lag", "centralt kollektivavtal", "lokalt kollektivavtal", "policy", "riktlinje", "rutin"
]
"""Where a rule stands among the others, highest first: law, central and local collective
agreement, policy (council), guideline (executive board or committee), routine (administration)."""

Lack = Literal["missing", "version", "damaged"]
"""Why an index is filled anew: there is none, there is only one of another version, or it cannot be
read."""


LONGEST_DOCUMENT = 200
"""Chunks of one document that are looked through at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentMetadata:
    """What a steering document says of itself. None: it does not say, and nobody guesses."""

    layer: Layer | None = None
    decided_by: str | None = None
    decided_on: date | None = None
    reference_number: str | None = None
    """Diarienummer, as written: "KS 2023/412"."""
    owner: str | None = None
    """Dokumentansvarig: a role, unit or person."""
    valid_from: date | None = None
    valid_to: date | None = None
    """The last day it is in force."""
    revised_on: date | None = None
    """Reviderad: when it was last changed by a decision."""
    review_by: date | None = None
    """Revideras senast: it stays in force after that day, but may have grown old."""
    replaces: str | None = None
    audience: str | None = None
    """Målgrupp: whom the rule is for (not who may read it)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """One indexed piece of a document."""

    id: str
    """Unique in the index and stable while the document's content is the same."""
    document_id: str
    """Source name, a colon, and the path within the source: "intranet:resor/resepolicy.md"."""
    position: int
    """0 for the first chunk of the document, and so on."""
    title: str
    """The document's title."""
    place: str
    """Where in the document, for people: "s. 4 · Resor med flyg"."""
    url: str
    text: str
    """Plain text. Table rows are lines of "Header: value; Header: value"."""
    readers: frozenset[str]
    """Groups that may read it; empty: nobody. Never part of what an answer shows."""
    metadata: DocumentMetadata = DocumentMetadata()

    def __hash__(self) -> int:
        """Of the id alone: what is found again in a turn is looked up by the chunk many times."""
        return hash(self.id)


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk found for a reader, with its score (higher is better, comparable within a search)."""

    chunk: Chunk
    score: float


class Retriever(Protocol):
    """Reads an index."""

    async def search(
        self, query: str, *, reader: User, audience: Audience, limit: int = 8
    ) -> Sequence[Passage]:
        """The best passages that `reader` may see before this audience, best first.

        May be empty. Raises `RetrievalUnavailable`; never returns a partly filtered result.
        """
        ...

    async def context(
        self, chunk_id: str, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        """The chunk with its neighbours, in the document's order, for showing a quote in context.

        Empty if the chunk is gone or `reader` may not see it before this audience; the two cannot
        be told apart. Raises `RetrievalUnavailable`.
        """
        ...

    async def document(
        self, document_id: str, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        """The document's chunks that `reader` may see before this audience, in its order.

        Of a long one the first `LONGEST_DOCUMENT`. Empty if it is gone or may not be seen. Raises
        `RetrievalUnavailable`.
        """
        ...

    async def successors(
        self, chunk: Chunk, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        """The first chunk of every other document that says it replaces the chunk's, in force or
        not, as far as `reader` may see it before this audience. Raises `RetrievalUnavailable`.
        """
        ...


class CheckedRetriever(Retriever, Protocol):
    """A retriever that can be asked whether it works now."""

    async def check(self) -> None:
        """Raise `RetrievalUnavailable` if the index cannot be searched. It may be empty."""
        ...


class Index(Protocol):
    """Writes an index. A write is durable and visible to new searches when it returns."""

    async def upsert(self, chunks: Sequence[Chunk]) -> None:
        """Replace every document that `chunks` belong to by exactly these chunks."""
        ...

    async def delete(self, document_ids: Collection[str]) -> None:
        """Remove the documents; unknown ids are ignored."""
        ...


class VersionedIndex(Index, Protocol):
    """An index that is filled anew beside the one that is searched, which stays until then."""

    async def document_ids(self) -> frozenset[str]:
        """The documents in this version's index; empty when it has not indexed anything yet."""
        ...

    async def count(self) -> int:
        """How many chunks this version's index holds."""
        ...

    async def prepare(self) -> Lack | None:
        """Find out whether this version's index has to be filled anew, and make it ready for that.

        Until `complete`, searches go on in another version, if there is one.
        """
        ...

    async def restore(self, chunks: Sequence[Chunk]) -> None:
        """Add documents to the version that is being filled."""
        ...

    async def complete(self) -> None:
        """This version holds all that it should: searches change over to it."""
        ...

    async def tidy(self) -> None:
        """Remove other versions, if this one is complete."""
        ...
