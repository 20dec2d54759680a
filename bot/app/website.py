"""Puts a website together as a source."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.app.trust import trust
from bot.errors import ConfigurationError
from bot.ingestion.sources.website.crawl import CrawlProgress
from bot.ingestion.sources.website.guard import Guard
from bot.ingestion.sources.website.limits import CrawlLimits
from bot.ingestion.sources.website.source import WebsiteSource
from bot.settings import Settings


@asynccontextmanager
async def open_website(
    start: str,
    settings: Settings,
    *,
    name: str | None,
    readers: frozenset[str] | None,
    dry_run: bool,
    on_crawl: CrawlProgress | None,
) -> AsyncIterator[WebsiteSource]:
    """A website for one sync. Raises `ConfigurationError` without readers: it names none itself."""
    if not readers:
        raise ConfigurationError(
            "A website does not say who may read it: put --readers, such as --readers alla."
        )
    passing = TemporaryDirectory(prefix="kollega-") if dry_run else nullcontext(None)
    with passing as folder:
        source = WebsiteSource(
            start,
            readers=readers,
            name=name,
            shelves=Path(folder) if folder else settings.data / "crawl",
            contact=settings.crawl_contact,
            guard=Guard(settings.crawl_networks),
            limits=CrawlLimits(requests_per_s=settings.crawl_rate, pages=settings.crawl_pages),
            tls=trust(settings.ca_file),
            on_progress=on_crawl,
        )
        async with source:
            yield source
