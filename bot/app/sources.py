"""Which kind of source a SOURCE of the command line is."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from types import MappingProxyType
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
    site_groups: Mapping[str, frozenset[str]] = MappingProxyType({}),
) -> AsyncIterator[Source]:
    """A source for one sync; what it needs open is closed afterwards.

    `name`, `readers` and `site_groups` are what --name, --readers and --site-group say. Raises
    `ConfigurationError` for what cannot be a source, and `UnreadableError` if there is nothing at a
    folder's path.
    """
    if location.startswith("sharepoint:"):
        from bot.app.sharepoint import open_sharepoint

        opened = open_sharepoint(
            location, settings, name=name, readers=readers, site_groups=site_groups
        )
        async with opened as source:
            yield source
        return
    if location.startswith(("https://", "http://")):
        raise ConfigurationError(
            f"{location} cannot be read yet: give a folder, or sharepoint: and a site, as SOURCE."
        )
    from bot.ingestion.sources.folder import FolderSource

    yield FolderSource(Path(location), name=name, default_readers=readers)
