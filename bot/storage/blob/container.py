"""One container of plain JSON documents: read, changed by compare-and-swap, listed by prefix.

Azure Blob Storage is strongly consistent, lists included, so an etag and a name are all that the
stores need: https://learn.microsoft.com/azure/storage/blobs/concurrency-manage. The only backend
that knows the vendor; every method raises `StorageUnavailable`.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

import aiohttp
from azure.core import MatchConditions
from azure.core.credentials import AzureNamedKeyCredential
from azure.core.credentials_async import AsyncTokenCredential
from azure.core.exceptions import (
    AzureError,
    ClientAuthenticationError,
    HttpResponseError,
)
from azure.core.pipeline.transport import AioHttpTransport
from azure.storage.blob.aio import BlobClient, ContainerClient, LinearRetry

from bot.errors import StorageUnavailable
from bot.storage.blob.documents import pack, unpack

PATIENCE_S = 8.0
"""For one operation with what is tried again in it: Teams waits 15 s for an acknowledgement."""
_ATTEMPTS, _PAUSE_S, _JITTER_S, _CONNECT_S, _READ_S = 2, 0.3, 0.2, 2.0, 5.0

FORBIDDEN = (
    "Azure Blob Storage refuses Kollega's identity: give it the role Storage Blob Data Contributor"
    " on the container"
)
UNKNOWN = "Entra gives no token for Azure Blob Storage: look at KOLLEGA_APP_ID and what proves it"
NO_CONTAINER = "the storage account has no such container: look at KOLLEGA_BLOB_CONTAINER"
DOWN = "Azure Blob Storage fails ({})"
NO_ANSWER = "Azure Blob Storage cannot be reached: look at KOLLEGA_BLOB_ENDPOINT and the network"
TOO_SLOW = "Azure Blob Storage did not answer in time"
NO_ETAGS = "Azure Blob Storage takes a change that is based on an old version"
_PROBE = "probe"
_ABSENT, _CHANGED, _THERE = "BlobNotFound", "ConditionNotMet", "BlobAlreadyExists"

T = TypeVar("T")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """A document as it was when it was read."""

    value: T
    etag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A document that was not read: its name, its marks and when it was last written."""

    name: str
    written_at: datetime
    marks: Mapping[str, str] = field(default_factory=dict)


