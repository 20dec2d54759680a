"""Azure AI Search on loopback over https, held against its published interface.

It checks tokens, audiences and versions, keeps indexes and aliases with etags, evaluates filters
and, where an index says so, trims by the user's own token.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote

from aiohttp import web

from tests.fakes.azure_search.odata import Filter
from tests.fakes.azure_search.shelf import Refused, Shelf
from tests.fakes.https_server import HttpsServer
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.published_api import Operation, find

Json = dict[str, Any]
SCOPE = "https://search.azure.com/.default"
USER_SCOPE = f"user:{SCOPE}"
"""What a user's token for the service counts as."""
STABLE, PREVIEW = "2026-04-01", "2026-08-01-preview"
USER_TOKEN = "x-ms-query-source-authorization"
_MOST_ACTIONS, _MOST_BYTES = 1000, 16_000_000


@dataclass
class Trouble:
    """What the next requests of an operation are answered with."""

    status: int
    operation: str = ""
    """Only where the path's last part holds this: "search.post.search"."""
    times: int = 1
    headers: Mapping[str, str] = field(default_factory=dict)


class TokenRefused(Exception):
    """The service does not take the user's token; the challenge says why."""


class SearchServer:
    """Serves while the `async with` block lasts, and then fails if there were faults.

    `scope_of` says what a token was issued for; None: it is nobody's.
    """

    def __init__(
        self,
        authority: LocalAuthority,
        *,
        scope_of: Callable[[str], str | None],
        groups_of: Callable[[str], frozenset[str]] | None = None,
    ) -> None:
        self.shelves: dict[str, Shelf] = {}
        self.aliases: dict[str, str] = {}
        self.synonym_maps: dict[str, Json] = {}
        self.etags: dict[str, str] = {}
        self.faults: list[str] = []
        self.troubles: list[Trouble] = []
        self.batch_statuses: deque[int] = deque()
        """What the next single documents of batches are refused with."""
        self.delay_s = 0.0
        self.lag_s = 0.0
        """How long searches do not see what was written."""
        self.partial = False
        """Whether the semantic ranker has no time: 206."""
        self.lose = ""
        """A header, or `api-version`, that never arrives: seeds a fault."""
        self.challenge = ""
        """What is answered to those users' tokens that are refused."""
        self.refuses: Callable[[str], bool] = lambda token: True
        self.asked: list[Json] = []
        """Every query's body."""
        self.counted: Counter[str] = Counter()
        """Requests by operation, those in trouble included."""
        self._scope_of, self._groups_of = scope_of, groups_of
        self._numbers = itertools.count(1)
        application = web.Application(client_max_size=_MOST_BYTES)
        application.router.add_route("*", "/{tail:.*}", self._serve)
        self._server = HttpsServer(application, authority)

    @property
    def url(self) -> str:
        return self._server.url

    async def __aenter__(self) -> Self:
        await self._server.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._server.__aexit__(kind, error, traceback)
        assert self.faults == []

    async def stop(self) -> None:
        """Nobody answers there any more."""
        await self._server.__aexit__(None, None, None)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        version = "" if self.lose == "api-version" else request.query.get("api-version", "")
        if self.lose in request.headers:
            kept = request.headers.copy()
            del kept[self.lose]
            request = request.clone(headers=kept)
        path = unquote(request.rel_url.raw_path)
        spec = f"azure-search-{version}.openapi.json"
        operation = find(spec, request.method, path) if version in (STABLE, PREVIEW) else None
        if operation is None:
            self.faults.append(f"{request.method} {path} is not in version {version!r}")
            return _problem(404, "unknown")
        name = operation.template.rpartition("/")[2]
        self.counted[name] += 1
        raw = await request.read()
        body = json.loads(raw) if raw else None
        self.faults += operation.faults_of_request(request.query.keys(), body)
        self.faults += _faults_of_headers(operation, request)
        await asyncio.sleep(self.delay_s)
        status, answer, headers = self._answer(operation, name, request, body)
        if isinstance(answer, str):
            return web.Response(text="\ufeff" + answer, content_type="text/plain")
        if answer is not None:
            self.faults += operation.faults_of_answer(status, answer)
        return web.json_response(answer, status=status, headers=headers)

    def _answer(
        self, operation: Operation, name: str, request: web.Request, body: Any
    ) -> tuple[int, Any, Mapping[str, str]]:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or self._scope_of(token) != SCOPE:
            return 401, _error("Unauthorized"), {}
        for trouble in self.troubles:
            if trouble.operation in name and trouble.times > 0:
                trouble.times -= 1
                return trouble.status, _error("trouble"), trouble.headers
        try:
            return (*self._operate(operation, request, body), {})
        except TokenRefused as refused:
            return 401, _error("Unauthorized"), {"WWW-Authenticate": str(refused)}
        except Refused as refused:
            return 400, _error(str(refused)), {}

    def _operate(self, operation: Operation, request: web.Request, body: Any) -> tuple[int, Any]:
        match operation.template, operation.method:
            case "/indexes", "get":
                shown = [{"name": name, "fields": []} for name in self.shelves]
                if "$select" not in request.query:
                    shown = [shelf.definition for shelf in self.shelves.values()]
                return 200, {"value": shown}
            case "/indexes('{indexName}')", method:
                return self._index(method, operation.ids[0], request, body)
            case "/synonymmaps('{synonymMapName}')", "put":
                return self._keep_synonyms(operation.ids[0], body)
            case "/aliases('{aliasName}')", method:
                return self._alias(method, operation.ids[0], request, body)
        return self._use(operation, request, body)

    def _use(self, operation: Operation, request: web.Request, body: Any) -> tuple[int, Any]:
        """What is done with the documents of an index."""
        shelf = self._shelf(operation.ids[0])
        if shelf is None:
            return 404, _error("no such index")
        match operation.template.rpartition("/")[2]:
            case "$count":
                return 200, str(len(shelf.documents()))
            case "search.index":
                return self._write(shelf, body)
            case "search.post.search":
                self.asked.append(body)
                trimming = self._trimming(shelf, request)
                if trimming == "refused":
                    return 401, _error("whose query is it")
                answer = shelf.search(body, also=trimming)
                is_partial = self.partial and body.get("queryType") == "semantic"
                return (206 if is_partial else 200), self._cut(answer) if is_partial else answer
        raise Refused("this fake does not do that")

    def _keep_synonyms(self, name: str, body: Json) -> tuple[int, Any]:
        status = 200 if name in self.synonym_maps else 201
        self.synonym_maps[name] = body
        return status, {**body, "@odata.etag": self._etag(name)}

    def _index(self, method: str, name: str, request: web.Request, body: Any) -> tuple[int, Any]:
        if method == "get":
            shelf = self.shelves.get(name)
            return (200, shelf.definition) if shelf else (404, _error("no such index"))
        if method == "delete":
            if name in self.aliases.values():
                raise Refused("an alias leads to the index")
            return (204, None) if self.shelves.pop(name, None) else (404, _error("no such index"))
        known = self.shelves.get(name)
        definition = {**body, "@odata.etag": self._etag(name)}
        maps = [one for each in definition["fields"] for one in each.get("synonymMaps", ())]
        if not set(maps) <= self.synonym_maps.keys():
            raise Refused("a field names a synonym map that is not there")
        if known is None:
            self.shelves[name] = Shelf(definition, synonyms=self.synonym_maps)
            return 201, definition
        if known.definition["fields"] != definition["fields"]:
            raise Refused("existing fields cannot be changed")
        return 200, definition

    def _alias(self, method: str, name: str, request: web.Request, body: Any) -> tuple[int, Any]:
        if method == "get":
            target = self.aliases.get(name)
            if target is None:
                return 404, _error("no such alias")
            return 200, {"name": name, "indexes": [target], "@odata.etag": self.etags[name]}
        if method != "put":
            raise Refused("this fake does not do that")
        if body["indexes"][0] not in self.shelves:
            raise Refused("an alias leads to an index that exists")
        known = self.etags.get(name) if name in self.aliases else None
        is_as_wanted = request.headers.get("If-Match") in (None, known)
        if not is_as_wanted or (known and request.headers.get("If-None-Match") == "*"):
            return 412, _error("the alias has changed")
        status = 200 if name in self.aliases else 201
        self.aliases[name] = body["indexes"][0]
        return status, {**body, "@odata.etag": self._etag(name)}

    def _write(self, shelf: Shelf, body: Json) -> tuple[int, Any]:
        if len(body["value"]) > _MOST_ACTIONS:
            self.faults.append("too many documents in one batch")
        results = []
        for action in body["value"]:
            if self.batch_statuses:
                status, wrong = self.batch_statuses.popleft(), "busy"
            else:
                status, fault = shelf.take(action, lag_s=self.lag_s)
                wrong = fault or ""
                self.faults += [fault] if fault else []
            key = action.get(shelf.key, "")
            told = {"key": key, "status": status < 400, "statusCode": status}
            results.append({**told, "errorMessage": wrong or None})
        is_whole = all(result["status"] for result in results)
        return (200 if is_whole else 207), {"value": results}

    def _trimming(self, shelf: Shelf, request: web.Request) -> Any:
        """What the service lets the user see by itself; in no other index does it look at them."""
        if shelf.definition.get("permissionFilterOption") != "enabled":
            if USER_TOKEN in request.headers:
                self.faults.append("a user's token is sent where nobody asks for it")
            return None
        if request.headers.get("x-ms-enable-elevated-read") == "true":
            return None
        scheme, _, token = request.headers.get(USER_TOKEN, "").partition(" ")
        if (
            scheme != "Bearer"
            or self._groups_of is None
            or self._scope_of(token) != f"user:{SCOPE}"
        ):
            return "refused"
        if self.challenge and self.refuses(token):
            raise TokenRefused(self.challenge)
        listed = "|".join(sorted({"all", *self._groups_of(token)}))
        people = f"native_users/any(u: search.in(u, '{listed}', '|'))"
        return Filter(f"native_groups/any(g: search.in(g, '{listed}', '|')) or {people}")

    def _cut(self, answer: Json) -> Json:
        value = [
            {name: told for name, told in row.items() if name != "@search.rerankerScore"}
            for row in answer["value"]
        ]
        reason = {"@search.semanticPartialResponseReason": "capacityOverloaded"}
        return {**answer, **reason, "value": value}

    def _shelf(self, name: str) -> Shelf | None:
        return self.shelves.get(self.aliases.get(name, name))

    def _etag(self, name: str) -> str:
        self.etags[name] = f'"0x{next(self._numbers):X}"'
        return self.etags[name]


def _faults_of_headers(operation: Operation, request: web.Request) -> list[str]:
    """Of the headers that are declared for the operation, and of tokens where none is declared."""
    declared = {one["name"]: one for one in operation.parameters if one["in"] == "header"}
    wrong = []
    for name, one in declared.items():
        value = request.headers.get(name)
        allowed = one["schema"].get("enum")
        if value is None:
            wrong += [f"{operation.template}: no header {name}"] if one.get("required") else []
        elif allowed and value not in allowed:
            wrong.append(f"{operation.template}: {name} is {value}")
    if USER_TOKEN in request.headers and USER_TOKEN not in declared:
        wrong.append(f"{operation.template}: a user's token in a version that takes none")
    return wrong


def _problem(status: int, code: str) -> web.Response:
    return web.json_response(_error(code), status=status)


def _error(message: str) -> Json:
    return {"error": {"code": "", "message": message}}
