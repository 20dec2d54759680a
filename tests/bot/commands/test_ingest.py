"""`kollega ingest` with several sources, and again and again."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import shlex
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import unused_port

from bot.app import quarantine
from bot.commands.ingest import add_arguments
from bot.commands.repeating import repeat
from bot.errors import StorageUnavailable
from bot.ingestion.sync.ledger import Ledger
from bot.settings import Settings
from tests.bot.commands.shell import run_kollega, start_kollega
from tests.bot.operations.profiles import written
from tests.scenarios.waiting import until

ROOT = Path(__file__).parents[3]
NOTHING = {"added": 0, "changed": 0, "unchanged": 0, "removed": 0, "failed": 0}


def folder(tmp_path: Path, name: str = "intra", **texts: str) -> Path:
    made = tmp_path / name
    made.mkdir(parents=True)
    (made / "access.toml").write_text('readers = ["alla"]\n')
    for title, text in texts.items():
        (made / f"{title}.md").write_text(text)
    return made


def test_several_sources_are_read_in_one_go_and_counted_together(tmp_path: Path) -> None:
    one, other = folder(tmp_path, "ett", a="Ett."), folder(tmp_path, "annat", b="Två.", c="Tre.")

    result = run_kollega("ingest", str(one), str(other), "--json", data=tmp_path / "d")

    assert result.code == 0
    assert result.json["documents"]["added"] == 3


def test_a_source_that_is_not_there_keeps_no_other_from_being_read(tmp_path: Path) -> None:
    there = folder(tmp_path, a="Ett.")

    result = run_kollega("ingest", str(tmp_path / "x"), str(there), "--json", data=tmp_path / "d")

    assert result.code == 1
    assert result.json["documents"]["added"] == 1
    assert len(result.errors.strip().splitlines()) == 1


def test_two_sources_of_the_same_name_do_not_replace_each_other(tmp_path: Path) -> None:
    one, other = folder(tmp_path / "a", a="Ett."), folder(tmp_path / "b", b="Två.")

    result = run_kollega("ingest", str(one), str(other), data=tmp_path / "d")

    assert result.code == 2
    assert "--name" in result.errors


def test_a_second_ingest_says_who_is_at_it_and_since_when(tmp_path: Path) -> None:
    source, data = folder(tmp_path, a="Ett."), tmp_path / "d"

    with Ledger(data / "ledger.sqlite3").lock():
        result = run_kollega("ingest", str(source), data=data)

    assert result.code == 1
    told = rf"kollega: another ingest is running \(process {os.getpid()}, since 20\d\d-.*"
    assert re.fullmatch(told, result.errors.strip())


def test_a_document_in_quarantine_is_told_every_time_until_it_is_mended(tmp_path: Path) -> None:
    source, data = folder(tmp_path, a="Ett.", b=""), tmp_path / "d"

    reports = [run_kollega("ingest", str(source), "--json", data=data).json for _ in range(2)]
    kept = asyncio.run(quarantine(Settings(data=data)))
    (source / "b.md").write_text("Två.")
    mended = run_kollega("ingest", str(source), "--json", data=data).json

    assert [len(one["failures"]) for one in (*reports, mended)] == [1, 1, 0]
    assert [one.document for one in kept] == ["intra:b.md"]
    assert mended["documents"]["added"] == 1


@pytest.mark.parametrize(
    "options",
    [["--every", "5"], ["--health"], ["--watch", "--dry-run"], ["--watch", "--every", "0"]],
)
def test_options_that_make_no_sense_together_are_wrong_usage(
    tmp_path: Path, options: list[str]
) -> None:
    result = run_kollega("ingest", str(folder(tmp_path)), *options, data=tmp_path / "d")

    assert result.code == 2


def test_without_a_source_those_of_the_profile_are_read_by_whom_it_says(tmp_path: Path) -> None:
    own, gone = folder(tmp_path, a="Ett."), tmp_path / "borta"
    (own / "access.toml").unlink()
    profile = written(
        tmp_path,
        ("sharepoint:exempelkommun.sharepoint.com/sites/intranat", str(gone)),
        ("https://www.exempelkommun.example/sitemap.xml", str(own)),
    )

    result = run_kollega(
        *("ingest", "--json"), data=tmp_path / "d", environment={"KOLLEGA_PROFILE": str(profile)}
    )

    assert result.code == 1
    assert result.json["documents"] == {**NOTHING, "added": 1}
    assert str(gone) in result.errors


def test_nothing_to_read_is_wrong_usage_and_says_what_to_set(tmp_path: Path) -> None:
    result = run_kollega("ingest", data=tmp_path / "d")

    assert result.code == 2
    assert "KOLLEGA_PROFILE" in result.errors


@pytest.mark.timeout(180)
async def test_watches_until_it_is_told_to_end_whatever_fails_meanwhile(tmp_path: Path) -> None:
    watched, port = folder(tmp_path, a="Ett."), unused_port()
    with TemporaryDirectory() as streams:
        out, errors = Path(streams) / "stdout", Path(streams) / "stderr"
        process = start_kollega(
            *("ingest", str(watched), "--watch", "--every", "0.005", "--json", "--health"),
            data=tmp_path / "d",
            streams=Path(streams),
            environment={"KOLLEGA_PORT": str(port)},
        )
        try:
            await until(lambda: out.exists() and b'"added": 1' in out.read_bytes(), timeout_s=30)
            assert await _health(port) == 200
            watched.rename(tmp_path / "borta")
            await until(lambda: "ingen mapp" in errors.read_text(), timeout_s=30)
            assert await _health(port) == 503
            (tmp_path / "borta").rename(watched)
            (watched / "a.md").write_text("Två.")
            await until(lambda: b'"changed": 1' in out.read_bytes(), timeout_s=30)
            process.terminate()
            await until(lambda: process.exitcode is not None, timeout_s=30)
        finally:
            process.kill()
            process.join()

        assert process.exitcode == 0
        assert "Traceback" not in errors.read_text()
        assert all(json.loads(line)["chunks"] == 1 for line in out.read_text().splitlines())


async def _health(port: int) -> int:
    async with ClientSession() as session, session.get(f"http://127.0.0.1:{port}/healthz") as told:
        return told.status


def test_what_infra_runs_on_a_schedule_is_what_the_command_takes() -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    lines = [
        line.partition("kollega ingest ")[2].partition("`")[0]
        for file in sorted((ROOT / "infra" / "ingest").iterdir())
        for line in file.read_text(encoding="utf-8").splitlines()
        if "kollega ingest " in line
    ]

    taken = [parser.parse_args(shlex.split(line.replace("SOURCE …", "SOURCE"))) for line in lines]

    assert [one.watch for one in taken] == [True, False, False]


async def test_what_is_repeated_is_done_at_once_and_then_again() -> None:
    stop, times = asyncio.Event(), 0

    async def work() -> None:
        nonlocal times
        times += 1
        if times == 3:
            stop.set()

    await repeat(work, every_s=0.001, stop=_waiting_for(stop))

    assert times == 3


async def test_what_is_being_done_is_cancelled_when_it_is_time_to_stop() -> None:
    stop, was_cancelled = asyncio.Event(), False

    async def work() -> None:
        nonlocal was_cancelled
        stop.set()
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            was_cancelled = True
            raise

    await repeat(work, every_s=60, stop=_waiting_for(stop))

    assert was_cancelled


async def test_work_that_breaks_is_not_repeated() -> None:
    async def work() -> None:
        raise StorageUnavailable("broken")

    with pytest.raises(StorageUnavailable):
        await repeat(work, every_s=60, stop=_waiting_for(asyncio.Event()))


async def _waiting_for(event: asyncio.Event) -> None:
    await event.wait()


def test_a_damaged_index_is_filled_from_stored_text_and_that_is_said(tmp_path: Path) -> None:
    source, data = folder(tmp_path, a="Semester."), tmp_path / "d"
    run_kollega("ingest", str(source), data=data)
    for meta in data.glob("index/*/meta.json"):
        meta.write_text("{")

    result = run_kollega("ingest", str(source), "--json", data=data)

    assert result.code == 0
    assert "skadat" in result.errors
    assert result.json["documents"]["unchanged"] == 1
