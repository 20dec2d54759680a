"""What the models have used: one document a day, which processes add to by compare-and-swap."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date

from bot.errors import StorageUnavailable
from bot.storage.blob.container import BlobContainer
from bot.storage.usage import KEPT_FOR, ModelUse

_PREFIX = "usage/"
_ATTEMPTS, _PAUSE_S = 50, 0.01


class BlobUsageLedger:
    """A `UsageLedger`."""

    def __init__(self, container: BlobContainer) -> None:
        self._container = container
        self._in_turn = asyncio.Lock()

    async def add(self, day: date, used: ModelUse) -> None:
        """As the protocol says."""
        async with self._in_turn:
            for attempt in range(_ATTEMPTS):
                if (is_first := await self._added(_name(day), used)) is not None:
                    break
                await asyncio.sleep(_PAUSE_S * min(attempt, 10))
            else:
                raise StorageUnavailable("the models' use could not be counted")
        if is_first:
            await self._forget(before=day - KEPT_FOR)

    async def since(self, day: date) -> Mapping[date, ModelUse]:
        """As the protocol says."""
        listed = await self._container.listed(_PREFIX)
        names = [each.name for each in listed if each.name >= _name(day)]
        found = await asyncio.gather(*(self._container.get(name, ModelUse) for name in names))
        return {_day(name): kept.value for name, kept in zip(names, found, strict=True) if kept}

    async def _added(self, name: str, used: ModelUse) -> bool | None:
        """Whether it is the day's first; None if another process was faster."""
        kept = await self._container.get(name, ModelUse)
        if kept is None:
            return True if await self._container.create(name, used) is not None else None
        changed = await self._container.replace(name, kept.value + used, etag=kept.etag)
        return False if changed is not None else None

    async def _forget(self, *, before: date) -> None:
        for each in await self._container.listed(_PREFIX):
            if each.name < _name(before):
                await self._container.delete(each.name)


def _name(day: date) -> str:
    return f"{_PREFIX}{day.isoformat()}"


def _day(name: str) -> date:
    try:
        return date.fromisoformat(name.removeprefix(_PREFIX))
    except ValueError as error:
        raise StorageUnavailable("a count of the models' use is unreadable") from error
