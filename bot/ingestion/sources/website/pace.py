"""How fast a website is asked, and when it is left alone for a while."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

Sleep = Callable[[float], Awaitable[None]]

_FIRST_PAUSE_S = 5.0
"""After "too many requests" without a word on how long."""


class Pace:
    """Lets requests through one by one, at least `interval_s` apart."""

    def __init__(
        self,
        interval_s: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.interval_s = interval_s
        self._clock = clock
        self._sleep = sleep
        self._next = clock()
        self._pauses = 0

    async def turn(self) -> None:
        """Wait until the next request may be made."""
        while (wait := self._next - self._clock()) > 0:
            await self._sleep(wait)
        self._next = self._clock() + self.interval_s

    @property
    def pause_s(self) -> float:
        """How long to let nothing through when the server does not say; longer each time."""
        return _FIRST_PAUSE_S * 2.0**self._pauses

    def hold(self, seconds: float) -> None:
        """Let nothing through for so long."""
        self._pauses += 1
        self._next = max(self._next, self._clock() + seconds)

    def went_well(self) -> None:
        """An answer came."""
        self._pauses = 0
