"""Asks a website for one address at a time: carefully, politely and without telling who we are."""

from __future__ import annotations

import asyncio
import ssl
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.circuit import retry_after_s
from bot.ingestion.reasons import UnreadableError
from bot.ingestion.sources.website.guard import Guard, RefusedAddress
from bot.ingestion.sources.website.limits import CrawlLimits
from bot.ingestion.sources.website.pace import Pace

ATTEMPTS = 3
"""Requests for one address, while the server asks us to come back later."""

_BLOCK = 2**16
_ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5"
_PAUSING = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
_TEMPORARY = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said. The body of a 200 is in the file that was named for it."""

    status: int
    location: str = ""
    etag: str = ""
    modified: str = ""
    content_type: str = ""
    charset: str | None = None
    robots: str = ""
    """Its X-Robots-Tag headers."""


class Fetcher:
    """Requests to one website, while the `async with` block lasts.

    No cookie, no token, no redirect of its own accord: it asks for what it is told and nothing
    else, through a guard that looks at the address of every connection.
    """

    def __init__(
        self,
        *,
        agent: str,
        guard: Guard,
        pace: Pace,
        limits: CrawlLimits,
        tls: ssl.SSLContext | None = None,
        resolver: AbstractResolver | None = None,
    ) -> None:
        """`agent` is the User-Agent, with an address to complain to."""
        self._headers = {
            "User-Agent": agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip",
            "Accept-Language": "sv, en;q=0.5",
        }
        self._guard = guard
        self._pace = pace
        self._limits = limits
        self._tls = tls
        self._resolver = resolver
        self._session: aiohttp.ClientSession | None = None
        self._is_sent_away = False

    async def __aenter__(self) -> Self:
        limits = self._limits
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=limits.at_once,
                resolver=self._resolver,
                use_dns_cache=False,
                socket_factory=self._guard.socket,
                ssl=self._tls or True,
            ),
            timeout=aiohttp.ClientTimeout(
                total=limits.answer_s, sock_connect=limits.silence_s, sock_read=limits.silence_s
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers=self._headers,
            auto_decompress=False,
            trust_env=False,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def get(self, address: str, *, into: Path, etag: str = "", modified: str = "") -> Answer:
        """The answer to one request; `etag` and `modified` make it a conditional one.

        Raises `UnreadableError`, with a temporary reason for whatever may be otherwise tomorrow:
        no answer, a server's fault, an answer that breaks off.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in conditions.items() if value}
        if self._is_sent_away:
            raise UnreadableError("throttled", "Retry-After")
        for last in (*[False] * (ATTEMPTS - 1), True):
            await self._pace.turn()
            async with self._answer(address, headers) as response:
                if response.status not in _PAUSING:
                    return await self._take(response, into)
                asked = retry_after_s(response.headers.get("Retry-After"))
            pause = self._pace.pause_s if asked is None else asked
            if pause > self._limits.wait_s:
                self._is_sent_away = True
            if last or self._is_sent_away:
                break
            self._pace.hold(pause)
        raise UnreadableError("throttled", f"HTTP {response.status}")

    @asynccontextmanager
    async def _answer(
        self, address: str, headers: dict[str, str]
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        if self._session is None:
            raise RuntimeError("the fetcher is not open")
        try:
            async with self._session.get(
                URL(address, encoded=True), headers=headers, allow_redirects=False
            ) as response:
                yield response
        except TimeoutError as error:
            raise UnreadableError("unreachable", "timeout") from error
        except aiohttp.ClientConnectorError as error:
            if isinstance(error.os_error, RefusedAddress):
                raise UnreadableError("refused_address", URL(address).host or "") from error
            raise UnreadableError("unreachable", type(error).__name__) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise UnreadableError("unreachable", type(error).__name__) from error

    async def _take(self, response: aiohttp.ClientResponse, into: Path) -> Answer:
        if response.status >= 500 or response.status in _TEMPORARY:
            raise UnreadableError("unreachable", f"HTTP {response.status}")
        self._pace.went_well()
        if response.status == HTTPStatus.OK:
            limit = self._limits.document_bytes
            if "html" in response.content_type:
                limit = self._limits.page_bytes
            await _save(response, into, limit)
        headers = response.headers
        return Answer(
            status=response.status,
            location=headers.get("Location", ""),
            etag=headers.get("ETag", ""),
            modified=headers.get("Last-Modified", ""),
            content_type=response.content_type,
            charset=response.charset,
            robots=",".join(headers.getall("X-Robots-Tag", [])),
        )


async def _save(response: aiohttp.ClientResponse, into: Path, limit: int) -> None:
    """Write the unpacked body, and no more than `limit` bytes of it."""
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip"):
        raise UnreadableError("damaged", coding[:20])
    unpacking = zlib.decompressobj(wbits=31) if coding != "identity" else None
    size = 0
    with into.open("wb") as file:
        async for packed in response.content.iter_chunked(_BLOCK):
            pending = packed
            while pending:
                block, pending = _unpacked(unpacking, pending)
                size += len(block)
                if size > limit:
                    raise UnreadableError("too_large", f"> {limit >> 20} MB")
                file.write(block)
            await asyncio.sleep(0)
    if unpacking is not None and size and not unpacking.eof:
        raise UnreadableError("unreachable", "gzip")


def _unpacked(unpacking: zlib._Decompress | None, packed: bytes) -> tuple[bytes, bytes]:
    """At most a megabyte unpacked, and what is still packed."""
    if unpacking is None:
        return packed, b""
    try:
        block = unpacking.decompress(packed, 2**20)
    except zlib.error as error:
        raise UnreadableError("damaged", "gzip") from error
    return block, unpacking.unconsumed_tail
