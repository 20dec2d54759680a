"""Waiting for what nobody announces."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


async def until(reached: Callable[[], object], *, timeout_s: float = 5.0) -> None:
    """Look again and again."""
    async with asyncio.timeout(timeout_s):
        while not reached():  # noqa: ASYNC110 another process does not set our events
            await asyncio.sleep(0.01)
