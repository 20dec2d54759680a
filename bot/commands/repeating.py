"""Doing the same again and again, until asked to stop."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any

JITTER = 0.1
"""Share of the interval by which it is shorter or longer, so that many do not come at once."""


async def repeat(
    work: Callable[[], Coroutine[Any, Any, None]], *, every_s: float, stop: Awaitable[None]
) -> None:
    """Work at once, and again `every_s` seconds after it has ended, until `stop` returns.

    Work that is being done then is cancelled. Raises what it raises.
    """
    stopping = asyncio.ensure_future(stop)
    try:
        while not stopping.done():
            working = asyncio.create_task(work())
            await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                working.cancel()
            with suppress(asyncio.CancelledError):
                await working
            pause_s = every_s * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 no secret
            await asyncio.wait((stopping,), timeout=pause_s)
    finally:
        stopping.cancel()
