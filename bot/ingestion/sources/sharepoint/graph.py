"""A small client for Microsoft Graph: paging, batches, throttling, downloads.

https://learn.microsoft.com/graph/throttling, …/json-batching, …/paging
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

import aiohttp
from yarl import URL

from bot.errors import DocumentError
from bot.ingestion.sources.sharepoint.fields import Json, part, parts, text
from bot.ingestion.sources.sharepoint.throttling import TRANSIENT, Patience, wait_asked_for
from bot.ingestion.sources.sharepoint.tokens import Token

VERSION = "/v1.0"
BATCH = 20
"""Requests that one $batch may hold."""
LOCKED = 423
"""Somebody has the file open or is just saving it."""
TOO_LARGE = 413
_TIMEOUT = aiohttp.ClientTimeout(total=120.0, connect=15.0)
_DOWNLOAD = aiohttp.ClientTimeout(total=None, connect=15.0, sock_read=60.0)
_NETWORK = (aiohttp.ClientError, TimeoutError, OSError)


class GraphError(DocumentError):
    """A request that Graph refused, or did not answer however often it was asked."""

    def __init__(self, status: int, code: str = "", *, location: str = "") -> None:
        super().__init__(f"Microsoft Graph: {status} {code}".rstrip())
        self.status = status
        """0: there was no answer at all."""
        self.code = code
        self.location = location

    @property
    def is_temporary(self) -> bool:
        """Whether asking later may help."""
        return self.status in (0, LOCKED) or self.status in TRANSIENT


@dataclass(frozen=True, slots=True)
class Ask:
    """One request of a batch."""

    path: str
    method: str = "GET"


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    body: Json


def url_path(template: str, *ids: str, **query: str) -> str:
    """A path with its `{}` filled in; `query` are OData options: select="id" → $select=id."""
    path = template.format(*(quote(one, safe="!,:/%") for one in ids))
    options = urlencode({f"${name}": value for name, value in query.items()}, safe="$,()=")
    return f"{path}?{options}" if options else path


class Graph:
    """Asks Microsoft Graph as the app. Never sends its token anywhere else."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        url: str,
        token: Token,
        patience: Patience | None = None,
    ) -> None:
        """`url` is https and has no path: "https://graph.microsoft.com"."""
        self._session = session
        self._base = url.rstrip("/")
        self._token = token
        self._patience = patience or Patience()

    async def get(self, path: str, *, prefer: str = "") -> Json:
        """The answer to one request. Raises `GraphError`."""
        return (await self._ask("GET", self._absolute(path), prefer=prefer)).body

    async def pages(self, path: str, *, prefer: str = "") -> AsyncIterator[Json]:
        """The answer, and those that its `@odata.nextLink`s lead to. Raises `GraphError`."""
        url = self._absolute(path)
        while url:
            page = (await self._ask("GET", url, prefer=prefer)).body
            yield page
            url = self.own(text(page, "@odata.nextLink"))

    async def values(self, path: str) -> list[Json]:
        """Everything in the collection. Raises `GraphError`; never gives a part of it."""
        return [one async for page in self.pages(path) for one in parts(page, "value")]

    async def batch(self, asks: Sequence[Ask]) -> list[Json | GraphError]:
        """The answers to at most `BATCH` requests, in their order; each may have failed alone."""
        answers: dict[int, Json | GraphError] = {}
        waiting = list(range(len(asks)))
        attempt = 0
        while waiting:
            got = await self._batch_once([(number, asks[number]) for number in waiting])
            again: list[_Answer] = []
            for number in list(waiting):
                answer = got.get(number, _Answer(0, {}, {}))
                if answer.status in TRANSIENT and self._patience.allows(attempt, answer.headers):
                    again.append(answer)
                    continue
                waiting.remove(number)
                ok = 200 <= answer.status < 300
                answers[number] = answer.body if ok else _error(answer)
            attempt += 1
            if again:
                longest = max(again, key=lambda one: wait_asked_for(one.headers) or 0.0)
                await self._patience.wait(attempt, longest.headers)
        return [answers[number] for number in range(len(asks))]

    async def download(self, path: str, into: Path, *, limit: int) -> None:
        """Write a file's content to `into`, from the address that Graph gives for it.

        That address carries its own right to read, so our token stays here. Raises `GraphError`;
        status `TOO_LARGE` if there are more than `limit` bytes.
        """
        attempt = 0
        while True:
            answer = await self._ask("GET", self._absolute(path), redirect=True)
            try:
                await self._save(URL(_https(answer), encoded=True), into, limit)
            except GraphError as error:
                # An address that has expired is given anew; a busy server is asked again later.
                has_expired = error.status in (401, 403, 404, 410) and not attempt
                if not has_expired:
                    if not error.is_temporary or not self._patience.allows(attempt, {}):
                        raise
                    await self._patience.wait(attempt, {})
                attempt += 1
            else:
                return

    def own(self, link: str) -> str:
        """A link out of an answer, if it leads to Graph itself; an empty one stays empty.

        Raises `GraphError` for any other: the token would go there.
        """
        if link and not link.startswith(f"{self._base}{VERSION}/"):
            raise GraphError(400, "foreignLink")
        return link

    def _absolute(self, path: str) -> str:
        return path if path.startswith("https://") else f"{self._base}{VERSION}{path}"

    async def _batch_once(self, asks: Sequence[tuple[int, Ask]]) -> dict[int, _Answer]:
        requests = [
            {"id": str(number), "method": ask.method, "url": ask.path} for number, ask in asks
        ]
        url = self._absolute("/$batch")
        body = (await self._ask("POST", url, body={"requests": requests})).body
        found: dict[int, _Answer] = {}
        for one in parts(body, "responses"):
            status, number = one.get("status"), text(one, "id")
            if isinstance(status, int) and number.isdecimal():
                headers = {
                    name.casefold(): str(value) for name, value in part(one, "headers").items()
                }
                found[int(number)] = _Answer(status, headers, part(one, "body"))
        return found

    async def _ask(
        self,
        method: str,
        url: str,
        *,
        prefer: str = "",
        body: Json | None = None,
        redirect: bool = False,
    ) -> _Answer:
        attempt = 0
        while True:
            await self._patience.gate()
            answer = await self._once(method, url, prefer, body)
            expected = answer.status == 302 if redirect else 200 <= answer.status < 300
            if expected:
                return answer
            transient = answer.status in TRANSIENT or answer.status == 0
            if not transient or not self._patience.allows(attempt, answer.headers):
                raise _error(answer)
            await self._patience.wait(attempt, answer.headers)
            attempt += 1

    async def _once(self, method: str, url: str, prefer: str, body: Json | None) -> _Answer:
        headers = {"Authorization": f"Bearer {await self._token()}", "Accept": "application/json"}
        if prefer:
            headers["Prefer"] = prefer
        try:
            async with self._session.request(
                method,
                URL(url, encoded=True),
                headers=headers,
                json=body,
                allow_redirects=False,
                timeout=_TIMEOUT,
            ) as response:
                raw = await response.read()
                named = {name.casefold(): value for name, value in response.headers.items()}
                found = _object(raw)
                if found is None and response.status == 200:
                    return _Answer(0, {}, _because("unreadableAnswer"))
                return _Answer(response.status, named, found or {})
        except _NETWORK as error:
            return _Answer(0, {}, _because(type(error).__name__))

    async def _save(self, url: URL, into: Path, limit: int) -> None:
        size = 0
        try:
            async with self._session.get(url, allow_redirects=False, timeout=_DOWNLOAD) as response:
                if response.status != 200:
                    raise GraphError(response.status, "download")
                with into.open("wb") as file:
                    async for block in response.content.iter_chunked(2**18):
                        size += len(block)
                        if size > limit:
                            raise GraphError(TOO_LARGE, "tooLarge")
                        file.write(block)
        except _NETWORK as error:
            raise GraphError(0, type(error).__name__) from None


def _object(raw: bytes) -> Json | None:
    try:
        found = json.loads(raw) if raw else {}
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _because(code: str) -> Json:
    return {"error": {"code": code}}


def _error(answer: _Answer) -> GraphError:
    code = text(part(answer.body, "error"), "code")[:60]
    return GraphError(answer.status, code, location=answer.headers.get("location", ""))


def _https(answer: _Answer) -> str:
    location = answer.headers.get("location", "")
    if not location.startswith("https://"):
        raise GraphError(400, "foreignLink")
    return location
