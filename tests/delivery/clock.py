"""An event loop whose time jumps to the next timer as soon as nothing else is left to do."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import FileDescriptorLike

GRACE_S = 0.001
"""Real seconds that loopback may need to hand over what has been written."""


class Clock:
    """Seconds since the loop was made, of which hardly any really pass."""

    def __init__(self) -> None:
        self.now = 0.0
        self.outside = 0

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Time stands still while a thread works for the block."""
        self.outside += 1
        try:
            yield
        finally:
            self.outside -= 1


class _JumpingSelector(selectors.BaseSelector):
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._real = selectors.DefaultSelector()

    def register(
        self, fileobj: FileDescriptorLike, events: int, data: object = None
    ) -> selectors.SelectorKey:
        return self._real.register(fileobj, events, data)

    def unregister(self, fileobj: FileDescriptorLike) -> selectors.SelectorKey:
        return self._real.unregister(fileobj)

    def modify(
        self, fileobj: FileDescriptorLike, events: int, data: object = None
    ) -> selectors.SelectorKey:
        return self._real.modify(fileobj, events, data)

    def get_map(self) -> Mapping[FileDescriptorLike, selectors.SelectorKey]:
        return self._real.get_map()

    def close(self) -> None:
        self._real.close()

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found = self._real.select(0)
        if found or timeout == 0:
            return found
        if self._clock.outside or timeout is None:
            return self._real.select(None)
        found = self._real.select(GRACE_S)
        if not found:
            self._clock.now += max(0.0, timeout)
        return found


class JumpingLoop(asyncio.SelectorEventLoop):
    """Time is `clock.now`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        super().__init__(_JumpingSelector(clock))

    def time(self) -> float:
        return self._clock.now
