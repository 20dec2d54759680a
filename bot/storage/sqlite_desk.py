"""What a registrator finds and deletes in a `SQLiteDatabase`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

from bot.errors import RecordsHeld
from bot.storage.base import apart
from bot.storage.database import SQLiteDatabase
from bot.storage.erasure import FoundRecord, Receipt, Selection
from bot.storage.moments import Clock, micros, moment, utc_now
from bot.storage.records import decode
from bot.storage.sqlite_erasure import DAY_HELD, TIMES, held

_BY_DAY = ("feedback", "gap")
"""Tables of what belongs to nobody."""


class SQLiteRecordsDesk:
    """A `RecordsDesk`."""

    def __init__(self, database: SQLiteDatabase, *, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def find(
        self, selection: Selection, *, action: Literal["search", "export"], reason: str
    ) -> Sequence[FoundRecord]:
        """As the protocol says; noted before anything is handed out."""

        def select(connection: sqlite3.Connection) -> list[FoundRecord]:
            self._note(connection, action, reason, None)
            found = [*_exchanges(connection, selection)]
            for table in ("inbox", "waiting", "reply", *_days(selection)):
                found += _rows(connection, table, selection)
            return sorted(found, key=lambda one: one.at)

        return await self._database.write(select, durable=True)

    async def delete(self, selection: Selection, *, decision: str, reason: str) -> Receipt:
        """As the protocol says."""
        at = self._clock()

        def delete(connection: sqlite3.Connection) -> dict[str, int]:
            _refuse_held(connection, selection)
            self._note(connection, "delete", reason, decision)
            counts = {}
            for table in (*TIMES, *_days(selection)):
                where, values = _where(table, selection)
                statement = f"DELETE FROM {table} WHERE {where}"  # noqa: S608 ours alone
                counts[table] = connection.execute(statement, values).rowcount
            row = (at.isoformat(), "records", json.dumps(counts), decision)
            connection.execute(
                "INSERT INTO receipt (at, what, deleted, decision) VALUES (?, ?, ?, ?)", row
            )
            return counts

        deleted = await self._database.write(delete, durable=True)
        return Receipt(at=at, what="records", deleted=deleted, decision=decision)

    def _note(
        self, connection: sqlite3.Connection, action: str, reason: str, decision: str | None
    ) -> None:
        row = (self._clock().isoformat(), action, reason, decision)
        connection.execute("INSERT INTO audit VALUES (?, ?, ?, ?)", row)


def _days(selection: Selection) -> tuple[str, ...]:
    """Feedback and gaps name nobody: they are of a period, never of a person."""
    return () if selection.user_id or selection.conversation_id else _BY_DAY


def _where(table: str, selection: Selection) -> tuple[str, tuple[object, ...]]:
    wheres: list[str] = ["1"]
    values: list[object] = []
    if selection.user_id:
        wheres.append("user_id = ?")
        values.append(selection.user_id)
    if selection.conversation_id:
        wheres.append("conversation_id IN (?, ?)")
        values += (selection.conversation_id, apart(selection.conversation_id))
    column = TIMES.get(table, "day")
    for bound, sign in ((selection.since, ">="), (selection.until, "<")):
        if bound:
            wheres.append(f"{column} {sign} ?")
            values.append(bound.date().isoformat() if table in _BY_DAY else micros(bound))
    return " AND ".join(wheres), tuple(values)


def _refuse_held(connection: sqlite3.Connection, selection: Selection) -> None:
    for table in (*TIMES, *_days(selection)):
        where, values = _where(table, selection)
        forbidden = DAY_HELD if table in _BY_DAY else held(table)
        query = f"SELECT 1 FROM {table} WHERE {where} AND {forbidden}"  # noqa: S608 ours alone
        if connection.execute(query, values).fetchone():
            raise RecordsHeld("a hold forbids it: release the hold first")


def _exchanges(connection: sqlite3.Connection, selection: Selection) -> list[FoundRecord]:
    where, values = _where("conversation", selection)
    query = (
        "SELECT conversation_id, user_id, record, changed_at"  # noqa: S608 ours alone
        f" FROM conversation WHERE {where}"
    )
    return [
        FoundRecord(
            kind="exchange",
            at=moment(changed_at),
            user_id=user_id,
            conversation_id=conversation_id,
            texts={"question": one.question, "answer": one.answer, "skill": one.skill or ""},
        )
        for conversation_id, user_id, record, changed_at in connection.execute(query, values)
        for one in decode(record, etag="").exchanges
    ]


_SHOWN = {
    "inbox": ("activity_id", "body"),
    "waiting": ("activity_id", "body"),
    "reply": ("reference", "outcome", "skill", "sources", "model", "rules"),
    "feedback": ("reaction", "comment", "skill", "sources"),
    "gap": ("question", "skill", "kind", "document_ids", "owners"),
}


def _rows(connection: sqlite3.Connection, table: str, selection: Selection) -> list[FoundRecord]:
    where, values = _where(table, selection)
    owner = "NULL, NULL" if table in _BY_DAY else "user_id, conversation_id"
    columns = ", ".join((TIMES.get(table, "day"), owner, *_SHOWN[table]))
    query = f"SELECT {columns} FROM {table} WHERE {where}"  # noqa: S608 ours alone
    return [
        FoundRecord(
            kind=table,
            at=_at(at),
            user_id=user_id,
            conversation_id=conversation_id,
            texts={
                name: str(value)
                for name, value in zip(_SHOWN[table], shown, strict=True)
                if value not in (None, "")
            },
        )
        for at, user_id, conversation_id, *shown in connection.execute(query, values)
    ]


def _at(kept: int | str) -> datetime:
    return (
        moment(kept) if isinstance(kept, int) else datetime.fromisoformat(kept).replace(tzinfo=UTC)
    )
