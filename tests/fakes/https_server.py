"""An aiohttp application on loopback over https."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from aiohttp import web

from tests.fakes.local_authority import LocalAuthority


class HttpsServer:
    """Serves `application` while the `async with` block lasts."""

    def __init__(self, application: web.Application, authority: LocalAuthority) -> None:
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        self._context = authority.server_context()
        self.host = ""
        """`localhost:port`."""

    @property
    def url(self) -> str:
        return f"https://{self.host}"

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=self._context)
        await site.start()
        _, port = self._runner.addresses[0][:2]
        self.host = f"localhost:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()
