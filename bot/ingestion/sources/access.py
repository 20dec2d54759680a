"""Who may read which document of a folder, from its access.toml files. In doubt: nobody.

Files are looked for from the source's root down to the document. Each states readers for its own
folder and, in entries, for files and folders below; in that order, every statement may only narrow
what stands before it, unless it says `override = true`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.errors import AccessFileError
from bot.identity.base import EVERYONE, employees_of, whole_group
from bot.ingestion.documents.reading import Overrides
from bot.ingestion.sources.access_file import (
    FILE_NAME,
    AccessFile,
    Statement,
    load_access_file,
    normal_path,
)

_Files = tuple[tuple[int, AccessFile], ...]


@dataclass(frozen=True, slots=True)
class Grant:
    """Who may read a document, and what is to count instead of what it says of itself."""

    readers: frozenset[str] | None
    """None: no access.toml says anything about it."""
    overrides: Overrides


class AccessTree:
    """The access files of one source, each read once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._files: dict[str, AccessFile | AccessFileError | None] = {}
        self._above: dict[str, _Files | AccessFileError] = {}
        """Folder → the access files that count in it, outermost first, and how deep each lies."""

    def grant(self, path: str) -> Grant:
        """Who may read the document at `path`, relative to the root.

        Raises `AccessFileError` if a file above it is malformed; the message is that file's path.
        """
        above = self._files_above(path.rpartition("/")[0])
        if isinstance(above, AccessFileError):
            raise AccessFileError(str(above))
        readers: frozenset[str] | None = None
        overrides: dict[str, str | date] = {}
        names = normal_path(path).split("/")
        for depth, file in above:
            for statement in file.statements(names[depth:]):
                readers = _narrowed(readers, statement)
                overrides.update(statement.document)
        return Grant(readers, overrides)

    def unmatched(self, seen: Collection[str]) -> Iterator[tuple[str, str]]:
        """Access file and entry, for every entry that names none of the paths seen."""
        known = {normal_path(path) for path in seen}
        for folder, file in self._files.items():
            for target in file.entries if isinstance(file, AccessFile) else ():
                if _below(normal_path(folder), target) not in known:
                    yield _below(folder, FILE_NAME), target

    def _files_above(self, folder: str) -> _Files | AccessFileError:
        if folder not in self._above:
            self._above[folder] = self._look(folder)
        return self._above[folder]

    def _look(self, folder: str) -> _Files | AccessFileError:
        outer = self._files_above(folder.rpartition("/")[0]) if folder else ()
        if isinstance(outer, AccessFileError):
            return outer
        file = self._files[folder] = self._load(folder)
        if file is None or isinstance(file, AccessFileError):
            return file or outer
        return (*outer, (folder.count("/") + 1 if folder else 0, file))

    def _load(self, folder: str) -> AccessFile | AccessFileError | None:
        try:
            return load_access_file(self._root / folder)
        except (AccessFileError, OSError):
            return AccessFileError(_below(folder, FILE_NAME))


def _narrowed(readers: frozenset[str] | None, statement: Statement) -> frozenset[str] | None:
    stated = statement.readers
    if stated is None:
        return readers
    if readers is None or statement.override:
        return stated
    return _in_both(readers, stated)


def _in_both(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """Whom both surely give it to: a group that both name, and of what one alone names the
    employees, if the other names every employee. Guests are never among those."""
    both = one & other
    if EVERYONE in both:
        return both
    for named, against in ((one, other), (other, one)):
        if EVERYONE in against:
            both |= {employees_of(group) for group in named - both}
        both |= {group for group in named if whole_group(group) in against}
    return both


def _below(folder: str, path: str) -> str:
    return f"{folder}/{path}" if folder else path
