"""Which process is answering what: a lock that the operating system lets go when it dies.

Several processes share one inbox. What a living process has accepted is left to it; what a dead
one left behind may be taken over. A lock cannot be stale, as a time limit can be too short for a
slow answer or too long for the person who waits. SQLite's own file lock is used because it works
the same on every platform. SQLite's WAL mode already keeps all processes on one machine.
"""

from __future__ import annotations

import secrets
import sqlite3
from pathlib import Path

from bot.errors import StorageUnavailable


class Ownership:
    """One running process's mark next to the database."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self.id = secrets.token_hex(8)
        try:
            self._lock = sqlite3.connect(
                self._path(self.id), timeout=0, isolation_level=None, check_same_thread=False
            )
            self._lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            raise StorageUnavailable("the inbox cannot be locked") from error

    def release(self) -> None:
        """Let other processes take over what is unfinished."""
        self._lock.close()
        self._path(self.id).unlink(missing_ok=True)

    def is_alive(self, owner: str) -> bool:
        """Whether that process still runs. A mark that is missing or no lock means that it died."""
        if owner == self.id:
            return True
        try:
            probe = sqlite3.connect(f"{self._path(owner).as_uri()}?mode=rw", uri=True, timeout=0)
        except (sqlite3.Error, ValueError):
            return False
        try:
            probe.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            return error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        except sqlite3.DatabaseError:
            return False
        finally:
            probe.close()
        self._path(owner).unlink(missing_ok=True)
        return False

    def _path(self, owner: str) -> Path:
        # Owners are read back from the file: only the characters of an id may name a path.
        name = "".join(character for character in owner if character in "0123456789abcdef")
        return self._database.with_name(f"{self._database.name}-owner-{name}").absolute()
