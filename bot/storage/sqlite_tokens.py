"""The model's tokens, counted by day in a `SQLiteDatabase`."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta

from bot.storage.database import SQLiteDatabase

KEPT_FOR = timedelta(days=400)


class SQLiteTokenLedger:
    """A `TokenLedger`: processes that share the file share what may be spent."""

    def __init__(self, database: SQLiteDatabase) -> None:
        self._database = database

    async def reserve(self, day: date, tokens: int, *, limit: int) -> bool:
        """As the protocol says."""

        def add(connection: sqlite3.Connection) -> bool:
            outdated = (day - KEPT_FOR).isoformat()
            connection.execute("DELETE FROM token_use WHERE day < ?", (outdated,))
            connection.execute("INSERT OR IGNORE INTO token_use VALUES (?, 0)", (day.isoformat(),))
            changed = connection.execute(
                "UPDATE token_use SET tokens = tokens + ? WHERE day = ? AND tokens + ? <= ?",
                (tokens, day.isoformat(), tokens, limit),
            )
            return changed.rowcount == 1

        return await self._database.write(add)

    async def correct(self, day: date, by: int) -> None:
        """As the protocol says."""

        def change(connection: sqlite3.Connection) -> None:
            connection.execute(
                "UPDATE token_use SET tokens = max(0, tokens + ?) WHERE day = ?",
                (by, day.isoformat()),
            )

        await self._database.write(change)

    async def spent(self, day: date) -> int:
        """As the protocol says."""

        def find(connection: sqlite3.Connection) -> int:
            row = connection.execute(
                "SELECT tokens FROM token_use WHERE day = ?", (day.isoformat(),)
            ).fetchone()
            return int(row[0]) if row else 0

        return await self._database.read(find)
