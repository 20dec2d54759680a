"""What remembering costs a turn: SQLite, and Azure Blob Storage over Azurite where it is installed.

Beside one request of Microsoft's client the same request of aiohttp alone, in the same run.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import aiohttp
from azure.storage.blob import ContainerSasPermissions, generate_container_sas

from bot.storage.moments import utc_now
from tests.bench.table import Row, shown, times
from tests.contracts.stores import Stores, blob_stores, open_container, sqlite_stores
from tests.contracts.turn import carry_through, item
from tests.fakes import azurite

_WARM = 5
_CONTAINER = "kollega"
_REQUEST = "one request to Azurite: {}"


async def measure(folder: Path, *, turns: int) -> list[Row]:
    """Over SQLite in `folder`, then over Azurite."""
    stores = sqlite_stores(folder / "state.sqlite", utc_now)
    rows = list(_row("SQLite", *await _spent(_turn(stores), turns)))
    await stores.stop()
    if azurite.missing() is None:
        with azurite.Azurite() as running:
            rows += await _measure_blobs(running.endpoint, turns)
    return rows


async def _measure_blobs(endpoint: str, turns: int) -> list[Row]:
    async with open_container(endpoint, azurite.KEY, name=_CONTAINER) as container:
        await container.ensure()
        stores = blob_stores(container, utc_now)
        rows = list(_row("Blob Storage", *await _spent(_turn(stores), turns)))

        async def put() -> object:
            return await container.put("bench", None)

        client_ms, _ = await _spent(put, turns)
        bare_ms = await _bare(endpoint, turns)
        await stores.stop()
    compared = times(client_ms, bare_ms, "aiohttp alone")
    return [*rows, Row(_REQUEST.format("Microsoft's client"), shown(client_ms), "ms CPU", compared)]


async def _bare(endpoint: str, turns: int) -> float:
    token = generate_container_sas(
        azurite.ACCOUNT,
        _CONTAINER,
        account_key=azurite.KEY,
        permission=ContainerSasPermissions(write=True, create=True),
        expiry=datetime.now(UTC) + timedelta(hours=1),
    )
    headers = {"x-ms-blob-type": "BlockBlob", "x-ms-version": "2023-11-03"}
    async with aiohttp.ClientSession(headers=headers) as session:

        async def put() -> object:
            address = f"{endpoint}/{_CONTAINER}/bench?{token}"
            async with session.put(address, data=b"null") as answer:
                assert answer.status == 201
                return await answer.read()

        return (await _spent(put, turns))[0]


def _turn(stores: Stores) -> Callable[[], Awaitable[object]]:
    numbers = count()
    return lambda: carry_through(stores, replace(item(), activity_id=str(next(numbers))))


async def _spent(work: Callable[[], Awaitable[object]], times: int) -> tuple[float, float]:
    """Milliseconds of CPU of this process, and on the clock, of doing it once."""
    for _ in range(_WARM):
        await work()
    cpu, clock = time.process_time(), time.perf_counter()
    for _ in range(times):
        await work()
    spent = (time.process_time() - cpu, time.perf_counter() - clock)
    return spent[0] / times * 1000, spent[1] / times * 1000


def _row(where: str, cpu_ms: float, clock_ms: float) -> Iterator[Row]:
    what, compared = f"what a turn remembers, in {where}", f"{shown(clock_ms)} ms on the clock"
    yield Row(what, shown(cpu_ms), "ms CPU", compared, {f"state_cpu_ms.{where}": cpu_ms})
