"""The SQLite stores when things go wrong around them, and what they leave on disk."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import ConfigurationError, StorageUnavailable
from bot.storage.base import REMEMBERED_FOR, Conversation, ConversationKey, Exchange, Gap, InboxItem
from bot.storage.database import SQLiteDatabase
from bot.storage.replies import ReplyRecord
from bot.storage.schema import VERSION
from bot.storage.sqlite import SQLiteConversationStore, SQLiteFeedbackStore, SQLiteGapStore
from bot.storage.sqlite_erasure import SQLiteErasure
from bot.storage.sqlite_inbox import SQLiteInbox
from bot.storage.sqlite_replies import SQLiteReplyRecords
from tests.fakes.clock import Clock

NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
KEY = ConversationKey("conversation", "anna")
CANARY = "kanariefågel-7f3a"


def item(activity_id: str = "1", *, body: str = "{}", user_id: str = "anna") -> InboxItem:
    return InboxItem(
        conversation_id="conversation",
        activity_id=activity_id,
        user_id=user_id,
        body=body,
        received_at=NOW,
    )


def reply(
    reference: str,
    *,
    user_id: str = "anna",
    conversation: str = "conversation",
    at: datetime = NOW,
) -> ReplyRecord:
    return ReplyRecord(
        reference=reference,
        at=at,
        outcome="answered",
        language="sv",
        audience="private",
        conversation_id=conversation,
        user_id=user_id,
    )


def conversation(text: str = "hej") -> Conversation:
    return Conversation(exchanges=(Exchange(question=text, answer=text, skill=None),))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state.sqlite"


@pytest.fixture
async def database(path: Path) -> AsyncIterator[SQLiteDatabase]:
    database = SQLiteDatabase(path, patience_s=0.05)
    yield database
    await database.close()


def bytes_on_disk(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


async def test_a_finished_activity_leaves_no_text_on_disk(path: Path) -> None:
    database = SQLiteDatabase(path)
    inbox = SQLiteInbox(database)
    await inbox.accept(item(body=CANARY))
    assert CANARY.encode() in bytes_on_disk(path)

    await inbox.finish(item(body=CANARY))
    inbox.close()
    await database.close()

    assert CANARY.encode() not in bytes_on_disk(path)


async def test_erased_text_is_gone_from_disk_soon_while_the_bot_runs(path: Path) -> None:
    database = SQLiteDatabase(path, log_s=0.01)
    store = SQLiteConversationStore(database)
    await store.save(KEY, conversation(CANARY))
    await store.forget(KEY)

    async with asyncio.timeout(5):
        while CANARY.encode() in bytes_on_disk(path):  # noqa: ASYNC110 nothing tells when
            await asyncio.sleep(0.01)
    await database.close()


async def test_erased_text_is_gone_from_disk_soon_though_the_bot_is_never_idle(path: Path) -> None:
    database = SQLiteDatabase(path, log_s=0.1)
    store = SQLiteConversationStore(database)
    await store.save(KEY, conversation(CANARY))
    await store.forget(KEY)
    other = ConversationKey("other", "user")

    async with asyncio.timeout(5):
        while CANARY.encode() in bytes_on_disk(path):
            await store.save(other, conversation("upptagen"))
    await database.close()


async def test_a_forgotten_conversation_leaves_no_text_on_disk(path: Path) -> None:
    database = SQLiteDatabase(path)
    store = SQLiteConversationStore(database)
    await store.save(KEY, conversation(CANARY * 5000))
    await store.forget(KEY)
    await database.close()

    assert CANARY.encode() not in bytes_on_disk(path)


async def test_a_finished_id_is_forgotten_after_some_days(database: SQLiteDatabase) -> None:
    clock = Clock(NOW)
    inbox = SQLiteInbox(database, clock=clock)
    await inbox.accept(item("1"))
    await inbox.finish(item("1"))
    clock.now += REMEMBERED_FOR + timedelta(seconds=1)
    await inbox.unfinished()

    assert await inbox.accept(item("1"))
    inbox.close()


async def test_a_locked_file_is_unavailable_and_works_again_afterwards(
    path: Path, database: SQLiteDatabase
) -> None:
    store = SQLiteConversationStore(database)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StorageUnavailable, match="SQLITE_BUSY"):
            await store.save(KEY, conversation())
        other.execute("ROLLBACK")

    assert await store.save(KEY, conversation())


@pytest.mark.parametrize("start", [0, 4096])
async def test_a_corrupted_file_is_unavailable(path: Path, start: int) -> None:
    database = SQLiteDatabase(path)
    await SQLiteConversationStore(database).save(KEY, conversation())
    await database.close()
    with path.open("r+b") as file:
        file.seek(start)
        file.write(b"\xa5" * 65536)

    with pytest.raises(StorageUnavailable):
        await SQLiteConversationStore(SQLiteDatabase(path)).load(KEY)


def test_a_file_that_is_no_database_is_unavailable(path: Path) -> None:
    path.write_text("Det här är ingen databas. " * 100)

    with pytest.raises(StorageUnavailable):
        SQLiteDatabase(path)


def test_a_place_that_cannot_be_written_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StorageUnavailable):
        SQLiteDatabase(tmp_path / "file" / "state.sqlite")


def test_a_file_from_a_newer_version_is_refused_with_the_remedy(path: Path) -> None:
    with closing(sqlite3.connect(path)) as newer:
        newer.execute(f"PRAGMA user_version = {VERSION + 1}")

    with pytest.raises(ConfigurationError, match=r"newer version of Kollega.*KOLLEGA_DATA"):
        SQLiteDatabase(path)


async def test_nothing_is_answered_after_closing(path: Path) -> None:
    database = SQLiteDatabase(path)
    await database.close()

    with pytest.raises(StorageUnavailable):
        await SQLiteConversationStore(database).load(KEY)


@pytest.mark.parametrize(
    "record",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"py/object": "os.system"}',
        '{"py/reduce": [{"py/type": "os.system"}, {"py/tuple": ["touch owned"]}]}',
        '{"exchanges": 1, "facts": {}, "actions": []}',
        '{"exchanges": [{"question": 1, "answer": "", "skill": null}], "facts": {}, "actions": []}',
        '{"exchanges": [], "facts": {"a": {}}, "actions": []}',
        '{"exchanges": [], "facts": [], "actions": []}',
        '{"exchanges": [], "facts": {}, "actions": [null]}',
        "[" * 100_000,
        '{"exchanges": [], "facts": NaN, "actions": []}',
        "\x80\x04\x95",
    ],
)
async def test_a_hostile_record_is_unavailable_and_runs_nothing(
    path: Path, database: SQLiteDatabase, record: str
) -> None:
    store = SQLiteConversationStore(database)
    await store.save(KEY, conversation())
    with closing(sqlite3.connect(path)) as attacker:
        attacker.execute("UPDATE conversation SET record = ?", (record,))
        attacker.commit()

    with pytest.raises(StorageUnavailable):
        await store.load(KEY)
    await store.forget(KEY)
    assert await store.load(KEY) == Conversation()


@pytest.mark.parametrize("owner", ["", "../../etc/passwd", "\x00", "x" * 5000, "a" * 5000])
async def test_a_hostile_owner_names_no_path_and_its_work_is_taken_over(
    path: Path, database: SQLiteDatabase, owner: str
) -> None:
    inbox = SQLiteInbox(database)
    await inbox.accept(item())
    with closing(sqlite3.connect(path)) as attacker:
        attacker.execute("UPDATE inbox SET owner = ?", (owner,))
        attacker.commit()

    assert list(await inbox.unfinished()) == [item()]
    inbox.close()


async def test_an_impossible_time_does_not_stop_recovery(
    path: Path, database: SQLiteDatabase
) -> None:
    inbox = SQLiteInbox(database)
    await inbox.accept(item())
    with closing(sqlite3.connect(path)) as attacker:
        attacker.execute("UPDATE inbox SET received_at = ?", (2**62,))
        attacker.commit()

    assert [one.activity_id for one in await inbox.unfinished()] == ["1"]
    inbox.close()


ACCEPT_AND_WAIT = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from bot.storage.base import (InboxItem)
from bot.storage.database import SQLiteDatabase
from bot.storage.sqlite_inbox import SQLiteInbox

async def main():
    inbox = SQLiteInbox(SQLiteDatabase(Path(sys.argv[1])))
    accepted = 0
    for number in range(int(sys.argv[2])):
        accepted += await inbox.accept(InboxItem(
            conversation_id="conversation", activity_id=str(number), body="{}",
            received_at=datetime(2026, 11, 2, tzinfo=UTC)))
    print(accepted, flush=True)
    sys.stdin.read()

asyncio.run(main())
"""


