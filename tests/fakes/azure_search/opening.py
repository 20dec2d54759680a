"""The product's index and retriever, opened on the fake search service."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from azure.core.credentials import AccessToken

from bot.identity.base import Refusal, User
from bot.retrieval.azure.connection import Connection
from bot.retrieval.azure.definition import Design
from bot.retrieval.azure.index import AzureIndex
from bot.retrieval.azure.retriever import AzureRetriever
from bot.retrieval.vectors.embedder import Embedder
from tests.fakes.azure_search.server import SCOPE, USER_SCOPE, SearchServer
from tests.fakes.local_authority import LocalAuthority

ALIAS = "kollega"
RENEWED = "a new token"
_APP, _USER = "app-token", "user-token:"


class AppCredential:
    """The app's token, from nowhere; says what it was asked for."""

    def __init__(self, token: str = _APP) -> None:
        self.token = token
        self.scopes: list[tuple[str, ...]] = []

    async def get_token(self, *scopes: str, **more: Any) -> AccessToken:
        self.scopes.append(scopes)
        return AccessToken(self.token, 4_000_000_000)

    async def close(self) -> None:
        """Nothing is open."""

    async def __aenter__(self) -> AppCredential:
        return self

    async def __aexit__(self, *error: object) -> None:
        """Nothing is open."""


class UserTokens:
    """A token that names the user's groups, as the fake service reads them."""

    def __init__(self) -> None:
        self.refused: list[Refusal] = []

    async def token(self, user: User, audience: str, *, after: Refusal | None = None) -> str:
        self.refused += [after] if after else []
        renewed = [RENEWED] if after else []
        return _USER + "|".join(sorted((user.id, *user.groups, *renewed)))


class OpenSearch:
    """A running service, and what is opened on it."""

    def __init__(self, server: SearchServer, session: aiohttp.ClientSession) -> None:
        self.server = server
        self.credential = AppCredential()
        self._session = session

    def connection(self, **more: Any) -> Connection:
        return Connection(
            endpoint=self.server.url, credential=self.credential, session=self._session, **more
        )

    def index(
        self,
        design: Design | None = None,
        embedder: Embedder | None = None,
        synonyms: Sequence[Sequence[str]] = (),
    ) -> AzureIndex:
        design = design or Design()
        return AzureIndex(
            self.connection(is_native=design.is_native),
            alias=ALIAS,
            design=design,
            embedder=embedder,
            synonyms=synonyms,
        )

    def retriever(
        self,
        embedder: Embedder | None = None,
        *,
        is_native: bool = False,
        user_tokens: UserTokens | None = None,
        **more: Any,
    ) -> AzureRetriever:
        return AzureRetriever(
            self.connection(is_native=is_native, **more),
            alias=ALIAS,
            embedder=embedder,
            user_tokens=(user_tokens or UserTokens()) if is_native else None,
        )


@asynccontextmanager
async def open_search(authority: LocalAuthority) -> AsyncIterator[OpenSearch]:
    """The service and a session that trusts it."""
    connector = aiohttp.TCPConnector(ssl=authority.client_context())
    async with (
        SearchServer(authority, scope_of=_scope_of, groups_of=_groups_of) as server,
        aiohttp.ClientSession(connector=connector) as session,
    ):
        yield OpenSearch(server, session)


async def fill(index: AzureIndex) -> AzureIndex:
    """Make the index ready, and let the alias lead to it."""
    await index.prepare()
    await index.complete()
    return index


def _scope_of(token: str) -> str | None:
    if token == _APP:
        return SCOPE
    return USER_SCOPE if token.startswith(_USER) else None


def _groups_of(token: str) -> frozenset[str]:
    return frozenset(token.removeprefix(_USER).split("|"))


class Letters:
    """Vectors that tell nothing but which letters a text has: everything is near everything."""

    name = "bokstäver"

    async def embed(self, texts: Sequence[str], *, timeout_s: float) -> Sequence[Sequence[float]]:
        return [[1.0 + text.count(letter) for letter in "abcdefghijklmnop"] for text in texts]
