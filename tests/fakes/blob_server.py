"""Azure Blob Storage on loopback, as far as Kollega uses it: small blobs, conditions, lists.

It holds every request against the rules of the interface
(https://learn.microsoft.com/rest/api/storageservices/blob-service-rest-api): a header that is
missing, two conditions at once, a name or metadata that the service refuses are faults. The same
tests run against Azurite, so what it answers is what that answers.
"""

from __future__ import annotations

import asyncio
import itertools
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from types import TracebackType
from typing import Self
from xml.sax.saxutils import escape

from aiohttp import web

from tests.fakes.https_server import HttpsServer
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.loopback import LoopbackServer

ACCOUNT, KEY = "devstoreaccount1", "a2V5IG9mIHRoZSB0ZXN0cw=="
SCOPE = "https://storage.azure.com/.default"
"""What a token for the service is asked for with."""
_META = "x-ms-meta-"
_IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]*")
_PAGE = 5000


@dataclass
class Trouble:
    """What the next requests are answered with."""

    status: int = 503
    code: str = "ServerBusy"
    method: str = ""
    prefix: str = ""
    """Only of blobs, or lists of blobs, whose names begin so."""
    times: int = 1_000_000
    delay_s: float = 0.0
    """How long before it; with `status` 0 the answer comes then."""
    after: bool = False
    """Whether it has been carried out all the same."""


@dataclass(frozen=True)
class Blob:
    """What was put."""

    body: bytes
    etag: str
    written_at: datetime
    metadata: dict[str, str]


class BlobServer:
    """Serves while the `async with` block lasts, and then fails if there were faults.

    With an authority it serves https and takes only tokens, as Bicep sets it up: `scope_of` says
    what a token was issued for; None: it is nobody's. Without, it takes an account's key.
    """

    def __init__(
        self,
        authority: LocalAuthority | None = None,
        *,
        scope_of: Callable[[str], str | None] | None = None,
    ) -> None:
        self.blobs: dict[str, Blob] = {}
        self.containers = {"kollega"}
        self.troubles: list[Trouble] = []
        self.counted: Counter[str] = Counter()
        """Requests, such as "PUT inbox"."""
        self.page = _PAGE
        self.ignores_etags = False
        self._numbers = itertools.count(1)
        application = web.Application(client_max_size=10_000_000)
        application.router.add_route("*", "/{account}/{container}", self._on_container)
        application.router.add_route("*", "/{account}/{container}/{name:.+}", self._on_blob)
        self.faults: list[str] = []
        self._scope_of = scope_of
        self._server = (
            LoopbackServer(application)
            if authority is None
            else HttpsServer(application, authority)
        )

    @property
    def endpoint(self) -> str:
        if isinstance(self._server, HttpsServer):
            return f"{self._server.url}/{ACCOUNT}"
        return f"http://127.0.0.1:{self._server.port}/{ACCOUNT}"

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

    async def _on_container(self, request: web.Request) -> web.Response:
        prefix = request.query.get("prefix", "")
        return await self._answered(request, prefix, self._container)

    async def _on_blob(self, request: web.Request) -> web.Response:
        return await self._answered(request, request.match_info["name"], self._blob)

    async def _answered(
        self,
        request: web.Request,
        name: str,
        handler: Callable[[web.Request, str, bytes], web.Response],
    ) -> web.Response:
        self._look_at(request, name)
        self.counted[f"{request.method} {name.split('/', 1)[0]}"] += 1
        body = await request.read()
        trouble = self._trouble(request.method, name)
        if trouble is not None:
            await asyncio.sleep(trouble.delay_s)
        if not self._knows(request):
            return _refused(401, "InvalidAuthenticationInfo")
        if trouble is None or not trouble.status:
            return handler(request, name, body)
        if trouble.after:
            handler(request, name, body)
        return _refused(trouble.status, trouble.code)

    def _knows(self, request: web.Request) -> bool:
        if self._scope_of is None:
            return True
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        return kind == "Bearer" and self._scope_of(token) == SCOPE

    def _trouble(self, method: str, name: str) -> Trouble | None:
        for trouble in self.troubles:
            if trouble.method in ("", method) and name.startswith(trouble.prefix):
                trouble.times -= 1
                if trouble.times <= 0:
                    self.troubles.remove(trouble)
                return trouble
        return None

    def _container(self, request: web.Request, prefix: str, body: bytes) -> web.Response:
        container = request.match_info["container"]
        if request.method == "PUT" and request.query.get("restype") == "container":
            if container in self.containers:
                return _refused(409, "ContainerAlreadyExists")
            self.containers.add(container)
            return web.Response(status=201)
        if request.query.get("comp") != "list" or request.query.get("restype") != "container":
            self.faults.append(f"{request.method} {request.path_qs} is not known")
            return _refused(400, "InvalidQueryParameterValue")
        if container not in self.containers:
            return _refused(404, "ContainerNotFound")
        marker = request.query.get("marker", "")
        names = sorted(each for each in self.blobs if each.startswith(prefix) and each >= marker)
        most = min(int(request.query.get("maxresults", self.page)), self.page)
        has_metadata = "metadata" in request.query.get("include", "").split(",")
        listed = "".join(_listed(each, self.blobs[each], has_metadata) for each in names[:most])
        rest = names[most] if len(names) > most else ""
        text = (
            '<?xml version="1.0" encoding="utf-8"?><EnumerationResults ContainerName="c">'
            f"<Blobs>{listed}</Blobs><NextMarker>{escape(rest)}</NextMarker></EnumerationResults>"
        )
        return web.Response(text=text, content_type="application/xml")

    def _blob(self, request: web.Request, name: str, body: bytes) -> web.Response:
        if request.match_info["container"] not in self.containers:
            return _refused(404, "ContainerNotFound")
        there = self.blobs.get(name)
        if request.method == "PUT":
            if there and request.headers.get("If-None-Match") == "*":
                return _refused(409, "BlobAlreadyExists")
            if _is_outdated(request, there) and not self.ignores_etags:
                return _refused(412, "ConditionNotMet")
            return self._put(request, name, body)
        if there is None:
            return _refused(404, "BlobNotFound")
        if _is_outdated(request, there):
            return _refused(412, "ConditionNotMet")
        if request.method == "DELETE":
            del self.blobs[name]
            return web.Response(status=202)
        return _got(request, there)

    def _put(self, request: web.Request, name: str, body: bytes) -> web.Response:
        metadata = {
            key.lower().removeprefix(_META): value
            for key, value in request.headers.items()
            if key.lower().startswith(_META)
        }
        for key, value in metadata.items():
            if not _IDENTIFIER.fullmatch(key) or not value.isascii() or not value:
                self.faults.append(f"metadata {key!r} would be refused")
        etag, now = f'"0x{next(self._numbers):016X}"', datetime.now(UTC)
        self.blobs[name] = Blob(body, etag, now, metadata)
        headers = {
            "ETag": etag,
            "Last-Modified": _http(now),
            "x-ms-request-server-encrypted": "true",
        }
        return web.Response(status=201, headers=headers)

    def _look_at(self, request: web.Request, name: str) -> None:
        headers, wrong = request.headers, []
        if not headers.get("Authorization", "").startswith(("SharedKey ", "Bearer ")):
            wrong.append("nobody asks")
        if not re.fullmatch(r"20\d\d-\d\d-\d\d", headers.get("x-ms-version", "")):
            wrong.append("no version")
        if "If-Match" in headers and "If-None-Match" in headers:
            wrong.append("two conditions")
        if request.method == "PUT" and not request.query:
            if headers.get("x-ms-blob-type") != "BlockBlob":
                wrong.append("no type of blob")
            if "Content-Length" not in headers:
                wrong.append("no length")
        if len(name) > 1024 or (name.endswith((".", "/")) and request.method != "GET"):
            wrong.append("no name of a blob")
        self.faults += [f"{request.method} {name}: {each}" for each in wrong]


