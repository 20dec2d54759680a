"""Who writes the answers: the extractive answerer, or a language model with it to fall back on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.answering.base import Answerer
from bot.answering.extractive import ExtractiveAnswerer
from bot.app.trust import trust
from bot.settings import Settings
from bot.storage.database import SQLiteDatabase
from bot.telemetry import Meter

if TYPE_CHECKING:
    from bot.answering.breaker import Breaker
    from bot.answering.budget import TokenBudget


@asynccontextmanager
async def open_model(
    settings: Settings, database: SQLiteDatabase, meter: Meter
) -> AsyncIterator[Breaker | None]:
    """The language model, if one is set, within its budget."""
    if settings.openai_base_url is None or settings.model is None:
        yield None
        return
    from bot.answering.breaker import Breaker
    from bot.answering.openai import OpenAIAnswerer

    key = settings.openai_api_key
    model = OpenAIAnswerer.build(
        base_url=settings.openai_base_url,
        api_key=key.reveal() if key else None,
        model=settings.model,
        tls=trust(settings.ca_file),
        budget=_budget(settings, database),
        meter=meter,
    )
    try:
        yield Breaker(model)
    finally:
        await model.close()


def build_answerer(model: Breaker | None) -> Answerer:
    """What skills ask: falls back on quoting the sources when the model fails."""
    extractive = ExtractiveAnswerer()
    if model is None:
        return extractive
    from bot.answering.fallback import FallbackAnswerer

    return FallbackAnswerer(model, extractive)


def build_extractive(*, max_sentences: int) -> Answerer:
    """The answerer without a model, held to a length."""
    return ExtractiveAnswerer(max_sentences=max_sentences)


def _budget(settings: Settings, database: SQLiteDatabase) -> TokenBudget | None:
    if settings.tokens_per_day is None:
        return None
    from bot.answering.budget import DailyBudget
    from bot.storage.sqlite_tokens import SQLiteTokenLedger

    return DailyBudget(SQLiteTokenLedger(database), per_day=settings.tokens_per_day)
