"""Who may read which document of a folder, from its access.toml files. In doubt: nobody.

Files are looked for from the source's root down to the document. Each states readers for its own
folder and, in entries, for files and folders below; in that order, every statement may only narrow
what stands before it, unless it says `override = true`.
"""

from __future__ import annotations

import os
import tomllib
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import get_args

from bot.errors import AccessFileError
from bot.identity.base import EVERYONE
from bot.ingestion.documents.reading import DATES, Overrides
from bot.retrieval.base import Layer

FILE_NAME = "access.toml"
_MISNAMED = (FILE_NAME, f"{FILE_NAME}.txt")
_TEXTS = frozenset(
    ("audience", "decided_by", "owner", "reference_number", "replaces", "title", "url")
)


@dataclass(frozen=True, slots=True)
class Grant:
    """Who may read a document, and what is to count instead of what it says of itself."""

    readers: frozenset[str] | None
    """None: no access.toml says anything about it."""
    overrides: Overrides


@dataclass(frozen=True, slots=True)
class _Statement:
    readers: frozenset[str] | None = None
    override: bool = False
    document: Overrides = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _File:
    own: _Statement
    entries: Mapping[PurePosixPath, _Statement]
    """Path below the file's folder → statement, outer folders first."""

    def statements(self, path: PurePosixPath) -> Iterator[_Statement]:
        """What the file says of the document at `path` (relative to its folder), widest first."""
        yield self.own
        for target, statement in self.entries.items():
            if path == target or target in path.parents:
                yield statement


class AccessTree:
    """The access files of one source, each read once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._files: dict[PurePosixPath, _File | AccessFileError | None] = {}

    def grant(self, path: PurePosixPath) -> Grant:
        """Who may read the document at `path`, relative to the root.

        Raises `AccessFileError` if a file above it is malformed; the message is that file's path.
        """
        readers: frozenset[str] | None = None
        overrides: dict[str, str | date] = {}
        normal = _normal(path)
        for folder in reversed(path.parents):
            file = self._file(folder)
            if isinstance(file, AccessFileError):
                raise file
            for statement in file.statements(normal.relative_to(_normal(folder))) if file else ():
                readers = _narrowed(readers, statement)
                overrides.update(statement.document)
        return Grant(readers, overrides)

    def unmatched(self, seen: Collection[str]) -> Iterator[tuple[str, str]]:
        """Access file and entry, for every entry that names none of the paths seen."""
        known = {unicodedata.normalize("NFC", path) for path in seen}
        for folder, file in self._files.items():
            for target in file.entries if isinstance(file, _File) else ():
                if str(_normal(folder) / target) not in known:
                    yield str(folder / FILE_NAME), str(target)

    def _file(self, folder: PurePosixPath) -> _File | AccessFileError | None:
        if folder not in self._files:
            try:
                self._files[folder] = _load(self._root / folder)
            except (AccessFileError, OSError):
                self._files[folder] = AccessFileError(str(folder / FILE_NAME))
        return self._files[folder]


def _narrowed(readers: frozenset[str] | None, statement: _Statement) -> frozenset[str] | None:
    stated = statement.readers
    if stated is None:
        return readers
    if readers is None or statement.override:
        return stated
    if EVERYONE in readers and EVERYONE not in stated:
        return stated
    # Every employee is in `EVERYONE`, so that any group is narrower; a group beside it may hold
    # guests, so it stays only if both name it.
    return readers if EVERYONE in stated and EVERYONE not in readers else readers & stated


def _load(folder: Path) -> _File | None:
    names = set(os.listdir(folder))
    # A file that was meant to restrict must not be passed over for its name.
    if any(name.casefold() in _MISNAMED and name != FILE_NAME for name in names):
        raise AccessFileError(FILE_NAME)
    if FILE_NAME not in names:
        return None
    path = folder / FILE_NAME
    if path.is_symlink() or not path.is_file():
        raise AccessFileError(FILE_NAME)
    return parse_access_file(path.read_bytes())


def parse_access_file(data: bytes) -> _File:
    """The statements of an access.toml. Raises `AccessFileError` for whatever it does not know.

    Strict on purpose: a misspelt "reader" that was passed over would leave a document open.
    """
    try:
        raw = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise AccessFileError("not TOML in UTF-8") from error
    own: dict[str, object] = {key: raw.pop(key) for key in ("readers", "override") if key in raw}
    entries: dict[PurePosixPath, _Statement] = {}
    for key, value in raw.items():
        target = _target(key)
        if target in entries or not isinstance(value, dict):
            raise AccessFileError(f"entry {key!r}")
        entries[target] = _statement(value)
    ordered = sorted(entries.items(), key=lambda item: len(item[0].parts))
    return _File(_statement(own), dict(ordered))


def _target(key: str) -> PurePosixPath:
    path = PurePosixPath(key)
    if not path.parts or path.is_absolute() or ".." in path.parts or "\\" in key:
        raise AccessFileError(f"entry {key!r} is no path below the folder")
    return _normal(path)


def _statement(raw: Mapping[str, object]) -> _Statement:
    if unknown := raw.keys() - {"readers", "override", "document"}:
        raise AccessFileError(f"unknown key {min(unknown)!r}")
    override = raw.get("override", False)
    if not isinstance(override, bool) or ("override" in raw and "readers" not in raw):
        raise AccessFileError("override is true or false, beside readers")
    readers = _readers(raw["readers"]) if "readers" in raw else None
    return _Statement(readers, override, _document(raw.get("document", {})))


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
    if name in DATES:
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


def _normal(path: PurePosixPath) -> PurePosixPath:
    """macOS writes "ö" as two characters; the same name must match whoever typed it."""
    return PurePosixPath(unicodedata.normalize("NFC", str(path)))
