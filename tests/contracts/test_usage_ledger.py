"""What every count of the models' use must do, whatever it is kept in."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

from bot.storage.usage import KEPT_FOR, ModelUse
from tests.contracts.stores import Open

TODAY = date(2026, 11, 25)
CALL = ModelUse(requests=1, prompt=900, completion=40)


async def test_what_is_used_adds_up_by_day_and_kind(open_stores: Open) -> None:
    ledger = open_stores().usage
    await ledger.add(TODAY - timedelta(days=1), CALL)
    await ledger.add(TODAY, CALL)
    await ledger.add(TODAY, ModelUse(embedding=7))

    assert list((await ledger.since(TODAY - timedelta(days=1))).items()) == [
        (TODAY - timedelta(days=1), CALL),
        (TODAY, ModelUse(requests=1, prompt=900, completion=40, embedding=7)),
    ]
    assert list(await ledger.since(TODAY)) == [TODAY]
    assert await ledger.since(TODAY + timedelta(days=1)) == {}


async def test_processes_add_to_the_same_count_and_lose_none(open_stores: Open) -> None:
    one, other = open_stores().usage, open_stores().usage

    await asyncio.gather(*(ledger.add(TODAY, CALL) for _ in range(15) for ledger in (one, other)))

    assert (await other.since(TODAY))[TODAY] == ModelUse(
        requests=30, prompt=27_000, completion=1_200
    )


async def test_a_day_is_forgotten_when_its_time_is_over(open_stores: Open) -> None:
    ledger = open_stores().usage
    for day in (TODAY - KEPT_FOR - timedelta(days=1), TODAY - KEPT_FOR):
        await ledger.add(day, CALL)

    await ledger.add(TODAY, CALL)

    assert list(await ledger.since(date(2000, 1, 1))) == [TODAY - KEPT_FOR, TODAY]
