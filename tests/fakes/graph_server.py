"""Microsoft Graph for one app that is let into chosen sites, and the server of its downloads.

Holds every request, and every answer of its own, against the published schema, and remembers as a
fault whatever such an app could not do in a real tenant: another site, an operation that needs
Sites.Read.All, a token that is sent where it does not belong.
"""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiohttp import web
from yarl import URL

from tests.fakes.https_server import HttpsServer
from tests.fakes.identity_provider import IdentityProvider
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.published_api import Operation, find
from tests.fakes.sharepoint import Drive, FakeSite

SPEC = "graph-sharepoint.openapi.json"
Body = dict[str, Any]


@dataclass
class Answer:
    """What is answered, in a batch or alone."""

    status: int
    body: Body = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Trouble:
    """What goes wrong for some of the requests."""

    status: int
    path: str = ""
    """Only for paths that hold this."""
    times: int = 1_000_000
    retry_after: str | None = None
    inside_batches: bool = True


class GraphServer:
    """Serves while the `async with` block lasts, and then fails if there were faults."""

    def __init__(self, authority: LocalAuthority, provider: IdentityProvider) -> None:
        self.sites: list[FakeSite] = [FakeSite()]
        self.granted = {self.sites[0].id}
        """The sites that Sites.Selected was given a role on."""
        self.page_size = 3
        self.troubles: list[Trouble] = []
        self.faults: list[str] = []
        self.asked: Counter[str] = Counter()
        """Operations, by the last part of their path."""
        self.downloads: list[str] = []
        """Ids of the items whose content was fetched."""
        self.expired_downloads = 0
        """How many of the addresses given next have expired when they are used."""
        self.link_host = ""
        """Where links to further pages lead, instead of here."""
        self.download_host = ""
        """Where downloads are, instead of here."""
        self.scopes = provider.scopes
        self._tickets: dict[str, bytes] = {}
        self._numbers = itertools.count(1)
        graph, store = web.Application(), web.Application()
        graph.router.add_route("*", "/{tail:.*}", self._serve)
        store.router.add_get("/download/{ticket}", self._download)
        self._graph = HttpsServer(graph, authority)
        self._store = HttpsServer(store, authority)
        self._open = AsyncExitStack()

    @property
    def url(self) -> str:
        return self._graph.url

    @property
    def site(self) -> FakeSite:
        return self.sites[0]

    async def __aenter__(self) -> Self:
        await self._open.enter_async_context(self._graph)
        await self._open.enter_async_context(self._store)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._open.aclose()
        assert self.faults == []

    async def _serve(self, request: web.Request) -> web.Response:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or self.scopes.get(token) != f"{self.url}/.default":
            self.faults.append(f"{request.path} was asked with a token for something else")
            return _response(Answer(401, _error("InvalidAuthenticationToken")))
        if not request.path.startswith("/v1.0/"):
            self.faults.append(f"{request.path} is not v1.0")
            return _response(Answer(404, _error("itemNotFound")))
        raw = await request.read()
        body = json.loads(raw) if raw else None
        path = str(request.rel_url).removeprefix("/v1.0")
        if path == "/$batch":
            return _response(self._batch(body))
        return _response(self._answer(request.method, path, body, in_batch=False))

    def _batch(self, body: Any) -> Answer:
        operation = find(SPEC, "POST", "/$batch")
        assert operation is not None
        self.asked["$batch"] += 1
        self.faults += operation.faults_of_request((), body)
        if trouble := self._trouble("/$batch", in_batch=False):
            return trouble
        responses = []
        for one in body["requests"]:
            answer = self._answer(one["method"], one["url"], one.get("body"), in_batch=True)
            headers = {"Content-Type": "application/json", **answer.headers}
            responses.append(
                {"id": one["id"], "status": answer.status, "headers": headers, "body": answer.body}
            )
        responses.reverse()  # They may come in any order.
        self.faults += operation.faults_of_answer(200, {"responses": responses})
        return Answer(200, {"responses": responses})

    def _answer(self, method: str, path: str, body: Any, *, in_batch: bool) -> Answer:
        url = URL(path, encoded=True)
        operation = find(SPEC, method, url.raw_path)
        if operation is None:
            self.faults.append(f"{method} {path}: not within Sites.Selected, or unknown")
            return Answer(403, _error("accessDenied"))
        self.asked[operation.template.rpartition("/")[2]] += 1
        self.faults += operation.faults_of_request(url.query.keys(), body)
        answer = self._trouble(url.raw_path, in_batch=in_batch)
        answer = answer or self._operate(operation, dict(url.query))
        self.faults += operation.faults_of_answer(answer.status, answer.body)
        return answer

    def _trouble(self, path: str, *, in_batch: bool) -> Answer | None:
        for trouble in self.troubles:
            if (
                trouble.path in path
                and trouble.times > 0
                and (trouble.inside_batches or not in_batch)
            ):
                trouble.times -= 1
                wait = {"Retry-After": trouble.retry_after} if trouble.retry_after else {}
                return Answer(trouble.status, _error("trouble"), wait)
        return None

    def _operate(self, operation: Operation, query: Mapping[str, str]) -> Answer:
        kind = operation.template.split("/")[1]
        if kind == "sites":
            site = self._site(operation.ids[0])
            if site is None:
                return Answer(403, _error("accessDenied"))
            return self._of_site(operation, site, query)
        drive = self._drive(operation.ids[0])
        if drive is None:
            return Answer(403, _error("accessDenied"))
        return self._of_drive(operation, drive, query)

    def _site(self, key: str) -> FakeSite | None:
        for site in self.sites:
            if key in (site.id, f"{site.host}:/{site.path}") and site.id in self.granted:
                return site
        if not any(key in (site.id, f"{site.host}:/{site.path}") for site in self.sites):
            self.faults.append(f"the site {key} was asked for")
        return None

    def _drive(self, drive_id: str) -> Drive | None:
        for site in self.sites:
            for drive in site.drives:
                if drive.id == drive_id:
                    return drive if site.id in self.granted else None
        self.faults.append(f"the drive {drive_id} was asked for")
        return None

    def _of_site(self, operation: Operation, site: FakeSite, query: Mapping[str, str]) -> Answer:
        match operation.template.removeprefix("/sites/{site-id}"):
            case "":
                told = {"id": site.id, "webUrl": site.url, "displayName": "Intranät"}
                return Answer(200, _selected(told, query))
            case "/drives":
                drives = [
                    _selected(_told_drive(drive), query)
                    for drive in site.drives
                    if not drive.is_system or "system" in query.get("$select", "").split(",")
                ]
                return self._collection(f"/sites/{site.id}/drives", drives, query)
            case "/lists":
                lists = [{"id": one.id, "displayName": one.name} for one in site.lists]
                return self._collection(f"/sites/{site.id}/lists", lists, query)
            case "/lists/{list-id}/columns" | "/lists/{list-id}/items" as template:
                return self._of_list(site, operation.ids[1], template.rpartition("/")[2], query)
            case "/pages/microsoft.graph.sitePage":
                pages = [_selected(page, query) for page in site.shown_pages()]
                path = f"/sites/{site.id}/pages/microsoft.graph.sitePage"
                return self._collection(path, pages, query)
            case _:
                return self._page(site, operation.ids[1], query)

    def _of_list(self, site: FakeSite, list_id: str, part: str, query: Mapping[str, str]) -> Answer:
        for one in site.lists:
            if one.id == list_id:
                told = one.told_columns() if part == "columns" else one.told_items()
                if part == "items" and query.get("$expand") != "fields":
                    told = [{"id": item["id"]} for item in told]
                path = f"/sites/{site.id}/lists/{list_id}/{part}"
                return self._collection(path, told, query)
        return Answer(404, _error("itemNotFound"))

    def _page(self, site: FakeSite, page_id: str, query: Mapping[str, str]) -> Answer:
        for page in site.shown_pages():
            if page["id"] == page_id:
                self.downloads.append(page_id)
                if query.get("$expand") == "canvasLayout":
                    page["canvasLayout"] = site.canvas(page_id)
                return Answer(200, page)
        return Answer(404, _error("itemNotFound"))

    def _of_drive(self, operation: Operation, drive: Drive, query: Mapping[str, str]) -> Answer:
        if operation.template.endswith("/delta"):
            return self._delta(drive, query)
        entry = drive.entries.get(operation.ids[1])
        if entry is None:
            return Answer(404, _error("itemNotFound"))
        match operation.template.rpartition("/")[2]:
            case "permissions":
                permissions = [_selected(each, query) for each in drive.effective(entry)]
                path = f"/drives/{drive.id}/items/{entry.id}/permissions"
                return self._collection(path, permissions, query)
            case "extractSensitivityLabels":
                labels = [
                    {"sensitivityLabelId": one, "assignmentMethod": "standard"}
                    for one in entry.labels
                ]
                return Answer(200, {"labels": labels})
            case "listItem":
                fields = {"id": "1", **entry.fields}
                expanded = {"fields": fields} if query.get("$expand") == "fields" else {}
                return Answer(200, {"id": "1", **expanded})
            case _:
                self.downloads.append(entry.id)
                return Answer(302, {}, {"Location": self._ticket(entry.data or b"")})

    def _ticket(self, data: bytes) -> str:
        ticket = f"{next(self._numbers)}"
        if self.expired_downloads:
            self.expired_downloads -= 1
        else:
            self._tickets[ticket] = data
        return f"{self.download_host or self._store.url}/download/{ticket}?tempauth=hemlig%2Fnyckel"

    async def _download(self, request: web.Request) -> web.Response:
        if "Authorization" in request.headers:
            self.faults.append("the token was sent to the server of downloads")
        if request.rel_url.raw_query_string != "tempauth=hemlig%2Fnyckel":
            self.faults.append("the address of a download was changed")
        data = self._tickets.pop(request.match_info["ticket"], None)
        return web.Response(status=403) if data is None else web.Response(body=data)

    def _collection(self, path: str, values: list[Body], query: Mapping[str, str]) -> Answer:
        start = int(query.get("$skiptoken", "0"))
        page: Body = {"value": values[start : start + self.page_size]}
        if start + self.page_size < len(values):
            rest = {**query, "$skiptoken": str(start + self.page_size)}
            page["@odata.nextLink"] = self._link(path, rest)
        return Answer(200, page)

    def _delta(self, drive: Drive, query: Mapping[str, str]) -> Answer:
        """A token is "since-offset-until": places in the drive's log, and what was told of it."""
        path = f"/drives/{drive.id}/root/delta"
        token = query.get("token", f"full-0-{len(drive.log)}")
        since, offset, until = token.split("-")
        if since != "full" and int(since) < drive.oldest:
            anew = {"Location": self._link(path, {})}
            return Answer(410, _error("resyncChangesApplyDifferences"), anew)
        ids = (
            list(drive.entries) if since == "full" else drive.log[int(since) : int(until or 10**9)]
        )
        if since != "full" and ids:
            ids = [drive.root.id, *ids]  # Graph always tells the root, and some items twice.
        first = int(offset)
        last = first + self.page_size
        select = query.get("$select", query.get("s", ""))
        page: Body = {
            "value": [_selected(drive.told(one), {"$select": select}) for one in ids[first:last]]
        }
        rest = {"$select": select} if select else {}
        if last < len(ids):
            rest["token"] = f"{since}-{last}-{until or len(drive.log)}"
            page["@odata.nextLink"] = self._link(path, rest)
        else:
            rest["token"] = f"{until or len(drive.log)}-0-"
            page["@odata.deltaLink"] = self._link(path, rest)
        return Answer(200, page)

    def _link(self, path: str, query: Mapping[str, str]) -> str:
        return str(URL(f"{self.link_host or self.url}/v1.0{path}").with_query(dict(query)))


def _told_drive(drive: Drive) -> Body:
    told = {
        "id": drive.id,
        "name": drive.name,
        "driveType": "documentLibrary",
        "webUrl": drive.url,
    }
    return {**told, "system": {}} if drive.is_system else told


def _selected(told: Body, query: Mapping[str, str]) -> Body:
    """What was asked for; an item that is gone tells that in any case."""
    wanted = set(filter(None, query.get("$select", "").split(",")))
    return {name: told[name] for name in told if not wanted or name in {*wanted, "id"}}


def _error(code: str) -> Body:
    return {"error": {"code": code, "message": "Hemligt: vem som frågade"}}


def _response(answer: Answer) -> web.Response:
    text = json.dumps(answer.body) if answer.body else ""
    return web.Response(
        text=text, status=answer.status, headers=answer.headers, content_type="application/json"
    )
