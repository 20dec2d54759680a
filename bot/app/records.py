"""What is kept about people, opened for whoever finds, holds or deletes it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from bot.app.municipality import open_retention
from bot.app.state import open_state
from bot.retention import Retention
from bot.settings import Settings
from bot.storage.erasure import Erasure, RecordsDesk


@dataclass(frozen=True, slots=True)
class Records:
    """Where records are deleted and held, and for how long they are kept."""

    erasure: Erasure
    desk: RecordsDesk
    retention: Retention


@asynccontextmanager
async def open_records(settings: Settings) -> AsyncIterator[Records]:
    """The records where the bot keeps them; it may be running.

    Raises `ConfigurationError` if retention.toml, or the profile, is wrong.
    """
    retention = open_retention(settings)
    async with open_state(settings, lifetime=timedelta(days=retention.history)) as state:
        yield Records(state.erasure, state.desk, retention)
