"""Which kind of source a SOURCE of the command line is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import ConfigurationError
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.ingestion.sources.base import Source


@asynccontextmanager
async def open_source(
    location: str,
    settings: Settings,
    *,
    name: str | None = None,
    readers: frozenset[str] | None = None,
) -> AsyncIterator[Source]:
    """A source for one sync; what it needs open is closed afterwards.

    `name` and `readers` are what --name and --readers say. Raises `ConfigurationError` for what
    cannot be a source, and `UnreadableError` if there is nothing at a folder's path.
    """
    if location.startswith(("https://", "http://", "sharepoint:")):
        raise ConfigurationError(
            f"{location} cannot be read yet: only folders and files can. Give a folder as SOURCE."
        )
    from bot.ingestion.sources.folder import FolderSource

    yield FolderSource(Path(location), name=name, default_readers=readers)
