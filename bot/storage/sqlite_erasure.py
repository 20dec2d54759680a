"""Deleting for good from a `SQLiteDatabase`, and the receipts that remain."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime

from bot.errors import StorageUnavailable
from bot.storage.base import Receipt
from bot.storage.database import SQLiteDatabase
from bot.storage.moments import Clock, micros, utc_now

_Deletions = Sequence[tuple[str, str, object]]
"""Kind of record, the statement that deletes it, its one parameter."""


class SQLiteErasure:
    """An `Erasure`. The last traces on disk are overwritten at the latest when the file closes."""

    def __init__(self, database: SQLiteDatabase, *, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def forget_user(self, user_id: str) -> Receipt:
        """As the protocol says."""
        return await self._delete(
            "user",
            (
                ("conversation", "DELETE FROM conversation WHERE user_id = ?", user_id),
                ("inbox", "DELETE FROM inbox WHERE user_id = ?", user_id),
                ("reply", "DELETE FROM reply WHERE user_id = ?", user_id),
                ("forgetting", "DELETE FROM forgetting WHERE user_id = ?", user_id),
            ),
        )

    async def forget_conversation(self, conversation_id: str) -> Receipt:
        """As the protocol says."""
        return await self._delete(
            "conversation",
            (
                (
                    "conversation",
                    "DELETE FROM conversation WHERE conversation_id = ?",
                    conversation_id,
                ),
                ("inbox", "DELETE FROM inbox WHERE conversation_id = ?", conversation_id),
                ("reply", "DELETE FROM reply WHERE conversation_id = ?", conversation_id),
            ),
        )

    async def purge(self, *, before: datetime, replies_before: datetime) -> Receipt:
        """As the protocol says; feedback and gaps by whole days."""
        moment, day = micros(before), before.date().isoformat()
        return await self._delete(
            "purge",
            (
                ("conversation", "DELETE FROM conversation WHERE changed_at < ?", moment),
                ("inbox", "DELETE FROM inbox WHERE received_at < ?", moment),
                ("forgetting", "DELETE FROM forgetting WHERE at < ?", moment),
                ("reply", "DELETE FROM reply WHERE at < ?", micros(replies_before)),
                ("feedback", "DELETE FROM feedback WHERE day < ?", day),
                ("gap", "DELETE FROM gap WHERE day < ?", day),
            ),
        )

    async def receipts(self) -> Sequence[Receipt]:
        """As the protocol says."""

        def select(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
            return connection.execute(
                "SELECT at, what, deleted FROM receipt ORDER BY rowid"
            ).fetchall()

        return [_receipt(*row) for row in await self._database.read(select)]

    async def _delete(self, what: str, deletions: _Deletions) -> Receipt:
        at = self._clock().isoformat()

        def delete(connection: sqlite3.Connection) -> str:
            deleted = json.dumps(
                {
                    kind: connection.execute(statement, (value,)).rowcount
                    for kind, statement, value in deletions
                }
            )
            connection.execute("INSERT INTO receipt VALUES (?, ?, ?)", (at, what, deleted))
            return deleted

        return _receipt(at, what, await self._database.write(delete, durable=True))


def _receipt(at: str, what: str, deleted: str) -> Receipt:
    try:
        match what, json.loads(deleted):
            case ("user" | "conversation" | "purge") as kind, dict(counts):
                return Receipt(
                    at=datetime.fromisoformat(at),
                    what=kind,
                    deleted={str(name): int(count) for name, count in counts.items()},
                )
            case _:
                raise ValueError("not a receipt")
    except (ValueError, TypeError, RecursionError) as error:
        raise StorageUnavailable("a deletion receipt is unreadable") from error
