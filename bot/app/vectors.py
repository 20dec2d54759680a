"""Search by meaning, if a model for vectors is set."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.app.application import open_model_key
from bot.app.trust import trust
from bot.errors import ConfigurationError
from bot.settings import Settings, variable
from bot.telemetry import Meter

if TYPE_CHECKING:
    from bot.retrieval.vectors.hybrid import HybridIndex, VectorSearch
    from bot.retrieval.vectors.openai import OpenAIEmbedder
    from bot.retrieval.vectors.store import VectorStore


@asynccontextmanager
async def open_vector_search(
    settings: Settings, meter: Meter
) -> AsyncIterator[VectorSearch | None]:
    """What finds passages by meaning; None if no model for vectors is set."""
    async with open_embedder(settings, meter) as embedder:
        if embedder is None:
            yield None
            return
        store = _open_store(settings)
        from bot.retrieval.vectors.hybrid import VectorSearch

        yield VectorSearch(store, embedder)


@asynccontextmanager
async def open_vector_index(settings: Settings) -> AsyncIterator[HybridIndex | None]:
    """What keeps the local index and its vectors in step; None if there are none."""
    async with open_embedder(settings) as embedder:
        if embedder is None or settings.search_endpoint is not None:
            yield None
            return
        store = _open_store(settings)
        from bot.retrieval.local import LocalIndex
        from bot.retrieval.vectors.hybrid import HybridIndex

        yield HybridIndex(LocalIndex(settings.data / "index"), store, embedder)


@asynccontextmanager
async def open_embedder(
    settings: Settings, meter: Meter | None = None
) -> AsyncIterator[OpenAIEmbedder | None]:
    """The model for vectors; None if none is set. `meter` counts what it uses."""
    if settings.embedding_model is None:
        yield None
        return
    if settings.openai_base_url is None:
        raise ConfigurationError(
            f"{variable('openai_base_url')} is missing: put the server that has "
            f"{variable('embedding_model')}"
        )
    from bot.retrieval.vectors.openai import OpenAIEmbedder

    async with open_model_key(settings) as key:
        embedder = OpenAIEmbedder.build(
            base_url=settings.openai_base_url,
            api_key=key,
            model=settings.embedding_model,
            tls=trust(settings.ca_file),
            meter=meter,
        )
        try:
            yield embedder
        finally:
            await embedder.close()


def _open_store(settings: Settings) -> VectorStore:
    try:
        import numpy  # noqa: F401
    except ImportError:
        raise ConfigurationError(
            f"{variable('embedding_model')} needs more than is installed: "
            "pip install kollega[vectors]"
        ) from None
    from bot.retrieval.vectors.store import VectorStore

    return VectorStore(settings.data / "vectors.sqlite3")