class BlobContainer:
    """Documents by name. A document is a dataclass; marks are seen without reading it."""

    def __init__(
        self,
        *,
        endpoint: str,
        container: str,
        credential: AsyncTokenCredential | AzureNamedKeyCredential,
        session: aiohttp.ClientSession,
        patience_s: float = PATIENCE_S,
    ) -> None:
        """`session` and `credential` stay the caller's. A key is for an emulator on loopback."""
        self._patience_s = patience_s
        self._client = ContainerClient(
            endpoint,
            container,
            credential=credential,
            transport=AioHttpTransport(session=session, session_owner=False),
            retry_policy=LinearRetry(
                backoff=_PAUSE_S,  # type: ignore[arg-type]  # it sleeps for fractions, too
                retry_total=_ATTEMPTS,
                random_jitter_range=_JITTER_S,  # type: ignore[arg-type]
            ),
            connection_timeout=_CONNECT_S,
            read_timeout=_READ_S,
            permit_redirects=False,
        )
        self._along: set[asyncio.Task[None]] = set()

    async def get(self, name: str, kind: type[T]) -> Kept[T] | None:
        """The document; None if there is none."""
        async with self._translated(_ABSENT) as absent:
            download = await self._blob(name).download_blob()
            body = await download.readall()
        if absent:
            return None
        try:
            document = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise StorageUnavailable("a stored record is unreadable") from error
        return Kept(unpack(kind, document), str(download.properties.etag))

    async def put(
        self, name: str, document: object, *, marks: Mapping[str, str] | None = None
    ) -> str:
        """Write it, whatever is there; its etag."""
        return await self._write(name, document, marks, {"overwrite": True}) or ""

    async def create(
        self, name: str, document: object, *, marks: Mapping[str, str] | None = None
    ) -> str | None:
        """Write it if there is none by that name; its etag, or None."""
        return await self._write(name, document, marks, {"overwrite": False})

    async def replace(
        self, name: str, document: object, *, etag: str, marks: Mapping[str, str] | None = None
    ) -> str | None:
        """Write it if nothing has changed since; its etag, or None."""
        unchanged = {"etag": etag, "match_condition": MatchConditions.IfNotModified}
        return await self._write(name, document, marks, {"overwrite": True, **unchanged})

    async def delete(self, name: str, *, etag: str | None = None) -> bool:
        """Delete it, or only that version of it; whether it was there."""
        unchanged: dict[str, Any] = {}
        if etag is not None:
            unchanged = {"etag": etag, "match_condition": MatchConditions.IfNotModified}
        async with self._translated(_ABSENT, _CHANGED) as absent:
            await self._blob(name).delete_blob(**unchanged)
        return not absent

    async def listed(self, prefix: str) -> list[Listed]:
        """Those whose names begin so, by name. 5,000 cost one request."""
        async with self._translated():
            blobs = self._client.list_blobs(name_starts_with=prefix, include=["metadata"])
            return [
                Listed(
                    name=blob.name,
                    written_at=blob.last_modified,
                    marks=blob.metadata or {},
                )
                async for blob in blobs
            ]

    async def ensure(self) -> None:
        """Create the container, if there is none: an emulator starts empty."""
        async with self._translated("ContainerAlreadyExists"):
            await self._client.create_container()

    async def check(self) -> None:
        """Write, and see that a change based on an old version is refused."""
        await self.put(_PROBE, None)
        if await self.replace(_PROBE, None, etag='"0x0"') is not None:
            raise StorageUnavailable(NO_ETAGS)

    def write_along(self, work: Coroutine[Any, Any, object]) -> asyncio.Task[None]:
        """Have something stored that nobody waits for: a failure is only logged."""
        task = asyncio.create_task(_logged(work))
        self._along.add(task)
        task.add_done_callback(self._along.discard)
        return task

    async def settle(self) -> None:
        """Wait for what is being written along."""
        if self._along:
            await asyncio.wait(set(self._along))

    def _blob(self, name: str) -> BlobClient:
        return self._client.get_blob_client(name)

    async def _write(
        self,
        name: str,
        document: object,
        marks: Mapping[str, str] | None,
        condition: Mapping[str, Any],
    ) -> str | None:
        body = json.dumps(pack(document), separators=(",", ":")).encode()
        async with self._translated(_ABSENT, _CHANGED, _THERE) as refused:
            written = await self._blob(name).upload_blob(
                body, metadata=dict(marks or {}), **condition
            )
        return None if refused else str(written["etag"])

    @asynccontextmanager
    async def _translated(self, *expected: str) -> AsyncIterator[list[str]]:
        """Collects a refusal that is expected, by the service's code for it; whatever else there
        is means that the store cannot be used. The vendor's text is left out."""
        refusals: list[str] = []
        try:
            async with asyncio.timeout(self._patience_s):
                yield refusals
        except TimeoutError:
            raise StorageUnavailable(TOO_SLOW) from None
        except HttpResponseError as error:
            if _code(error) not in expected:
                raise StorageUnavailable(_meaning(error)) from None
            refusals.append(_code(error))
        except AzureError:
            raise StorageUnavailable(NO_ANSWER) from None


def _code(error: HttpResponseError) -> str:
    code = getattr(error, "error_code", "")
    return str(getattr(code, "value", code))


def _meaning(error: HttpResponseError) -> str:
    if _code(error) == "ContainerNotFound":
        return NO_CONTAINER
    if error.status_code == 403:
        return FORBIDDEN
    if error.status_code == 401 or isinstance(error, ClientAuthenticationError):
        return UNKNOWN
    return DOWN.format(error.status_code)


async def _logged(work: Coroutine[Any, Any, object]) -> None:
    try:
        await work
    except StorageUnavailable as error:
        _log.warning("Something could not be stored", extra={"cause": str(error)})
