"""Listens for the channel."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.errors import ConfigurationError
from bot.teams.reception.connections import ConnectionLimits, Connections

LINGERING_S = 2.0
"""How long the rest of a body that nobody wants is read, so that its sender sees the answer."""


@asynccontextmanager
async def serving(
    application: web.Application,
    host: str,
    port: int,
    *,
    setting: str = "--port",
    limits: ConnectionLimits | None = None,
) -> AsyncIterator[int]:
    """While open, the application is reachable; yields the port (useful when `port` is 0).

    Leaving it lets running answers end first. Raises `ConfigurationError`, naming the
    `setting` to change, if the address is taken.
    """
    connections = Connections(limits or ConnectionLimits())
    application.middlewares.append(connections.note)
    runner = web.AppRunner(
        application, access_log=None, handle_signals=False, lingering_time=LINGERING_S
    )
    await runner.setup()
    closing = asyncio.create_task(connections.close_regularly(lambda: _open(runner)))
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise ConfigurationError(
                f"cannot listen on {host}:{port} ({error.strerror}): choose another {setting}"
            ) from error
        yield runner.addresses[0][1]
    finally:
        closing.cancel()
        await asyncio.wait({closing})
        await runner.cleanup()


def _open(runner: web.AppRunner) -> list[web.RequestHandler]:
    return [] if runner.server is None else runner.server.connections
