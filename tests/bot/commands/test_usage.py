"""What the models use is counted over restarts, and shown to IT."""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import date
from pathlib import Path

from bot.app.usage import keeping_usage
from bot.errors import StorageUnavailable
from bot.storage.database import SQLiteDatabase
from bot.storage.sqlite_usage import SQLiteUsageLedger
from bot.storage.usage import ModelUse
from bot.telemetry import Meter
from bot.telemetry.exposition import Exposition
from tests.bot.commands.shell import run_kollega
from tests.fakes.openai_server import OpenAIServer

TODAY = date(2026, 11, 25)
CALL = ModelUse(requests=1, prompt=900, completion=40)


async def test_what_two_commands_used_is_told_by_the_check(
    ingested_sample: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(ingested_sample, data)
    async with OpenAIServer() as model:
        settings = {"KOLLEGA_OPENAI_BASE_URL": model.url, "KOLLEGA_MODEL": "modell-1"}
        for question in ("Får jag flyga till Göteborg?", "Hur många semesterdagar får jag spara?"):
            arguments = ("ask", question, "--as", "anna", "--json")
            asked = await asyncio.to_thread(
                run_kollega, *arguments, data=data, environment=settings
            )
            assert asked.json["model"] == "modell-1", asked.errors

        checked = await asyncio.to_thread(
            run_kollega, "check", "--json", data=data, environment=settings
        )

    [told] = [one for one in checked.json["checks"] if one["name"] == "model.usage"]
    assert told["status"] == "green"
    assert re.search(r"i dag: 2 anrop, [1-9][\d\N{NO-BREAK SPACE}]+ token\.", told["title"])


async def test_what_the_store_does_not_take_is_added_the_next_time(tmp_path: Path) -> None:
    meter, ledger = Meter(), _Refusing()
    async with keeping_usage(ledger, meter, every_s=0.01, today=lambda: TODAY):
        _call(meter)
        await ledger.asked.wait()
        _call(meter)
        ledger.refuses = False

    assert ledger.added == CALL + CALL


async def test_the_metrics_tell_what_all_processes_have_used_today(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    database = SQLiteDatabase(path)
    ledger, meter = SQLiteUsageLedger(database), Meter()
    await ledger.add(TODAY, CALL)

    async with keeping_usage(ledger, meter, every_s=0.01, today=lambda: TODAY):
        _call(meter)
        while meter.used_today.get("requests") != 2:  # noqa: ASYNC110 it comes with time
            await asyncio.sleep(0.01)

    told = Exposition(meter).text().decode()
    assert 'kollega_model_used_today{kind="requests"} 2.0' in told
    assert 'kollega_model_used_today{kind="tokens"} 1880.0' in told
    await database.close()
    with closing(sqlite3.connect(path)) as reader:
        assert reader.execute("SELECT requests, prompt FROM model_use").fetchall() == [(2, 1800)]


def _call(meter: Meter) -> None:
    meter.model_calls.add("answered")
    meter.model_tokens.add("prompt", by=CALL.prompt)
    meter.model_tokens.add("completion", by=CALL.completion)


class _Refusing:
    """A ledger whose store cannot be used for the time being."""

    def __init__(self) -> None:
        self.refuses = True
        self.asked = asyncio.Event()
        self.added = ModelUse()

    async def add(self, day: date, used: ModelUse) -> None:
        self.asked.set()
        if self.refuses:
            raise StorageUnavailable("for the test")
        self.added += used

    async def since(self, day: date) -> Mapping[date, ModelUse]:
        return {}
