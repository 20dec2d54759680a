"""Approved answers in a workbook, or in a folder of documents and workbooks."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from bot.approved.base import Approvals
from bot.errors import UnavailableError
from bot.ingestion.approvals.child import read_file
from bot.ingestion.approvals.memory import Part, RowMemory, rows_of
from bot.ingestion.approvals.rows import Flaw, Row, Told, column_of, read_rows
from bot.ingestion.reasons import UnreadableError
from bot.privacy.personal_data import mask

_EXTENSIONS = frozenset((".docx", ".md", ".odt", ".txt", ".xlsx"))
_WALL_S = 60.0
_MOST_FILES = 2_000
_OF_STOPS = ("document", "withdrawn")
_PLAIN = frozenset((".md", ".txt"))
"""Read in this process: no parser of ours runs what is in them."""
_UNREAD = ""
"""The signature of a file that could not be read: it is tried again."""


class ApprovalFiles:
    """Reads only what has changed, in a child process."""

    def __init__(self, location: Path, memory: RowMemory) -> None:
        self._location = location
        self._memory = memory
        self._parts: Mapping[str, Part] = memory.load() or {}
        self._told = Told()

    async def read(self) -> Approvals:
        """All that stands there now. A file that cannot be read gives no answers, but what it
        stopped stays stopped."""
        files = await asyncio.to_thread(_files, self._location)
        if not files and any(_stops(part.rows) for part in self._parts.values()):
            raise UnavailableError(
                f"{self._location} is empty, though documents were stopped there"
            )
        changed = [
            name
            for name, signature in files.items()
            if name not in self._parts or self._parts[name].signature != signature
        ]
        read = await _read(changed) if changed else {}
        parts = {name: self._part(name, files[name], read) for name in files}
        if parts != self._parts:
            self._parts = parts
            await asyncio.to_thread(self._memory.save, parts)
        unread = [
            Flaw(Path(name).name, "", "unreadable") for name, rows in read.items() if rows is None
        ]
        return self._told.without_flaws(read_rows(rows_of(parts)), *unread)

    def remembered(self) -> Approvals | None:
        """What stood there when it was last read."""
        parts = self._memory.load()
        return None if parts is None else read_rows(rows_of(parts))[0]

    def _part(self, name: str, signature: str, read: Mapping[str, Sequence[Row] | None]) -> Part:
        if name not in read:
            return self._parts[name]
        rows = read[name]
        if rows is None:
            before = self._parts[name].rows if name in self._parts else ()
            return Part(_UNREAD, tuple(map(_only_stop, _stops(before))))
        return Part(signature, tuple(rows))


def _stops(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if any(column_of(label) == "document" for label in row.cells)]


def _only_stop(row: Row) -> Row:
    return Row(row.where, {k: v for k, v in row.cells.items() if column_of(k) in _OF_STOPS})


def _files(location: Path) -> dict[str, str]:
    """The files with what changes when they do. Raises `UnavailableError`."""
    try:
        if location.is_dir():
            found = sorted(path for path in location.rglob("*") if _counts(path))[:_MOST_FILES]
        else:
            found = [location]
        return {str(path): _signature(path) for path in found}
    except OSError as error:
        raise UnavailableError(f"{location}: {error.strerror}") from error


def _counts(path: Path) -> bool:
    return (
        path.suffix.lower() in _EXTENSIONS
        and not path.name.startswith(("~$", "."))
        and path.is_file()
    )


def _signature(path: Path) -> str:
    status = path.stat()
    return f"{status.st_mtime_ns}:{status.st_size}:{status.st_ino}"


async def _read(names: Sequence[str]) -> dict[str, list[Row] | None]:
    """The rows of each file; None for one that cannot be read."""
    plain = [name for name in names if Path(name).suffix.lower() in _PLAIN]
    read = {name: await asyncio.to_thread(_read_here, name) for name in plain}
    names = [name for name in names if name not in read]
    read |= await _read_in_child(names) if names else {}
    if len(names) > 1 and all(read[name] is None for name in names):
        # One of them may have cost the child its life: each by itself.
        for name in names:
            read |= await _read_in_child([name])
    return read


def _read_here(name: str) -> list[Row] | None:
    try:
        return _rows(Path(name).name, read_file(Path(name)))
    except (OSError, UnreadableError, ValueError, RecursionError):
        return None


async def _read_in_child(names: Sequence[str]) -> dict[str, list[Row] | None]:
    """The same; None for all of them if the child dies."""
    found = os.pathsep.join(part for part in sys.path if part)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-B",
        "-m",
        "bot.ingestion.approvals.child",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=None if sys.platform == "win32" else {"PYTHONPATH": found, "PYTHONUTF8": "1"},
    )
    try:
        async with asyncio.timeout(_WALL_S):
            out, _ = await process.communicate(json.dumps(list(names)).encode())
        raw = json.loads(out)
    except (TimeoutError, ValueError):
        raw = {}
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return {name: _rows(Path(name).name, raw.get(name)) for name in names}


def _rows(file: str, raw: Sequence[tuple[str, Mapping[str, str]]] | None) -> list[Row] | None:
    if raw is None:
        return None
    return [
        Row(
            f"{file}, {where}" if where else file,
            {label: mask(text).text for label, text in cells.items()},
        )
        for where, cells in raw
    ]
