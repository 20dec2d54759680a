"""Being asked to stop, by the operating system or at the keyboard."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress


async def asked_to_stop() -> None:
    """Returns on SIGTERM or Ctrl-C."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows: Ctrl-C arrives as KeyboardInterrupt
            loop.add_signal_handler(number, stop.set)
    await stop.wait()
