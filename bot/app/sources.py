"""Which kind of source a SOURCE of the command line is."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.app.trust import trust
from bot.errors import ConfigurationError
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.ingestion.sources.base import Source
    from bot.ingestion.sources.website.source import WebsiteSource


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
        async with _website(location, settings, name=name, readers=readers) as website:
            yield website
        return
    from bot.ingestion.sources.folder import FolderSource

    yield FolderSource(Path(location), name=name, default_readers=readers)


def _website(
    start: str, settings: Settings, *, name: str | None, readers: frozenset[str] | None
) -> WebsiteSource:
    from bot.ingestion.sources.website.guard import Guard
    from bot.ingestion.sources.website.limits import CrawlLimits
    from bot.ingestion.sources.website.source import WebsiteSource

    if not readers:
        raise ConfigurationError(
            f"{start} does not say who may read it: put --readers, such as --readers alla."
        )
    return WebsiteSource(
        start,
        readers=readers,
        name=name,
        shelves=settings.data / "crawl",
        contact=settings.crawl_contact,
        guard=Guard(settings.crawl_networks),
        limits=CrawlLimits(requests_per_s=settings.crawl_rate, pages=settings.crawl_pages),
        tls=trust(settings.ca_file),
    )
