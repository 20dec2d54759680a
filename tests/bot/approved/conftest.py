"""A place where somebody writes, beside the sample's documents."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from tests.bot.approved.owner import Owner


@pytest.fixture
def owner(ingested_sample: Path, tmp_path: Path) -> Owner:
    data = copytree(ingested_sample, tmp_path / "data")
    return Owner(data, tmp_path / "godkanda-svar")
