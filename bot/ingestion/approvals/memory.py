"""The rows that were read last, kept in a file: what is unchanged is not read again, and what was
stopped stays stopped while nobody can look."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.ingestion.approvals.rows import Row

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one file or list, and how to see that it is unchanged."""

    signature: str
    rows: tuple[Row, ...]


class RowMemory:
    """The parts by name, in a file that only this user may read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> Mapping[str, Part] | None:
        """The parts; None if there are none that can be read."""
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
            if kept["version"] != _VERSION:
                return None
            return {name: _part(raw) for name, raw in kept["parts"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def save(self, parts: Mapping[str, Part]) -> None:
        """Replace them. What cannot be kept costs only the time to read it again."""
        raw = {
            name: [part.signature, [[row.where, dict(row.cells)] for row in part.rows]]
            for name, part in parts.items()
        }
        beside = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                json.dump({"version": _VERSION, "parts": raw}, file)
            beside.replace(self._path)
        except OSError:
            beside.unlink(missing_ok=True)


def rows_of(parts: Mapping[str, Part]) -> Iterator[Row]:
    """All of them."""
    for part in parts.values():
        yield from part.rows


def _part(raw: Sequence[object]) -> Part:
    signature, rows = raw
    if not isinstance(signature, str) or not isinstance(rows, list):
        raise ValueError("a part is a signature and rows")
    return Part(signature, tuple(Row(str(where), _texts(cells)) for where, cells in rows))


def _texts(cells: Mapping[object, object]) -> dict[str, str]:
    return {str(label): str(text) for label, text in cells.items()}
