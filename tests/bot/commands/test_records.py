"""`kollega forget`, `purge` and `records`, as a registrator uses them."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.storage.base import Conversation, ConversationKey, Exchange, Gap
from bot.storage.database import SQLiteDatabase
from bot.storage.sqlite import SQLiteConversationStore, SQLiteGapStore
from tests.bot.commands.shell import run_kollega

CANARY = "kanariefågel-7f3a"
NUMBER = "19811218-9876"
SEARCH = ("records", "search", "--reason", "utlämnande")
HOLD = ("records", "hold", "--user", "anna", "--reason", "utlämnande", "--decision", "KS 2026/7")


async def _ask(data: Path, *, days_ago: int, question: str = CANARY) -> None:
    database = SQLiteDatabase(data / "state.sqlite3")
    store = SQLiteConversationStore(
        database, clock=lambda: datetime.now(UTC) - timedelta(days=days_ago)
    )
    exchange = Exchange(question=question, answer=CANARY, skill="hr")
    for name in ("anna", "bo"):
        await store.save(ConversationKey("c", name), Conversation(exchanges=(exchange,)))
    await database.close()


async def _gap(data: Path) -> None:
    database = SQLiteDatabase(data / "state.sqlite3")
    await SQLiteGapStore(database).add_gap(Gap(question=CANARY, skill="hr", language="sv"))
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


def _audit(data: Path) -> list[tuple[str, str, str | None]]:
    connection = sqlite3.connect(data / "state.sqlite3")
    try:
        return connection.execute("SELECT action, reason, decision FROM audit").fetchall()
    finally:
        connection.close()


def test_a_search_shows_which_records_there_are_and_never_their_words(tmp_path: Path) -> None:
    asyncio.run(_ask(tmp_path, days_ago=0))

    found = run_kollega(*SEARCH, "--user", "anna", "--json", data=tmp_path)
    before = run_kollega(*SEARCH, "--user", "anna", "--to", "2020-01-01", data=tmp_path)

    assert [(one["kind"], one["user"]) for one in found.json["records"]] == [("exchange", "anna")]
    assert CANARY.encode() not in found.stdout + found.stderr
    assert before.stdout == b"Nothing is kept of that.\n"
    assert _audit(tmp_path) == [("search", "utlämnande", None)] * 2


@pytest.mark.parametrize("ending", ["json", "csv"])
def test_an_export_is_masked_and_holds_no_formula(tmp_path: Path, ending: str) -> None:
    asyncio.run(_ask(tmp_path, days_ago=0, question=f"=1+1 {NUMBER} {CANARY}"))
    out = tmp_path / f"ut.{ending}"
    command = ("records", "export", "--reason", "utlämnande", "--user", "anna", "--out", str(out))

    first = run_kollega(*command, data=tmp_path)
    again = run_kollega(*command, data=tmp_path)

    text = out.read_text(encoding="utf-8-sig")
    assert (first.code, again.code) == (0, 2)
    assert CANARY in text
    assert "[personnummer]" in text
    assert NUMBER not in text
    assert ";=1+1" not in text


def test_records_are_deleted_only_by_a_decision_and_not_while_held(tmp_path: Path) -> None:
    asyncio.run(_ask(tmp_path, days_ago=0))
    delete = ("records", "delete", "--reason", "gallring", "--user", "anna")
    decided = (*delete, "--decision", "KS 2026/9")
    [hold] = run_kollega(*HOLD, "--json", data=tmp_path).json["holds"]

    assert run_kollega(*delete, data=tmp_path).code == 2
    assert run_kollega(*decided, data=tmp_path).code == 1
    run_kollega("records", "release", "--hold", hold["id"], "--reason", "klart", data=tmp_path)
    receipt = run_kollega(*decided, "--json", data=tmp_path).json

    assert (receipt["what"], receipt["decision"]) == ("records", "KS 2026/9")
    assert receipt["deleted"] == {"conversation": 1, "inbox": 0, "waiting": 0, "reply": 0}
    assert ("delete", "gallring", "KS 2026/9") in _audit(tmp_path)
    assert run_kollega(*SEARCH, "--user", "bo", data=tmp_path).stdout.endswith(b"1 records.\n")


def test_a_hold_of_a_period_covers_gaps(tmp_path: Path) -> None:
    asyncio.run(_gap(tmp_path))
    period = ("--from", "2020-01-01", "--to", "2099-01-01")
    delete = ("records", "delete", "--reason", "x", *period, "--decision", "KS 1")

    hold = ("records", "hold", "--reason", "x", *period, "--decision", "KS 2")
    assert run_kollega(*hold, data=tmp_path).code == 0
    assert run_kollega(*delete, data=tmp_path).code == 1
    found = run_kollega(*SEARCH, *period, "--json", data=tmp_path).json["records"]
    assert [one["kind"] for one in found] == ["gap"]


def test_every_use_needs_a_reason_and_something_to_look_for(tmp_path: Path) -> None:
    for wrong in (SEARCH, ("records", "export", "--reason", " ", "--user", "a"), SEARCH[:2]):
        assert run_kollega(*wrong, data=tmp_path).code == 2
    assert not (tmp_path / "state.sqlite3").exists() or _audit(tmp_path) == []
