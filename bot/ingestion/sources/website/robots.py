"""What a website's robots.txt asks of us (RFC 9309)."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urljoin

from protego import Protego

from bot.ingestion.sources.website.address import Site
from bot.ingestion.sources.website.fetching import Fetcher

AGENT = "kollega"
"""The name that robots.txt files know us by."""

_MAX_BYTES = 512 * 1024
"""RFC 9309, 2.5: at least 500 KiB are read."""
_MAX_REDIRECTS = 5
_MAX_DELAY_S = 3600.0
"""Whoever asks for longer pauses means never, and gets very little."""


class Robots:
    """The rules for us; without a text, everything may be read."""

    def __init__(self, text: str = "") -> None:
        self._rules = Protego.parse(text)

    def allows(self, address: str) -> bool:
        """Whether the address may be read."""
        return self._rules.can_fetch(address, AGENT)

    @property
    def delay_s(self) -> float:
        """Seconds between requests; 0 if it does not ask for any."""
        return min(max(self._rules.crawl_delay(AGENT) or 0.0, 0.0), _MAX_DELAY_S)

    @property
    def sitemaps(self) -> Sequence[str]:
        """Where sitemaps are said to be."""
        return tuple(self._rules.sitemaps)


async def read_robots(site: Site, fetcher: Fetcher, *, into: Path) -> Robots:
    """The rules of a site.

    Raises `UnreadableError` when they cannot be had because the server fails: then nothing may be
    read just now (RFC 9309, 2.3.1.4). Where there are none, or only for whoever signs in,
    everything may.
    """
    address: str | None = urljoin(site.root, "/robots.txt")
    for _ in range(_MAX_REDIRECTS + 1):
        if address is None:
            break
        answer = await fetcher.get(address, into=into)
        if answer.status == HTTPStatus.OK:
            with into.open("rb") as file:
                return Robots(file.read(_MAX_BYTES).decode("utf-8-sig", "replace"))
        if not 300 <= answer.status < 400:
            break
        address = site.address(answer.location, address)
    return Robots()
