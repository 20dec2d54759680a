"""Questions that wait until their writer has signed in: one document per person and conversation,
so that of all who take them at once one gets them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.errors import StorageUnavailable
from bot.storage.base import WAITS_FOR, WaitingQuestion
from bot.storage.blob import names
from bot.storage.blob.container import BlobContainer, Kept
from bot.storage.blob.persons import Persons
from bot.storage.moments import Clock, utc_now

_ATTEMPTS = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """One of the questions."""

    activity_id: str
    received_at: datetime
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredQuestions:
    """What is kept of one person's in one conversation."""

    user_id: str
    conversation_id: str
    waiting: tuple[Waiting, ...]


class BlobWaitingQuestions:
    """`WaitingQuestions` that processes share: whichever hears of the sign-in takes them."""

    def __init__(
        self, container: BlobContainer, *, persons: Persons, clock: Clock = utc_now
    ) -> None:
        self._container = container
        self._persons = persons
        self._clock = clock

    async def keep(self, question: WaitingQuestion) -> None:
        """As the protocol says."""
        conversation_id, user_id = question.conversation_id, question.user_id
        await self._persons.note(user_id, conversation_id)
        asked = Waiting(question.activity_id, self._clock(), question.body)
        empty = StoredQuestions(user_id=user_id, conversation_id=conversation_id, waiting=())
        await self._change(
            names.personal("waiting", conversation_id, user_id),
            lambda waiting: (*_without(waiting, question.activity_id), asked),
            empty,
        )

    async def take(self, user_id: str, conversation_id: str) -> Sequence[str]:
        """As the protocol says."""
        name = names.personal("waiting", conversation_id, user_id)
        for _ in range(_ATTEMPTS):
            kept = await self._container.get(name, StoredQuestions)
            if kept is None:
                return []
            if await self._container.delete(name, etag=kept.etag):
                return [each.body for each in self._recent(kept.value.waiting)]
        raise StorageUnavailable("waiting questions could not be taken")

    async def drop(self, conversation_id: str, activity_id: str) -> None:
        """As the protocol says."""
        for each in await self._container.listed(f"waiting/{names.root(conversation_id)}/"):
            if each.marks.get("conversation") == names.digest(conversation_id):
                await self._change(each.name, lambda waiting: _without(waiting, activity_id), None)

    async def _change(
        self,
        name: str,
        change: Callable[[tuple[Waiting, ...]], tuple[Waiting, ...]],
        empty: StoredQuestions | None,
    ) -> None:
        """`empty` is what there is if there is nothing; None: then nothing is changed."""
        for _ in range(_ATTEMPTS):
            kept = await self._container.get(name, StoredQuestions)
            stored = kept.value if kept else empty
            if stored is None or await self._write(name, stored, change(stored.waiting), kept):
                return
        raise StorageUnavailable("a waiting question could not be stored")

    async def _write(
        self,
        name: str,
        stored: StoredQuestions,
        waiting: tuple[Waiting, ...],
        kept: Kept[StoredQuestions] | None,
    ) -> bool:
        changed = StoredQuestions(
            user_id=stored.user_id,
            conversation_id=stored.conversation_id,
            waiting=self._recent(waiting),
        )
        marks = names.marks(
            self._clock(), user_id=stored.user_id, conversation_id=stored.conversation_id
        )
        if kept is None:
            return await self._container.create(name, changed, marks=marks) is not None
        if not changed.waiting:
            return await self._container.delete(name, etag=kept.etag)
        return await self._container.replace(name, changed, etag=kept.etag, marks=marks) is not None

    def _recent(self, waiting: tuple[Waiting, ...]) -> tuple[Waiting, ...]:
        oldest = self._clock() - WAITS_FOR
        return tuple(each for each in waiting if each.received_at >= oldest)


def _without(waiting: tuple[Waiting, ...], activity_id: str) -> tuple[Waiting, ...]:
    return tuple(each for each in waiting if each.activity_id != activity_id)
