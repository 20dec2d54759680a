"""One access.toml: what it states, strictly read."""

from __future__ import annotations

import os
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import get_args

from bot.errors import AccessFileError
from bot.ingestion.documents.reading import Overrides
from bot.retrieval.base import Layer

FILE_NAME = "access.toml"
_MISNAMED = (FILE_NAME, f"{FILE_NAME}.txt")
_LARGEST = 2**20
"""Bytes. Whatever is larger was not written by a person."""
_DATES = frozenset(("decided_on", "valid_from", "valid_to"))
_TEXTS = frozenset(
    ("audience", "decided_by", "owner", "reference_number", "replaces", "title", "url")
)


@dataclass(frozen=True, slots=True)
class Statement:
    """What an access file says of its folder, or of a file or folder below."""

    readers: frozenset[str] | None = None
    override: bool = False
    document: Overrides = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AccessFile:
    """One access.toml."""

    own: Statement
    entries: Mapping[str, Statement]
    """Path below the file's folder → statement."""

    def statements(self, names: Sequence[str]) -> Iterator[Statement]:
        """What the file says of the document at a path below its folder, widest first."""
        yield self.own
        for count in range(1, len(names) + 1) if self.entries else ():
            statement = self.entries.get("/".join(names[:count]))
            if statement is not None:
                yield statement


def load_access_file(folder: Path) -> AccessFile | None:
    """The access file of a folder; None if it has none. Raises `AccessFileError`, `OSError`."""
    names = set(os.listdir(folder))
    # A file that was meant to restrict must not be passed over for its name.
    if any(name.casefold() in _MISNAMED and name != FILE_NAME for name in names):
        raise AccessFileError(FILE_NAME)
    if FILE_NAME not in names:
        return None
    path = folder / FILE_NAME
    if path.is_symlink() or not path.is_file():
        raise AccessFileError(FILE_NAME)
    with path.open("rb") as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise AccessFileError(FILE_NAME)
    return parse_access_file(data)


def parse_access_file(data: bytes) -> AccessFile:
    """The statements of an access.toml. Raises `AccessFileError` for whatever it does not know.

    Strict on purpose: a misspelt "reader" that was passed over would leave a document open.
    """
    try:
        raw = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise AccessFileError("not TOML in UTF-8") from error
    own: dict[str, object] = {key: raw.pop(key) for key in ("readers", "override") if key in raw}
    entries: dict[str, Statement] = {}
    for key, value in raw.items():
        target = _target(key)
        if target in entries or not isinstance(value, dict):
            raise AccessFileError(f"entry {key!r}")
        entries[target] = _statement(value)
    return AccessFile(_statement(own), entries)


def _target(key: str) -> str:
    path = PurePosixPath(key)
    if not path.parts or path.is_absolute() or ".." in path.parts or "\\" in key:
        raise AccessFileError(f"entry {key!r} is no path below the folder")
    return normal_path(str(path))


def _statement(raw: Mapping[str, object]) -> Statement:
    if unknown := raw.keys() - {"readers", "override", "document"}:
        raise AccessFileError(f"unknown key {min(unknown)!r}")
    override = raw.get("override", False)
    if not isinstance(override, bool) or ("override" in raw and "readers" not in raw):
        raise AccessFileError("override is true or false, beside readers")
    readers = _readers(raw["readers"]) if "readers" in raw else None
    return Statement(readers, override, _document(raw.get("document", {})))


def _readers(raw: object) -> frozenset[str]:
    if not isinstance(raw, list):
        raise AccessFileError("readers is a list of groups")
    for group in raw:
        if not isinstance(group, str) or not group or group != group.strip():
            raise AccessFileError("a reader is the name of a group")
    return frozenset(raw)


def _document(raw: object) -> Overrides:
    if not isinstance(raw, dict):
        raise AccessFileError("document is a table")
    return {name: _override(name, value) for name, value in raw.items()}


def _override(name: str, value: object) -> str | date:
    if name in _DATES:
        return _date(value)
    if name == "layer" and value in get_args(Layer):
        return str(value)
    if name in _TEXTS and isinstance(value, str) and value.strip():
        return value.strip()
    raise AccessFileError(f"document.{name}")


def _date(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise AccessFileError("a date is written 2024-01-01") from error


def normal_path(path: str) -> str:
    """macOS writes "ö" as two characters; the same name must match whoever typed it."""
    return unicodedata.normalize("NFC", path)
