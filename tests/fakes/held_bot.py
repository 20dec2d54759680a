"""The bot over an inbox that stands still at a named point, so that it can be killed just there."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from bot import app
from bot.commands.signals import asked_to_stop
from bot.settings import read
from bot.storage.base import Inbox, InboxItem
from bot.teams.reception.server import serving

Hold = Literal[
    "before the record",
    "after the record",
    "before the first sending is noted",
    "before the first sending",
    "before the placeholder is noted",
    "before the end is noted",
    "after the end",
]


class HeldInbox:
    """An `Inbox` whose caller never comes further than `hold`."""

    def __init__(self, inbox: Inbox, hold: Hold, mark: Path) -> None:
        """`mark` is a file that says that the point has been reached."""
        self._inbox = inbox
        self._hold = hold
        self._mark = mark

    async def accept(self, item: InboxItem) -> bool:
        await self._reach("before the record")
        is_new = await self._inbox.accept(item)
        await self._reach("after the record")
        return is_new

    async def unfinished(self) -> Sequence[InboxItem]:
        return await self._inbox.unfinished()

    async def started(self, item: InboxItem, *, placeholder_id: str | None) -> None:
        if placeholder_id is not None:
            await self._reach("before the placeholder is noted")
            return await self._inbox.started(item, placeholder_id=placeholder_id)
        await self._reach("before the first sending is noted")
        await self._inbox.started(item, placeholder_id=placeholder_id)
        return await self._reach("before the first sending")

    async def finish(self, item: InboxItem) -> None:
        await self._reach("before the end is noted")
        await self._inbox.finish(item)
        await self._reach("after the end")

    async def _reach(self, point: Hold) -> None:
        if point == self._hold:
            self._mark.touch()
            await asyncio.Event().wait()


async def serve_held(data: Path, *, port: int, hold: Hold) -> int:
    """As `kollega serve`, but for the inbox."""
    settings = read(os.environ)
    async with app.open_kollega(settings) as kollega, kollega.state.open_inbox() as opened:
        inbox = HeldInbox(opened, hold, data / "held")
        async with serving(app.build_web(kollega, inbox, local=False), "127.0.0.1", port):
            await asked_to_stop()
    return 0
