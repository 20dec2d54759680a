"""Deleting for good from a `SQLiteDatabase`, the holds that forbid it, and what remains of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Literal

from bot.errors import RecordsHeld, StorageUnavailable
from bot.storage.base import WAITS_FOR, apart
from bot.storage.database import SQLiteDatabase
from bot.storage.erasure import Hold, PurgeLimits, Receipt
from bot.storage.moments import Clock, micros, moment, utc_now

_Deletion = Callable[[sqlite3.Connection], Mapping[str, int]]
_What = Literal["user", "conversation", "purge", "records"]
TIMES: Mapping[str, str] = {
    "conversation": "changed_at",
    "inbox": "received_at",
    "waiting": "received_at",
    "reply": "at",
}
"""Tables of what belongs to a person, and when each row of them is from."""
_HELD = (
    "EXISTS (SELECT 1 FROM hold"
    " WHERE (hold.user_id IS NULL OR hold.user_id = {table}.user_id)"
    " AND (hold.conversation_id IS NULL OR hold.conversation_id = {table}.conversation_id"
    " OR 'targeted:' || hold.conversation_id = {table}.conversation_id)"
    " AND (hold.since IS NULL OR {table}.{time} >= hold.since)"
    " AND (hold.until IS NULL OR {table}.{time} < hold.until))"
)
DAY_HELD = (
    "EXISTS (SELECT 1 FROM hold WHERE hold.user_id IS NULL AND hold.conversation_id IS NULL"
    " AND (hold.since IS NULL OR day >= date(hold.since / 1000000, 'unixepoch'))"
    " AND (hold.until IS NULL OR day <= date(hold.until / 1000000, 'unixepoch')))"
)
"""That a row which is only of a day, and of nobody, is of a hold."""


class SQLiteErasure:
    """An `Erasure`. The last traces on disk are overwritten at the latest when the file closes."""

    def __init__(self, database: SQLiteDatabase, *, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def forget_user(self, user_id: str) -> Receipt:
        """As the protocol says."""

        def delete(connection: sqlite3.Connection) -> dict[str, int]:
            deleted = _delete_owned(connection, "user_id = ?", (user_id,))
            forgotten = connection.execute("DELETE FROM forgetting WHERE user_id = ?", (user_id,))
            return {**deleted, "forgetting": forgotten.rowcount}

        return await self._noted("user", delete)

    async def forget_conversation(self, conversation_id: str) -> Receipt:
        """As the protocol says."""
        where = (conversation_id, apart(conversation_id))
        return await self._noted(
            "conversation",
            lambda connection: _delete_owned(connection, "conversation_id IN (?, ?)", where),
        )

    async def purge(self, limits: PurgeLimits, *, decision: str | None = None) -> Receipt:
        """As the protocol says; feedback and gaps by whole days."""
        moments = {
            "conversation": limits.history,
            "inbox": limits.inbox,
            "waiting": self._clock() - WAITS_FOR,
            "reply": limits.replies,
        }
        days = {"feedback": limits.feedback, "gap": limits.gaps}

        def delete(connection: sqlite3.Connection) -> dict[str, int]:
            deleted = {}
            for table, before in moments.items():
                old = f"{TIMES[table]} < ? AND NOT {held(table)}"
                deleted[table] = _deleted(connection, table, old, (micros(before),))
            deleted["forgetting"] = _deleted(
                connection, "forgetting", "at < ?", (micros(limits.history),)
            )
            for table, before in days.items():
                day = (before.date().isoformat(),)
                deleted[table] = _deleted(connection, table, f"day < ? AND NOT {DAY_HELD}", day)
            return deleted

        return await self._noted("purge", delete, decision=decision)

    async def receipts(self) -> Sequence[Receipt]:
        """As the protocol says."""

        def select(connection: sqlite3.Connection) -> list[tuple[str, str, str, str | None]]:
            return connection.execute(
                "SELECT at, what, deleted, decision FROM receipt ORDER BY rowid"
            ).fetchall()

        return [_receipt(*row) for row in await self._database.read(select)]

    async def hold(self, hold: Hold) -> None:
        """As the protocol says."""
        row = (
            hold.id,
            hold.user_id,
            hold.conversation_id,
            None if hold.since is None else micros(hold.since),
            None if hold.until is None else micros(hold.until),
            hold.reason,
            hold.decision,
        )

        def insert(connection: sqlite3.Connection) -> None:
            connection.execute("INSERT INTO hold VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            self._audit(connection, "hold", hold.reason, hold.decision)

        await self._database.write(insert, durable=True)

    async def release(self, hold_id: str, *, reason: str) -> bool:
        """As the protocol says."""

        def delete(connection: sqlite3.Connection) -> bool:
            released = _deleted(connection, "hold", "id = ?", (hold_id,)) == 1
            if released:
                self._audit(connection, "release", reason, None)
            return released

        return await self._database.write(delete, durable=True)

    async def holds(self) -> Sequence[Hold]:
        """As the protocol says."""

        def select(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
            return connection.execute("SELECT * FROM hold ORDER BY rowid").fetchall()

        return [_hold(row) for row in await self._database.read(select)]

    def _audit(
        self, connection: sqlite3.Connection, action: str, reason: str, decision: str | None
    ) -> None:
        row = (self._clock().isoformat(), action, reason, decision)
        connection.execute("INSERT INTO audit VALUES (?, ?, ?, ?)", row)

    async def _noted(
        self, what: _What, deletion: _Deletion, *, decision: str | None = None
    ) -> Receipt:
        at = self._clock().isoformat()

        def delete(connection: sqlite3.Connection) -> str:
            deleted = json.dumps(deletion(connection))
            row = (at, what, deleted, decision)
            connection.execute(
                "INSERT INTO receipt (at, what, deleted, decision) VALUES (?, ?, ?, ?)", row
            )
            return deleted

        return _receipt(at, what, await self._database.write(delete, durable=True), decision)


def held(table: str) -> str:
    """The condition that a row of the table is of a hold."""
    return _HELD.format(table=table, time=TIMES[table])


def _delete_owned(
    connection: sqlite3.Connection, where: str, parameters: tuple[str, ...]
) -> dict[str, int]:
    """All of it or, if any of it is held, nothing."""
    for table in TIMES:
        query = f"SELECT 1 FROM {table} WHERE {where} AND {held(table)}"  # noqa: S608 ours alone
        if connection.execute(query, parameters).fetchone():
            raise RecordsHeld("a hold forbids it: release the hold first")
    return {table: _deleted(connection, table, where, parameters) for table in TIMES}


def _deleted(
    connection: sqlite3.Connection, table: str, where: str, parameters: tuple[object, ...]
) -> int:
    statement = f"DELETE FROM {table} WHERE {where}"  # noqa: S608 ours alone
    return connection.execute(statement, parameters).rowcount


def _hold(row: tuple[object, ...]) -> Hold:
    match row:
        case (
            str(hold_id),
            (str() | None) as user_id,
            (str() | None) as conversation_id,
            (int() | None) as since,
            (int() | None) as until,
            str(reason),
            str(decision),
        ):
            return Hold(
                id=hold_id,
                user_id=user_id,
                conversation_id=conversation_id,
                since=None if since is None else moment(since),
                until=None if until is None else moment(until),
                reason=reason,
                decision=decision,
            )
        case _:
            raise StorageUnavailable("a hold is unreadable")


def _receipt(at: str, what: str, deleted: str, decision: str | None) -> Receipt:
    try:
        match what, json.loads(deleted):
            case ("user" | "conversation" | "purge" | "records") as kind, dict(counts):
                return Receipt(
                    at=datetime.fromisoformat(at),
                    what=kind,
                    deleted={str(name): int(count) for name, count in counts.items()},
                    decision=decision,
                )
            case _:
                raise ValueError("not a receipt")
    except (ValueError, TypeError, RecursionError) as error:
        raise StorageUnavailable("a deletion receipt is unreadable") from error
