"""The inbox in a `SQLiteDatabase`."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from bot.errors import StorageUnavailable
from bot.storage.base import REMEMBERED_FOR, InboxItem
from bot.storage.database import SQLiteDatabase
from bot.storage.moments import Clock, micros, moment, utc_now
from bot.storage.ownership import Ownership
from bot.storage.transactions import RowChange

_ACCEPT = (
    "INSERT OR IGNORE INTO inbox (conversation_id, activity_id, user_id, owner, body,"
    " received_at, placeholder_id, attempts) VALUES {rows}"
)
_START = (
    "WITH started (conversation, activity, placeholder) AS (VALUES {rows})"
    " UPDATE inbox SET attempts = attempts + 1,"
    " placeholder_id = COALESCE(started.placeholder, placeholder_id) FROM started"
    " WHERE conversation_id = started.conversation AND activity_id = started.activity"
    " AND finished_at IS NULL"
)
_FINISH = (
    "WITH finished (conversation, activity, at) AS (VALUES {rows})"
    " UPDATE inbox SET body = '', user_id = NULL, placeholder_id = NULL,"
    " finished_at = finished.at FROM finished"
    " WHERE conversation_id = finished.conversation AND activity_id = finished.activity"
)


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
        return await self._database.change(RowChange(_ACCEPT, row), durable=True)

    async def unfinished(self) -> Sequence[InboxItem]:
        """This process's own, and those of processes that have died, which become its own.

        Ids of activities that were finished long ago go.
        """
        long_ago = micros(self._clock() - REMEMBERED_FOR)

        def take(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
            owners = connection.execute(
                "SELECT DISTINCT owner FROM inbox WHERE finished_at IS NULL"
            ).fetchall()
            dead = [owner for (owner,) in owners if not self._ownership.is_alive(owner)]
            connection.executemany(
                "UPDATE inbox SET owner = ? WHERE owner = ? AND finished_at IS NULL",
                [(self._ownership.id, owner) for owner in dead],
            )
            connection.execute("DELETE FROM inbox WHERE finished_at < ?", (long_ago,))
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
        row = (item.conversation_id, item.activity_id, placeholder_id)
        await self._database.change(RowChange(_START, row), durable=True)

    async def finish(self, item: InboxItem) -> None:
        """As the protocol says."""
        row = (item.conversation_id, item.activity_id, micros(self._clock()))
        await self._database.change(RowChange(_FINISH, row))


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
