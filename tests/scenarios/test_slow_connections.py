"""Strangers who hold connections open, and the honest requests between them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from statistics import quantiles

import pytest

from bot.teams.reception.connections import ConnectionLimits
from tests.fakes.teams_client import TeamsClient
from tests.scenarios.bot_process import BotProcess
from tests.scenarios.conftest import PeopleOf, StartProcess

SLOW = 200
PACE_S = 0.5
"""Between two bytes of a slow connection."""
HEAD = b"POST /api/messages HTTP/1.1\r\nHost: kollega\r\nX-Long: "
WITH_BODY = (
    "POST /api/messages HTTP/1.1\r\nHost: kollega\r\nContent-Type: application/json\r\n"
    "Content-Length: 100000\r\nAuthorization: Bearer {token}\r\n\r\n{{"
)


class Stranger:
    """Sends the head of a request, or with a good token its body, a byte at a time."""

    def __init__(self, port: int, beginning: bytes) -> None:
        self._port = port
        self._beginning = beginning
        self.closed_after_s: float | None = None

    async def hold_on(self) -> None:
        begun = time.monotonic()
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            writer.write(self._beginning)
            while not reader.at_eof():
                writer.write(b" ")
                await writer.drain()
                await _wait_for_end(reader)
        except ConnectionError:
            pass
        finally:
            self.closed_after_s = time.monotonic() - begun
            writer.close()


async def _wait_for_end(reader: asyncio.StreamReader) -> None:
    try:
        async with asyncio.timeout(PACE_S):
            await reader.read()
    except TimeoutError:
        return


@asynccontextmanager
async def strangers(bot: BotProcess, teams: TeamsClient) -> AsyncIterator[list[Stranger]]:
    """Half of them cannot get their head through, half of them not their body."""
    body = WITH_BODY.format(token=teams.token()).encode()
    holding = [Stranger(bot.port, HEAD if number % 2 else body) for number in range(SLOW)]
    tasks = [asyncio.create_task(stranger.hold_on()) for stranger in holding]
    await asyncio.sleep(PACE_S)
    yield holding
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def p95_ms(teams: TeamsClient, requests: int) -> float:
    """Of requests that are checked and acknowledged, without the disk that others use too."""
    took = []
    for _ in range(requests):
        begun = time.perf_counter()
        assert (await teams.deliver(teams.activity("typing"))).status == 200
        took.append((time.perf_counter() - begun) * 1000)
    return quantiles(took, n=20)[-1]


async def _slowdown(bot: BotProcess, teams: TeamsClient, *, requests: int) -> float:
    """How many times slower honest requests are among strangers than alone."""
    alone = await p95_ms(teams, requests)
    async with strangers(bot, teams):
        among_strangers = await p95_ms(teams, requests)
    print(f"p95 alone {alone:.1f} ms, among {SLOW} slow connections {among_strangers:.1f} ms")
    return among_strangers / alone


async def test_case_57_two_hundred_slow_connections_do_not_slow_honest_requests_down(
    start_process: StartProcess, people_of: PeopleOf
) -> None:
    async with start_process() as bot:
        teams = people_of(bot)
        await p95_ms(teams, 20)
        for _ in range(5):  # whatever else the machine does may spoil a comparison, not all
            slowdown = await _slowdown(bot, teams, requests=40)
            if slowdown < 2:
                break

    assert slowdown < 2


@pytest.mark.soak
@pytest.mark.timeout(600)
async def test_case_57_for_a_while_and_all_of_them_are_closed(
    start_process: StartProcess, people_of: PeopleOf
) -> None:
    limits = ConnectionLimits()
    async with start_process() as bot:
        teams = people_of(bot)
        await p95_ms(teams, 20)
        slowdowns = sorted([await _slowdown(bot, teams, requests=200) for _ in range(9)])
        async with strangers(bot, teams) as holding:
            await asyncio.sleep(limits.first_request_s + 5)
            assert [one for one in holding if one.closed_after_s is None] == []

    assert slowdowns[len(slowdowns) // 2] < 2
