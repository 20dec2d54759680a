"""A crawl of the fake intranet, as the sync would have it done."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_network
from pathlib import Path

from aiohttp.abc import AbstractResolver

from bot.ingestion.sources.base import Listing, Problem
from bot.ingestion.sources.website.crawl import CrawlProgress
from bot.ingestion.sources.website.guard import Guard
from bot.ingestion.sources.website.limits import CrawlLimits
from bot.ingestion.sources.website.pace import Pace
from bot.ingestion.sources.website.source import WebsiteSource
from tests.fakes.clock import Clock
from tests.fakes.intranet import Intranet

LOOPBACK = Guard([ip_network("127.0.0.0/8")])


class Memory:
    """What one listing leaves to the next."""

    def __init__(self) -> None:
        self.state: str | None = None

    def load(self) -> str | None:
        return self.state

    def save(self, state: str) -> None:
        self.state = state


class Reading:
    """Reads one intranet again and again."""

    def __init__(self, intranet: Intranet, folder: Path) -> None:
        self.intranet = intranet
        self.folder = folder
        self.memory = Memory()
        self.clock = Clock(1_790_000_000.0)
        self.texts: dict[str, bytes] = {}
        """Id → the body that was handed over, from the last listing."""

    def source(
        self,
        start: str = "",
        *,
        limits: CrawlLimits | None = None,
        pace: Pace | None = None,
        guard: Guard = LOOPBACK,
        resolver: AbstractResolver | None = None,
        on_progress: CrawlProgress | None = None,
    ) -> WebsiteSource:
        return WebsiteSource(
            start if "://" in start else self.intranet.url + start.lstrip("/"),
            name="intra",
            readers=frozenset({"alla"}),
            shelves=self.folder / "crawl",
            limits=limits or CrawlLimits(answer_s=5.0, silence_s=2.0),
            pace=pace or Pace(0.0),
            guard=guard,
            resolver=resolver,
            now=self.clock,
            on_progress=on_progress,
        )

    async def list(
        self,
        start: str = "",
        *,
        limits: CrawlLimits | None = None,
        pace: Pace | None = None,
        guard: Guard = LOOPBACK,
        resolver: AbstractResolver | None = None,
    ) -> Listing:
        """One listing; every document of it is fetched."""
        source = self.source(start, limits=limits, pace=pace, guard=guard, resolver=resolver)
        async with source:
            listing = await source.list(self.memory)
            self.texts = {}
            for number, document in enumerate(listing.documents):
                into = self.folder / f"into{number}"
                into.mkdir(exist_ok=True)
                path = await source.fetch(document, into=into)
                self.texts[document.id] = path.read_bytes()
        return listing


def ids(listing: Listing) -> list[str]:
    """The paths of the documents."""
    return sorted(document.id.removeprefix("intra:") for document in listing.documents)


def told(problems: Iterable[Problem]) -> dict[str, str]:
    """Path → code of what is the matter."""
    return {one.document.removeprefix("intra:"): one.reason.code for one in problems}
