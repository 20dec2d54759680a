"""Real connections to the real server: the slow ones go, the honest ones stay."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from bot.teams.reception.connections import ConnectionLimits
from bot.teams.reception.server import serving

LIMITS = ConnectionLimits(first_request_s=0.4, idle_s=0.8, look_every_s=0.05)
PATIENT = ConnectionLimits(most=10, look_every_s=0.05)
REQUEST = b"GET / HTTP/1.1\r\nHost: kollega\r\n\r\n"


class Service:
    """Answers at once, or when it is let go."""

    def __init__(self) -> None:
        self.port = 0
        self.go_on = asyncio.Event()

    async def fast(self, _: web.Request) -> web.Response:
        return web.Response(text="ok")

    async def slow(self, _: web.Request) -> web.Response:
        await self.go_on.wait()
        return web.Response(text="done")


@asynccontextmanager
async def _served(limits: ConnectionLimits) -> AsyncIterator[Service]:
    service = Service()
    application = web.Application()
    application.router.add_get("/", service.fast)
    application.router.add_get("/slow", service.slow)
    async with serving(application, "127.0.0.1", 0, limits=limits) as service.port:
        yield service


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    async with _served(LIMITS) as service:
        yield service


@pytest.fixture
async def patient() -> AsyncIterator[Service]:
    async with _served(PATIENT) as service:
        yield service


class Client:
    """A connection of its own, on which anything can be sent."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def to(cls, service: Service) -> Client:
        return cls(*await asyncio.open_connection("127.0.0.1", service.port))

    async def send(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    async def answer(self) -> bytes:
        return await asyncio.wait_for(self._reader.read(1000), 5)

    async def lives_for(self, *, within_s: float = 10.0) -> float:
        """Seconds until the server has closed it."""
        begun = time.monotonic()
        async with asyncio.timeout(within_s):
            while True:
                try:
                    if not await self._reader.read(1000):
                        break
                except ConnectionError:
                    break
        return time.monotonic() - begun

    async def close(self) -> None:
        self._writer.close()
        try:
            await self._writer.wait_closed()
        except ConnectionError:
            return


@pytest.fixture
async def client(service: Service) -> AsyncIterator[Client]:
    client = await Client.to(service)
    yield client
    await client.close()


async def test_a_connection_that_sends_nothing_is_closed(client: Client) -> None:
    assert await client.lives_for() < 5


async def test_a_head_that_trickles_in_does_not_keep_its_connection_open(client: Client) -> None:
    async def trickle() -> None:
        await client.send(b"GET / HTTP/1.1\r\n")
        for number in range(1000):
            await client.send(f"X-{number}: a\r\n".encode())
            await asyncio.sleep(0.05)

    trickling = asyncio.create_task(trickle())

    assert await client.lives_for() < 5
    trickling.cancel()
    await asyncio.gather(trickling, return_exceptions=True)


async def test_a_request_that_is_being_answered_is_not_cut_off(
    service: Service, client: Client
) -> None:
    await client.send(REQUEST.replace(b"GET /", b"GET /slow"))
    await asyncio.sleep(LIMITS.idle_s * 2)

    service.go_on.set()

    assert b"done" in await client.answer()


async def test_a_connection_may_rest_between_requests_longer_than_before_the_first(
    client: Client,
) -> None:
    for _ in range(2):
        await client.send(REQUEST)
        assert b"200 OK" in await client.answer()
        await asyncio.sleep(0.5)

    assert await client.lives_for() < 5


async def test_with_too_many_connections_those_that_wait_longest_are_closed(
    patient: Service,
) -> None:
    busy, *strangers = [await Client.to(patient) for _ in range(PATIENT.most + 6)]
    await busy.send(REQUEST.replace(b"GET /", b"GET /slow"))

    await asyncio.gather(*(stranger.lives_for() for stranger in strangers[:5]))
    await strangers[-1].send(REQUEST)
    patient.go_on.set()

    assert b"200 OK" in await strangers[-1].answer()
    assert b"done" in await busy.answer()
    await asyncio.gather(*(each.close() for each in (busy, *strangers)))
