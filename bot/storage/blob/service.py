"""The few requests to Azure Blob Storage that a container of small documents needs.

https://learn.microsoft.com/rest/api/storageservices/blob-service-rest-api
Microsoft's client does them, too, at five times the CPU; a turn makes ten (`tests.bench state`).
Every method raises `StorageUnavailable`; the service's own texts are left out.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import formatdate, parsedate_to_datetime
from urllib.parse import quote, urlencode

import aiohttp
from azure.core.credentials import AccessToken
from azure.core.credentials_async import AsyncTokenCredential
from azure.core.exceptions import AzureError, ClientAuthenticationError
from lxml import etree
from yarl import URL

from bot.errors import StorageUnavailable

FORBIDDEN = (
    "Azure Blob Storage refuses Kollega's identity: give it the role Storage Blob Data Contributor"
    " on the container"
)
UNKNOWN = "Entra gives no token for Azure Blob Storage: look at KOLLEGA_APP_ID and what proves it"
NO_CONTAINER = "the storage account has no such container: look at KOLLEGA_BLOB_CONTAINER"
DOWN = "Azure Blob Storage fails ({})"
NO_ANSWER = "Azure Blob Storage cannot be reached: look at KOLLEGA_BLOB_ENDPOINT and the network"
TOO_SLOW = "Azure Blob Storage did not answer in time"

_VERSION = "2023-11-03"
_SCOPE = "https://storage.azure.com/.default"
_ENDING_S = 300.0
"""With so little left a token is renewed."""
_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=2.0, sock_read=5.0)
_TRIES, _PAUSE_S, _JITTER_S = 3, 0.3, 0.2
_BUSY = frozenset({408, 429, 500, 502, 503, 504})
_META = "x-ms-meta-"


@dataclass(frozen=True, slots=True)
class Answer:
    """Of the service."""

    status: int
    code: str = ""
    """Its reason, if it refuses."""
    etag: str = ""
    body: bytes = b""

    @property
    def is_refusal(self) -> bool:
        """Whether nothing has been read or done."""
        return self.status >= 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A document that was not read: its name, its marks and when it was last written."""

    name: str
    written_at: datetime
    marks: Mapping[str, str] = field(default_factory=dict)


