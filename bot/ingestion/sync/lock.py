"""Only one sync at a time: a lock that the operating system lets go when its process dies."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from bot.errors import StorageUnavailable


@contextmanager
def only_sync(path: Path) -> Iterator[None]:
    """Hold the lock at `path`. Raises `StorageUnavailable` if another process has it.

    The lock is a database's own, so that it ends with the process, however that ends; beside it
    stands who has it, for whoever has to wait.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    holder = path.with_name(f"{path.name}.holder")
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            raise StorageUnavailable(f"another ingest is running{_told(holder)}") from error
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        holder.write_text(json.dumps({"pid": os.getpid(), "since": now}), encoding="utf-8")
        try:
            yield
        finally:
            holder.unlink(missing_ok=True)


def _told(holder: Path) -> str:
    try:
        found = json.loads(holder.read_text(encoding="utf-8"))
        pid, since = int(found["pid"]), datetime.fromisoformat(found["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""  # it has only just begun, or is just about to end
    return f" (process {pid}, since {since:%Y-%m-%d %H:%M:%S}); wait for it to end, or stop it"
