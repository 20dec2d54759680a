"""A data directory that the sample municipality has been ingested into."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def data(ingested_sample: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(ingested_sample, tmp_path / "data"))
