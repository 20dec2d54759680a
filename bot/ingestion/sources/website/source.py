"""A website as a source of documents."""

from __future__ import annotations

import shutil
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from aiohttp.abc import AbstractResolver

from bot.errors import ConfigurationError, StorageUnavailable
from bot.ingestion.reasons import Reason, UnreadableError
from bot.ingestion.sources.base import Listing, Memory, Problem, SourceDocument
from bot.ingestion.sources.website.address import Site, extension_of
from bot.ingestion.sources.website.crawl import Crawl, Crawled, CrawlProgress
from bot.ingestion.sources.website.fetching import Fetcher
from bot.ingestion.sources.website.guard import Guard
from bot.ingestion.sources.website.kinds import UNREAD, is_document
from bot.ingestion.sources.website.limits import CrawlLimits
from bot.ingestion.sources.website.listed import Listed, SitemapReader
from bot.ingestion.sources.website.listing import Findings
from bot.ingestion.sources.website.pace import Pace
from bot.ingestion.sources.website.robots import Robots, read_robots
from bot.ingestion.sources.website.shelf import Shelf
from bot.ingestion.sources.website.sitemap import is_sitemap
from bot.ingestion.sources.website.visitor import SiteVisitor
from bot.ingestion.sources.website.visits import Visit, decode_all, encode_all

RESUME_S = 6 * 3600.0
"""How old a visit of an interrupted crawl may be and still count."""


