"""Which kind of source a SOURCE of the command line is."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.settings import Settings

if TYPE_CHECKING:
    from bot.ingestion.sources.base import Source
    from bot.ingestion.sources.website.crawl import CrawlProgress


@asynccontextmanager
async def open_source(
    location: str,
    settings: Settings,
    *,
    name: str | None = None,
    readers: frozenset[str] | None = None,
    site_groups: Mapping[str, frozenset[str]] = MappingProxyType({}),
    dry_run: bool = False,
    on_crawl: CrawlProgress | None = None,
) -> AsyncIterator[Source]:
    """A source for one sync; what it needs open is closed afterwards.

    `name`, `readers` and `site_groups` are what --name, --readers and --site-group say; with
    `dry_run` a website leaves nothing behind, and `on_crawl` hears how far the look at it has come.
    Raises `ConfigurationError` for what cannot be a source, and `UnreadableError` if there is
    nothing at a folder's path.
    """
    if location.startswith("sharepoint:"):
        from bot.app.sharepoint import open_sharepoint

        opened = open_sharepoint(
            location, settings, name=name, readers=readers, site_groups=site_groups
        )
        async with opened as source:
            yield source
        return
    if location.lower().startswith(("https://", "http://")):
        from bot.app.website import open_website

        website = open_website(
            location, settings, name=name, readers=readers, dry_run=dry_run, on_crawl=on_crawl
        )
        async with website as source:
            yield source
        return
    from bot.ingestion.sources.folder import FolderSource

    yield FolderSource(Path(location), name=name, default_readers=readers)
