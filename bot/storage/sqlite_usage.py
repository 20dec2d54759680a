"""What the models have used, counted by day in a `SQLiteDatabase`."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date

from bot.errors import StorageUnavailable
from bot.storage.database import SQLiteDatabase
from bot.storage.usage import KEPT_FOR, ModelUse

_ADD = (
    "INSERT INTO model_use (day, requests, prompt, completion, embedding) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (day) DO UPDATE SET requests = requests + excluded.requests,"
    " prompt = prompt + excluded.prompt, completion = completion + excluded.completion,"
    " embedding = embedding + excluded.embedding"
)
_SINCE = (
    "SELECT day, requests, prompt, completion, embedding FROM model_use WHERE day >= ? ORDER BY day"
)


class SQLiteUsageLedger:
    """A `UsageLedger`."""

    def __init__(self, database: SQLiteDatabase) -> None:
        self._database = database

    async def add(self, day: date, used: ModelUse) -> None:
        """As the protocol says."""
        row = (day.isoformat(), used.requests, used.prompt, used.completion, used.embedding)

        def add(connection: sqlite3.Connection) -> None:
            outdated = (day - KEPT_FOR).isoformat()
            connection.execute("DELETE FROM model_use WHERE day < ?", (outdated,))
            connection.execute(_ADD, row)

        await self._database.write(add)

    async def since(self, day: date) -> Mapping[date, ModelUse]:
        """As the protocol says."""

        def select(connection: sqlite3.Connection) -> list[tuple[str, int, int, int, int]]:
            return connection.execute(_SINCE, (day.isoformat(),)).fetchall()

        return dict(_counted(*row) for row in await self._database.read(select))


def _counted(
    day: str, requests: int, prompt: int, completion: int, embedding: int
) -> tuple[date, ModelUse]:
    try:
        return date.fromisoformat(day), ModelUse(
            requests=requests, prompt=prompt, completion=completion, embedding=embedding
        )
    except ValueError as error:
        raise StorageUnavailable("a count of the models' use is unreadable") from error
