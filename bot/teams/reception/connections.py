"""Which connections a server keeps: none that only waits, however slowly it sends.

aiohttp bounds how long the head of a request may be but not how long it may take, and keeps a
connection that has never sent a whole one for good: two hundred of them would cost a stranger
nothing. Where aiohttp has a limit of its own, this can go.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from aiohttp import web
from aiohttp.typedefs import Handler


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionLimits:
    """How long a connection may be open without a request being answered on it."""

    first_request_s: float = 15.0
    """Until the whole head of its first request has come."""
    idle_s: float = 75.0
    """Between requests: longer than clients keep one."""
    most: int = 800
    """With more than these, those that have waited longest are closed, whatever their time."""
    look_every_s: float = 1.0


@dataclass(frozen=True, slots=True)
class _Wait:
    since: float
    at_most_s: float


class Connections:
    """Watches the connections of one server."""

    def __init__(
        self, limits: ConnectionLimits, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limits = limits
        self._clock = clock
        self._busy: set[web.RequestHandler] = set()
        self._waiting: dict[web.RequestHandler, _Wait] = {}

    @web.middleware
    async def note(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Sees every request of the server, so that none under way is taken for one that waits."""
        connection = request.protocol
        self._busy.add(connection)
        try:
            return await handler(request)
        finally:
            self._busy.discard(connection)
            self._waiting[connection] = _Wait(self._clock(), self._limits.idle_s)

    async def close_regularly(
        self, connections: Callable[[], Collection[web.RequestHandler]]
    ) -> None:
        """Look at what is open again and again."""
        while True:
            await asyncio.sleep(self._limits.look_every_s)
            self.close_overdue(connections())

    def close_overdue(self, connections: Collection[web.RequestHandler]) -> None:
        """Of all that are open, close those that have waited too long, and those too many."""
        now, new = self._clock(), _Wait(self._clock(), self._limits.first_request_s)
        self._waiting = {
            each: self._waiting.get(each, new) for each in connections if each not in self._busy
        }
        longest_first = sorted(self._waiting.items(), key=lambda entry: entry[1].since)
        too_many = len(connections) - self._limits.most
        for place, (connection, wait) in enumerate(longest_first):
            if place < too_many or now - wait.since > wait.at_most_s:
                connection.force_close()
