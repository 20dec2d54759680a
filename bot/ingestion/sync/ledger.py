"""What the index holds of every source and why the rest is missing, in SQLite.

A row is written before the index is, marked as pending, and confirmed afterwards: after a crash
the next sync knows what the index may hold. The readings are kept too (compressed), so that a
change of access, or a new index, needs no document to be read again.
"""

from __future__ import annotations

import json
import shutil
import zlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from bot.ingestion.documents.reading import Reading, decode, encode
from bot.ingestion.reasons import Reason, reason_code
from bot.ingestion.sync.about import About, from_json, to_json
from bot.ingestion.sync.ledger_file import LedgerFile
from bot.ingestion.sync.lock import only_sync
from bot.ingestion.sync.records import SourceRecords

Status = Literal["indexed", "pending", "failed"]
_ENCODER = json.JSONEncoder(sort_keys=True, default=str)
"""Made once: a sync compares the placement of every document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One document as the ledger knows it."""

    id: str
    version: str
    """The source's, of the bytes that were read."""
    read_by: int
    """The reading's `VERSION` when it was read."""
    placement: str
    """Readers, overrides and address, as JSON: indexed with the text, but not read from it."""
    status: Status
    reason: Reason | None = None
    chunks: int = 0
    about: About = field(default_factory=About)
    """How it stands, for its owner."""


class Ledger:
    """The ledger in one file. Its methods block; the sync calls them in threads."""

    def __init__(self, path: Path) -> None:
        """`path` need not exist; it is made by the first write."""
        self._file = LedgerFile(path)
        self.records = SourceRecords(self._file)

    def rows(self, source: str) -> dict[str, Row]:
        """Document id → row, for one source."""
        if not self._file.path.exists():
            return {}
        with self._file.connection() as connection:
            found = connection.execute(
                "SELECT id, version, read_by, placement, status, reason, detail, chunks, about "
                "FROM documents WHERE source = ?",
                (source,),
            )
            return {row[0]: _row(row) for row in found}

    def sources(self) -> frozenset[str]:
        """The names of all sources that have documents."""
        if not self._file.path.exists():
            return frozenset()
        with self._file.connection() as connection:
            return frozenset(
                name for (name,) in connection.execute("SELECT DISTINCT source FROM documents")
            )

    def readings(self, document_ids: Sequence[str]) -> dict[str, Reading]:
        """The stored readings, by document; those that are missing or unusable are left out."""
        marks = ", ".join("?" * len(document_ids))
        with self._file.connection() as connection:
            found = connection.execute(
                f"SELECT id, reading FROM documents WHERE id IN ({marks})",  # noqa: S608 - marks
                tuple(document_ids),
            ).fetchall()
        unpacked = ((document_id, _unpacked(packed)) for document_id, packed in found)
        return {document_id: reading for document_id, reading in unpacked if reading is not None}

    def save(self, source: str, rows: Sequence[tuple[Row, Reading | None]]) -> None:
        """Write rows whole; without a reading, the one that is stored stays."""
        values = [
            (
                row.id,
                source,
                row.version,
                row.read_by,
                row.placement,
                row.status,
                row.reason and row.reason.code,
                row.reason and row.reason.detail,
                row.chunks,
                to_json(row.about),
                reading and zlib.compress(encode(reading), 1),
            )
            for row, reading in rows
        ]
        with self._file.connection() as connection:
            connection.executemany(
                "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET version = excluded.version, "
                "read_by = excluded.read_by, placement = excluded.placement, "
                "status = excluded.status, reason = excluded.reason, detail = excluded.detail, "
                "chunks = excluded.chunks, about = excluded.about, reading = CASE excluded.status "
                "WHEN 'failed' THEN NULL ELSE coalesce(excluded.reading, reading) END",
                values,
            )

    def unsettle(self, document_ids: Collection[str]) -> None:
        """Mark indexed documents as pending, before the index is told to drop them."""
        with self._file.connection() as connection:
            connection.executemany(
                "UPDATE documents SET status = 'pending' WHERE id = ? AND status = 'indexed'",
                [(document_id,) for document_id in document_ids],
            )

    def confirm(self, document_ids: Collection[str]) -> None:
        """Mark pending documents as indexed."""
        with self._file.connection() as connection:
            connection.executemany(
                "UPDATE documents SET status = 'indexed' WHERE id = ?",
                [(document_id,) for document_id in document_ids],
            )

    def forget(self, document_ids: Collection[str]) -> None:
        """Remove the documents."""
        with self._file.connection() as connection:
            connection.executemany(
                "DELETE FROM documents WHERE id = ?",
                [(document_id,) for document_id in document_ids],
            )

    @contextmanager
    def lock(self) -> Iterator[Path]:
        """Hold the only sync there may be, and an empty folder for what it fetches.

        Raises `StorageUnavailable` if another one runs. What a killed sync fetched is removed.
        """
        path = self._file.path
        folder = path.with_name(f"{path.name}.fetched")
        with only_sync(path.with_name(f"{path.name}.lock")):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(mode=0o700, exist_ok=True)
            try:
                with self._file.kept_open():
                    yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)


def _unpacked(packed: bytes | None) -> Reading | None:
    try:
        return decode(zlib.decompress(packed)) if packed else None
    except (ValueError, zlib.error):
        return None


def _row(values: tuple[str, str, int, str, Status, str | None, str | None, int, str]) -> Row:
    document_id, version, read_by, placement, status, code, detail, chunks, known = values
    reason = Reason(reason_code(code), detail or "") if code else None
    return Row(
        id=document_id,
        version=version,
        read_by=read_by,
        placement=placement,
        status=status,
        reason=reason,
        chunks=chunks,
        about=from_json(known),
    )


def placement(readers: frozenset[str], overrides: object, url: str) -> str:
    """What `Row.placement` holds."""
    return _ENCODER.encode([sorted(readers), overrides, url])