class WebsiteSource:
    """The pages that a sitemap lists with the documents that they link to, or, from any other
    address, whatever links lead to; while the `async with` block lasts.

    Everything is read by the same people: a website does not say who may read what.
    """

    def __init__(
        self,
        start: str,
        *,
        readers: frozenset[str],
        shelves: Path,
        name: str | None = None,
        contact: str | None = None,
        guard: Guard | None = None,
        limits: CrawlLimits | None = None,
        pace: Pace | None = None,
        tls: ssl.SSLContext | None = None,
        resolver: AbstractResolver | None = None,
        now: Callable[[], float] = time.time,
        on_progress: CrawlProgress | None = None,
    ) -> None:
        """In `shelves` a folder is made for this crawl, from which the next goes on if this one is
        interrupted.

        `contact` is whom the site's owner can turn to; webmaster@ the host if it is not known.
        Raises `ConfigurationError` for what is no address of a website.
        """
        try:
            self._site = Site.of(start)
        except ValueError as error:
            # The address itself may hold a password.
            raise ConfigurationError(f"SOURCE is no website: put {error}.") from None
        self._start = self._site.address(start) or self._site.root
        self._name = name or self._site.host
        if ":" in self._name or "/" in self._name:
            raise ConfigurationError(f"--name {self._name!r}: use letters, digits and hyphens")
        self._readers = readers
        self._limits = limits or CrawlLimits()
        self._pace = pace or Pace(1 / self._limits.requests_per_s)
        self._now = now
        self._on_progress = on_progress
        self._shelf = Shelf(shelves / f"site-{quote(self._name, safe='')}")
        self._fetcher = Fetcher(
            agent=agent(contact or f"webmaster@{self._site.host.removeprefix('www.')}"),
            guard=guard or Guard(),
            pace=self._pace,
            limits=self._limits,
            tls=tls,
            resolver=resolver,
        )
        self._reader = SitemapReader(
            self._site,
            self._fetcher,
            limits=self._limits,
            into=self._shelf.place("sitemap.xml"),
        )
        self._visitor = self._visitor_for(Robots())
        self._addresses: dict[str, str] = {}

    @property
    def name(self) -> str:
        """What its documents' ids begin with."""
        return self._name

    async def __aenter__(self) -> Self:
        self._shelf.open()
        await self._fetcher.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._fetcher.__aexit__(kind, error, traceback)
        if error:
            self._shelf.close()
        else:
            self._shelf.clear()

    async def list(self, memory: Memory) -> Listing:
        """Everything the site holds now. Raises `UnreadableError` if its first page is gone."""
        known = decode_all(self._start, memory.load())
        try:
            robots = await self._robots()
            listed, is_crawl = await self._listed(robots, known)
        except UnreadableError as error:
            if not error.reason.is_temporary:
                raise
            return Listing(documents=(), unseen=(Problem(f"{self._name}:", error.reason),))
        first = {self._start: ""} | listed.pages if is_crawl else listed.pages
        if not listed.is_whole:
            # What the missing sitemap lists is not known now; what it listed is.
            first = first | {address: "" for address in known if address not in first}
        try:
            crawled = await self._crawl(
                first, known, leads_on=_anywhere if is_crawl else _to_documents
            )
        except OSError as error:
            raise StorageUnavailable("what was read of the site cannot be kept") from error
        findings = Findings(
            name=self._name,
            start=self._start,
            readers=self._readers,
            known=known,
            listed=listed,
            crawled=crawled,
        )
        memory.save(encode_all(self._start, findings.to_remember()))
        self._addresses = findings.addresses()
        return findings.listing()

    async def fetch(self, document: SourceDocument, *, into: Path) -> Path:
        """The body that the crawl put on the shelf, or else asked for again."""
        address = self._addresses[document.id]
        path = into / "body"
        shelved = self._shelf.place(address)
        if shelved.exists():
            shutil.move(shelved, path)
            return path
        visit = await self._visitor.fetch(address, path)
        if visit.reason or visit.moved_to:
            reason = visit.reason or Reason("gone", visit.moved_to)
            raise UnreadableError(reason.code, reason.detail)
        return path

    def _visitor_for(self, robots: Robots) -> SiteVisitor:
        return SiteVisitor(
            self._site,
            fetcher=self._fetcher,
            robots=robots,
            shelf=self._shelf,
            resumed=self._shelf.visits(since=self._now() - RESUME_S),
            now=self._now,
        )

    async def _robots(self) -> Robots:
        """The site's rules, and from now on kept to. Raises `UnreadableError`: not now."""
        into = self._shelf.place("robots.txt")
        try:
            robots = await read_robots(self._site, self._fetcher, into=into)
        except UnreadableError as error:
            if error.reason.code == "refused_address":
                raise
            raise UnreadableError("no_robots", error.reason.detail) from error
        self._pace.interval_s = max(self._pace.interval_s, robots.delay_s)
        self._visitor = self._visitor_for(robots)
        return robots

    async def _listed(self, robots: Robots, known: Mapping[str, Visit]) -> tuple[Listed, bool]:
        """What sitemaps list, and whether links are followed beyond that."""
        try:
            sitemap = await self._sitemap()
        except UnreadableError as error:
            if error.reason.code != "forbidden" or not known:
                raise
            # The whole site may ask for a sign-in now: every page is asked whether it does.
            return Listed(failures={self._start: error.reason}), False
        named = self._sitemaps(robots) if sitemap is None else [self._start]
        return await self._reader.read(named, loaded=sitemap), sitemap is None

    async def _sitemap(self) -> bytes | None:
        """The start, if it is a sitemap; what is called one may be a page for people.

        Raises `UnreadableError` if it cannot be had.
        """
        is_for_machines = extension_of(self._start) in (".xml", ".gz")
        if not is_for_machines and "sitemap" not in self._start:
            return None
        body = await self._reader.load(self._start)
        if is_sitemap(body, limit=self._limits.sitemap_bytes):
            return body
        if is_for_machines:
            raise UnreadableError("bad_sitemap", self._start)
        return None

    def _sitemaps(self, robots: Robots) -> Sequence[str]:
        named = (self._site.address(address) for address in robots.sitemaps)
        return [address for address in dict.fromkeys(named) if address]

    async def _crawl(
        self,
        first: Mapping[str, str],
        known: Mapping[str, Visit],
        *,
        leads_on: Callable[[str], bool],
    ) -> Crawled:
        crawl = Crawl(
            self._visitor,
            limits=self._limits,
            known=known,
            leads_on=leads_on,
            on_progress=self._on_progress,
        )
        crawled = await crawl.run(first)
        start = crawled.visits.get(self._start)
        if start and start.reason and start.reason.code in ("gone", "robots", "unsupported"):
            raise UnreadableError(start.reason.code, start.reason.detail)
        return crawled


def agent(contact: str) -> str:
    """The User-Agent: who asks, and whom to turn to about it."""
    about = f"mailto:{contact}" if "@" in contact and ":" not in contact else contact
    return f"Kollega/{version('kollega')} (+{about})"


def _anywhere(link: str) -> bool:
    return True


def _to_documents(link: str) -> bool:
    extension = extension_of(link)
    return is_document(extension) or extension in UNREAD
