"""Notes of where there may be something of a person, so that it is found when they want it gone."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.storage.blob import names
from bot.storage.blob.container import BlobContainer
from bot.storage.moments import Clock, utc_now

NOTED_AGAIN = timedelta(days=1)
"""A note that was written within this time by this process is not written again."""
_MOST = 20_000


class Persons:
    """Written before what they lead to. They outlive it: only a purge deletes a note, and only one
    that is older than everything it may lead to."""

    def __init__(self, container: BlobContainer, *, clock: Clock = utc_now) -> None:
        self._container = container
        self._clock = clock
        self._noted: dict[str, datetime] = {}

    async def note(self, user_id: str, conversation_id: str) -> None:
        """Note it, unless that has just been done."""
        name, now = names.person(user_id, conversation_id), self._clock()
        if now - self._noted.get(name, datetime.min.replace(tzinfo=now.tzinfo)) < NOTED_AGAIN:
            return
        await self._container.put(name, None)
        if len(self._noted) >= _MOST:
            self._noted.clear()
        self._noted[name] = now

    async def roots(self, user_id: str) -> list[str]:
        """ROOT of every conversation that may hold something of theirs."""
        notes = await self._container.listed(f"person/{names.digest(user_id)}/")
        return [note.name.rsplit("/", 1)[1] for note in notes]
