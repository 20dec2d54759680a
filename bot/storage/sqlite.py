"""Conversations, feedback and gaps in a `SQLiteDatabase`."""

from __future__ import annotations

import json
import secrets
import sqlite3
from dataclasses import replace
from datetime import timedelta

from bot.errors import RecordsHeld
from bot.storage.base import Conversation, ConversationKey, Gap
from bot.storage.database import SQLiteDatabase
from bot.storage.moments import Clock, micros, moment, utc_now
from bot.storage.records import decode, encode, encode_pieces
from bot.storage.replies import Reaction, ReplyRecord

LIFETIME = timedelta(days=30)
"""How long a conversation is remembered after its last question, unless told otherwise."""

_MAY_BE_HELD = "SELECT 1 FROM hold WHERE user_id IS NULL OR user_id = ?"
"""Whatever it is of theirs: what they wish forgotten can wait until the hold ends."""
_THREAD = ";messageid="
_NOTE_FORGETTING_IN = (
    "INSERT INTO forgetting SELECT DISTINCT user_id, 1, ? FROM conversation"
    " WHERE conversation_id = ? OR substr(conversation_id, 1, length(?)) = ?"
    " ON CONFLICT (user_id) DO UPDATE SET times = times + 1, at = excluded.at"
)
_FORGET_IN = (
    "DELETE FROM conversation"
    " WHERE conversation_id = ? OR substr(conversation_id, 1, length(?)) = ?"
)
_LOAD = (
    "SELECT record, etag, changed_at,"
    " COALESCE((SELECT times FROM forgetting WHERE user_id = asked.user_id), 0)"
    " FROM (SELECT ? AS conversation_id, ? AS user_id) AS asked"
    " LEFT JOIN conversation USING (conversation_id, user_id)"
)
_INSERT = (
    "INSERT OR IGNORE INTO conversation (record, etag, changed_at, conversation_id, user_id)"
    " SELECT ?, ?, ?, ?, ?"
    " WHERE COALESCE((SELECT times FROM forgetting WHERE user_id = ?), 0) = ?"
)


class SQLiteConversationStore:
    """A `ConversationStore`: one row per person and conversation, changed by compare-and-swap."""

    def __init__(
        self, database: SQLiteDatabase, *, clock: Clock = utc_now, lifetime: timedelta = LIFETIME
    ) -> None:
        """`lifetime` counts from the last change; what is older is as if it were gone."""
        self._database = database
        self._clock = clock
        self._lifetime = lifetime

    async def load(self, key: ConversationKey) -> Conversation:
        """As the protocol says; a record that is not a conversation is `StorageUnavailable`."""

        def find(connection: sqlite3.Connection) -> tuple[str | None, str, int, int]:
            row: tuple[str | None, str, int, int] = connection.execute(
                _LOAD, (key.conversation_id, key.user_id)
            ).fetchone()
            return row

        record, etag, changed_at, forgettings = await self._database.read(find)
        if record is None:
            return Conversation(forgettings=forgettings)
        changed = moment(changed_at)
        if changed < self._clock() - self._lifetime:
            return Conversation(etag=etag, forgettings=forgettings)
        conversation = decode(record, etag=etag)
        return replace(conversation, changed_at=changed, forgettings=forgettings)

    async def save(self, key: ConversationKey, conversation: Conversation) -> bool:
        """As the protocol says."""
        values = (encode(conversation), secrets.token_hex(8), micros(self._clock()))
        where = (key.conversation_id, key.user_id)

        def insert(connection: sqlite3.Connection) -> bool:
            changed = connection.execute(
                _INSERT, (*values, *where, key.user_id, conversation.forgettings)
            )
            return changed.rowcount == 1

        def replace(connection: sqlite3.Connection) -> bool:
            changed = connection.execute(
                "UPDATE conversation SET record = ?, etag = ?, changed_at = ?"
                " WHERE conversation_id = ? AND user_id = ? AND etag = ?",
                (*values, *where, conversation.etag),
            )
            return changed.rowcount == 1

        return await self._database.write(insert if conversation.etag is None else replace)

    async def forget(self, key: ConversationKey) -> None:
        """As the protocol says."""
        await self._forget(
            key.user_id,
            "DELETE FROM conversation WHERE conversation_id = ? AND user_id = ?",
            (key.conversation_id, key.user_id),
        )

    async def forget_all(self, user_id: str) -> None:
        """As the protocol says."""
        await self._forget(user_id, "DELETE FROM conversation WHERE user_id = ?", (user_id,))

    async def forget_conversation(self, conversation_id: str) -> None:
        """As the protocol says. A thread of a channel is named after it: "19:…;messageid=1"."""
        threads = f"{conversation_id}{_THREAD}"
        where = (conversation_id, threads, threads)
        now = micros(self._clock())

        def delete(connection: sqlite3.Connection) -> None:
            connection.execute(_NOTE_FORGETTING_IN, (now, *where))
            connection.execute(_FORGET_IN, where)

        await self._database.write(delete, durable=True)

    async def count(self, user_id: str) -> int:
        """As the protocol says."""
        oldest = micros(self._clock() - self._lifetime)

        def select(connection: sqlite3.Connection) -> int:
            (found,) = connection.execute(
                "SELECT count(*) FROM conversation WHERE user_id = ? AND changed_at >= ?",
                (user_id, oldest),
            ).fetchone()
            return int(found)

        return await self._database.read(select)

    async def _forget(self, user_id: str, deletion: str, parameters: tuple[str, ...]) -> None:
        now = micros(self._clock())

        def delete(connection: sqlite3.Connection) -> None:
            if connection.execute(_MAY_BE_HELD, (user_id,)).fetchone():
                raise RecordsHeld("a hold may concern it")
            connection.execute(deletion, parameters)
            connection.execute(
                "INSERT INTO forgetting VALUES (?, 1, ?)"
                " ON CONFLICT (user_id) DO UPDATE SET times = times + 1, at = excluded.at",
                (user_id, now),
            )

        await self._database.write(delete, durable=True)


class SQLiteFeedbackStore:
    """A `FeedbackStore`. Only the day is kept: a time of day could tell who it was."""

    def __init__(self, database: SQLiteDatabase, *, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def add_feedback(
        self, *, reaction: Reaction, comment: str, about: ReplyRecord | None
    ) -> None:
        """As the protocol says."""
        rested_on = (
            (about.skill, encode_pieces(about.sources), about.model, about.rules)
            if about
            else (None, "[]", "", "")
        )
        row = (self._clock().date().isoformat(), reaction, comment, *rested_on)

        def insert(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT INTO feedback (day, reaction, comment, skill, sources, model, rules)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                row,
            )

        await self._database.write(insert)


class SQLiteGapStore:
    """A `GapStore`. Only the day is kept, as for feedback."""

    def __init__(self, database: SQLiteDatabase, *, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def add_gap(self, gap: Gap) -> None:
        """As the protocol says."""
        row = (
            self._clock().date().isoformat(),
            gap.question,
            gap.skill,
            gap.language,
            gap.kind,
            json.dumps(gap.document_ids),
            json.dumps(gap.owners, ensure_ascii=False),
        )

        def insert(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT INTO gap (day, question, skill, language, kind, document_ids, owners)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                row,
            )

        await self._database.write(insert)
