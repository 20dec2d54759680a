"""A data directory that the sample municipality has been ingested into."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.bot.commands.shell import run_from_shell


@pytest.fixture(scope="session")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("ingested")
    result = run_from_shell("search", "semester", "--as", "anna", data=data)
    assert result.code == 0, result.errors
    return data


@pytest.fixture
def data(ingested: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(ingested, tmp_path / "data"))
