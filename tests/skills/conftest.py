"""A library of one's own, and the sample municipality."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import bot.demo
from bot.answering.extractive import ExtractiveAnswerer
from bot.contacts import load_contacts
from bot.retrieval.local import LocalRetriever
from bot.services import Services
from tests.skills.library import TODAY, Gaps, Library
from tests.skills.meeting_desk import Desk, open_desk

_SAMPLE = Path(bot.demo.__file__).parent


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "index")


@pytest.fixture
def sample(ingested_sample: Path) -> Services:
    return Services(
        retriever=LocalRetriever(ingested_sample / "index"),
        answerer=ExtractiveAnswerer(),
        gaps=Gaps(),
        contacts=load_contacts(_SAMPLE / "contacts.toml"),
        today=lambda: TODAY,
    )


@pytest.fixture
async def desk(tmp_path: Path, library: Library) -> AsyncIterator[Desk]:
    library.add(
        "Budgetprocess",
        {"Hur beslutas budgeten?": "Budgeten beslutas av fullmäktige i november varje år."},
    )
    library.add(
        "Hemlig budget",
        {"Sparkrav": "Budgeten för skolan minskas med tio procent nästa år."},
        readers=frozenset({"ledning"}),
    )
    folder = tmp_path / "office"
    folder.mkdir()
    async with open_desk(folder, await library.services()) as desk:
        yield desk
