"""The model's tokens, counted by day."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.errors import StorageUnavailable
from bot.storage.blob.container import BlobContainer

_ATTEMPTS = 50
_PAUSE_S = 0.01


@dataclass(frozen=True, slots=True)
class Spent:
    """A day's count."""

    tokens: int


class BlobTokenLedger:
    """A `TokenLedger`: processes that share the container share what may be spent."""

    def __init__(self, container: BlobContainer) -> None:
        self._container = container
        self._in_turn = asyncio.Lock()

    async def reserve(self, day: date, tokens: int, *, limit: int) -> bool:
        """As the protocol says."""

        def add(spent: int) -> int | None:
            return spent + tokens if spent + tokens <= limit else None

        return await self._change(day, add)

    async def correct(self, day: date, by: int) -> None:
        """As the protocol says."""
        await self._change(day, lambda spent: max(0, spent + by))

    async def spent(self, day: date) -> int:
        """As the protocol says."""
        kept = await self._container.get(_name(day), Spent)
        return kept.value.tokens if kept else 0

    async def _change(self, day: date, change: Callable[[int], int | None]) -> bool:
        """`change` gives the new count; None: it stays as it is."""
        async with self._in_turn:
            for attempt in range(_ATTEMPTS):
                kept = await self._container.get(_name(day), Spent)
                changed = change(kept.value.tokens if kept else 0)
                if changed is None:
                    return False
                if kept is None:
                    done = await self._container.create(_name(day), Spent(changed))
                else:
                    done = await self._container.replace(_name(day), Spent(changed), etag=kept.etag)
                if done is not None:
                    return True
                await asyncio.sleep(_PAUSE_S * min(attempt, 10))
        raise StorageUnavailable("the day's tokens could not be counted")


def _name(day: date) -> str:
    return f"tokens/{day.isoformat()}"
