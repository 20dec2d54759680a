"""A server on loopback that is held against what it was asked and what it answered."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from aiohttp import web

from tests.fakes.local_authority import LocalAuthority


class LoopbackServer:
    """Serves while the `async with` block lasts, and fails the test at its end if there was a
    fault."""

    def __init__(
        self, application: web.Application, *, authority: LocalAuthority | None = None
    ) -> None:
        """Over https where there is an `authority`."""
        self.port = 0
        self._context = authority.server_context() if authority else None
        self.faults: list[str] = []
        """Where a request or an answer differs from what is published."""
        self._runner = web.AppRunner(
            application, access_log=None, shutdown_timeout=0.1, handler_cancellation=True
        )

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        if self._context is None:
            return f"http://127.0.0.1:{self.port}"
        return f"https://localhost:{self.port}"

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=self._context)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()
        assert self.faults == []
