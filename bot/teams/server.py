"""Listens for the channel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.errors import ConfigurationError


@asynccontextmanager
async def serving(
    application: web.Application, host: str, port: int, *, setting: str = "--port"
) -> AsyncIterator[int]:
    """While open, the application is reachable; yields the port (useful when `port` is 0).

    Leaving it lets running answers end first. Raises `ConfigurationError`, naming the
    `setting` to change, if the address is taken.
    """
    runner = web.AppRunner(application, access_log=None, handle_signals=False)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise ConfigurationError(
                f"cannot listen on {host}:{port} ({error.strerror}): choose another {setting}"
            ) from error
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
