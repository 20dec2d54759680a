"""What is kept about people, opened for whoever finds, holds or deletes it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.app.municipality import open_retention
from bot.retention import Retention
from bot.settings import Settings
from bot.storage.base import Erasure, RecordsDesk
from bot.storage.database import SQLiteDatabase
from bot.storage.sqlite_desk import SQLiteRecordsDesk
from bot.storage.sqlite_erasure import SQLiteErasure


@dataclass(frozen=True, slots=True)
class Records:
    """Where records are deleted and held, and for how long they are kept."""

    erasure: Erasure
    desk: RecordsDesk
    retention: Retention


@asynccontextmanager
async def open_records(settings: Settings) -> AsyncIterator[Records]:
    """The records in the data directory; the bot may be running.

    Raises `ConfigurationError` if retention.toml, or the profile, is wrong.
    """
    retention = open_retention(settings)
    database = SQLiteDatabase(settings.data / "state.sqlite3")
    try:
        yield Records(SQLiteErasure(database), SQLiteRecordsDesk(database), retention)
    finally:
        await database.close()
