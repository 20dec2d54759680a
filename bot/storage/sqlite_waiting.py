"""Questions that wait until their writer has signed in, in a `SQLiteDatabase`."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from bot.storage.base import WAITS_FOR, WaitingQuestion
from bot.storage.database import SQLiteDatabase
from bot.storage.moments import Clock, micros, utc_now

_OLD = "received_at < ?"


class SQLiteWaitingQuestions:
    """`WaitingQuestions` that processes share: whichever hears of the sign-in takes them."""

    def __init__(self, database: SQLiteDatabase, *, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def keep(self, question: WaitingQuestion) -> None:
        """As the protocol says."""
        row = (
            question.conversation_id,
            question.activity_id,
            question.user_id,
            question.body,
            micros(self._clock()),
        )

        def insert(connection: sqlite3.Connection) -> None:
            connection.execute(f"DELETE FROM waiting WHERE {_OLD}", (self._long_ago(),))  # noqa: S608 ours alone
            connection.execute("INSERT OR REPLACE INTO waiting VALUES (?, ?, ?, ?, ?)", row)

        await self._database.write(insert, durable=True)

    async def take(self, user_id: str, conversation_id: str) -> Sequence[str]:
        """As the protocol says."""

        def remove(connection: sqlite3.Connection) -> list[str]:
            connection.execute(f"DELETE FROM waiting WHERE {_OLD}", (self._long_ago(),))  # noqa: S608 ours alone
            rows = connection.execute(
                "DELETE FROM waiting WHERE user_id = ? AND conversation_id = ?"
                " RETURNING received_at, body",
                (user_id, conversation_id),
            ).fetchall()
            return [body for _, body in sorted(rows)]

        return await self._database.write(remove, durable=True)

    async def drop(self, conversation_id: str, activity_id: str) -> None:
        """As the protocol says."""

        def remove(connection: sqlite3.Connection) -> None:
            connection.execute(
                "DELETE FROM waiting WHERE conversation_id = ? AND activity_id = ?",
                (conversation_id, activity_id),
            )

        await self._database.write(remove)

    def _long_ago(self) -> int:
        return micros(self._clock() - WAITS_FOR)
