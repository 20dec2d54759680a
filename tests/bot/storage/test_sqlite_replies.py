"""The records of replies in SQLite: older files, and rows that somebody has tampered with."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import StorageUnavailable
from bot.storage.base import Conversation, ConversationKey
from bot.storage.database import SQLiteDatabase
from bot.storage.replies import ReplyRecord
from bot.storage.sqlite import SQLiteConversationStore, SQLiteFeedbackStore
from bot.storage.sqlite_replies import SQLiteReplyRecords

FIRST_SCHEMA = Path(__file__).parents[2] / "data" / "state-1.sql"
KEY = ConversationKey("conversation", "anna")
RECORD = ReplyRecord(
    reference="K7M4QX",
    at=datetime(2026, 11, 2, 12, 0, tzinfo=UTC),
    outcome="answered",
    language="sv",
    audience="private",
)


async def test_case_82_a_file_of_the_first_schema_keeps_what_it_holds_and_gets_records(
    tmp_path: Path,
) -> None:
    path = tmp_path / "state.sqlite"
    with closing(sqlite3.connect(path)) as older:
        older.executescript(FIRST_SCHEMA.read_text(encoding="utf-8"))

    newer = SQLiteDatabase(path)
    await SQLiteReplyRecords(newer).add(RECORD)
    await SQLiteFeedbackStore(newer).add_feedback(reaction="like", comment="", about=RECORD)

    assert list(await SQLiteReplyRecords(newer).find("K7M4QX")) == [RECORD]
    store = SQLiteConversationStore(newer, lifetime=timedelta(days=365_000))
    assert (await store.load(KEY)).facts == {"unit": "skola"}
    with closing(sqlite3.connect(path)) as reader:
        comments = reader.execute("SELECT comment FROM feedback").fetchall()
    assert comments == [("Bra!",), ("",)]
    await newer.close()


async def test_a_record_is_on_disk_as_soon_as_anything_later_is(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    database = SQLiteDatabase(path)
    await SQLiteReplyRecords(database).add(RECORD)

    await SQLiteConversationStore(database).save(KEY, Conversation())

    with closing(sqlite3.connect(path)) as reader:
        assert reader.execute("SELECT reference FROM reply").fetchall() == [("K7M4QX",)]
    await database.close()


async def test_the_last_record_is_kept_when_the_file_is_closed(tmp_path: Path) -> None:
    database = SQLiteDatabase(tmp_path / "state.sqlite")
    await SQLiteReplyRecords(database).add(RECORD)
    await database.close()

    again = SQLiteDatabase(tmp_path / "state.sqlite")

    assert list(await SQLiteReplyRecords(again).find("K7M4QX")) == [RECORD]
    await again.close()


async def test_a_record_that_cannot_be_written_is_logged_and_fails_nothing_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    database = SQLiteDatabase(tmp_path / "state.sqlite")
    store, records = SQLiteConversationStore(database), SQLiteReplyRecords(database)
    await database.write(lambda connection: connection.execute("DROP TABLE reply"))
    await records.add(RECORD)

    assert await store.save(KEY, Conversation(facts={"unit": "skola"}))

    assert (await store.load(KEY)).facts == {"unit": "skola"}
    assert [record.message for record in caplog.records] == ["Something could not be stored"]
    await database.close()


async def test_nothing_is_recorded_after_closing(tmp_path: Path) -> None:
    database = SQLiteDatabase(tmp_path / "state.sqlite")
    await database.close()

    with pytest.raises(StorageUnavailable):
        await SQLiteReplyRecords(database).add(RECORD)


@pytest.mark.parametrize("sources", ["", "null", "[1]", '[["a"]]', "[" * 100_000, '["abc"]'])
async def test_tampered_sources_are_unavailable(tmp_path: Path, sources: str) -> None:
    path = tmp_path / "state.sqlite"
    database = SQLiteDatabase(path)
    records = SQLiteReplyRecords(database)
    await records.add(RECORD)
    await records.find("K7M4QX")
    with closing(sqlite3.connect(path)) as tampering, tampering:
        tampering.execute("UPDATE reply SET sources = ?", (sources,))

    with pytest.raises(StorageUnavailable):
        await records.find("K7M4QX")
    await database.close()
