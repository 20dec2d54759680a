"""The folders of an index: one for each version of the analysis, so that one is filled beside the
other and readers change over when it is complete.

A folder's name tells what it takes to read it (the layout) and how its texts were analysed. While
it is being filled, a file in it says so. Readers use their own version; until that is complete, one
of the same layout that is.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from os.path import exists, join
from pathlib import Path

from bot.language.analysis import analysis_version
from bot.retrieval.stored import dictionary

_LAYOUT = 13
"""Counts changes of the fields and of what is stored in them."""
_BUILDING = "building"
_ANY = "index-*"


@dataclass(frozen=True, slots=True)
class Versions:
    """Of the index in `directory`."""

    directory: Path

    @property
    def own(self) -> Path:
        """Where this version of Kollega keeps its index; it may not be there yet."""
        return self.directory / _own_name()

    @property
    def others(self) -> list[Path]:
        """The folders of other versions."""
        return [folder for folder in self.directory.glob(_ANY) if folder != self.own]

    def to_read(self) -> Path | None:
        """The folder that a search uses; None: there is none that this version can read."""
        if _is_complete(self.own):
            return self.own
        readable = self.directory.glob(f"{_layout()}-*")
        return max(filter(_is_complete, readable), key=_last_written, default=None)

    @property
    def is_building(self) -> bool:
        """Whether this version is not complete, and so not yet searched."""
        return (self.own / _BUILDING).exists()

    def make_own(self) -> None:
        """Make this version's folder. Beside another version it starts as being built."""
        if not self.own.exists() and self.others:
            self.begin()
        self.own.mkdir(parents=True, exist_ok=True)

    def begin(self) -> None:
        """From now on and until `complete`, this version is being built."""
        self.own.mkdir(parents=True, exist_ok=True)
        (self.own / _BUILDING).touch()

    def complete(self) -> None:
        """Let readers change over to this version."""
        (self.own / _BUILDING).unlink(missing_ok=True)

    def discard(self, folder: Path) -> None:
        """Remove a version. Whoever has it open finds it gone at the next search."""
        # First what makes it readable: half a folder must not be taken for an index.
        (folder / "meta.json").unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)


@cache
def _own_name() -> str:
    return f"{_layout()}-{_digest(analysis_version())}"


@cache
def _layout() -> str:
    return "index-" + _digest(f"{_LAYOUT}:{version('tantivy')}:{_digest_of(dictionary())}")


def _digest(made_by: str) -> str:
    return _digest_of(made_by.encode())


def _digest_of(made_by: bytes) -> str:
    return hashlib.sha256(made_by).hexdigest()[:8]


def _is_complete(folder: Path) -> bool:
    # Asked at every search, and os.path is ten times as quick as pathlib.
    return exists(join(folder, "meta.json")) and not exists(join(folder, _BUILDING))


def _last_written(folder: Path) -> int:
    return (folder / "meta.json").stat().st_mtime_ns
