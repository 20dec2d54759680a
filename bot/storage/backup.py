"""`python -m bot.storage.backup FROM TO`: a copy of the state file, while it is written to.

The same command, with the copy as FROM, puts it back. SQLite's online backup
(https://sqlite.org/backup.html) copies what is committed, of the log beside the file too, as it
was at one moment. Copying the file itself would miss the log.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from bot.errors import ConfigurationError, KollegaError, StorageUnavailable

_LOGS = ("", "-wal", "-shm")
"""Of another file, beside the copy, they would be taken for its own."""


def back_up(source: Path, target: Path) -> None:
    """Copy the file `source` to `target`, which only its owner may read.

    Raises `ConfigurationError` if there is no `source`, or there is something at `target`, which
    is never written over; `StorageUnavailable` if it cannot be copied, and then nothing is left.
    """
    if not source.is_file():
        raise ConfigurationError(f"{source} is not there: put the state file, state.sqlite3")
    for suffix in _LOGS:
        if (there := target.with_name(target.name + suffix)).exists():
            raise ConfigurationError(f"{there} is there already: move it away first")
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        unfinished.touch(mode=0o600)
        _copy(source, unfinished)
        os.replace(unfinished, target)
    except (OSError, sqlite3.Error) as error:
        raise StorageUnavailable(f"{source} cannot be copied: {error}") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    """Raises `sqlite3.Error`, also if what has been copied is damaged."""
    address = f"{source.resolve().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(address, uri=True)) as read,
        closing(sqlite3.connect(target)) as written,
    ):
        read.backup(written)  # all at once: in WAL mode it keeps nobody from writing
        written.execute("PRAGMA journal_mode = DELETE")  # one file, without a log
        (found,) = written.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        raise sqlite3.DatabaseError(f"the copy is damaged ({found})")


def main(arguments: Sequence[str] | None = None) -> int:
    """0 done, 1 it could not be copied, 2 wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m bot.storage.backup", description=__doc__)
    parser.add_argument("source", type=Path, metavar="FROM", help="such as .kollega/state.sqlite3")
    parser.add_argument("target", type=Path, metavar="TO", help="a file that is not there yet")
    options = parser.parse_args(arguments)
    try:
        back_up(options.source, options.target)
    except KollegaError as error:
        print(f"backup: {error}", file=sys.stderr)
        return 2 if isinstance(error, ConfigurationError) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
