"""Says from access.toml alone who may read a document, to catch what the rest gets wrong.

Shares no code with ingestion, and asks the question the other way round: not which groups a
document has, but whether this person passes every statement on the way down to it.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from bot.identity.base import Audience, User
from bot.retrieval.base import Chunk

_KEYS = {"readers", "override", "document"}


class AccessOracle:
    """Judges the documents of folders whose place is known."""

    def __init__(self, roots: Mapping[str, Path]) -> None:
        """`roots`: a source's name → its folder. Of other sources only those documents are judged
        whose address is a file's."""
        self._roots = roots

    def may_read(self, chunk: Chunk, reader: User, audience: Audience) -> bool | None:
        """Whether access.toml gives the chunk's document to the reader before this audience.

        None: it does not say, because the folder is unknown or because no access.toml stands above
        the document (then the readers come from the command line).
        """
        source, _, path = chunk.document_id.partition(":")
        root = self._roots.get(source) or _folder_of(chunk.url, path)
        if root is None:
            return None
        passed: bool | None = None
        try:
            for readers, override in _statements(root, PurePosixPath(path)):
                gives = _gives(readers, reader, audience)
                passed = gives if passed is None or override else passed and gives
        except (ValueError, OSError):
            return False
        return passed


def _folder_of(url: str, path: str) -> Path | None:
    parts = urlsplit(url)
    if parts.scheme != "file":
        return None
    file = unquote(parts.path)
    return Path(file.removesuffix(path)) if file.endswith(f"/{path}") else None


def _gives(readers: list[str], reader: User, audience: Audience) -> bool:
    everyone = "alla" in readers and not reader.is_guest
    if audience == "group":
        return everyone
    return everyone or bool(reader.groups & (set(readers) - {"alla"}))


def _statements(root: Path, path: PurePosixPath) -> Iterator[tuple[list[str], bool]]:
    """Every statement about the document, from the root's file to the nearest one's last entry.

    Raises `ValueError` for a file that is malformed: then nobody reads what is below it.
    """
    for folder in reversed(path.parents):
        file = root / folder / "access.toml"
        if not file.exists():
            continue
        raw = tomllib.loads(file.read_text(encoding="utf-8-sig"))
        if "readers" in raw:
            yield _statement({key: raw.pop(key) for key in ("readers", "override") if key in raw})
        below = _plain(path.relative_to(folder))
        entries = {_plain(PurePosixPath(name)): entry for name, entry in raw.items()}
        for name in sorted(entries, key=lambda name: name.count("/")):
            if not isinstance(entries[name], dict) or entries[name].keys() - _KEYS:
                raise ValueError(f"{file}: {name}")
            if (below == name or below.startswith(f"{name}/")) and "readers" in entries[name]:
                yield _statement(entries[name])


def _statement(raw: Mapping[str, object]) -> tuple[list[str], bool]:
    readers, override = raw["readers"], raw.get("override", False)
    if not isinstance(readers, list) or not isinstance(override, bool):
        raise ValueError("readers is a list and override is true or false")
    return [str(group) for group in readers], override


def _plain(path: PurePosixPath) -> str:
    return unicodedata.normalize("NFC", str(path))
