"""What a source of documents hands to the sync."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.ingestion.documents.reading import Overrides
from bot.ingestion.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDocument:
    """One document that somebody may read."""

    id: str
    """Source name, colon, path within the source."""
    path: Path
    """Where its bytes are now."""
    name: str
    """Its path within the source, for people and for telling its format."""
    digest: str | None
    """SHA-256 of its bytes; None when they cannot be read just now."""
    url: str
    readers: frozenset[str]
    overrides: Overrides


@dataclass(frozen=True, slots=True)
class Problem:
    """A document and what is the matter with it."""

    document: str
    """Its id."""
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Everything a source holds now."""

    documents: tuple[SourceDocument, ...]
    withheld: tuple[Problem, ...] = ()
    """Documents that nobody may read, or that cannot be named, and folders that cannot be listed:
    not to be indexed."""
    skipped: tuple[Problem, ...] = ()
    """Files of formats that are not read, and shortcuts."""
    warnings: tuple[Problem, ...] = ()
    only: str | None = None
    """The one document this source is limited to; None: everything under its name."""


class Source(Protocol):
    """A place where documents are."""

    @property
    def name(self) -> str:
        """What its documents' ids begin with."""
        ...

    def list(self) -> Listing:
        """Everything it holds. Blocks; called in a thread. Raises `DocumentError` if it is gone."""
        ...
