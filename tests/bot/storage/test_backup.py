"""Copies of the state file: made while it is written to, and put back."""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.storage.backup import back_up, main
from bot.storage.base import Conversation, ConversationKey, Exchange, InboxItem
from bot.storage.database import SQLiteDatabase
from bot.storage.sqlite import SQLiteConversationStore
from bot.storage.sqlite_inbox import SQLiteInbox

WRITERS = 6
_OLD = "Det som sades förut. " * 2000
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@dataclass
class Log:
    """What one writer has begun and what was acknowledged to it, in order."""

    begun: int = 0
    acknowledged: int = 0


@dataclass
class Office:
    """Writers who each accept one activity after the other and remember its number."""

    database: SQLiteDatabase
    logs: list[Log] = field(default_factory=lambda: [Log() for _ in range(WRITERS)])

    async def write(self, writer: int) -> None:
        """Until cancelled: the activity first, then the conversation, as a turn does."""
        inbox, log = SQLiteInbox(self.database, clock=lambda: NOW), self.logs[writer]
        store = SQLiteConversationStore(self.database, clock=lambda: NOW)
        try:
            for number in itertools.count(1):
                log.begun = number
                await inbox.accept(_activity(writer, number))
                remembered = await store.load(_key(writer))
                assert await store.save(_key(writer), _conversation(number, remembered.etag))
                log.acknowledged = number
        finally:
            inbox.close()


async def test_case_81_a_copy_made_under_writing_is_put_back_as_the_log_says(
    tmp_path: Path,
) -> None:
    state, copy = tmp_path / "state.sqlite3", tmp_path / "copy.sqlite3"
    database = SQLiteDatabase(state)
    await _fill(database)
    office = Office(database)
    writing = [asyncio.create_task(office.write(number)) for number in range(WRITERS)]
    await _until(lambda: all(log.acknowledged >= 20 for log in office.logs))

    before = [log.acknowledged for log in office.logs]
    await asyncio.to_thread(back_up, state, copy)
    after = [log.begun for log in office.logs]
    await _until(lambda: all(log.acknowledged > max(after) for log in office.logs))
    for task in writing:
        task.cancel()
    await asyncio.gather(*writing, return_exceptions=True)
    await database.close()
    restored = tmp_path / "again" / "state.sqlite3"
    restored.parent.mkdir()
    assert main([str(copy), str(restored)]) == 0

    assert sum(after) > sum(before), "nothing was written meanwhile"
    accepted = _accepted(restored)
    remembered = await _remembered(restored)
    for writer in range(WRITERS):
        last = len(accepted[writer])
        assert accepted[writer] == list(range(1, last + 1))
        assert before[writer] <= last <= after[writer]
        assert remembered[writer] in (last - 1, last)


def test_a_copy_is_one_file_that_only_its_owner_reads_and_nothing_is_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state, copy = tmp_path / "state.sqlite3", tmp_path / "copy.sqlite3"
    with closing(sqlite3.connect(state)) as connection:
        connection.executescript("PRAGMA journal_mode = WAL; CREATE TABLE one (a)")

    codes = [main([str(state), str(copy)]) for _ in range(2)]

    assert codes == [0, 2]
    assert "is there already" in capsys.readouterr().err
    assert [path.name for path in tmp_path.glob("copy*")] == ["copy.sqlite3"]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


@pytest.mark.parametrize("suffix", ["-wal", "-shm"])
def test_a_log_of_another_file_is_not_taken_for_the_copys(tmp_path: Path, suffix: str) -> None:
    state, copy = tmp_path / "state.sqlite3", tmp_path / "copy.sqlite3"
    sqlite3.connect(state).close()
    copy.with_name(copy.name + suffix).touch()

    assert main([str(state), str(copy)]) == 2


def test_what_is_no_state_leaves_no_copy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "state.sqlite3"
    broken.write_bytes(b"no database at all" * 100)

    codes = [main([str(tmp_path / name), str(tmp_path / "copy")]) for name in ("absent", broken)]

    assert codes == [2, 1]
    told = capsys.readouterr().err.splitlines()
    assert ["is not there" in told[0], "cannot be copied" in told[1]] == [True, True]
    assert [path.name for path in tmp_path.iterdir()] == ["state.sqlite3"]


async def _fill(database: SQLiteDatabase) -> None:
    """So much that copying takes longer than a few writes."""
    store = SQLiteConversationStore(database, clock=lambda: NOW)
    said = Exchange(question="Vad gällde?", answer=_OLD, skill="policy")
    for number in range(200):
        key = ConversationKey(f"old-{number}", "anna")
        assert await store.save(key, Conversation(exchanges=(said,)))


def _activity(writer: int, number: int) -> InboxItem:
    return InboxItem(
        conversation_id=f"a:{writer}", activity_id=str(number), body="{}", received_at=NOW
    )


def _key(writer: int) -> ConversationKey:
    return ConversationKey(f"a:{writer}", "anna")


def _conversation(number: int, etag: str | None) -> Conversation:
    return Conversation(facts={"number": str(number)}, etag=etag)


def _accepted(state: Path) -> list[list[int]]:
    with closing(sqlite3.connect(state)) as reader:
        rows = reader.execute("SELECT conversation_id, activity_id FROM inbox").fetchall()
    return [sorted(int(n) for chat, n in rows if chat == f"a:{one}") for one in range(WRITERS)]


async def _remembered(state: Path) -> list[int]:
    database = SQLiteDatabase(state)
    store = SQLiteConversationStore(database, clock=lambda: NOW, lifetime=timedelta(days=1))
    found = [await store.load(_key(writer)) for writer in range(WRITERS)]
    await database.close()
    return [int(conversation.facts["number"]) for conversation in found]


async def _until(reached: Callable[[], bool]) -> None:
    while not reached():  # noqa: ASYNC110 the writers tell nobody
        await asyncio.sleep(0.005)
