"""Which processes live: each says so every few seconds, and one that is silent has died.

The machines' clocks are compared, so they must agree within seconds; `kollega check` looks at it.
Nothing rests on this alone: whoever takes an activity over changes its document by
compare-and-swap, and a process that was only slow then finds that it is no longer its own.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from bot.errors import StorageUnavailable
from bot.storage.blob import names
from bot.storage.blob.container import BlobContainer
from bot.storage.moments import Clock

VALID_FOR = timedelta(seconds=20)
EVERY_S = 6.0
_log = logging.getLogger(__name__)


class Presence:
    """One running process's sign of life."""

    def __init__(self, container: BlobContainer, *, clock: Clock) -> None:
        self.id = secrets.token_hex(8)
        self._container = container
        self._clock = clock
        self._shown_until: datetime | None = None
        self._lock = asyncio.Lock()
        self._showing: asyncio.Task[None] | None = None

    async def show(self) -> None:
        """Be seen to live from now on. Cheap, unless it is the first time or was long ago."""
        async with self._lock:
            if self._shown_until is None or self._shown_until <= self._clock():
                await self._show()
            if self._showing is None:
                self._showing = asyncio.create_task(self._show_regularly())

    async def living(self) -> Collection[str]:
        """The ids of those who live, this one among them."""
        now = self._clock()
        listed = await self._container.listed("owner/")
        living = {
            each.name.removeprefix("owner/") for each in listed if names.marked_at(each.marks) > now
        }
        return living | {self.id}

    async def end(self) -> None:
        """Leave what is unfinished to others."""
        if self._showing is not None:
            self._showing.cancel()
            await asyncio.wait({self._showing})
            self._showing = None
        try:
            await self._container.delete(f"owner/{self.id}")
        except StorageUnavailable:
            _log.warning("Other processes notice the end of this one late")

    async def _show(self) -> None:
        until = self._clock() + VALID_FOR
        await self._container.put(f"owner/{self.id}", None, marks=names.marks(until))
        self._shown_until = until

    async def _show_regularly(self) -> None:
        while True:
            await asyncio.sleep(EVERY_S)
            try:
                async with self._lock:
                    await self._show()
            except StorageUnavailable:
                _log.warning("This process could not show that it lives")
