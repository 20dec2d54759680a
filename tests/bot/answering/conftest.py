"""A model server and the real answerer that talks to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.answering.openai import OpenAIAnswerer
from bot.app.trust import trust
from tests.fakes.openai_server import OpenAIServer


@pytest.fixture
async def server() -> AsyncIterator[OpenAIServer]:
    async with OpenAIServer() as server:
        yield server


@pytest.fixture
async def answerer(server: OpenAIServer) -> AsyncIterator[OpenAIAnswerer]:
    async with _answerer(server, first_sentence_s=20.0, total_s=30.0) as answerer:
        yield answerer


@pytest.fixture
async def impatient(server: OpenAIServer) -> AsyncIterator[OpenAIAnswerer]:
    async with _answerer(server, first_sentence_s=0.5, total_s=1.0) as answerer:
        yield answerer


@asynccontextmanager
async def _answerer(
    server: OpenAIServer, *, first_sentence_s: float, total_s: float
) -> AsyncIterator[OpenAIAnswerer]:
    answerer = OpenAIAnswerer.build(
        base_url=server.url,
        api_key="nyckel-1",
        model="modell-1",
        tls=trust(None),
        first_sentence_s=first_sentence_s,
        total_s=total_s,
    )
    try:
        yield answerer
    finally:
        await answerer.close()