class BlobService:
    """One container, over the session's pool of connections."""

    def __init__(
        self,
        *,
        endpoint: str,
        container: str,
        credential: AsyncTokenCredential | str,
        session: aiohttp.ClientSession,
        patience_s: float,
    ) -> None:
        """`credential`: text is a shared access signature, for an emulator. `patience_s`: for one
        request with what is tried again in it."""
        self._address = f"{endpoint.rstrip('/')}/{container}"
        self._credential = credential
        self._session = session
        self._patience_s = patience_s
        self._token: AccessToken | None = None
        self._renewing = asyncio.Lock()

    async def get(self, name: str) -> Answer:
        """The body and etag of a blob."""
        return await self._ask("GET", name, expected=("BlobNotFound",))

    async def put(
        self, name: str, body: bytes, *, marks: Mapping[str, str], condition: Mapping[str, str]
    ) -> Answer:
        """Write a blob where the condition, a header, holds."""
        headers = {"x-ms-blob-type": "BlockBlob", **condition}
        headers.update((f"{_META}{mark}", value) for mark, value in marks.items())
        expected = ("BlobNotFound", "ConditionNotMet", "BlobAlreadyExists")
        return await self._ask("PUT", name, headers=headers, body=body, expected=expected)

    async def delete(self, name: str, *, condition: Mapping[str, str]) -> Answer:
        """Delete a blob where the condition holds."""
        expected = ("BlobNotFound", "ConditionNotMet")
        return await self._ask("DELETE", name, headers=condition, expected=expected)

    async def listed(self, prefix: str) -> list[Listed]:
        """Those whose names begin so, by name. 5,000 cost one request."""
        asked = {"restype": "container", "comp": "list", "include": "metadata", "prefix": prefix}
        found: list[Listed] = []
        marker = ""
        while True:
            query = asked | ({"marker": marker} if marker else {})
            some, marker = _page((await self._ask("GET", query=query)).body)
            found += some
            if not marker:
                return found

    async def create(self) -> None:
        """Create the container, if there is none."""
        await self._ask("PUT", query={"restype": "container"}, expected=("ContainerAlreadyExists",))

    async def _ask(
        self,
        method: str,
        name: str = "",
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        expected: tuple[str, ...] = (),
    ) -> Answer:
        """The answer, also if it is one of the refusals that are `expected`."""
        path = f"{self._address}/{quote(name)}" if name else self._address
        words = urlencode(query) if query else ""
        try:
            async with asyncio.timeout(self._patience_s):
                answer = await self._tried(method, path, words, headers or {}, body)
        except TimeoutError:
            raise StorageUnavailable(TOO_SLOW) from None
        except (aiohttp.ClientError, OSError):
            raise StorageUnavailable(NO_ANSWER) from None
        if answer.is_refusal and answer.code not in expected:
            raise StorageUnavailable(_meaning(answer))
        return answer

    async def _tried(
        self, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes | None
    ) -> Answer:
        for left in reversed(range(_TRIES)):
            try:
                answer = await self._once(method, path, query, headers, body)
                if answer.status not in _BUSY or not left:
                    return answer
            except (aiohttp.ClientError, OSError):
                if not left:
                    raise
            jitter_s = random.uniform(-_JITTER_S, _JITTER_S)  # noqa: S311 no secret
            await asyncio.sleep(_PAUSE_S + jitter_s)
        raise AssertionError("unreachable")

    async def _once(
        self, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes | None
    ) -> Answer:
        sent = {"x-ms-version": _VERSION, "x-ms-date": formatdate(usegmt=True), **headers}
        if isinstance(self._credential, str):
            query = f"{query}&{self._credential}" if query else self._credential
        else:
            sent["Authorization"] = f"Bearer {await self._bearer(self._credential)}"
        address = URL(f"{path}?{query}" if query else path, encoded=True)
        async with self._session.request(
            method, address, headers=sent, data=body, allow_redirects=False, timeout=_TIMEOUT
        ) as response:
            return Answer(
                response.status,
                response.headers.get("x-ms-error-code", ""),
                response.headers.get("ETag", ""),
                await response.read(),
            )

    async def _bearer(self, credential: AsyncTokenCredential) -> str:
        async with self._renewing:
            if self._token is None or self._token.expires_on - time.time() < _ENDING_S:
                try:
                    self._token = await credential.get_token(_SCOPE)
                except ClientAuthenticationError:
                    raise StorageUnavailable(UNKNOWN) from None
                except AzureError:
                    raise StorageUnavailable(NO_ANSWER) from None
            return self._token.token


def _meaning(answer: Answer) -> str:
    if answer.code == "ContainerNotFound":
        return NO_CONTAINER
    return {401: UNKNOWN, 403: FORBIDDEN}.get(answer.status, DOWN.format(answer.status))


def _page(body: bytes) -> tuple[list[Listed], str]:
    """What a page lists, and what asks for the next; "" if there is none."""
    try:
        page = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
        return list(map(_listed, page.iterfind("Blobs/Blob"))), page.findtext("NextMarker") or ""
    except (etree.XMLSyntaxError, ValueError) as error:
        raise StorageUnavailable("a list of stored records is unreadable") from error


def _listed(blob: etree._Element) -> Listed:
    marks = blob.find("Metadata")
    return Listed(
        name=blob.findtext("Name") or "",
        written_at=parsedate_to_datetime(blob.findtext("Properties/Last-Modified") or ""),
        marks={} if marks is None else {each.tag: each.text or "" for each in marks},
    )