def _is_outdated(request: web.Request, there: Blob | None) -> bool:
    wanted = request.headers.get("If-Match")
    return wanted is not None and (there is None or wanted not in ("*", there.etag))


def _got(request: web.Request, blob: Blob) -> web.Response:
    headers = {
        "ETag": blob.etag,
        "Last-Modified": _http(blob.written_at),
        "x-ms-blob-type": "BlockBlob",
        **{f"{_META}{key}": value for key, value in blob.metadata.items()},
    }
    wanted = request.headers.get("x-ms-range") or request.headers.get("Range")
    if not wanted:
        return web.Response(body=blob.body, headers=headers)
    first, last = (int(each) for each in wanted.removeprefix("bytes=").split("-"))
    piece = blob.body[first : last + 1]
    headers["Content-Range"] = f"bytes {first}-{first + len(piece) - 1}/{len(blob.body)}"
    return web.Response(status=206, body=piece, headers=headers)


def _listed(name: str, blob: Blob, has_metadata: bool) -> str:
    pairs = blob.metadata.items() if has_metadata else ()
    metadata = "".join(f"<{key}>{escape(value)}</{key}>" for key, value in pairs)
    return (
        f"<Blob><Name>{escape(name)}</Name><Properties>"
        f"<Last-Modified>{_http(blob.written_at)}</Last-Modified>"
        f"<Etag>{blob.etag.strip(chr(34))}</Etag><Content-Length>{len(blob.body)}</Content-Length>"
        "<Content-Type>application/octet-stream</Content-Type><BlobType>BlockBlob</BlobType>"
        f"</Properties><Metadata>{metadata}</Metadata></Blob>"
    )


def _http(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)


def _refused(status: int, code: str) -> web.Response:
    error = f"<Error><Code>{code}</Code><Message>{code}.</Message></Error>"
    text = f'<?xml version="1.0" encoding="utf-8"?>{error}'
    return web.Response(
        status=status,
        text=text,
        content_type="application/xml",
        headers={"x-ms-error-code": code},
    )
