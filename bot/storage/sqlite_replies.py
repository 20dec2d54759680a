"""What lies behind the references, in a `SQLiteDatabase`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from bot.errors import StorageUnavailable
from bot.storage.database import SQLiteDatabase
from bot.storage.moments import micros, moment
from bot.storage.records import decode_pieces, encode_pieces
from bot.storage.replies import ReplyRecord
from bot.storage.transactions import RowChange

_ADD = (
    "INSERT INTO reply (reference, at, outcome, language, audience, conversation_id, user_id,"
    " activity_id, message_ids, skill, sources, model, rules) VALUES {rows}"
)
_DELIVER = (
    "WITH delivered (code, conversation, carriers) AS (VALUES {rows})"
    " UPDATE reply INDEXED BY reply_by_reference SET message_ids = delivered.carriers"
    " FROM delivered WHERE reference = delivered.code AND conversation_id = delivered.conversation"
)
COLUMNS = (
    "reference, at, outcome, language, audience, conversation_id, user_id,"
    " activity_id, message_ids, skill, sources, model, rules"
)
"""Of a reply, in the order in which `read_reply` reads them."""
_SELECT = f"SELECT {COLUMNS} FROM reply WHERE rowid = ?"  # noqa: S608 ours alone


class SQLiteReplyRecords:
    """`ReplyRecords`: one row per reply, without a word of it.

    It is written along with the next change: the inbox notes that an answer is about to be sent
    before it is, and that it has been sent after.
    """

    def __init__(self, database: SQLiteDatabase) -> None:
        self._database = database

    async def add(self, record: ReplyRecord) -> None:
        """As the protocol says."""
        self._database.write_along(RowChange(_ADD, _row(record)))

    async def delivered(
        self, reference: str, *, conversation_id: str, message_ids: Sequence[str]
    ) -> None:
        """As the protocol says."""
        row = (reference, conversation_id, _json(message_ids))
        self._database.write_along(RowChange(_DELIVER, row))

    async def find(self, reference: str) -> Sequence[ReplyRecord]:
        """As the protocol says."""
        return await self._select(
            "SELECT rowid FROM reply WHERE reference = ? ORDER BY at DESC, rowid DESC",
            (reference,),
        )

    async def answer_to(self, *, conversation_id: str, activity_id: str) -> ReplyRecord | None:
        """As the protocol says."""
        found = await self._select(
            "SELECT rowid FROM reply WHERE conversation_id = ? AND activity_id = ?"
            " AND message_ids != '[]' ORDER BY at DESC, rowid DESC LIMIT 1",
            (conversation_id, activity_id),
        )
        return found[0] if found else None

    async def carried_by(self, *, conversation_id: str, message_id: str) -> ReplyRecord | None:
        """As the protocol says."""
        found = await self._select(
            "SELECT rowid FROM reply WHERE conversation_id = ?"
            " AND EXISTS (SELECT 1 FROM json_each(message_ids) WHERE value = ?)"
            " ORDER BY at DESC, rowid DESC LIMIT 1",
            (conversation_id, message_id),
        )
        return found[0] if found else None

    async def latest(self, user_id: str, *, limit: int) -> Sequence[ReplyRecord]:
        """As the protocol says."""
        return await self._select(
            "SELECT rowid FROM reply WHERE user_id = ? ORDER BY at DESC, rowid DESC LIMIT ?",
            (user_id, limit),
        )

    async def _select(self, rows: str, parameters: tuple[object, ...]) -> list[ReplyRecord]:
        def select(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
            found = connection.execute(rows, parameters).fetchall()
            return [connection.execute(_SELECT, row).fetchone() for row in found]

        return [read_reply(row) for row in await self._database.read(select)]


def _row(record: ReplyRecord) -> tuple[str | int | None, ...]:
    return (
        *(record.reference, micros(record.at), record.outcome, record.language, record.audience),
        *(record.conversation_id, record.user_id, record.activity_id, _json(record.message_ids)),
        *(record.skill, encode_pieces(record.sources), record.model, record.rules),
    )


def _json(values: Sequence[str]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")) if values else "[]"


def read_reply(row: tuple[object, ...]) -> ReplyRecord:
    """The record, every type checked. Raises `StorageUnavailable`."""
    match row:
        case (
            str(reference),
            int(at),
            str(outcome),
            str(language),
            str(audience),
            str() | None as conversation_id,
            str() | None as user_id,
            str() | None as activity_id,
            str(message_ids),
            str() | None as skill,
            str(sources),
            str(model),
            str(rules),
        ):
            return ReplyRecord(
                reference=reference,
                at=moment(at),
                outcome=outcome,
                language=language,
                audience=audience,
                conversation_id=conversation_id,
                user_id=user_id,
                activity_id=activity_id,
                message_ids=_texts(message_ids),
                skill=skill,
                sources=decode_pieces(sources),
                model=model,
                rules=rules,
            )
        case _:
            raise StorageUnavailable("a record of a reply is unreadable")


def _texts(values: str) -> tuple[str, ...]:
    try:
        return tuple(str(value) for value in json.loads(values))
    except (ValueError, TypeError, RecursionError) as error:
        raise StorageUnavailable("a record of a reply is unreadable") from error