def accepting_process(path: Path, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", ACCEPT_AND_WAIT, str(path), str(count)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def reported(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    return int(process.stdout.readline())


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


async def test_two_processes_together_accept_each_activity_once(path: Path) -> None:
    await SQLiteDatabase(path).close()
    processes = [accepting_process(path, 200) for _ in range(2)]
    accepted = [reported(process) for process in processes]
    for process in processes:
        kill(process)

    assert sum(accepted) == 200


async def test_what_a_killed_process_accepted_is_taken_over_at_once(
    path: Path, database: SQLiteDatabase
) -> None:
    inbox = SQLiteInbox(database)
    process = accepting_process(path, 3)
    reported(process)
    assert list(await inbox.unfinished()) == []

    kill(process)

    assert [one.activity_id for one in await inbox.unfinished()] == ["0", "1", "2"]
    inbox.close()
    assert not list(path.parent.glob("*owner*"))


async def test_a_cancelled_caller_does_not_disturb_the_others(database: SQLiteDatabase) -> None:
    store = SQLiteConversationStore(database)
    impatient = asyncio.create_task(store.save(KEY, conversation()))
    await asyncio.sleep(0)
    impatient.cancel()

    assert (await store.load(KEY)).exchanges == conversation().exchanges


async def test_feedback_keeps_the_day_and_not_the_time(
    path: Path, database: SQLiteDatabase
) -> None:
    store = SQLiteFeedbackStore(database, clock=Clock(NOW))

    await store.add_feedback(reaction="like", comment="Bra!", about=reply("K7M4QX"))

    with closing(sqlite3.connect(path)) as reader:
        rows = reader.execute("SELECT * FROM feedback").fetchall()
    assert rows == [("2026-11-02", "like", "Bra!", None, "[]", "", "")]


async def test_a_gap_keeps_the_question_and_not_who_asked(
    path: Path, database: SQLiteDatabase
) -> None:
    store = SQLiteGapStore(database, clock=Clock(NOW))

    await store.add_gap(Gap(question="Får jag ha hund på jobbet?", skill=None, language="sv"))

    with closing(sqlite3.connect(path)) as reader:
        rows = reader.execute("SELECT * FROM gap").fetchall()
    assert rows == [
        ("2026-11-02", "Får jag ha hund på jobbet?", None, "sv", "unanswered", "[]", "[]")
    ]


async def test_a_disagreement_keeps_the_documents_and_their_owners(
    path: Path, database: SQLiteDatabase
) -> None:
    gap = Gap(
        question="Hur mycket flextid får jag spara?",
        skill="hr",
        language="sv",
        kind="disagreement",
        document_ids=("intranet:a.md", "intranet:b.md"),
        owners=("Lönechefen",),
    )

    await SQLiteGapStore(database, clock=Clock(NOW)).add_gap(gap)

    with closing(sqlite3.connect(path)) as reader:
        rows = reader.execute("SELECT kind, document_ids, owners FROM gap").fetchall()
    assert rows == [("disagreement", '["intranet:a.md", "intranet:b.md"]', '["Lönechefen"]')]


async def test_nothing_of_a_forgotten_person_is_left_on_disk(
    path: Path, database: SQLiteDatabase
) -> None:
    inbox = SQLiteInbox(database)
    await SQLiteConversationStore(database).save(KEY, conversation())
    await inbox.accept(item("1"))
    await SQLiteReplyRecords(database).add(reply("K7M4QX"))

    await SQLiteErasure(database).forget_user("anna")

    inbox.close()
    await database.close()
    assert b"anna" not in bytes_on_disk(path)
