"""Who writes the answers: the extractive answerer, or a language model with it to fall back on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from typing import TYPE_CHECKING

from bot.answering.base import Answerer
from bot.answering.extractive import NEAR, ExtractiveAnswerer
from bot.app.application import open_model_key
from bot.app.entra import Entra
from bot.app.trust import trust
from bot.errors import ConfigurationError
from bot.settings import Settings, variable
from bot.storage.base import TokenLedger
from bot.telemetry import Meter

if TYPE_CHECKING:
    from bot.answering.breaker import Breaker
    from bot.answering.budget import TokenBudget


@asynccontextmanager
async def open_model(
    settings: Settings, tokens: TokenLedger, meter: Meter, entra: Entra | None = None
) -> AsyncIterator[Breaker | None]:
    """The language model, if one is set, within its budget. Raises `ConfigurationError`."""
    if settings.openai_base_url is None or settings.model is None:
        yield None
        return
    from bot.answering.breaker import Breaker
    from bot.answering.openai import OpenAIAnswerer

    as_user = settings.openai_identity == "user"
    if as_user and entra is None:
        raise ConfigurationError(
            f"{variable('openai_identity')} needs people to be signed in: set "
            f"{variable('sso_connection')}, or put application"
        )
    async with nullcontext() if as_user else open_model_key(settings) as key:
        model = OpenAIAnswerer.build(
            base_url=settings.openai_base_url,
            api_key=key,
            model=settings.model,
            tls=trust(settings.ca_file),
            budget=_budget(settings, tokens),
            meter=meter,
            user_tokens=entra.tokens if entra and as_user else None,
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
    """The answerer without a model, held to a length, for questions that all have an answer: it
    says what it would show, be it as the answer or as what comes nearest."""
    return ExtractiveAnswerer(max_sentences=max_sentences, confidence=NEAR)


def _budget(settings: Settings, tokens: TokenLedger) -> TokenBudget | None:
    if settings.tokens_per_day is None:
        return None
    from bot.answering.budget import DailyBudget

    return DailyBudget(tokens, per_day=settings.tokens_per_day)
