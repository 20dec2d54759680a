"""Follows a reply while it grows, as fast as it may be shown and no faster."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import cast

from bot.reply import Reply
from bot.teams.sending.streaming import Presenter


async def follow(replies: AsyncIterator[Reply], presenter: Presenter) -> Reply:
    """Show the updates that there is time for; the finished reply, still to be shown.

    Whatever ends this early, also the person's Stop, ends the work behind `replies` too.
    """
    newest = await anext(replies)
    if newest.complete:
        # Run out all the same: what the application does after its last word belongs to the turn.
        return [newest, *[reply async for reply in replies]][-1]
    growth = _Growth(newest, replies)
    try:
        return await _follow(growth, presenter)
    finally:
        await growth.stop()


async def _follow(growth: _Growth, presenter: Presenter) -> Reply:
    shown: Reply | None = None
    await asyncio.sleep(0)  # what is there already need not be shown piece by piece
    while not growth.ended:
        pause_s = presenter.pause_s()
        if pause_s > 0:
            await growth.wait_for_end(None if pause_s == math.inf else pause_s)
        elif growth.newest is shown:
            await growth.wait_for_change()
        else:
            shown = growth.newest
            await presenter.update(shown)
    return growth.result()


class _Growth:
    """Takes in snapshots as they come, so that showing one does not hold up the next."""

    def __init__(self, first: Reply, rest: AsyncIterator[Reply]) -> None:
        self.newest = first
        self._changed = asyncio.Event()
        self._task = asyncio.create_task(self._take_in(rest))

    @property
    def ended(self) -> bool:
        return self._task.done()

    async def wait_for_end(self, timeout_s: float | None) -> None:
        await asyncio.wait({self._task}, timeout=timeout_s)

    async def wait_for_change(self) -> None:
        self._changed.clear()
        waiter = asyncio.ensure_future(self._changed.wait())
        try:
            await asyncio.wait({self._task, waiter}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiter.cancel()

    def result(self) -> Reply:
        """The last snapshot. Raises what ended the growth, if it was an error."""
        self._task.result()
        return self.newest

    async def stop(self) -> None:
        if not self.ended:
            self._task.cancel()
            await asyncio.wait({self._task})

    async def _take_in(self, rest: AsyncIterator[Reply]) -> None:
        # What a generator function returns; a plain iterator has nothing to close.
        async with aclosing(cast("AsyncGenerator[Reply, None]", rest)):
            async for reply in rest:
                self.newest = reply
                self._changed.set()
