"""Reads a site's sitemaps, with those that they name in turn."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from bot.ingestion.reasons import Reason, UnreadableError
from bot.ingestion.sources.website.address import Site
from bot.ingestion.sources.website.fetching import Fetcher
from bot.ingestion.sources.website.limits import CrawlLimits
from bot.ingestion.sources.website.sitemap import Entry, entries

_REDIRECTS = 5


@dataclass(slots=True)
class Listed:
    """What sitemaps say."""

    pages: dict[str, str] = field(default_factory=dict)
    """Address → when it changed, as the site writes it."""
    failures: dict[str, Reason] = field(default_factory=dict)
    """Sitemaps that could not be read, or not to their end."""
    elsewhere: int = 0
    """Addresses of other sites."""

    @property
    def is_whole(self) -> bool:
        """Whether all that could be listed is."""
        return not self.failures


class SitemapReader:
    """Reads sitemaps of one site, within limits."""

    def __init__(self, site: Site, fetcher: Fetcher, *, limits: CrawlLimits, into: Path) -> None:
        """`into` is a file that is written to."""
        self._site = site
        self._fetcher = fetcher
        self._limits = limits
        self._into = into

    async def load(self, address: str) -> bytes:
        """The body of a sitemap. Raises `UnreadableError`."""
        for _ in range(_REDIRECTS):
            answer = await self._fetcher.get(address, into=self._into)
            if answer.status == HTTPStatus.OK:
                return self._into.read_bytes()
            target = self._site.address(answer.location, address) if answer.location else None
            if not 300 <= answer.status < 400 or target is None:
                is_gone = answer.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
                raise UnreadableError("gone" if is_gone else "forbidden", f"HTTP {answer.status}")
            address = target
        raise UnreadableError("redirect_loop")

    async def read(self, first: Iterable[str], *, loaded: bytes | None = None) -> Listed:
        """Everything that these sitemaps list, what changed last at the head.

        `loaded` is the body of the first, if it is here already.
        """
        listed = Listed()
        waiting, known = deque(first), set(first)
        for _ in range(self._limits.sitemaps):
            if not waiting:
                break
            address = waiting.popleft()
            try:
                body = await self.load(address) if loaded is None else loaded
                loaded = None
                found = entries(body, limit=self._limits.sitemap_bytes)
                for nested in self._take(found, listed):
                    if nested not in known:
                        known.add(nested)
                        waiting.append(nested)
            except UnreadableError as error:
                listed.failures[address] = error.reason
        if waiting:
            limit = Reason("crawl_limit", f"> {self._limits.sitemaps}")
            listed.failures |= dict.fromkeys(waiting, limit)
        listed.pages = dict(sorted(listed.pages.items(), key=lambda one: one[1], reverse=True))
        return listed

    def _take(self, found: Iterable[Entry], listed: Listed) -> Iterable[str]:
        for entry in found:
            if len(listed.pages) >= 2 * self._limits.pages:
                # More are never looked at; what changed last is chosen among these.
                return
            address = self._site.address(entry.address)
            if address is None:
                listed.elsewhere += 1
            elif entry.is_sitemap:
                yield address
            else:
                listed.pages.setdefault(address, entry.lastmod)
