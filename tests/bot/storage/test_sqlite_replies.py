"""The records of replies in SQLite: older files, and rows that somebody has tampered with."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import StorageUnavailable
from bot.storage.base import Conversation, ConversationKey, ReplyRecord
from bot.storage.database import SQLiteDatabase
from bot.storage.sqlite import SQLiteConversationStore
from bot.storage.sqlite_replies import SQLiteReplyRecords

KEY = ConversationKey("conversation", "anna")
RECORD = ReplyRecord(
    reference="K7M4QX",
    at=datetime(2026, 11, 2, 12, 0, tzinfo=UTC),
    outcome="answered",
    language="sv",
    audience="private",
)


async def test_case_82_a_file_of_the_first_schema_keeps_its_conversations_and_gets_records(
    tmp_path: Path,
) -> None:
    path = tmp_path / "state.sqlite"
    older = SQLiteDatabase(path)
    await SQLiteConversationStore(older).save(KEY, Conversation(facts={"unit": "skola"}))
    await older.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "DROP TABLE reply; DROP TABLE forgetting; DROP TABLE token_use;PRAGMA user_version = 1;"
        )

    newer = SQLiteDatabase(path)
    await SQLiteReplyRecords(newer).add(RECORD)

    assert list(await SQLiteReplyRecords(newer).find("K7M4QX")) == [RECORD]
    assert (await SQLiteConversationStore(newer).load(KEY)).facts == {"unit": "skola"}
    await newer.close()


@pytest.mark.parametrize("sources", ["", "null", "[1]", '[["a"]]', "[" * 100_000, '["abc"]'])
async def test_tampered_sources_are_unavailable(tmp_path: Path, sources: str) -> None:
    path = tmp_path / "state.sqlite"
    database = SQLiteDatabase(path)
    records = SQLiteReplyRecords(database)
    await records.add(RECORD)
    with closing(sqlite3.connect(path)) as tampering, tampering:
        tampering.execute("UPDATE reply SET sources = ?", (sources,))

    with pytest.raises(StorageUnavailable):
        await records.find("K7M4QX")
    await database.close()
