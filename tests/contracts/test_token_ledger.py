"""What every count of tokens must do, whatever it is kept in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.errors import StorageUnavailable
from bot.storage.base import TokenLedger
from bot.storage.database import SQLiteDatabase
from bot.storage.sqlite_tokens import SQLiteTokenLedger
from tests.contracts.stores import Open

TODAY = date(2026, 11, 24)
OpenLedger = Callable[[], TokenLedger]


@pytest.fixture
def opened(open_stores: Open) -> OpenLedger:
    """Opens a ledger on the same records each time, as one more process would."""
    return lambda: open_stores().tokens


async def test_counts_up_to_the_limit_and_not_beyond(opened: OpenLedger) -> None:
    ledger = opened()

    assert await ledger.reserve(TODAY, 60, limit=100)
    assert not await ledger.reserve(TODAY, 41, limit=100)
    assert await ledger.reserve(TODAY, 40, limit=100)
    assert await ledger.spent(TODAY) == 100


async def test_what_came_to_less_or_more_is_corrected(opened: OpenLedger) -> None:
    ledger = opened()
    await ledger.reserve(TODAY, 60, limit=100)

    await ledger.correct(TODAY, -50)
    await ledger.correct(TODAY, 5)

    assert await ledger.spent(TODAY) == 15


async def test_a_correction_never_makes_room_that_was_not_there(opened: OpenLedger) -> None:
    ledger = opened()
    await ledger.reserve(TODAY, 10, limit=100)

    await ledger.correct(TODAY, -500)

    assert not await ledger.reserve(TODAY, 101, limit=100)


async def test_each_day_has_its_own_count(opened: OpenLedger) -> None:
    ledger = opened()
    await ledger.reserve(TODAY, 100, limit=100)

    assert await ledger.reserve(TODAY + timedelta(days=1), 100, limit=100)


async def test_processes_share_what_may_be_spent(opened: OpenLedger) -> None:
    one, other = opened(), opened()

    granted = await asyncio.gather(
        *(ledger.reserve(TODAY, 10, limit=100) for _ in range(15) for ledger in (one, other))
    )

    assert sum(granted) == 10
    assert await other.spent(TODAY) == 100


async def test_a_store_that_is_closed_is_unavailable(tmp_path: Path) -> None:
    database = SQLiteDatabase(tmp_path / "state.sqlite")
    await database.close()

    with pytest.raises(StorageUnavailable):
        await SQLiteTokenLedger(database).reserve(TODAY, 1, limit=2)
