"""Somebody on the wire between two parties on loopback, who delays, cuts, swallows and resets."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections import deque
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, Self

from tests.fakes.local_authority import LocalAuthority

_READ_S = 0.05
"""What the other side gets to read what was passed on before the connection breaks."""
Ending = Literal["reset", "silence", "close"]
Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What goes wrong on one connection. Bytes are counted in plain text, also under TLS."""

    on_accept: Literal["reset", "silence"] | None = None
    """Before anything was read: no request can have been written."""
    request_bytes: int | None = None
    """So many of what the client sends are passed on, and then `ending` comes; None: all."""
    answer_bytes: int | None = None
    ending: Ending = "reset"
    latency_s: float = 0.0
    """Before each piece, both ways."""
    piece_bytes: int = 65536
    """Few of them with a latency are a trickle."""


class FaultProxy:
    """Passes on to `target` what comes to `host`, and makes the trouble that it is told to.

    With an authority it ends TLS and begins it anew, so that it can count the bytes inside.
    """

    def __init__(self, target: str, *, authority: LocalAuthority | None = None) -> None:
        """`target` is `localhost:port`; it may be changed while the proxy runs."""
        self.target = target
        self.trouble = Trouble()
        """Of every new connection for which there is nothing in `troubles`."""
        self.troubles: deque[Trouble] = deque()
        """Of the next connections, one each."""
        self.connections = 0
        self._authority = authority
        self._port = 0
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def host(self) -> str:
        """`localhost:port`, where the target seems to be."""
        return f"localhost:{self._port}"

    async def __aenter__(self) -> Self:
        await self.come_back()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.go_down()

    async def come_back(self) -> None:
        """Listen, always on the same port."""
        self._listening = socket.create_server(("127.0.0.1", self._port), backlog=512)
        self._listening.setblocking(False)
        self._port = self._listening.getsockname()[1]
        self._accepting = asyncio.create_task(self._accept(self._listening))

    async def go_down(self) -> None:
        """As when the machine is switched off: connections are reset and new ones refused."""
        self._accepting.cancel()
        await asyncio.wait({self._accepting})
        self._listening.close()
        await self.drop_connections()

    async def drop_connections(self) -> None:
        """Reset what is open; new connections are accepted as before."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, listening: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            accepted, _ = await loop.sock_accept(listening)
            self.connections += 1
            trouble = self.troubles.popleft() if self.troubles else self.trouble
            task = asyncio.create_task(self._serve(accepted, trouble))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _serve(self, accepted: socket.socket, trouble: Trouble) -> None:
        # Whatever is closed without a farewell is then reset.
        accepted.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        try:
            if trouble.on_accept == "silence":
                await asyncio.Event().wait()
            if trouble.on_accept is None:
                await self._connect(accepted, trouble)
        except OSError:
            pass
        finally:
            accepted.close()

    async def _connect(self, accepted: socket.socket, trouble: Trouble) -> None:
        tls = self._authority
        near = await _accepted(accepted, tls)
        try:
            far = await asyncio.open_connection(
                "127.0.0.1",
                int(self.target.rpartition(":")[2]),
                ssl=tls.client_context() if tls else None,
                server_hostname="localhost" if tls else None,
            )
            try:
                await _carry(near, far, trouble)
            finally:
                far[1].transport.abort()
        finally:
            near[1].transport.abort()


async def _accepted(accepted: socket.socket, tls: LocalAuthority | None) -> Stream:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    transport, _ = await loop.connect_accepted_socket(
        lambda: protocol, accepted, ssl=tls.server_context() if tls else None
    )
    return reader, asyncio.StreamWriter(transport, protocol, reader, loop)


async def _carry(near: Stream, far: Stream, trouble: Trouble) -> None:
    """Both ways until either side has ended, or the trouble comes."""
    ways = {
        asyncio.create_task(_pump(near[0], far[1], trouble.request_bytes, trouble)),
        asyncio.create_task(_pump(far[0], near[1], trouble.answer_bytes, trouble)),
    }
    try:
        done, _ = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        is_trouble = any(way.result() for way in done)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
    if is_trouble and trouble.ending == "silence":
        await asyncio.Event().wait()
    if not is_trouble or trouble.ending == "close":
        near[1].close()
        await near[1].wait_closed()


async def _pump(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, limit: int | None, trouble: Trouble
) -> bool:
    """Pass on; True once the limit is reached, False at the end."""
    while data := await reader.read(trouble.piece_bytes):
        await asyncio.sleep(trouble.latency_s)
        if limit is not None:
            data = data[:limit]
            limit -= len(data)
        writer.write(data)
        await writer.drain()
        if limit == 0:
            # What has not been read yet when a connection is reset is lost with it.
            await asyncio.sleep(_READ_S)
            return True
    return False
