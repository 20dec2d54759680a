"""Whether a command that goes on and on is well, for a hosting service that asks."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bot.settings import Settings


@asynccontextmanager
async def telling_health(settings: Settings, is_well: Callable[[], bool]) -> AsyncIterator[None]:
    """While open, `GET /healthz` answers 200, or 503 while `is_well` does not hold.

    Raises `ConfigurationError` if the address is taken.
    """
    from bot.teams.reception.operations import build_health
    from bot.teams.reception.server import serving

    async with serving(build_health(is_well), settings.host, settings.port, setting="KOLLEGA_PORT"):
        yield
