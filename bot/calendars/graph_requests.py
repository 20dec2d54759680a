"""Asks Microsoft Graph about calendars, in a person's own name: patience, and what a no means.

https://learn.microsoft.com/graph/throttling
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

import aiohttp

from bot.errors import CalendarUnavailable
from bot.identity.base import User
from bot.identity.graph_client import Graph, GraphAnswer

_log = logging.getLogger(__name__)
Json = Mapping[str, Any]
TIMEOUT_S = 12.0
"""For one request, what it waits and asks again included: somebody is looking at the chat."""
ATTEMPTS = 4
_TRANSIENT = frozenset((429, 500, 502, 503, 504, 509))
_NETWORK = (aiohttp.ClientError, OSError)
_IN_UTC = {"Prefer": 'outlook.timezone="UTC"'}
"""Without it a time is told in whatever zone the mailbox has."""


class GraphRefused(CalendarUnavailable):
    """Graph answers no: `status` and its error `code`, never the text, which can name people."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"Microsoft Graph: {status} {code}".rstrip())
        self.status = status
        self.code = code


class PatientGraph:
    """Asks again where that may help, for as long as somebody can be kept waiting.

    Raises `SignInRequired`, `TokenUnavailable`, `CalendarUnavailable` and `GraphRefused`.
    """

    def __init__(
        self,
        graph: Graph,
        *,
        timeout_s: float = TIMEOUT_S,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._graph = graph
        self._timeout_s = timeout_s
        self._sleep = sleep

    async def ask(
        self, method: str, path: str, *, asker: User, body: dict[str, Any] | None = None
    ) -> Json:
        """The answer, an object; empty if there is none.

        What is asked must bear being asked twice: after a broken connection it is asked again.
        """
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._patiently(method, path, asker, body)
        except TimeoutError:
            raise CalendarUnavailable("Microsoft Graph is too slow, or asks to wait") from None

    async def values(self, path: str, *, asker: User, pages: int) -> AsyncIterator[Json]:
        """What the collection holds, from at most so many pages."""
        for _ in range(pages):
            page = await self.ask("GET", path, asker=asker)
            for one in page.get("value") or ():
                if isinstance(one, dict):
                    yield one
            following = page.get("@odata.nextLink")
            if following is None:
                return
            if not isinstance(following, str) or not following.startswith(f"{self._graph.url}/"):
                raise CalendarUnavailable("Graph's next page is somewhere else")
            path = following

    async def _patiently(
        self, method: str, path: str, asker: User, body: dict[str, Any] | None
    ) -> Json:
        for attempt in range(1, ATTEMPTS + 1):
            answer = await self._once(method, path, asker, body)
            if 200 <= answer.status < 300:
                return _object(answer.body)
            if answer.status and answer.status not in _TRANSIENT:
                raise _refused(answer)
            if attempt < ATTEMPTS:
                await self._sleep(_wait(answer.retry_after or "", attempt))
        raise CalendarUnavailable("Microsoft Graph does not answer")

    async def _once(
        self, method: str, path: str, asker: User, body: dict[str, Any] | None
    ) -> GraphAnswer:
        """Status 0: there was no answer."""
        try:
            return await self._graph.ask(asker.id, path, method=method, headers=_IN_UTC, body=body)
        except _NETWORK as error:
            _log.info("Graph did not answer", extra={"error": type(error).__name__})
            return GraphAnswer(0, b"")


def _wait(asked: str, attempt: int) -> float:
    return float(asked) if asked.isascii() and asked.isdecimal() else 0.25 * 2.0**attempt


def _refused(answer: GraphAnswer) -> GraphRefused:
    try:
        code = str(json.loads(answer.body)["error"]["code"])[:60]
    except (ValueError, KeyError, TypeError):
        code = ""
    _log.warning("Graph refuses a request", extra={"status": answer.status, "code": code})
    return GraphRefused(answer.status, code)


def _object(raw: bytes) -> Json:
    try:
        found = json.loads(raw) if raw else {}
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise CalendarUnavailable("Graph's answer is unreadable")
    return found
