"""An empty intranet, and somebody who reads it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.bot.ingestion.website.reading import Reading
from tests.fakes.intranet import Intranet


@pytest_asyncio.fixture
async def intranet() -> AsyncIterator[Intranet]:
    async with Intranet() as made:
        yield made


@pytest.fixture
def reading(intranet: Intranet, tmp_path: Path) -> Reading:
    return Reading(intranet, tmp_path)
