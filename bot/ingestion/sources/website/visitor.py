"""Asks for one address of a website and makes out what is there."""

from __future__ import annotations

import codecs
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from bot.ingestion.parsing.text import decode
from bot.ingestion.reasons import Reason, UnreadableError
from bot.ingestion.sources.base import HASHED
from bot.ingestion.sources.website.address import Site, extension_of
from bot.ingestion.sources.website.fetching import Answer, Fetcher
from bot.ingestion.sources.website.kinds import MEDIA, PAGE, UNREAD, extension_for
from bot.ingestion.sources.website.markup import Directions, Markup, read_markup
from bot.ingestion.sources.website.robots import Robots
from bot.ingestion.sources.website.shelf import Shelf
from bot.ingestion.sources.website.visits import Visit

RECHECK_S = 20 * 3600.0
"""For so long a page that the sitemap calls unchanged is taken at its word: less than a day, so
that what runs every night asks for every page, for a page may have been closed without changing."""

_REFUSED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.PROXY_AUTHENTICATION_REQUIRED)
_GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)


class SiteVisitor:
    """Visits the addresses of one site, as its robots.txt allows."""

    def __init__(
        self,
        site: Site,
        *,
        fetcher: Fetcher,
        robots: Robots,
        shelf: Shelf,
        resumed: Mapping[str, Visit],
        now: Callable[[], float] = time.time,
    ) -> None:
        """`resumed` is from this same crawl, before it was interrupted."""
        self._site = site
        self._fetcher = fetcher
        self._robots = robots
        self._shelf = shelf
        self._resumed = resumed
        self._now = now
        # Most links of a page are those of the menu, and every page has them.
        self._onward = lru_cache(maxsize=10_000)(self._followed)

    async def visit(self, address: str, known: Visit | None, lastmod: str) -> Visit:
        """What is there. Never raises for what a server says or does not say."""
        if reason := self._unasked(address):
            return Visit(at=self._now(), reason=reason)
        if visit := self._resumed.get(address):
            return visit
        if known and lastmod and lastmod == known.lastmod and self._is_fresh(known):
            return known
        try:
            visit = await self._ask(address, known)
        except UnreadableError as error:
            self._shelf.place(address).unlink(missing_ok=True)
            if error.reason.is_temporary:
                return Visit(at=self._now(), missing=error.reason)
            visit = Visit(at=self._now(), reason=error.reason)
        visit = replace(visit, lastmod=lastmod)
        self._shelf.note(address, visit)
        return visit

    async def fetch(self, address: str, into: Path) -> Visit:
        """Ask for an address without conditions; its body, as it is to be read, is in `into`."""
        answer = await self._fetcher.get(address, into=into)
        return self._understood(address, answer, into)

    def _is_fresh(self, known: Visit) -> bool:
        return known.reason is None and self._now() - known.at < RECHECK_S

    def _unasked(self, address: str) -> Reason | None:
        extension = extension_of(address)
        if extension in MEDIA | UNREAD:
            return Reason("unsupported", extension)
        return None if self._robots.allows(address) else Reason("robots")

    async def _ask(self, address: str, known: Visit | None) -> Visit:
        body = self._shelf.place(address)
        etag, modified = (known.etag, known.modified) if known else ("", "")
        answer = await self._fetcher.get(address, into=body, etag=etag, modified=modified)
        if answer.status == HTTPStatus.NOT_MODIFIED and known:
            return _confirmed(known, answer, self._now())
        visit = self._understood(address, answer, body)
        if visit.reason or (known and known.version == visit.version):
            # Nothing of it will be read.
            body.unlink(missing_ok=True)
        return visit

    def _understood(self, address: str, answer: Answer, body: Path) -> Visit:
        if answer.status != HTTPStatus.OK:
            return self._elsewhere(address, answer)
        data = body.read_bytes()
        extension = extension_for(
            data, content_type=answer.content_type, named=extension_of(address)
        )
        visit = Visit(
            at=self._now(), extension=extension, etag=answer.etag, modified=answer.modified
        )
        if not extension:
            return replace(visit, reason=Reason("unsupported", answer.content_type[:60]))
        directions = Directions.of(answer.robots)
        if extension != PAGE:
            reason = None if directions.index else Reason("noindex")
            return replace(visit, version=HASHED + sha256(data).hexdigest(), reason=reason)
        if answer.charset and not data.startswith(codecs.BOM_UTF8):
            data = _in_utf8(data, answer.charset)
            body.write_bytes(data)
        return self._page(address, visit, data, directions)

    def _page(self, address: str, visit: Visit, data: bytes, directions: Directions) -> Visit:
        markup = read_markup(decode(data)[0], address)
        directions = directions.and_(markup.directions)
        canonical = self._site.address(markup.canonical) if markup.canonical else None
        if canonical in (address, self._site.root):
            # A template that calls the first page every page's canonical one is mistaken.
            canonical = None
        kept = filter(None, map(self._onward, markup.links))
        return replace(
            visit,
            version=f"page:{markup.digest}",
            canonical=canonical or "",
            links=tuple(dict.fromkeys(kept)) if directions.follow else (),
            reason=_page_reason(markup, directions),
        )

    def _followed(self, link: str) -> str | None:
        """Where a link leads, if that is of interest."""
        address = self._site.address(link) if link else None
        return address if address and extension_of(address) not in MEDIA else None

    def _elsewhere(self, address: str, answer: Answer) -> Visit:
        at, status = self._now(), answer.status
        if status in (301, 302, 303, 307, 308) and answer.location:
            target = self._site.address(answer.location, address)
            if target is None:
                return Visit(at=at, reason=Reason("elsewhere", _host(address, answer.location)))
            if target == address:
                return Visit(at=at, reason=Reason("redirect_loop"))
            return Visit(at=at, moved_to=target)
        if status in _GONE:
            return Visit(at=at, reason=Reason("gone", f"HTTP {status}"))
        return Visit(at=at, reason=Reason("forbidden", f"HTTP {status}"))


def _host(address: str, location: str) -> str:
    try:
        return urlsplit(urljoin(address, location)).netloc.rpartition("@")[2][:80]
    except ValueError:
        return "?"


def _confirmed(known: Visit, answer: Answer, now: float) -> Visit:
    """The known visit, once more; its new validators, if the server sent any."""
    is_hidden = not Directions.of(answer.robots).index
    return replace(
        known,
        at=now,
        etag=answer.etag or known.etag,
        modified=answer.modified or known.modified,
        reason=Reason("noindex") if is_hidden else known.reason,
    )


def _page_reason(markup: Markup, directions: Directions) -> Reason | None:
    if markup.has_login:
        return Reason("login", "HTTP 200")
    return None if directions.index else Reason("noindex")


def _in_utf8(data: bytes, charset: str) -> bytes:
    """With a mark that says so: the header counts for more than what the page says of itself.

    HTML standard, 13.2.3.2. What does not fit the header is left to the reader to guess.
    """
    try:
        return codecs.BOM_UTF8 + data.decode(charset).encode()
    except (ValueError, LookupError):
        return data
