"""A library of one's own, and the sample municipality."""

from __future__ import annotations

from pathlib import Path

import pytest

import bot.demo
from bot.answering.extractive import ExtractiveAnswerer
from bot.contacts import load_contacts
from bot.retrieval.local import LocalRetriever
from bot.services import Services
from tests.skills.library import TODAY, Gaps, Library

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
