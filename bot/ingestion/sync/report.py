"""What a sync did, for whoever ran it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.ingestion.sources.base import Problem
from bot.ingestion.sync.owners import OwnerNote


@dataclass(frozen=True, slots=True)
class Counts:
    """Documents of one source, by what the sync found."""

    added: int = 0
    changed: int = 0
    """Another text, other readers or another address."""
    unchanged: int = 0
    removed: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """What a sync did, or with `dry_run` would have done."""

    documents: Counts
    chunks: int
    """Chunks that the index now holds of the source."""
    failures: tuple[Problem, ...]
    skipped: tuple[Problem, ...] = ()
    """Files that are no documents for us; they are no failures."""
    warnings: tuple[Problem, ...] = ()
    notes: tuple[OwnerNote, ...] = ()
    """What the owners of all indexed documents should know, whenever those were read."""
    seconds: float = 0.0
