"""One search service, asked as the app, and what its failures mean."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import aiohttp
from azure.core.credentials_async import AsyncTokenCredential
from azure.core.exceptions import (
    AzureError,
    ClientAuthenticationError,
    HttpResponseError,
    ResourceNotFoundError,
)
from azure.core.pipeline.transport import AioHttpTransport
from azure.search.documents.aio import SearchClient
from azure.search.documents.indexes.aio import SearchIndexClient

from bot.circuit import Circuit
from bot.errors import RetrievalUnavailable
from bot.identity.claims import challenged_claims

NATIVE_API = "2026-08-01-preview"
"""The version of the interface that trims to a user's groups by itself."""
_SEARCH_S, _WRITE_S = 8.0, 120.0
"""A person waits at most so long for a search; an ingestion for one request."""
_ATTEMPTS, _PAUSE_S, _LONGEST_PAUSE_S = 2, 0.2, 2.0
_Result = TypeVar("_Result")

NO_INDEX = "the search service has no index of ours yet; ingest a source first"
FORBIDDEN = (
    "Azure AI Search refuses Kollega's identity: give it the role Search Index Data Reader (to"
    " ingest: Search Index Data Contributor and Search Service Contributor)"
)
UNKNOWN = "Entra gives no token for Azure AI Search: look at KOLLEGA_APP_ID and what proves it"
TOO_MANY = "Azure AI Search has too much to do (429): add replicas if it lasts"
DOWN = "Azure AI Search fails ({})"
NO_ANSWER = "Azure AI Search cannot be reached: look at KOLLEGA_SEARCH_ENDPOINT and the network"
TOO_SLOW = "Azure AI Search did not answer in time"
REFUSED = "Azure AI Search does not understand the request ({}): ingest with this version first"
LEFT_ALONE = "Azure AI Search has failed too often and is left alone for a while"
_TROUBLES = frozenset({408, 429, 500, 502, 503, 504})


class Connection:
    """Clients of one service. Everything raises `RetrievalUnavailable`, saying what to do."""

    def __init__(
        self,
        *,
        endpoint: str,
        credential: AsyncTokenCredential,
        session: aiohttp.ClientSession,
        is_native: bool = False,
        patience_s: float = _SEARCH_S,
        circuit: Circuit | None = None,
    ) -> None:
        """`session` and `credential` stay the caller's."""
        self._endpoint = endpoint
        self._credential = credential
        self._patience_s = patience_s
        self._circuit = circuit or Circuit()
        self._options: dict[str, Any] = {
            "transport": AioHttpTransport(session=session, session_owner=False),
            "retry_total": _ATTEMPTS,
            "retry_backoff_factor": _PAUSE_S,
            "retry_backoff_max": _LONGEST_PAUSE_S,
            "permit_redirects": False,
            **({"api_version": NATIVE_API} if is_native else {}),
        }
        self._clients: dict[str, SearchClient] = {}
        self.indexes = SearchIndexClient(endpoint, credential, **self._options)
        """Indexes and aliases; not to be closed."""

    def documents(self, index: str) -> SearchClient:
        """The documents of an index, or of the one that an alias leads to; not to be closed."""
        if index not in self._clients:
            client = SearchClient(self._endpoint, index, self._credential, **self._options)
            self._clients[index] = client
        return self._clients[index]

    async def ask(self, work: Callable[[], Awaitable[_Result]]) -> _Result:
        """The result of a search. A service that has failed again and again is left alone."""
        if not self._circuit.admits():
            raise RetrievalUnavailable(LEFT_ALONE)
        try:
            async with _translated(), asyncio.timeout(self._patience_s):
                result = await work()
        except _Trouble:
            self._circuit.failed()
            raise
        except RetrievalUnavailable:
            # Whoever refuses is not down.
            self._circuit.succeeded()
            raise
        self._circuit.succeeded()
        return result

    async def write(self, work: Callable[[], Awaitable[_Result]]) -> _Result:
        """The result of a change."""
        async with _translated(), asyncio.timeout(_WRITE_S):
            return await work()


class TokenRefused(RetrievalUnavailable):
    """The service does not take a token: the app's, or in native mode the user's."""

    def __init__(self, claims: str | None) -> None:
        """`claims`: what it demands, if it said so (a claims request, JSON)."""
        super().__init__(UNKNOWN)
        self.claims = claims


class _Trouble(RetrievalUnavailable):
    """The service is down, too slow or overloaded: it makes no sense to ask it again at once."""


@asynccontextmanager
async def _translated() -> AsyncIterator[None]:
    """The vendor's text is left out: it may hold what was asked."""
    try:
        yield
    except TimeoutError:
        raise _Trouble(TOO_SLOW) from None
    except ResourceNotFoundError:
        raise RetrievalUnavailable(NO_INDEX) from None
    except HttpResponseError as error:
        raise _meaning(error) from None
    except AzureError:
        raise _Trouble(NO_ANSWER) from None
    except ValueError as error:
        raise RetrievalUnavailable(f"the search service's answer is wrong: {error}") from None


def _meaning(error: HttpResponseError) -> RetrievalUnavailable:
    status = error.status_code or 0
    if status == 403:
        return RetrievalUnavailable(FORBIDDEN)
    if status == 401 or isinstance(error, ClientAuthenticationError):
        headers = getattr(error.response, "headers", {})
        return TokenRefused(challenged_claims([headers.get("WWW-Authenticate", "")]))
    if status == 429:
        return _Trouble(TOO_MANY)
    if status in _TROUBLES or status >= 500:
        return _Trouble(DOWN.format(status))
    return RetrievalUnavailable(REFUSED.format(status))
