"""`kollega forget`, `purge` and `records`, as a registrator uses them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.storage.base import Conversation, ConversationKey, Exchange
from bot.storage.database import SQLiteDatabase
from bot.storage.sqlite import SQLiteConversationStore
from tests.bot.commands.shell import run_kollega

CANARY = "kanariefågel-7f3a"
HOLD = ("records", "hold", "--user", "anna", "--reason", "utlämnande", "--decision", "KS 2026/7")


async def _ask(data: Path, *, days_ago: int) -> None:
    database = SQLiteDatabase(data / "state.sqlite3")
    store = SQLiteConversationStore(
        database, clock=lambda: datetime.now(UTC) - timedelta(days=days_ago)
    )
    exchange = Exchange(question=CANARY, answer=CANARY, skill="hr")
    for name in ("anna", "bo"):
        await store.save(ConversationKey("c", name), Conversation(exchanges=(exchange,)))
    await database.close()


def _kept(data: Path) -> bool:
    return any(CANARY.encode() in path.read_bytes() for path in data.glob("state.sqlite3*"))


def test_forgetting_leaves_a_receipt_and_not_a_byte(tmp_path: Path) -> None:
    asyncio.run(_ask(tmp_path, days_ago=0))
    assert _kept(tmp_path)

    receipt = run_kollega("forget", "--user", "anna", "--json", data=tmp_path).json
    run_kollega("forget", "--conversation", "c", data=tmp_path)

    assert receipt["what"] == "user"
    assert receipt["deleted"].pop("conversation") == 1
    assert set(receipt["deleted"].values()) == {0}
    assert not _kept(tmp_path)


def test_a_hold_stops_forgetting_until_it_is_released(tmp_path: Path) -> None:
    asyncio.run(_ask(tmp_path, days_ago=0))
    [hold] = run_kollega(*HOLD, "--json", data=tmp_path).json["holds"]

    refused = run_kollega("forget", "--user", "anna", data=tmp_path)

    assert refused.code == 1
    assert b"a hold forbids it" in refused.stderr
    assert _kept(tmp_path)
    release = ("records", "release", "--hold", hold["id"], "--reason", "utlämnat")
    assert run_kollega(*release, data=tmp_path).stdout == b"Nothing is held.\n"
    assert run_kollega("forget", "--user", "anna", data=tmp_path).code == 0


def test_a_purge_needs_a_decision_and_names_it_in_the_receipt(tmp_path: Path) -> None:
    asyncio.run(_ask(tmp_path, days_ago=8))

    refused = run_kollega("purge", data=tmp_path)
    (tmp_path / "retention.toml").write_text('decision = "KS 2026/1"\n[days]\nhistory = 7\n')
    receipt = run_kollega("purge", "--json", data=tmp_path).json

    assert (refused.code, b"retention.toml" in refused.stderr) == (2, True)
    assert (receipt["decision"], receipt["deleted"]["conversation"]) == ("KS 2026/1", 2)
    assert not _kept(tmp_path)


def test_a_hold_says_what_and_why(tmp_path: Path) -> None:
    for wrong in (HOLD[:-2], ("records", "hold", "--reason", "x", "--decision", "y"), HOLD[:4]):
        assert run_kollega(*wrong, data=tmp_path).code == 2
