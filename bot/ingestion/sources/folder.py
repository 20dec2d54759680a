"""A folder (or one file) as a source of documents."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote_from_bytes

from bot.errors import AccessFileError, ConfigurationError
from bot.ingestion.parsing.sniffing import EXTENSIONS
from bot.ingestion.reasons import Reason, UnreadableError
from bot.ingestion.sources.access import AccessTree, Grant
from bot.ingestion.sources.access_file import FILE_NAME
from bot.ingestion.sources.base import HASHED, Listing, Memory, Problem, SourceDocument


class FolderSource:
    """Documents below a folder, with the readers that its access.toml files give them."""

    def __init__(
        self,
        path: Path,
        *,
        name: str | None = None,
        default_readers: frozenset[str] | None = None,
    ) -> None:
        """`default_readers` apply where no access.toml does; None: nobody reads there.

        Raises `UnreadableError` if there is nothing at `path`.
        """
        try:
            resolved = path.resolve(strict=True)
        except (OSError, RuntimeError) as error:
            raise UnreadableError("no_source", str(path)) from error
        self._only = resolved.name if resolved.is_file() else None
        self._root = resolved.parent if self._only else resolved
        self._name = name or self._root.name
        if not self._name or ":" in self._name or "/" in self._name:
            raise ConfigurationError(f"--name {self._name!r}: use letters, digits and hyphens")
        self._default = default_readers

    @property
    def name(self) -> str:
        """What its documents' ids begin with."""
        return self._name

    async def list(self, memory: Memory | None = None) -> Listing:
        """Everything the folder holds now. Raises `UnreadableError` if it is gone."""
        return await asyncio.to_thread(self._scan)

    async def fetch(self, document: SourceDocument, *, into: Path) -> Path:
        """The file itself."""
        return self._root / document.name

    def _scan(self) -> Listing:
        scan = _Scan(self._root, self._name, self._default, self._only)
        scan.run()
        return scan.listing()


class _Scan:
    """One walk over the folder."""

    def __init__(
        self, root: Path, name: str, default: frozenset[str] | None, only: str | None
    ) -> None:
        self._root, self._name, self._default, self._only = root, name, default, only
        self._address = root.as_uri().rstrip("/")
        self._tree = AccessTree(root)
        self._documents: list[SourceDocument] = []
        self._withheld: list[Problem] = []
        self._skipped: list[Problem] = []
        self._seen: set[str] = set()

    def run(self) -> None:
        """Look at every file."""
        files = [self._only] if self._only else self._walk("")
        for relative in files:
            self._file(relative)

    def listing(self) -> Listing:
        """What was found."""
        warnings = [
            Problem(self._id(file), Reason("unexpected_entry", entry))
            for file, entry in (self._tree.unmatched(self._seen) if self._only is None else ())
        ]
        return Listing(
            documents=tuple(self._documents),
            withheld=tuple(self._withheld),
            skipped=tuple(self._skipped),
            warnings=tuple(warnings),
            only=self._only and self._id(self._only),
        )

    def _walk(self, folder: str) -> Iterator[str]:
        try:
            with os.scandir(self._root / folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            if not folder and not isinstance(error, PermissionError):
                # The disk or the share is gone, and what was indexed of it is not.
                raise UnreadableError("no_source", str(self._root)) from error
            # Whoever may not list a folder, or not see its access file, has no business with what
            # was indexed of it.
            reason = Reason("unreadable", error.strerror or type(error).__name__)
            self._withheld.append(Problem(self._id(f"{folder}/" if folder else ""), reason))
            return
        for entry in entries:
            relative = f"{folder}/{entry.name}" if folder else entry.name
            self._seen.add(relative)
            if entry.name.startswith((".", "~$")) or entry.name == FILE_NAME:
                continue
            if entry.is_symlink() or not self._is_inside(entry):
                self._skipped.append(Problem(self._id(relative), Reason("symlink")))
            elif entry.is_dir(follow_symlinks=False):
                yield from self._walk(relative)
            elif entry.is_file(follow_symlinks=False):
                yield relative

    def _is_inside(self, entry: os.DirEntry[str]) -> bool:
        """Whether a folder is where it seems to be; a Windows junction is not."""
        if not entry.is_dir(follow_symlinks=False):
            return True
        return Path(entry.path).resolve() == Path(entry.path)

    def _file(self, relative: str) -> None:
        document = self._id(relative)
        if not _is_plain(relative):
            shown = document.encode("utf-8", "replace").decode()
            self._withheld.append(Problem(shown, Reason("bad_name")))
        elif (suffix := os.path.splitext(relative)[1]).lower() not in EXTENSIONS:
            problem = Problem(document, Reason("unsupported", suffix or os.path.basename(relative)))
            (self._withheld if self._only else self._skipped).append(problem)
        else:
            self._document(relative, document)

    def _document(self, relative: str, document: str) -> None:
        try:
            grant = self._tree.grant(relative)
        except AccessFileError as error:
            self._withheld.append(Problem(document, Reason("access_file", str(error))))
            return
        readers = self._readers(grant)
        if not readers:
            self._withheld.append(Problem(document, Reason("no_readers")))
            return
        self._documents.append(
            SourceDocument(
                id=document,
                name=relative,
                version=_version(os.path.join(self._root, relative)),
                url=f"{self._address}/{quote_from_bytes(os.fsencode(relative))}",
                readers=readers,
                overrides=grant.overrides,
            )
        )

    def _readers(self, grant: Grant) -> frozenset[str]:
        if grant.readers is not None:
            return grant.readers
        return self._default or frozenset()

    def _id(self, relative: str) -> str:
        return f"{self._name}:{relative}"


def _is_plain(name: str) -> bool:
    """Whether a name can be stored and shown as it is."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return name.isprintable()


def _version(path: str) -> str | None:
    digest = sha256()
    try:
        with open(path, "rb", buffering=0) as file:
            while block := file.read(2**20):
                digest.update(block)
    except OSError:
        return None
    return HASHED + digest.hexdigest()
