"""A container of documents in memory, and processes with mistakes that share it.

What Azure Blob Storage promises, without a network: each operation happens at once or not at all.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from bot.storage.base import InboxItem
from bot.storage.blob.container import BlobContainer, Kept, Listed
from bot.storage.blob.documents import pack, unpack
from bot.storage.blob.inbox import BlobInbox
from bot.storage.blob.presence import Presence
from bot.storage.moments import Clock

T = TypeVar("T")


class Shelf(BlobContainer):
    """Everything but the service itself is the real thing."""

    def __init__(self) -> None:
        self._along = set()
        self._documents: dict[str, tuple[str, str, Mapping[str, str]]] = {}
        self._numbers = itertools.count(1)

    async def get(self, name: str, kind: type[T]) -> Kept[T] | None:
        await asyncio.sleep(0)
        if name not in self._documents:
            return None
        text, etag, _ = self._documents[name]
        return Kept(unpack(kind, json.loads(text)), etag)

    async def delete(self, name: str, *, etag: str | None = None) -> bool:
        await asyncio.sleep(0)
        if name not in self._documents or etag not in (None, self._documents[name][1]):
            return False
        del self._documents[name]
        return True

    async def listed(self, prefix: str) -> list[Listed]:
        await asyncio.sleep(0)
        return [
            Listed(name=name, written_at=datetime.now(UTC), marks=self._documents[name][2])
            for name in sorted(self._documents)
            if name.startswith(prefix)
        ]

    def texts_left(self) -> int:
        """How many activities are not finished or still have their text."""
        bodies = [
            json.loads(text)["item"]["body"]
            for name, (text, _, _) in self._documents.items()
            if name.startswith("inbox/")
        ]
        return sum(map(bool, bodies))

    async def _write(
        self,
        name: str,
        document: object,
        marks: Mapping[str, str] | None,
        condition: Mapping[str, Any],
    ) -> str | None:
        await asyncio.sleep(0)
        there = self._documents.get(name)
        if there is not None and not condition["overwrite"]:
            return None
        if "etag" in condition and (there is None or there[1] != condition["etag"]):
            return None
        etag = str(next(self._numbers))
        self._documents[name] = (json.dumps(pack(document)), etag, dict(marks or {}))
        return etag


class _Alone(Presence):
    async def living(self) -> Collection[str]:
        return {self.id}


class NoDedupe(BlobInbox):
    """Takes every delivery for a new activity."""

    async def accept(self, item: InboxItem) -> bool:
        await super().accept(item)
        return True


class NoPointers(BlobInbox):
    """Leaves no trace that leads another process to what it was answering."""

    async def _accept(self, name: str, item: InboxItem) -> bool:
        is_new = await super()._accept(name, item)
        await self._container.delete(self._pointer(name))
        return is_new


class TakesFromTheLiving(BlobInbox):
    """Believes that every other process is dead."""

    def __init__(self, container: BlobContainer, *, clock: Clock) -> None:
        super().__init__(container, clock=clock)
        self._presence = _Alone(container, clock=clock)
