"""The SQLite file that the ledger and the records of sources share."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock

from bot.errors import StorageUnavailable

_VERSION = 4
_TABLES = ("documents", "sources", "problems")
_SCHEMA = """
CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    version TEXT NOT NULL,
    read_by INTEGER NOT NULL,
    placement TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('indexed', 'pending', 'failed')),
    reason TEXT,
    detail TEXT,
    chunks INTEGER NOT NULL,
    about TEXT NOT NULL,
    reading BLOB
) STRICT;
CREATE INDEX documents_by_source ON documents (source);
CREATE TABLE sources (name TEXT PRIMARY KEY, state TEXT, synced_at TEXT NOT NULL) STRICT;
CREATE TABLE problems (
    source TEXT NOT NULL,
    document TEXT NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    owner TEXT,
    since TEXT NOT NULL,
    PRIMARY KEY (source, document)
) STRICT;
"""


class LedgerFile:
    """The file; it is made by the first use that writes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._kept: sqlite3.Connection | None = None
        self._using = Lock()
        """A thread that works on after its sync was cancelled is waited for."""

    @contextmanager
    def kept_open(self) -> Iterator[None]:
        """Open it once for everything that is done meanwhile, one thing after the other."""
        with _translated_errors():
            connection = self._open()
        with closing(connection):
            self._kept = connection
            try:
                yield
            finally:
                with self._using:
                    self._kept = None

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """One transaction, durable when the block ends. Raises `StorageUnavailable`."""
        with _translated_errors():
            with self._using:
                if self._kept is not None:
                    with self._kept:
                        yield self._kept
                    return
            with closing(self._open()) as connection, connection:
                yield connection

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # Whoever keeps it open uses it from the threads that the event loop works in.
        connection = sqlite3.connect(self.path, timeout=10, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            _prepare(connection)
        except sqlite3.Error:
            connection.close()
            raise
        return connection


@contextmanager
def _translated_errors() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StorageUnavailable("the ledger of indexed documents cannot be used") from error


def _prepare(connection: sqlite3.Connection) -> None:
    """Make the tables. Those of another version go: what they told is found out anew."""
    if _version(connection) == _VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    if _version(connection) != _VERSION:  # nobody else has made them meanwhile
        drops = [f"DROP TABLE IF EXISTS {name}" for name in _TABLES]
        for statement in (*drops, *_SCHEMA.split(";"), f"PRAGMA user_version = {_VERSION}"):
            connection.execute(statement)
    connection.commit()


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
