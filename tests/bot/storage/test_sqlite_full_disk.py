"""The SQLite stores when the disk is full."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import StorageUnavailable
from bot.storage.base import InboxItem
from bot.storage.database import SQLiteDatabase
from bot.storage.sqlite_inbox import SQLiteInbox

if sys.platform == "win32":
    pytest.skip("no limit on file sizes on this platform", allow_module_level=True)

import resource


def item(activity_id: str, *, body: str = "{}") -> InboxItem:
    return InboxItem(
        conversation_id="conversation",
        activity_id=activity_id,
        body=body,
        received_at=datetime(2026, 11, 2, tzinfo=UTC),
    )


@contextmanager
def nearly_full_disk(folder: Path, *, room: int) -> Iterator[None]:
    """No file may grow by more than `room` bytes: a write then fails as on a full disk."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    largest = max(file.stat().st_size for file in folder.iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest + room, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.fixture
async def inbox(tmp_path: Path) -> AsyncIterator[SQLiteInbox]:
    database = SQLiteDatabase(tmp_path / "state.sqlite")
    inbox = SQLiteInbox(database)
    await inbox.accept(item("first"))
    yield inbox
    inbox.close()
    await database.close()


async def test_a_full_disk_is_unavailable_and_nothing_is_half_written(
    tmp_path: Path, inbox: SQLiteInbox
) -> None:
    with nearly_full_disk(tmp_path, room=0), pytest.raises(StorageUnavailable):
        await inbox.accept(item("second", body="x" * 1_000_000))

    assert [one.activity_id for one in await inbox.unfinished()] == ["first"]
    assert await inbox.accept(item("second"))


async def test_one_write_too_large_does_not_fail_those_committed_with_it(
    tmp_path: Path, inbox: SQLiteInbox
) -> None:
    large = item("large", body="x" * 1_000_000)
    small = [item(str(number)) for number in range(3)]

    with nearly_full_disk(tmp_path, room=200_000):
        too_large, *others = await asyncio.gather(
            *(inbox.accept(one) for one in (large, *small)), return_exceptions=True
        )

    assert isinstance(too_large, StorageUnavailable)
    assert others == [True, True, True]
