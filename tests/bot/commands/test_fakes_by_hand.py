"""The fakes that somebody starts by hand, used as the README says."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.app import SAMPLE_INTRANET
from tests.bot.commands.shell import run_kollega
from tests.fakes.__main__ import faked


@pytest.mark.timeout(180)
async def test_the_sample_is_ingested_and_asked_over_all_of_them(tmp_path: Path) -> None:
    travel = SAMPLE_INTRANET / "resor"
    async with faked(tmp_path) as settings:
        for arguments in (
            ("ingest", str(travel), "--readers", "alla", "--json"),
            ("ask", "Får jag flyga till Göteborg?", "--as", "anna", "--json"),
        ):
            result = await asyncio.to_thread(
                run_kollega, *arguments, data=tmp_path / "data", environment=settings
            )
            assert result.code == 0, result.errors

        remembered = await asyncio.to_thread(
            run_kollega,
            *("records", "search", "--from", "2026-01-01", "--reason", "prov"),
            data=tmp_path / "data",
            environment=settings,
        )

    assert "exchange" in remembered.output, remembered.errors
    assert not (tmp_path / "data" / "state.sqlite3").exists()
    assert result.json["outcome"] == "answered"
    assert result.json["model"] == "gpt-5-mini"
