"""What a source of documents hands to the sync."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from bot.ingestion.documents.reading import Overrides
from bot.ingestion.reasons import Reason

HASHED = "sha256:"
"""How a version begins that is the SHA-256 of the document's bytes, in hexadecimal. The sync then
notices if they change between the listing and the reading. No other version may begin so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDocument:
    """One document that somebody may read."""

    id: str
    """Source name, colon, path within the source."""
    name: str
    """Its path within the source, for people and for telling its format by its end."""
    version: str | None
    """Changes whenever its bytes may have changed: `HASHED` and a digest for a file, an etag for a
    remote document. None: it cannot be read just now; what is indexed of it stays."""
    url: str
    readers: frozenset[str]
    """Who may read it, as far as the source knows without reading it. Never empty: a document that
    nobody may read, or whose readers cannot be found out, belongs among `Listing.withheld`."""
    overrides: Overrides = field(default_factory=dict)
    owner: str | None = None
    """Whom to tell about it, when the source knows."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A document and what is the matter with it."""

    document: str
    """Its id."""
    reason: Reason
    owner: str | None = None
    """Whom to tell about it, when the source knows."""
    name: str = field(default="", compare=False)
    """Its path within the source, for people whom the id tells nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Everything a source holds now. What it does not name is removed from the index."""

    documents: tuple[SourceDocument, ...]
    withheld: tuple[Problem, ...] = ()
    """Documents that nobody may read, whose readers cannot be found out, or that cannot be named,
    and folders that may not be listed: withdrawn from the index, and told as failures."""
    unseen: tuple[Problem, ...] = ()
    """What could not be looked at just now (throttled, a server out of order): a document's id, or
    the beginning of ids that ends in "/" or ":". What is indexed of it stays as it is; it is told
    as a failure. Not for access: whoever may not look any more withholds."""
    skipped: tuple[Problem, ...] = ()
    """Files of formats that are not read, and shortcuts."""
    warnings: tuple[Problem, ...] = ()
    only: str | None = None
    """The one document this source is limited to; None: everything under its name."""


class Memory(Protocol):
    """What a source wants to find again at its next listing: a delta token, etags."""

    def load(self) -> str | None:
        """What was saved by the last listing that has reached the index whole; None at first."""
        ...

    def save(self, state: str) -> None:
        """Remember `state` (some MB of text at most) once everything of this listing is written.

        A sync that is killed or fails before that, and a dry run, remember nothing: the next
        listing starts from the same state again.
        """
        ...


class Source(Protocol):
    """A place where documents are. An object lives for one sync."""

    @property
    def name(self) -> str:
        """What its documents' ids begin with."""
        ...

    async def list(self, memory: Memory) -> Listing:
        """Everything it holds now. Raises `UnreadableError` if the source is gone.

        Whatever narrows access must show here, without any document's bytes being read. `memory`
        may be saved to later, too, while documents are fetched.
        """
        ...

    async def fetch(self, document: SourceDocument, *, into: Path) -> Path:
        """The document's bytes as a local file.

        A remote source downloads into `into`, an empty folder of its own for each document that is
        removed after the reading; a few documents are fetched at a time. Raises `UnreadableError`;
        if its reason is temporary, what is indexed of the document stays, otherwise it is
        withdrawn. Either way the document is fetched again at the next sync.
        """
        ...
