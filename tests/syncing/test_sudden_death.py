"""A sync is killed at any moment, and the next one finishes its work.

Many more deaths, also of the command with its readers: `pytest -m soak tests/syncing`.
"""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.ingestion.sync.report import Counts
from tests.bot.commands.shell import run_kollega, start_kollega
from tests.syncing.killed import ANNA, HANNA, Municipality, duration_of, kill_after

pytestmark = pytest.mark.timeout(180)


async def test_a_sync_that_is_killed_again_and_again_is_finished_by_the_next(
    tmp_path: Path,
) -> None:
    await _survives(tmp_path, deaths=2, seed=1)


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(2, 6))
async def test_it_survives_many_deaths(tmp_path: Path, seed: int) -> None:
    await _survives(tmp_path, deaths=40, seed=seed)


async def _survives(path: Path, *, deaths: int, seed: int) -> None:
    chance = random.Random(seed)
    town = Municipality(path)
    town.change(chance)
    full_s = duration_of(town.start())
    for _ in range(deaths):
        town.change(chance)
        kill_after(town.start(), chance.uniform(0, full_s))
        found = await town.found(ANNA)
        assert not [name for name in found if name.startswith("hr/")]

    await town.sync()

    assert await town.found(HANNA) == {name: f"{text} läst 1" for name, text in town.texts.items()}
    assert (await town.sync()).documents == Counts(unchanged=len(town.texts))
    assert not (path / "ledger.sqlite3.fetched").exists()


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_the_command_survives_many_deaths(ingested_sample: Path, tmp_path: Path) -> None:
    chance, data = random.Random(0), tmp_path / "data"
    sample = Path(__file__).parents[2] / "bot" / "demo" / "intranet"
    for _ in range(25):
        with TemporaryDirectory() as streams:
            process = start_kollega("ingest", str(sample), data=data, streams=Path(streams))
            kill_after(process, chance.uniform(0.2, 6))

    last = run_kollega("ingest", str(sample), "--json", data=data)
    again = run_kollega("ingest", str(sample), "--json", data=data)

    assert last.code == 0
    assert again.json["documents"]["unchanged"] > 0
    assert again.json["documents"] == {**again.json["documents"], "added": 0, "changed": 0}
