"""How long to wait when Graph asks for it, and when to give up until the next sync.

https://learn.microsoft.com/graph/throttling: wait as long as Retry-After says, and without it ever
longer; whoever goes on asking meanwhile is throttled longer.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

TRANSIENT = frozenset((429, 500, 502, 503, 504, 509))
ATTEMPTS = 6
LONGEST_S = 300.0
"""A longer wait than this is left to the next sync, which goes on where this one ends."""


class Patience:
    """One for all requests of a client, so that one that is throttled holds back the others."""

    def __init__(
        self,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sleep = sleep
        self._clock = clock
        self._open_at = 0.0

    async def gate(self) -> None:
        """Wait until nobody has been asked to wait any more."""
        left = self._open_at - self._clock()
        if left > 0:
            await self._sleep(left)

    def allows(self, attempt: int, headers: Mapping[str, str]) -> bool:
        """Whether to ask once more after `attempt` failures before this one."""
        asked = wait_asked_for(headers)
        return attempt + 1 < ATTEMPTS and (asked is None or asked <= LONGEST_S)

    async def wait(self, attempt: int, headers: Mapping[str, str]) -> None:
        """Wait as asked, or else 1, 2, 4 … seconds and a little, never all at the same moment."""
        asked = wait_asked_for(headers)
        if asked is not None:
            self._open_at = max(self._open_at, self._clock() + asked)
            await self._sleep(asked)
        else:
            await self._sleep(2.0**attempt * (1 + random.random() / 4))  # noqa: S311 - no secret


def wait_asked_for(headers: Mapping[str, str]) -> float | None:
    """The seconds in Retry-After, which may be a number or a date; None without it."""
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    if value.isascii() and value.isdecimal():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())
