"""Websites: what looking at a page costs, and what an unchanged one costs at the next sync."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path

import aiohttp

from bot.ingestion.sources.website.guard import Guard
from bot.ingestion.sources.website.limits import CrawlLimits
from bot.ingestion.sources.website.source import WebsiteSource
from tests.bench.table import Row, shown, times
from tests.bench.usage import in_own_process, usage
from tests.fakes.intranet import Intranet

_MENU = 120
"""Links that every page has, as menus of intranets do."""
_PARAGRAPHS = 60


@dataclass(frozen=True, slots=True)
class _Found:
    first_s: float
    again_s: float
    limit_s: float
    """Asking for the same pages and looking at none of them."""
    peak_mb: float
    state_mb: float


class _Memory:
    state: str | None = None

    def load(self) -> str | None:
        return self.state

    def save(self, state: str) -> None:
        self.state = state


async def measure(folder: Path, *, pages: int) -> list[Row]:
    """Crawls so many pages of a website on loopback; `folder` is for what the crawl keeps."""
    async with Intranet() as intranet:
        menu = "".join(f'<li><a href="/sida/{number}">Sida</a></li>' for number in range(_MENU))
        for number in range(pages):
            text = f"<p>Om semester och resor, sida {number}.</p>" * _PARAGRAPHS
            following = f'<a href="/sida/{number + 1}">Nästa</a>'
            intranet.put(f"/sida/{number}", f"<ul>{menu}</ul>{text}{following}")
        size = len(intranet.pages["/sida/0"].body)  # type: ignore[union-attr]
        found = await in_own_process(_measure, f"{intranet.url}sida/0", pages, folder)
    return list(_rows(found, pages, size))


def _rows(found: _Found, pages: int, size: int) -> Iterator[Row]:
    name = f"{pages} pages of {size // 1024} KB"
    per_page = found.first_s / pages
    yield Row(
        f"Crawl a website, {name}",
        shown(per_page * 1000),
        "ms CPU/page",
        times(found.first_s, found.limit_s, "asking for it"),
        {"crawl_cpu_ms": per_page * 1000},
    )
    yield Row("… unchanged", shown(found.again_s / pages * 1000), "ms CPU/page")
    yield Row("… memory", shown(found.peak_mb), "MB peak")
    yield Row("… remembered", shown(found.state_mb / pages * 1000), "KB/page")


def _measure(start: str, pages: int, folder: Path) -> _Found:
    memory = _Memory()
    limit_s = asyncio.run(_ask(start, pages))
    first_s = asyncio.run(_crawl(start, pages, folder, memory))
    again_s = asyncio.run(_crawl(start, pages, folder, memory))
    state_mb = len((memory.state or "").encode()) / 1e6
    return _Found(first_s, again_s, limit_s, usage().peak_mb, state_mb)


async def _ask(start: str, pages: int) -> float:
    began = time.process_time()
    async with aiohttp.ClientSession(headers={"User-Agent": "Kollega/1 (+mailto:a@b.se)"}) as asked:
        for number in range(pages):
            async with asked.get(start.removesuffix("0") + str(number)) as response:
                await response.read()
    return time.process_time() - began


async def _crawl(start: str, pages: int, folder: Path, memory: _Memory) -> float:
    began = time.process_time()
    async with WebsiteSource(
        start,
        readers=frozenset({"alla"}),
        shelves=folder,
        guard=Guard([ip_network("127.0.0.0/8")]),
        limits=CrawlLimits(requests_per_s=1e6, depth=pages),
    ) as source:
        listing = await source.list(memory)
    if len(listing.documents) != pages:
        raise AssertionError(f"{len(listing.documents)} of {pages} pages were found")
    return time.process_time() - began
