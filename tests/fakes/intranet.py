"""A website on loopback that looks closely at whoever reads it."""

from __future__ import annotations

import asyncio
import gzip
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from hashlib import sha256

from aiohttp import web

from tests.fakes.loopback import LoopbackServer

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_ETAG = re.compile(r'(W/)?"[\x21\x23-\x7e]*"')
_AGENT = re.compile(r"Kollega/[\d.]+ \(\+(mailto:[^\s()]+@[^\s()]+|https?://[^\s()]+)\)")
_NEVER_SENT = ("Cookie", "Authorization", "Proxy-Authorization", "Referer", "Origin", "Range")


@dataclass(slots=True)
class Page:
    """What is at one path."""

    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    has_etag: bool = True
    modified: str = ""
    packed: bool = False
    """Whether the body is sent with gzip."""

    @property
    def etag(self) -> str:
        """Of what is sent, for servers that have them."""
        return f'"{sha256(self.body).hexdigest()[:16]}"' if self.has_etag else ""


class Intranet(LoopbackServer):
    """Serves pages while the `async with` block lasts; at its end no request may have been odd."""

    def __init__(self) -> None:
        self.pages: dict[str, Page | Handler] = {}
        """By path and query."""
        self.log: list[tuple[str, int]] = []
        """Path and query, and the status of the answer."""
        self.at_once = 0
        """The most requests that were under way at the same time."""
        self.under_way = 0
        self._issued: dict[str, set[str]] = {}
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", self._serve)
        super().__init__(application)

    @property
    def url(self) -> str:
        """The address of its first page."""
        return f"http://127.0.0.1:{self.port}/"

    def put(self, path: str, text: str = "", **more: object) -> None:
        """A page with this text, in Swedish letters and UTF-8."""
        body = f"<!doctype html><html><body><main>{text}</main></body></html>"
        self.pages[path] = Page(body.encode(), **more)  # type: ignore[arg-type]

    def put_sitemap(self, *paths: str, at: str = "/sitemap.xml", **lastmod: str) -> None:
        """A sitemap that lists these paths; `lastmod` holds dates by path without its slash."""
        urls = "".join(
            f"<url><loc>{self.url.rstrip('/')}{path}</loc>{_lastmod(lastmod.get(path[1:]))}</url>"
            for path in paths
        )
        self.pages[at] = Page(
            f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
            f"{urls}</urlset>".encode(),
            "application/xml",
        )

    def asked(self) -> Counter[str]:
        """How often each path was asked for, robots.txt and sitemaps left out."""
        return Counter(
            path for path, _ in self.log if not path.endswith((".xml", ".gz", "robots.txt"))
        )

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        path = request.raw_path
        self._inspect(request)
        self.under_way += 1
        self.at_once = max(self.at_once, self.under_way)
        try:
            page = self.pages.get(path, Page(status=404))
            if not isinstance(page, Page):
                self.log.append((path, 0))
                return await page(request)
            response = self._answer(request, page)
            self.log.append((path, response.status))
            return response
        finally:
            self.under_way -= 1

    def _answer(self, request: web.Request, page: Page) -> web.Response:
        headers = {"Set-Cookie": "sid=1; Path=/", **page.headers}
        if page.etag and page.status == 200:
            headers["ETag"] = page.etag
        if page.modified:
            headers["Last-Modified"] = page.modified
        self._issued.setdefault(request.raw_path, set()).update({page.etag, page.modified})
        asked = request.headers
        if page.status == 200 and (
            (page.etag and asked.get("If-None-Match") == page.etag)
            or (not page.etag and page.modified and asked.get("If-Modified-Since") == page.modified)
        ):
            return web.Response(status=304, headers=headers)
        body = page.body
        if page.packed:
            headers["Content-Encoding"] = "gzip"
            body = gzip.compress(body)
        headers.setdefault("Content-Type", page.content_type)
        return web.Response(status=page.status, body=body, headers=headers)

    def _inspect(self, request: web.Request) -> None:
        headers, path = request.headers, request.raw_path
        problems = [f"{name} was sent" for name in _NEVER_SENT if name in headers]
        if request.method != "GET" or request.can_read_body:
            problems.append("not a plain GET")
        if not _AGENT.fullmatch(headers.get("User-Agent", "")):
            problems.append("nobody to turn to in the User-Agent")
        if "#" in path or not path.isascii():
            problems.append("not an address as it is sent")
        if (etag := headers.get("If-None-Match")) is not None and not _ETAG.fullmatch(etag):
            problems.append("If-None-Match is no etag")
        if (since := headers.get("If-Modified-Since")) is not None:
            parsedate_to_datetime(since)
        if not {etag, since} <= {None, *self._issued.get(path, ())}:
            problems.append("a condition that this address never gave")
        self.faults += [f"{path}: {problem}" for problem in problems]


def _lastmod(date: str | None) -> str:
    return f"<lastmod>{date}</lastmod>" if date else ""


async def never_ends(request: web.Request) -> web.StreamResponse:
    """A page that sends one byte now and then, for ever."""
    response = web.StreamResponse(headers={"Content-Type": "text/html"})
    await response.prepare(request)
    while True:
        await response.write(b"x")
        await asyncio.sleep(0.02)
