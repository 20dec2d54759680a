"""Just enough HTTP/1.1 for load: costs a tenth of aiohttp, so that the bot is what is measured."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Protocol

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_END = b"\r\n\r\n"


class Writable(Protocol):
    """Where an answer is written."""

    def write(self, data: bytes, /) -> None:
        """Send it."""
        ...


class _Messages(asyncio.Protocol):
    """Cuts what arrives on a connection into heads and bodies."""

    def __init__(self) -> None:
        self._buffer = b""
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(_END)) >= 0:
            length = _LENGTH.search(self._buffer, 0, end)
            size = int(length[1]) if length else 0
            start = end + len(_END)
            if len(self._buffer) < start + size:
                return
            head, body = self._buffer[:end], self._buffer[start : start + size]
            self._buffer = self._buffer[start + size :]
            self.message(head, body)

    def message(self, head: bytes, body: bytes) -> None:
        raise NotImplementedError


class Requests(_Messages):
    """The server's end of a connection."""

    def __init__(self, handle: Callable[[bytes, bytes, Writable], None]) -> None:
        """`handle` gets the head and the body of each request, and answers it."""
        super().__init__()
        self._handle = handle

    def message(self, head: bytes, body: bytes) -> None:
        self._handle(head, body, self.transport)


class Client(_Messages):
    """A kept-alive connection that posts one body after another."""

    def __init__(self) -> None:
        super().__init__()
        self._answer: asyncio.Future[int] | None = None

    async def post(self, path: str, body: bytes, *, token: str) -> int:
        """The status of the answer."""
        self._answer = asyncio.get_running_loop().create_future()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/json; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        return await self._answer

    def message(self, head: bytes, body: bytes) -> None:
        assert self._answer is not None
        self._answer.set_result(int(head.split(b" ", 2)[1]))

    def connection_lost(self, error: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error or ConnectionError("the server hung up"))
