"""Asks Microsoft Graph in a person's own name."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.circuit import retry_after_s
from bot.errors import DirectoryUnavailable, SignInRequired, TokenUnavailable
from bot.identity.base import Refusal, TokenSource, User
from bot.identity.claims import challenged_claims

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class GraphAnswer:
    """What Graph answered, whatever it was."""

    status: int
    body: bytes
    challenges: list[str] = field(default_factory=list)
    """The values of `WWW-Authenticate`."""
    retry_after: str | None = None

    def document(self) -> Json:
        """The object in it. Raises `DirectoryUnavailable` unless that is what was answered."""
        if self.status != 200:
            wait_s = retry_after_s(self.retry_after)
            raise DirectoryUnavailable(f"Graph answered {self.status}", retry_after_s=wait_s)
        try:
            document = json.loads(self.body)
        except ValueError:
            document = None
        if not isinstance(document, dict):
            raise DirectoryUnavailable("Graph's answer is unreadable")
        return document


class Graph:
    """Version 1.0 of it. Its callers keep within `bounded`."""

    def __init__(self, session: aiohttp.ClientSession, *, url: str, tokens: TokenSource) -> None:
        self.url = url
        self._session = session
        self._tokens = tokens

    async def ask(
        self,
        user_id: str,
        path: str,
        *,
        method: str = "GET",
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: Json | None = None,
    ) -> GraphAnswer:
        """The answer to one request; a token that Graph refuses is replaced once.

        Raises `SignInRequired`, `TokenUnavailable` and what the connection raises.
        """

        async def send(token: str) -> GraphAnswer:
            authorized = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
            async with self._session.request(
                method,
                path if path.startswith(self.url) else f"{self.url}/v1.0{path}",
                params=query,
                headers={**authorized, **(headers or {})},
                json=body,
                allow_redirects=False,
            ) as response:
                return GraphAnswer(
                    response.status,
                    await response.read(),
                    response.headers.getall("WWW-Authenticate", []),
                    response.headers.get("Retry-After"),
                )

        person = User(id=user_id, name="")
        token = await self._tokens.token(person, self.url)
        answer = await send(token)
        if answer.status == 401:
            after = Refusal(token, challenged_claims(answer.challenges))
            answer = await send(await self._tokens.token(person, self.url, after=after))
        if answer.status == 401:
            # Another token would be refused likewise: the person must sign in, or prove more.
            claims = challenged_claims(answer.challenges)
            raise SignInRequired("Graph refuses the token", claims=claims)
        return answer

    async def pages(
        self,
        user_id: str,
        path: str,
        *,
        at_most: int,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncIterator[Json]:
        """Every entry of a collection, to the last page.

        Raises `DirectoryUnavailable` if it has more than `at_most` pages or one is unreadable:
        what is not complete is no answer.
        """
        for _ in range(at_most):
            answer = await self.ask(user_id, path, query=query, headers=headers)
            page = answer.document()
            entries = page.get("value")
            if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
                raise DirectoryUnavailable("Graph's list is unreadable")
            for entry in entries:
                yield entry
            following = page.get("@odata.nextLink")
            if following is None:
                return
            if not isinstance(following, str) or not following.startswith(f"{self.url}/"):
                raise DirectoryUnavailable("Graph's next page is somewhere else")
            path, query = following, None
        raise DirectoryUnavailable("Graph's list is longer than can be read")


@asynccontextmanager
async def bounded(timeout_s: float) -> AsyncIterator[None]:
    """What is asked of Graph in the block ends in time, or in `DirectoryUnavailable`."""
    try:
        async with asyncio.timeout(timeout_s):
            yield
    except TimeoutError:
        raise DirectoryUnavailable("Graph is too slow") from None
    except TokenUnavailable as error:
        raise DirectoryUnavailable(str(error), retry_after_s=error.retry_after_s) from None
    except aiohttp.ClientError as error:
        raise DirectoryUnavailable(f"Graph: {type(error).__name__}") from None


def text(entry: Json, name: str) -> str | None:
    """A member that is a text and not empty."""
    value = entry.get(name)
    return value if isinstance(value, str) and value else None
