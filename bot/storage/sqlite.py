"""Conversations, feedback and gaps in a `SQLiteDatabase`."""

from __future__ import annotations

import secrets
import sqlite3

from bot.storage.base import Conversation, ConversationKey, Reaction
from bot.storage.database import SQLiteDatabase
from bot.storage.moments import Clock, micros, utc_now
from bot.storage.records import decode, encode


class SQLiteConversationStore:
    """A `ConversationStore`: one row per person and conversation, changed by compare-and-swap."""

    def __init__(self, database: SQLiteDatabase, *, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def load(self, key: ConversationKey) -> Conversation:
        """As the protocol says; a record that is not a conversation is `StorageUnavailable`."""

        def find(connection: sqlite3.Connection) -> tuple[str, str] | None:
            row: tuple[str, str] | None = connection.execute(
                "SELECT record, etag FROM conversation WHERE conversation_id = ? AND user_id = ?",
                (key.conversation_id, key.user_id),
            ).fetchone()
            return row

        row = await self._database.read(find)
        return decode(row[0], etag=row[1]) if row else Conversation()

    async def save(self, key: ConversationKey, conversation: Conversation) -> bool:
        """As the protocol says."""
        values = (encode(conversation), secrets.token_hex(8), micros(self._clock()))
        where = (key.conversation_id, key.user_id)

        def insert(connection: sqlite3.Connection) -> bool:
            changed = connection.execute(
                "INSERT OR IGNORE INTO conversation"
                " (record, etag, changed_at, conversation_id, user_id) VALUES (?, ?, ?, ?, ?)",
                (*values, *where),
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

        def delete(connection: sqlite3.Connection) -> None:
            connection.execute(
                "DELETE FROM conversation WHERE conversation_id = ? AND user_id = ?",
                (key.conversation_id, key.user_id),
            )

        await self._database.write(delete)


class SQLiteFeedbackStore:
    """A `FeedbackStore`. Only the day is kept: a time of day could tell who it was."""

    def __init__(self, database: SQLiteDatabase, *, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def add_feedback(self, *, reaction: Reaction, comment: str, reference: str) -> None:
        """As the protocol says."""
        row = (self._clock().date().isoformat(), reaction, comment, reference)

        def insert(connection: sqlite3.Connection) -> None:
            connection.execute("INSERT INTO feedback VALUES (?, ?, ?, ?)", row)

        await self._database.write(insert)


class SQLiteGapStore:
    """A `GapStore`. Only the day is kept, as for feedback."""

    def __init__(self, database: SQLiteDatabase, *, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def add_gap(self, *, question: str, skill: str | None, language: str) -> None:
        """As the protocol says."""
        row = (self._clock().date().isoformat(), question, skill, language)

        def insert(connection: sqlite3.Connection) -> None:
            connection.execute("INSERT INTO gap VALUES (?, ?, ?, ?)", row)

        await self._database.write(insert)
