"""The inbox: an accepted activity is one document, created once, that one process at a time owns.

`inbox/…` is the record and `open/OWNER/…` a pointer to it, so that what a dead process left is
found without looking through all that was ever accepted. Both are written at once before the
acknowledgement. Whoever takes over changes the record by compare-and-swap: one of all wins, and
the earlier owner's next change is refused.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from bot.errors import StorageUnavailable
from bot.storage.base import InboxItem
from bot.storage.blob import names
from bot.storage.blob.container import BlobContainer, Kept
from bot.storage.blob.presence import Presence
from bot.storage.moments import Clock, micros, utc_now

_ATTEMPTS = 3
_MOST_DONE = 10_000
_AT_ONCE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredActivity:
    """What is kept of an accepted activity."""

    owner: str
    delivery: str
    """Of the one delivery that was accepted: tells a repeated request from another delivery."""
    item: InboxItem
    finished_at: datetime | None = None


class _TakenOver(StorageUnavailable):
    """This process was silent for so long that another answers instead."""


class BlobInbox:
    """An `Inbox` that several processes share. To be closed."""

    def __init__(self, container: BlobContainer, *, clock: Clock = utc_now) -> None:
        self._container = container
        self._clock = clock
        self._presence = Presence(container, clock=clock)
        self._own: dict[str, Kept[StoredActivity] | None] = {}
        """By name: unfinished and ours; None: perhaps, the store did not answer."""
        self._accepting: dict[str, asyncio.Event] = {}
        self._done: dict[str, None] = {}
        """Finished by this process lately: what a slow read says of them is outdated."""

    async def close(self) -> None:
        """Leave what is unfinished to other processes. Do it once nothing is being answered."""
        await self._container.settle()
        await self._presence.end()

    async def accept(self, item: InboxItem) -> bool:
        """As the protocol says."""
        name = names.activity(item.conversation_id, item.activity_id)
        while (accepting := self._accepting.get(name)) is not None:
            await accepting.wait()
        if self._own.get(name) or name in self._done:
            return False
        self._accepting[name] = asyncio.Event()
        try:
            await self._presence.show()
            return await self._accept(name, item)
        finally:
            self._accepting.pop(name).set()

    async def unfinished(self) -> Sequence[InboxItem]:
        """This process's own, and those of processes that have died, which become its own."""
        await self._presence.show()
        living, pointers = await asyncio.gather(
            self._presence.living(), self._container.listed("open/")
        )
        owners: dict[str, list[str]] = {}
        for pointer in pointers:
            _, owner, name = pointer.name.split("/", 2)
            owners.setdefault(owner, []).append(name)
        ours = owners.pop(self._presence.id, [])
        for name in {*ours, *self._own} - self._accepting.keys() - self._done.keys():
            if self._own.get(name) is None or name not in ours:
                with suppress(_TakenOver):
                    await self._look_again(name)
        dead = [(name, owner) for owner in owners.keys() - living for name in owners[owner]]
        for start in range(0, len(dead), _AT_ONCE):
            some = dead[start : start + _AT_ONCE]
            await asyncio.gather(*(self._take_over(*each, living) for each in some))
        items = [kept.value.item for kept in self._own.values() if kept]
        return sorted(items, key=lambda item: item.received_at)

    async def started(self, item: InboxItem, *, placeholder_id: str | None) -> None:
        """As the protocol says; None keeps a placeholder that is already known."""
        name = names.activity(item.conversation_id, item.activity_id)
        begun: StoredActivity | None = None
        for _ in range(_ATTEMPTS):
            kept = self._own.get(name) or await self._look_again(name)
            if kept is None or kept.value == begun:
                return
            begun = _begun(kept.value, placeholder_id)
            if await self._replace(name, kept, begun):
                return
            self._own[name] = None
        raise StorageUnavailable("an attempt could not be noted")

    async def finish(self, item: InboxItem) -> None:
        """As the protocol says."""
        name, now = names.activity(item.conversation_id, item.activity_id), self._clock()
        await self._container.settle()
        erased = replace(item, body="", user_id=None, placeholder_id=None)
        done = StoredActivity(owner=self._presence.id, delivery="", item=erased, finished_at=now)
        marks = names.marks(item.received_at, conversation_id=item.conversation_id)
        kept = self._own.pop(name, None)
        self._remember_done(name)
        try:
            await self._container.put(
                f"inbox/{name}", done, marks={**marks, "finished": str(micros(now))}
            )
        except BaseException:
            self._own[name] = kept
            del self._done[name]
            raise
        self._container.write_along(self._container.delete(self._pointer(name)))

    async def _accept(self, name: str, item: InboxItem) -> bool:
        stored = StoredActivity(owner=self._presence.id, delivery=secrets.token_hex(8), item=item)
        self._own[name] = None
        etag, _ = await asyncio.gather(
            self._container.create(f"inbox/{name}", stored, marks=_marks(item)),
            self._container.put(self._pointer(name), None, marks=_marks(item)),
        )
        if etag is not None:
            self._own[name] = Kept(stored, etag)
            return True
        return await self._recognise(name, stored)

    async def _recognise(self, name: str, stored: StoredActivity) -> bool:
        """Whether the record that is there is of this very delivery: a request that was repeated.

        One whose owner died before its pointer was written gets it, so that it is taken over.
        """
        kept = await self._container.get(f"inbox/{name}", StoredActivity)
        if kept is None:
            raise StorageUnavailable("an activity was deleted while it was accepted")
        self._own.pop(name, None)
        if kept.value.delivery == stored.delivery:
            self._own[name] = kept
            return True
        owner = kept.value.owner if kept.value.finished_at is None else None
        if owner == self._presence.id:
            self._own[name] = kept
            return False
        if owner is not None and owner not in await self._presence.living():
            await self._container.put(f"open/{owner}/{name}", None, marks=_marks(stored.item))
        await self._container.delete(self._pointer(name))
        return False

    async def _look_again(self, name: str) -> Kept[StoredActivity] | None:
        """What the store says of it; None if there is nothing left to do.

        Raises `_TakenOver` if it belongs to another process by now.
        """
        kept = await self._container.get(f"inbox/{name}", StoredActivity)
        self._own.pop(name, None)
        if name in self._done:
            return None
        if kept is None or kept.value.finished_at is not None:
            await self._container.delete(self._pointer(name))
            return None
        if kept.value.owner != self._presence.id:
            await self._container.delete(self._pointer(name))
            raise _TakenOver("another process has taken the activity over")
        await self._container.put(self._pointer(name), None, marks=_marks(kept.value.item))
        self._own[name] = kept
        return kept

    async def _take_over(self, name: str, owner: str, living: Collection[str]) -> None:
        """Make what a dead process was answering this one's, unless another is faster."""
        kept = await self._container.get(f"inbox/{name}", StoredActivity)
        if kept and kept.value.finished_at is None and kept.value.owner not in living:
            await self._container.put(self._pointer(name), None, marks=_marks(kept.value.item))
            if not await self._replace(name, kept, replace(kept.value, owner=self._presence.id)):
                await self._container.delete(self._pointer(name))
        await self._container.delete(f"open/{owner}/{name}")

    async def _replace(
        self, name: str, kept: Kept[StoredActivity], changed: StoredActivity
    ) -> bool:
        etag = await self._container.replace(
            f"inbox/{name}", changed, etag=kept.etag, marks=_marks(changed.item)
        )
        if etag is None:
            return False
        self._own[name] = Kept(changed, etag)
        return True

    def _remember_done(self, name: str) -> None:
        while len(self._done) >= _MOST_DONE:
            self._done.pop(next(iter(self._done)))
        self._done[name] = None

    def _pointer(self, name: str) -> str:
        return f"open/{self._presence.id}/{name}"


def _begun(stored: StoredActivity, placeholder_id: str | None) -> StoredActivity:
    """With one more attempt."""
    known = stored.item
    item = replace(
        known,
        attempts=known.attempts + 1,
        placeholder_id=placeholder_id or known.placeholder_id,
    )
    return replace(stored, item=item)


def _marks(item: InboxItem) -> dict[str, str]:
    return names.marks(item.received_at, user_id=item.user_id, conversation_id=item.conversation_id)
