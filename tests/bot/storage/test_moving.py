"""What a pilot remembered in SQLite is the same in Blob Storage after a move."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.storage.base import Conversation, ConversationKey, Exchange, Gap, InboxItem
from bot.storage.blob.container import BlobContainer
from bot.storage.database import SQLiteDatabase
from bot.storage.erasure import Hold, Selection
from bot.storage.moving import move
from bot.storage.replies import CitedPiece, ReplyRecord
from bot.storage.usage import ModelUse
from tests.contracts.stores import Stores, blob_stores, open_container, sqlite_stores
from tests.fakes.blob_server import KEY, BlobServer
from tests.fakes.clock import Clock

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
SCRIPT = Path(__file__).parents[3] / "infra" / "state" / "to_blobs.py"
ANNA, ERIK = "oid-anna", "oid-erik"
CHAT = ConversationKey("a:anna", ANNA)
TALK = Conversation(
    exchanges=(Exchange(question="Får jag flyga?", answer="Nej.", skill="policy"),),
    facts={"unit": "skola"},
)
REPLY = ReplyRecord(
    reference="K7M4QX",
    at=NOW,
    outcome="answered",
    language="sv",
    audience="private",
    conversation_id="a:anna",
    user_id=ANNA,
    activity_id="1",
    message_ids=("m-1",),
    sources=(CitedPiece(document_id="d", chunk_id="c"),),
)
HOLD = Hold(id="h-1", user_id=ERIK, reason="begärt", decision="KS 2026/7")
ANYTHING = Selection(since=NOW - timedelta(days=1))


def _item(activity_id: str) -> InboxItem:
    return InboxItem(
        conversation_id="a:anna",
        activity_id=activity_id,
        body='{"text": "Får jag flyga?"}',
        received_at=NOW,
        user_id=ANNA,
    )


@dataclass
class Move:
    path: Path
    container: BlobContainer | None
    clock: Clock[datetime]

    async def remember(self) -> None:
        """As a pilot did, until it was stopped in the middle of an answer."""
        kept = sqlite_stores(self.path, self.clock)
        await kept.conversations.save(ConversationKey("a:erik", ERIK), TALK)
        await kept.conversations.forget_all(ERIK)
        await kept.conversations.save(CHAT, TALK)
        await kept.inbox.accept(_item("1"))
        await kept.inbox.finish(_item("1"))
        await kept.inbox.accept(_item("2"))
        await kept.inbox.started(_item("2"), placeholder_id="m-2")
        await kept.replies.add(REPLY)
        await kept.feedback.add_feedback(reaction="like", comment="Bra", about=REPLY)
        await kept.gaps.add_gap(Gap(question="Var?", skill=None, language="sv", owners=("IT",)))
        await kept.tokens.reserve(NOW.date(), 40, limit=100)
        await kept.usage.add(NOW.date(), ModelUse(requests=1, prompt=900))
        await kept.erasure.hold(HOLD)
        await kept.stop()

    async def run(self) -> dict[str, int]:
        assert self.container is not None
        database = SQLiteDatabase(self.path)
        moved = dict(await move(database, self.container))
        await database.close()
        return moved

    def before(self) -> Stores:
        return sqlite_stores(self.path, self.clock)

    def after(self) -> Stores:
        assert self.container is not None
        return blob_stores(self.container, self.clock)


@pytest.fixture
async def moving(tmp_path: Path) -> AsyncIterator[Move]:
    async with (
        BlobServer() as server,
        open_container(server.endpoint, KEY, name="kollega") as container,
    ):
        yield Move(tmp_path / "state.sqlite", container, Clock(NOW))


async def test_everything_is_found_after_the_move_as_it_was_before(moving: Move) -> None:
    await moving.remember()
    before = moving.before()
    found = await before.desk.find(ANYTHING, action="search", reason="prov")
    talk = await before.conversations.load(CHAT)
    await before.stop()

    await moving.run()

    after = moving.after()
    again = await after.desk.find(ANYTHING, action="search", reason="prov")
    assert sorted(again, key=str) == sorted(found, key=str)
    assert len(found) >= 5
    now = await after.conversations.load(CHAT)
    assert (now.exchanges, now.facts, now.changed_at) == (
        talk.exchanges,
        talk.facts,
        talk.changed_at,
    )
    assert list(await after.replies.find("K7M4QX")) == [REPLY]
    carried = await after.replies.carried_by(conversation_id="a:anna", message_id="m-1")
    assert carried == REPLY
    assert list(await after.erasure.holds()) == [HOLD]
    assert await after.tokens.spent(NOW.date()) == 40
    assert await after.usage.since(date(2026, 1, 1)) == {
        NOW.date(): ModelUse(requests=1, prompt=900)
    }
    await after.stop()


async def test_what_was_unfinished_is_taken_over_and_what_was_handled_is_known(
    moving: Move,
) -> None:
    await moving.remember()
    await moving.run()

    after = moving.after()
    [unfinished] = await after.inbox.unfinished()

    assert (unfinished.activity_id, unfinished.placeholder_id) == ("2", "m-2")
    assert not await after.inbox.accept(_item("1"))
    await after.stop()


async def test_what_was_forgotten_does_not_come_back(moving: Move) -> None:
    await moving.remember()
    await moving.run()

    after = moving.after()

    assert (await after.conversations.load(ConversationKey("a:erik", ERIK))).forgettings == 1
    assert not await after.conversations.save(ConversationKey("a:erik", ERIK), TALK)
    await after.stop()


async def test_a_move_begun_again_doubles_nothing_and_writes_over_nothing(moving: Move) -> None:
    await moving.remember()
    first = await moving.run()
    after = moving.after()
    talk = await after.conversations.load(CHAT)
    assert await after.conversations.save(
        CHAT, Conversation(facts={"unit": "vård"}, etag=talk.etag)
    )

    second = await moving.run()

    assert first["conversation"] == 1
    assert set(second.values()) == {0}
    assert (await after.conversations.load(CHAT)).facts == {"unit": "vård"}
    await after.stop()


async def test_the_script_moves_what_the_settings_name(tmp_path: Path) -> None:
    pilot = Move(tmp_path / "state.sqlite3", None, Clock(NOW))
    await pilot.remember()
    async with BlobServer() as server:
        environment = {
            "KOLLEGA_BLOB_ENDPOINT": server.endpoint,
            "KOLLEGA_BLOB_KEY": KEY,
            "KOLLEGA_DATA": str(tmp_path),
        }
        told = [await _script({**os.environ, **environment}) for _ in range(2)]

        assert any(name.startswith("conversation/") for name in server.blobs)
    missing = await _script({**os.environ, "KOLLEGA_DATA": str(tmp_path)})

    assert [code for code, _ in (*told, missing)] == [0, 0, 2]
    assert "conversation: 1" in told[0][1]
    assert "conversation: 0" in told[1][1]
    assert "KOLLEGA_BLOB_ENDPOINT" in missing[1]


async def _script(environment: dict[str, str]) -> tuple[int | None, str]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(SCRIPT)),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    return process.returncode, output.decode()
