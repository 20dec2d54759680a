"""Where the index is: in the data directory, or in Azure AI Search if its address is set."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from typing import TYPE_CHECKING, Literal

from bot.app.application import open_application
from bot.app.entra import Entra
from bot.app.municipality import own
from bot.app.vectors import open_embedder, open_vector_search
from bot.errors import ConfigurationError, RetrievalUnavailable
from bot.language.synonyms import load_groups, load_synonyms
from bot.operations.profile.own_files import SYNONYMS
from bot.retrieval.base import CheckedRetriever, VersionedIndex
from bot.retrieval.local import LocalIndex, LocalRetriever
from bot.settings import Settings, variable
from bot.telemetry import Meter

if TYPE_CHECKING:
    from bot.retrieval.azure.connection import Connection

Unit = Literal["documents", "passages"]
_PROBE_S = 30.0


@asynccontextmanager
async def open_index(settings: Settings) -> AsyncIterator[VersionedIndex]:
    """What is written to. Raises `ConfigurationError`, naming the setting."""
    if settings.search_endpoint is None:
        yield LocalIndex(settings.data / "index")
        return
    from bot.retrieval.azure.definition import Design
    from bot.retrieval.azure.index import AzureIndex
    from bot.retrieval.vectors.cache import CachedEmbedder

    async with _connection(settings) as connection, open_embedder(settings) as embedder:
        cached = CachedEmbedder(embedder, settings.data / "embedded.sqlite3") if embedder else None
        design = Design(
            dimensions=await cached.dimensions(timeout_s=_PROBE_S) if cached else None,
            model=cached.name if cached else None,
            is_native=settings.search_native,
        )
        yield AzureIndex(
            connection,
            alias=settings.search_index,
            design=design,
            embedder=cached,
            synonyms=load_groups(own(settings, SYNONYMS)),
        )


async def held(settings: Settings) -> tuple[int, Unit] | None:
    """How much there is to answer from, and counted in what; None if that cannot be found out.

    Asked as those who answer ask: whoever searches in Azure may not list the indexes.
    """
    try:
        if settings.search_endpoint is None:
            async with open_index(settings) as index:
                return len(await index.document_ids()), "documents"
        async with _connection(settings) as connection:
            count = connection.documents(settings.search_index).get_document_count
            return await connection.ask(count), "passages"
    except RetrievalUnavailable:
        return None


@asynccontextmanager
async def open_retriever(
    settings: Settings, entra: Entra | None, meter: Meter, *, today: Callable[[], date] = date.today
) -> AsyncIterator[CheckedRetriever]:
    """What is searched. Raises `ConfigurationError`, naming the setting."""
    if settings.search_endpoint is None:
        async with open_vector_search(settings, meter) as vectors:
            yield LocalRetriever(
                settings.data / "index",
                synonyms=load_synonyms(own(settings, SYNONYMS)),
                by_meaning=vectors,
            )
        return
    from bot.retrieval.azure.retriever import AzureRetriever

    if settings.search_native and entra is None:
        raise ConfigurationError(
            f"{variable('search_native')} needs people to be signed in: set "
            f"{variable('sso_connection')}, or put no"
        )
    async with _connection(settings) as connection, open_embedder(settings, meter) as embedder:
        yield AzureRetriever(
            connection,
            alias=settings.search_index,
            embedder=embedder,
            user_tokens=entra.tokens if entra and settings.search_native else None,
            today=today,
        )


@asynccontextmanager
async def _connection(settings: Settings) -> AsyncIterator[Connection]:
    from bot.retrieval.azure.connection import Connection

    async with open_application(settings, purpose="search_endpoint") as (credential, session):
        yield Connection(
            endpoint=settings.search_endpoint or "",
            credential=credential,
            session=session,
            is_native=settings.search_native,
        )
