"""Fetches and puts the files of a chat: from and to hosts on the allow-list, and public addresses.

The addresses that Teams gives are signed for one file and a few minutes, so no token goes along.
https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus

import aiohttp
from aiohttp.connector import AddrInfoType
from yarl import URL

from bot.errors import FileTransferError
from bot.teams.files.hosts import FileHosts

TIMEOUT_S = 30.0
CONNECT_TIMEOUT_S = 5.0
_MOST_REDIRECTS = 2
_GONE = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.GONE)


class FileTransfer:
    """Every method raises `FileTransferError`."""

    def __init__(
        self,
        hosts: FileHosts,
        *,
        open_socket: Callable[[AddrInfoType], socket.socket],
        tls: ssl.SSLContext | None = None,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        """`open_socket` refuses addresses that may not be connected to, by an `OSError`."""
        self._hosts = hosts
        self._open_socket = open_socket
        self._tls = tls
        self._timeout = aiohttp.ClientTimeout(total=timeout_s, sock_connect=CONNECT_TIMEOUT_S)

    async def fetch(self, url: str, *, most_bytes: int) -> bytes:
        """The file at an address; "too_large" if it is longer than that."""
        async with self._session() as session:
            for _ in range(1 + _MOST_REDIRECTS):
                async with session.get(self._allowed(url), allow_redirects=False) as response:
                    if not 300 <= response.status < 400:
                        return await _body(response, most_bytes)
                    location = response.headers.get("Location", "")
                    url = str(response.url.join(URL(location)))
        raise FileTransferError("refused")

    async def put(self, url: str, content: bytes) -> None:
        """Put the whole file at an address that takes an upload."""
        headers = {
            "Content-Range": f"bytes 0-{len(content) - 1}/{len(content)}",
            "Content-Type": "application/octet-stream",
        }
        async with (
            self._session() as session,
            session.put(
                self._allowed(url), data=content, headers=headers, allow_redirects=False
            ) as response,
        ):
            _check(response)

    def _allowed(self, url: str) -> URL:
        if not self._hosts.allows(url):
            raise FileTransferError("refused")
        return URL(url, encoded=True)

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[aiohttp.ClientSession]:
        """Files are few, so each has a session of its own; its errors are ours."""
        connector = aiohttp.TCPConnector(
            ssl=self._tls if self._tls is not None else True, socket_factory=self._open_socket
        )
        try:
            async with aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), timeout=self._timeout
            ) as session:
                yield session
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            # Never the cause itself: its text holds the signed address.
            raise FileTransferError("unreachable") from None


def _check(response: aiohttp.ClientResponse) -> None:
    if response.status in _GONE:
        raise FileTransferError("gone")
    if not HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES:
        raise FileTransferError("unreachable")


async def _body(response: aiohttp.ClientResponse, most_bytes: int) -> bytes:
    _check(response)
    if (response.content_length or 0) > most_bytes:
        raise FileTransferError("too_large")
    content = bytearray()
    async for piece in response.content.iter_chunked(64 * 1024):
        content += piece
        if len(content) > most_bytes:
            raise FileTransferError("too_large")
    return bytes(content)
