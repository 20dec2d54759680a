"""A library of one's own, and the sample municipality as it is ingested."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

import bot.demo
from bot.answering.extractive import ExtractiveAnswerer
from bot.contacts import load_contacts
from bot.ingestion.folder import FolderSource
from bot.ingestion.ledger import Ledger
from bot.ingestion.sync import sync_source
from bot.retrieval.local import LocalIndex, LocalRetriever
from bot.services import Services
from tests.skills.library import TODAY, Gaps, Library

_SAMPLE = Path(bot.demo.__file__).parent


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "index")


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("sample")
    source = FolderSource(_SAMPLE / "intranet", name="exempelkommun")
    index, ledger = LocalIndex(data / "index"), Ledger(data / "ledger.sqlite3")
    asyncio.run(sync_source(source, index=index, ledger=ledger))
    return data / "index"


@pytest.fixture
def sample(sample_index: Path) -> Services:
    return Services(
        retriever=LocalRetriever(sample_index),
        answerer=ExtractiveAnswerer(),
        gaps=Gaps(),
        contacts=load_contacts(_SAMPLE / "contacts.toml"),
        today=lambda: TODAY,
    )
