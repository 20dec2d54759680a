"""`kollega forget`, `purge` and `records`, as a registrator uses them."""

from __future__ import annotations

import asyncio
import csv
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.calendars.base import STOCKHOLM
from bot.storage.base import Conversation, ConversationKey, Exchange, Gap
from bot.storage.database import SQLiteDatabase
from bot.storage.sqlite import SQLiteConversationStore, SQLiteGapStore
from tests.bot.commands.shell import run_kollega

CANARY = "kanariefågel-7f3a"
ANNA = "3f6b1c52-8a0e-4d7b-9c41-1d5e7a90b201"
"""Of the key anna in the sample's people.toml."""
NUMBER = "19811218-9876"
SEARCH = ("records", "search", "--reason", "utlämnande")
EXPORT = ("records", "export", "--reason", "begäran 2026/12")
HOLD = ("records", "hold", "--user", "anna", "--reason", "utlämnande", "--decision", "KS 2026/7")


async def _ask(data: Path, *, days_ago: int, question: str = CANARY) -> None:
    database = SQLiteDatabase(data / "state.sqlite3")
    store = SQLiteConversationStore(
        database, clock=lambda: datetime.now(UTC) - timedelta(days=days_ago)
    )
    exchange = Exchange(question=question, answer=CANARY, skill="hr")
    for name in (ANNA, "bo"):
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
    assert "hålls kvar och får inte gallras" in refused.errors
    assert _kept(tmp_path)
    release = ("records", "release", "--hold", hold["id"], "--reason", "utlämnat")
    assert run_kollega(*release, data=tmp_path).output == "Inget hålls kvar.\n"
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

    assert [(one["kind"], one["user"]) for one in found.json["records"]] == [("exchange", ANNA)]
    assert CANARY.encode() not in found.stdout + found.stderr
    assert before.output == "Inget av det finns sparat.\n"
    assert _audit(tmp_path) == [("search", "utlämnande", None)] * 2


@pytest.mark.parametrize("ending", ["html", "json", "csv"])
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


def test_a_search_is_read_in_swedish_and_in_swedish_time(tmp_path: Path) -> None:
    asyncio.run(_ask(tmp_path, days_ago=0))

    found = run_kollega(*SEARCH, "--user", "anna", data=tmp_path).output.splitlines()

    assert found[0].split() == ["Slag", "Tid", "Person", "Samtal"]
    assert found[1].startswith("fråga och svar  ")
    assert f"{datetime.now(STOCKHOLM):%Y-%m-%d}" in found[1]


def test_a_table_opens_in_a_swedish_spreadsheet_with_its_columns_named(tmp_path: Path) -> None:
    asyncio.run(_ask(tmp_path, days_ago=0, question=f"=1+1; {CANARY}"))
    out = tmp_path / "ut.csv"

    run_kollega(*EXPORT, "--user", "anna", "--out", str(out), data=tmp_path)

    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(out.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0] == ["Slag", "Tid", "Person", "Samtal", "Uppgift", "Innehåll"]
    assert rows[1][4:] == ["Fråga", f"'=1+1; {CANARY}"]


def test_an_extract_to_read_says_why_it_was_made_and_runs_nothing(tmp_path: Path) -> None:
    asyncio.run(_ask(tmp_path, days_ago=0, question="<script>alert(1)</script>"))
    out = tmp_path / "ut.html"

    made = run_kollega(*EXPORT, "--user", "anna", "--out", str(out), data=tmp_path)

    text = out.read_text(encoding="utf-8")
    assert f"Utdraget finns i {out}" in made.output
    assert "Skäl: begäran 2026/12" in text
    assert '<th scope="row">Fråga</th>' in text
    assert "<script>" not in text


def test_a_day_is_one_in_sweden(tmp_path: Path) -> None:
    hold = ("records", "hold", "--reason", "x", "--decision", "y", "--from", "2026-07-01")

    [held] = run_kollega(*hold, "--to", "2026-07-31", "--json", data=tmp_path).json["holds"]

    assert (held["from"], held["before"]) == ("2026-07-01", "2026-08-01")


def test_a_period_that_ends_before_it_begins_is_refused(
    tmp_path: Path,
) -> None:
    wrong = run_kollega(*SEARCH, "--from", "2026-12-01", "--to", "2026-11-01", data=tmp_path)

    assert wrong.code == 2
    assert "byt plats" in wrong.errors


def test_who_is_unknown_is_told_to_be_so(tmp_path: Path) -> None:
    asked = (*SEARCH, "--user", "anna.andersson@kommun.se")
    entra = {
        "KOLLEGA_SSO_CONNECTION": "kollega",
        "KOLLEGA_APP_ID": "a",
        "KOLLEGA_APP_SECRET": "b",
        "KOLLEGA_TENANTS": "c",
    }

    local = run_kollega(*asked, data=tmp_path)
    signed_in = run_kollega(*asked, data=tmp_path, environment=entra)

    assert (local.code, "står inte i people.toml" in local.errors) == (0, True)
    assert (signed_in.code, "Objekt-ID" in signed_in.errors) == (2, True)


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
    assert run_kollega(*SEARCH, "--user", "bo", data=tmp_path).output.endswith("Uppgifter: 1.\n")


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
