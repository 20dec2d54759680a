"""One container of plain JSON documents: read, changed by compare-and-swap, listed by prefix.

Azure Blob Storage is strongly consistent, lists included, so an etag and a name are all that the
stores need: https://learn.microsoft.com/azure/storage/blobs/concurrency-manage. Every method
raises `StorageUnavailable`.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import aiohttp
from azure.core.credentials_async import AsyncTokenCredential

from bot.errors import StorageUnavailable
from bot.storage.blob.documents import pack, unpack
from bot.storage.blob.service import BlobService
from bot.storage.blob.service import Listed as Listed

PATIENCE_S = 8.0
"""For one operation with what is tried again in it: Teams waits 15 s for an acknowledgement."""
NO_ETAGS = "Azure Blob Storage takes a change that is based on an old version"
_PROBE = "probe"
_NEW = {"If-None-Match": "*"}

T = TypeVar("T")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """A document as it was when it was read."""

    value: T
    etag: str


class BlobContainer:
    """Documents by name. A document is a dataclass; marks are seen without reading it."""

    def __init__(
        self,
        *,
        endpoint: str,
        container: str,
        credential: AsyncTokenCredential | str,
        session: aiohttp.ClientSession,
        patience_s: float = PATIENCE_S,
    ) -> None:
        """`session` and `credential` stay the caller's; text is a signature for an emulator."""
        self._service = BlobService(
            endpoint=endpoint,
            container=container,
            credential=credential,
            session=session,
            patience_s=patience_s,
        )
        self._along: set[asyncio.Task[None]] = set()

    async def get(self, name: str, kind: type[T]) -> Kept[T] | None:
        """The document; None if there is none."""
        answer = await self._service.get(name)
        if answer.is_refusal:
            return None
        try:
            document = json.loads(answer.body)
        except (ValueError, RecursionError) as error:
            raise StorageUnavailable("a stored record is unreadable") from error
        return Kept(unpack(kind, document), answer.etag)

    async def put(
        self, name: str, document: object, *, marks: Mapping[str, str] | None = None
    ) -> str:
        """Write it, whatever is there; its etag."""
        return await self._write(name, document, marks, {}) or ""

    async def create(
        self, name: str, document: object, *, marks: Mapping[str, str] | None = None
    ) -> str | None:
        """Write it if there is none by that name; its etag, or None."""
        return await self._write(name, document, marks, _NEW)

    async def replace(
        self, name: str, document: object, *, etag: str, marks: Mapping[str, str] | None = None
    ) -> str | None:
        """Write it if nothing has changed since; its etag, or None."""
        return await self._write(name, document, marks, {"If-Match": etag})

    async def delete(self, name: str, *, etag: str | None = None) -> bool:
        """Delete it, or only that version of it; whether it was there."""
        condition = {} if etag is None else {"If-Match": etag}
        return not (await self._service.delete(name, condition=condition)).is_refusal

    async def listed(self, prefix: str) -> list[Listed]:
        """Those whose names begin so, by name. 5,000 cost one request."""
        return await self._service.listed(prefix)

    async def ensure(self) -> None:
        """Create the container, if there is none: an emulator starts empty."""
        await self._service.create()

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

    async def _write(
        self,
        name: str,
        document: object,
        marks: Mapping[str, str] | None,
        condition: Mapping[str, str],
    ) -> str | None:
        body = json.dumps(pack(document), separators=(",", ":")).encode()
        answer = await self._service.put(name, body, marks=marks or {}, condition=condition)
        return None if answer.is_refusal else answer.etag


async def _logged(work: Coroutine[Any, Any, object]) -> None:
    try:
        await work
    except StorageUnavailable as error:
        _log.warning("Something could not be stored", extra={"cause": str(error)})
