"""The inbox in a `SQLiteDatabase`."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import timedelta

from bot.errors import StorageUnavailable
from bot.storage.base import InboxItem
from bot.storage.database import SQLiteDatabase
from bot.storage.moments import Clock, micros, moment, utc_now
from bot.storage.ownership import Ownership

REMEMBERED_FOR = timedelta(days=7)
"""How long a finished activity's id is kept, to recognise it if the channel delivers it again."""


class SQLiteInbox:
    """An `Inbox` that several processes may share: each gets back only what is its to answer."""

    def __init__(self, database: SQLiteDatabase, *, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock
        self._ownership = Ownership(database.path)

    def close(self) -> None:
        """Leave what is unfinished to other processes. Do it once nothing is being answered."""
        self._ownership.release()

    async def accept(self, item: InboxItem) -> bool:
        """As the protocol says; durable also against a power cut."""
        row = (
            *(item.conversation_id, item.activity_id, item.user_id, self._ownership.id),
            *(item.body, micros(item.received_at), item.placeholder_id, item.attempts),
        )

        def insert(connection: sqlite3.Connection) -> bool:
            changed = connection.execute(
                "INSERT OR IGNORE INTO inbox (conversation_id, activity_id, user_id, owner, body,"
                " received_at, placeholder_id, attempts) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )
            return changed.rowcount == 1

        return await self._database.write(insert, durable=True)

    async def unfinished(self) -> Sequence[InboxItem]:
        """This process's own, and those of processes that have died, which become its own."""

        def take(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
            owners = connection.execute(
                "SELECT DISTINCT owner FROM inbox WHERE finished_at IS NULL"
            ).fetchall()
            dead = [owner for (owner,) in owners if not self._ownership.is_alive(owner)]
            connection.executemany(
                "UPDATE inbox SET owner = ? WHERE owner = ? AND finished_at IS NULL",
                [(self._ownership.id, owner) for owner in dead],
            )
            return connection.execute(
                "SELECT conversation_id, activity_id, user_id, body, received_at, placeholder_id,"
                " attempts FROM inbox WHERE finished_at IS NULL AND owner = ?"
                " ORDER BY received_at, rowid",
                (self._ownership.id,),
            ).fetchall()

        rows = await self._database.write(take, durable=True)
        return [_item(row) for row in rows]

    async def started(self, item: InboxItem, *, placeholder_id: str | None) -> None:
        """As the protocol says; None keeps a placeholder that is already known."""

        def update(connection: sqlite3.Connection) -> None:
            connection.execute(
                "UPDATE inbox SET attempts = attempts + 1,"
                " placeholder_id = COALESCE(?, placeholder_id)"
                " WHERE conversation_id = ? AND activity_id = ? AND finished_at IS NULL",
                (placeholder_id, item.conversation_id, item.activity_id),
            )

        await self._database.write(update, durable=True)

    async def finish(self, item: InboxItem) -> None:
        """As the protocol says; ids of activities finished long ago go too."""
        now = self._clock()

        def erase(connection: sqlite3.Connection) -> None:
            connection.execute(
                "UPDATE inbox SET body = '', user_id = NULL, placeholder_id = NULL,"
                " finished_at = ? WHERE conversation_id = ? AND activity_id = ?",
                (micros(now), item.conversation_id, item.activity_id),
            )
            connection.execute(
                "DELETE FROM inbox WHERE finished_at < ?", (micros(now - REMEMBERED_FOR),)
            )

        await self._database.write(erase)


def _item(row: tuple[object, ...]) -> InboxItem:
    """The item, every type checked."""
    match row:
        case (
            str(conversation_id),
            str(activity_id),
            str() | None as user_id,
            str(body),
            int(received_at),
            str() | None as placeholder_id,
            int(attempts),
        ):
            return InboxItem(
                conversation_id=conversation_id,
                activity_id=activity_id,
                user_id=user_id,
                body=body,
                received_at=moment(received_at),
                placeholder_id=placeholder_id,
                attempts=attempts,
            )
        case _:
            raise StorageUnavailable("an inbox row is unreadable")
