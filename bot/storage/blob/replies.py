"""What lies behind the references: one document per reply, without a word of it.

It is written along while the answer is on its way. Its marks tell what it answers and which
messages carried it, so that one reply is found by a list and one document.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.storage.blob import names
from bot.storage.blob.container import BlobContainer, Listed
from bot.storage.blob.persons import Persons
from bot.storage.moments import Clock, utc_now
from bot.storage.replies import ReplyRecord

_MOST_UNDER_WAY = 1000


class BlobReplyRecords:
    """`ReplyRecords`."""

    def __init__(
        self, container: BlobContainer, *, persons: Persons, clock: Clock = utc_now
    ) -> None:
        self._container = container
        self._persons = persons
        self._clock = clock
        self._under_way: dict[tuple[str, str | None], tuple[str, ReplyRecord]] = {}
        """Where the latest were written, by reference and conversation."""
        self._writing: dict[str, asyncio.Task[None]] = {}

    async def add(self, record: ReplyRecord) -> None:
        """As the protocol says."""
        order = names.newest_first(record.at, self._clock())
        name = f"reply/{names.root(record.conversation_id)}/{order}-{record.reference}"
        while len(self._under_way) >= _MOST_UNDER_WAY:
            self._under_way.pop(next(iter(self._under_way)))
        self._under_way[record.reference, record.conversation_id] = (name, record)
        self._write_along(name, record)

    async def delivered(
        self, reference: str, *, conversation_id: str, message_ids: Sequence[str]
    ) -> None:
        """As the protocol says."""
        known = self._under_way.pop((reference, conversation_id), None)
        if known is None:
            for each in await self._of(conversation_id):
                kept = await self._container.get(each.name, ReplyRecord)
                if kept and kept.value.reference == reference:
                    known = (each.name, kept.value)
                    break
        if known is not None:
            name, record = known
            self._write_along(name, replace(record, message_ids=tuple(message_ids)))

    async def find(self, reference: str) -> Sequence[ReplyRecord]:
        """As the protocol says. Looks at the names of all replies: for IT, not for a turn."""
        listed = await self._listed("reply/")
        found = [each for each in listed if each.name.endswith(f"-{reference}")]
        return await self._read(sorted(found, key=_order))

    async def answer_to(self, *, conversation_id: str, activity_id: str) -> ReplyRecord | None:
        """As the protocol says."""
        activity = names.digest(activity_id)
        return await self._first(
            conversation_id,
            lambda marks: marks.get("activity") == activity and bool(marks.get("messages")),
        )

    async def carried_by(self, *, conversation_id: str, message_id: str) -> ReplyRecord | None:
        """As the protocol says."""
        message = names.digest(message_id)
        return await self._first(
            conversation_id, lambda marks: message in marks.get("messages", "").split()
        )

    async def latest(self, user_id: str, *, limit: int) -> Sequence[ReplyRecord]:
        """As the protocol says."""
        await self._container.settle()
        user = names.digest(user_id)
        found = [
            each
            for root in await self._persons.roots(user_id)
            for each in await self._container.listed(f"reply/{root}/")
            if each.marks.get("user") == user
        ]
        return await self._read(sorted(found, key=_order)[:limit])

    async def _of(self, conversation_id: str) -> list[Listed]:
        conversation = names.digest(conversation_id)
        listed = await self._listed(f"reply/{names.root(conversation_id)}/")
        return [each for each in listed if each.marks.get("conversation") == conversation]

    async def _listed(self, prefix: str) -> list[Listed]:
        await self._container.settle()
        return await self._container.listed(prefix)

    async def _first(
        self, conversation_id: str, is_meant: Callable[[dict[str, str]], bool]
    ) -> ReplyRecord | None:
        found = [each for each in await self._of(conversation_id) if is_meant(dict(each.marks))]
        records = await self._read(found[:1])
        return records[0] if records else None

    async def _read(self, listed: Sequence[Listed]) -> list[ReplyRecord]:
        kept = [await self._container.get(each.name, ReplyRecord) for each in listed]
        return [each.value for each in kept if each]

    def _write_along(self, name: str, record: ReplyRecord) -> None:
        task = self._container.write_along(self._write(name, record, self._writing.get(name)))
        self._writing[name] = task
        task.add_done_callback(lambda _: self._written(name, task))

    def _written(self, name: str, task: asyncio.Task[None]) -> None:
        if self._writing.get(name) is task:
            del self._writing[name]

    async def _write(
        self, name: str, record: ReplyRecord, earlier: asyncio.Task[None] | None
    ) -> None:
        if earlier is not None:
            await asyncio.wait({earlier})
        if record.user_id is not None and record.conversation_id is not None:
            await self._persons.note(record.user_id, record.conversation_id)
        marks = names.marks(
            record.at, user_id=record.user_id, conversation_id=record.conversation_id
        )
        if record.activity_id is not None:
            marks["activity"] = names.digest(record.activity_id)
        if record.message_ids:
            marks["messages"] = " ".join(map(names.digest, record.message_ids))
        await self._container.put(name, record, marks=marks)


def _order(listed: Listed) -> str:
    return listed.name.rsplit("/", 1)[1]
