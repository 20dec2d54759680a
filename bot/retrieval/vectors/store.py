"""The vectors on disk: one for each text, however many chunks share it."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bot.errors import RetrievalUnavailable
from bot.retrieval.base import Chunk

_SCHEMA = """
CREATE TABLE IF NOT EXISTS chunk (
    id TEXT PRIMARY KEY, document TEXT NOT NULL, text TEXT NOT NULL, readers TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS chunk_document ON chunk (document);
CREATE TABLE IF NOT EXISTS vector (
    number INTEGER PRIMARY KEY, text TEXT UNIQUE NOT NULL, bits BLOB NOT NULL, exact BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS waiting (text TEXT PRIMARY KEY, content TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_SEPARATOR = "\x1f"
_LONGEST = 8_000
"""Characters of a text that a vector is made of; models take about 8,000 tokens."""
_PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Waiting:
    """A text that has no vector yet."""

    key: str
    content: str


@dataclass(frozen=True, slots=True)
class Vector:
    """A text's vector, as it is compared: roughly by its signs, exactly by its numbers."""

    key: str
    bits: bytes
    exact: bytes


@dataclass(frozen=True, slots=True)
class Row:
    """A chunk that has a vector."""

    chunk_id: str
    readers: str
    number: int
    bits: bytes


class VectorStore:
    """A SQLite file. Blocking. Every method raises `RetrievalUnavailable` if it cannot be used.

    A text's key is a hash of its content, so that what was embedded once is not paid for again
    when a document moves, its readers change, or the index is built anew.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def put(self, chunks: Sequence[Chunk], *, model: str) -> None:
        """Replace the documents of `chunks`; texts without a vector wait for one."""
        rows = [(chunk, content, _key(content)) for chunk in chunks for content in [_said(chunk)]]
        with self._open() as database:
            _use(database, model)
            _forget(database, {chunk.document_id for chunk in chunks})
            database.executemany(
                "INSERT OR REPLACE INTO chunk VALUES (?, ?, ?, ?)",
                [
                    (chunk.id, chunk.document_id, key, _SEPARATOR.join(sorted(chunk.readers)))
                    for chunk, _, key in rows
                ],
            )
            database.executemany(
                "INSERT OR IGNORE INTO waiting SELECT ?, ?"
                " WHERE NOT EXISTS (SELECT 1 FROM vector WHERE text = ?)",
                [(key, content, key) for _, content, key in rows],
            )
            _changed(database)

    def delete(self, document_ids: Collection[str]) -> None:
        """Remove documents. Their vectors stay until `prune`: they may only have moved."""
        with self._open() as database:
            _forget(database, document_ids)
            _changed(database)

    def prune(self) -> None:
        """Remove the vectors of texts that no document holds any more."""
        with self._open() as database:
            database.execute("DELETE FROM vector WHERE text NOT IN (SELECT text FROM chunk)")
            database.execute("DELETE FROM waiting WHERE text NOT IN (SELECT text FROM chunk)")

    def document_ids(self, *, model: str) -> frozenset[str]:
        """Documents whose texts have, or wait for, vectors of this model."""
        with self._open() as database:
            if _state(database, "model") != model:
                return frozenset()
            return frozenset(row[0] for row in database.execute("SELECT document FROM chunk"))

    def waiting(self, *, at_most: int) -> list[Waiting]:
        """Texts without a vector."""
        query = "SELECT text, content FROM waiting LIMIT ?"
        with self._open() as database:
            return [Waiting(*row) for row in database.execute(query, (at_most,))]

    def count_waiting(self) -> int:
        """How many texts have no vector yet."""
        with self._open() as database:
            [count] = database.execute("SELECT COUNT(*) FROM waiting").fetchone()
            return int(count)

    def fill(self, vectors: Iterable[Vector]) -> None:
        """Give waiting texts their vectors."""
        with self._open() as database:
            for one in vectors:
                row = (one.key, one.bits, one.exact)
                database.execute("INSERT OR IGNORE INTO vector VALUES (NULL, ?, ?, ?)", row)
                database.execute("DELETE FROM waiting WHERE text = ?", (one.key,))
            _changed(database)

    def generation(self) -> str:
        """Changes whenever anything else does; empty if nothing was ever stored."""
        if not self._path.exists():
            return ""
        with self._open() as database:
            return _state(database, "generation")

    def rows(self, *, model: str) -> list[Row]:
        """Every chunk that has a vector of this model."""
        query = "SELECT id, readers, number, bits FROM chunk JOIN vector USING (text)"
        with self._open() as database:
            if _state(database, "model") != model:
                return []
            return [Row(*row) for row in database.execute(query)]

    def exact(self, numbers: Sequence[int]) -> list[bytes]:
        """The vectors of these numbers, in order; empty bytes for one that is gone."""
        query = "SELECT exact FROM vector WHERE number = ?"
        with self._open() as database:
            found = [database.execute(query, (number,)).fetchone() for number in numbers]
            return [row[0] if row else b"" for row in found]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=_PATIENCE_S)) as database:
                database.execute("PRAGMA journal_mode = WAL")
                database.execute("PRAGMA secure_delete = ON")
                database.executescript(_SCHEMA)
                with database:
                    yield database
        except (sqlite3.Error, OSError) as error:
            raise RetrievalUnavailable(f"the vectors cannot be used: {error}") from error


def _said(chunk: Chunk) -> str:
    return "\n".join(part for part in (chunk.title, chunk.place, chunk.text) if part)[:_LONGEST]


def _key(content: str) -> str:
    return sha256(content.encode("utf-8", "replace")).hexdigest()


def _use(database: sqlite3.Connection, model: str) -> None:
    """Begin anew if another model made the vectors."""
    if _state(database, "model") == model:
        return
    database.execute("DELETE FROM vector")
    database.execute("DELETE FROM chunk")
    database.execute("DELETE FROM waiting")
    database.execute("INSERT OR REPLACE INTO state VALUES ('model', ?)", (model,))


def _forget(database: sqlite3.Connection, document_ids: Collection[str]) -> None:
    database.executemany("DELETE FROM chunk WHERE document = ?", [(one,) for one in document_ids])


def _changed(database: sqlite3.Connection) -> None:
    generation = int(_state(database, "generation") or 0) + 1
    database.execute("INSERT OR REPLACE INTO state VALUES ('generation', ?)", (str(generation),))


def _state(database: sqlite3.Connection, name: str) -> str:
    row = database.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
    return str(row[0]) if row else ""
