"""Conversations, one document per person and conversation, changed by compare-and-swap.

Whoever has something forgotten counts one up first (`forgotten/USER`) and deletes then; whoever
creates a conversation looks at that count after it. So of two that happen at once one sees the
other, and what was loaded before a forgetting does not come back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.errors import RecordsHeld, StorageUnavailable
from bot.storage.base import Conversation, ConversationKey
from bot.storage.blob import names
from bot.storage.blob.container import BlobContainer, Listed
from bot.storage.blob.persons import Persons
from bot.storage.erasure import Hold
from bot.storage.moments import Clock, utc_now

_ATTEMPTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredConversation:
    """What is kept of one conversation."""

    user_id: str
    conversation_id: str
    changed_at: datetime
    forgettings: int
    """How often the person had had something forgotten when it began."""
    conversation: Conversation


@dataclass(frozen=True, slots=True)
class Forgettings:
    """How often a person has had something forgotten, and when last."""

    times: int
    at: datetime


class BlobConversationStore:
    """A `ConversationStore`."""

    def __init__(
        self,
        container: BlobContainer,
        *,
        persons: Persons,
        clock: Clock = utc_now,
        lifetime: timedelta,
    ) -> None:
        """`lifetime` counts from the last change; what is older is as if it were gone."""
        self._container = container
        self._persons = persons
        self._clock = clock
        self._lifetime = lifetime

    async def load(self, key: ConversationKey) -> Conversation:
        """As the protocol says; a record that is not a conversation is `StorageUnavailable`."""
        kept = await self._container.get(_name(key), StoredConversation)
        if kept is None:
            return Conversation(forgettings=await self._forgettings(names.digest(key.user_id)))
        stored, etag = kept.value, kept.etag
        if stored.changed_at < self._clock() - self._lifetime:
            return Conversation(etag=etag, forgettings=stored.forgettings)
        return replace(
            stored.conversation,
            etag=etag,
            changed_at=stored.changed_at,
            forgettings=stored.forgettings,
        )

    async def save(self, key: ConversationKey, conversation: Conversation) -> bool:
        """As the protocol says."""
        now, name = self._clock(), _name(key)
        await self._persons.note(key.user_id, key.conversation_id)
        stored = StoredConversation(
            user_id=key.user_id,
            conversation_id=key.conversation_id,
            changed_at=now,
            forgettings=conversation.forgettings,
            conversation=replace(conversation, etag=None, changed_at=None),
        )
        marks = names.marks(now, user_id=key.user_id, conversation_id=key.conversation_id)
        if conversation.etag is not None:
            replaced = await self._container.replace(
                name, stored, etag=conversation.etag, marks=marks
            )
            return replaced is not None
        created = await self._container.create(name, stored, marks=marks)
        if created is None:
            return False
        if await self._forgettings(names.digest(key.user_id)) == conversation.forgettings:
            return True
        await self._container.delete(name, etag=created)
        return False

    async def forget(self, key: ConversationKey) -> None:
        """As the protocol says."""
        await self._refuse_held(key.user_id)
        await self._count_up(names.digest(key.user_id))
        await self._container.delete(_name(key))

    async def forget_all(self, user_id: str) -> None:
        """As the protocol says."""
        await self._refuse_held(user_id)
        await self._count_up(names.digest(user_id))
        for each in await self._of_person(user_id):
            await self._container.delete(each.name)

    async def forget_conversation(self, conversation_id: str) -> None:
        """As the protocol says."""
        listed = await self._container.listed(f"conversation/{names.root(conversation_id)}/")
        inside = [each for each in listed if await self._is_in(each, conversation_id)]
        for user in dict.fromkeys(each.marks.get("user", "") for each in inside):
            await self._count_up(user)
        for each in inside:
            await self._container.delete(each.name)

    async def count(self, user_id: str) -> int:
        """As the protocol says."""
        oldest = self._clock() - self._lifetime
        found = await self._of_person(user_id)
        return sum(names.marked_at(each.marks) >= oldest for each in found)

    async def _of_person(self, user_id: str) -> list[Listed]:
        user = names.digest(user_id)
        return [
            each
            for root in await self._persons.roots(user_id)
            for each in await self._container.listed(f"conversation/{root}/")
            if each.marks.get("user") == user
        ]

    async def _is_in(self, listed: Listed, conversation_id: str) -> bool:
        if listed.marks.get("conversation") == names.digest(conversation_id):
            return True
        kept = await self._container.get(listed.name, StoredConversation)
        threads = f"{conversation_id}{names.THREAD}"
        return kept is not None and kept.value.conversation_id.startswith(threads)

    async def _forgettings(self, user: str) -> int:
        kept = await self._container.get(f"forgotten/{user}", Forgettings)
        return kept.value.times if kept else 0

    async def _count_up(self, user: str) -> None:
        name = f"forgotten/{user}"
        for _ in range(_ATTEMPTS):
            kept = await self._container.get(name, Forgettings)
            now = self._clock()
            if kept is None:
                done = await self._container.create(
                    name, Forgettings(1, now), marks=names.marks(now)
                )
            else:
                done = await self._container.replace(
                    name,
                    Forgettings(kept.value.times + 1, now),
                    etag=kept.etag,
                    marks=names.marks(now),
                )
            if done is not None:
                return
        raise StorageUnavailable("a forgetting could not be counted")

    async def _refuse_held(self, user_id: str) -> None:
        """Whatever a hold is of: what they wish forgotten can wait until it ends."""
        if any(hold.user_id in (None, user_id) for hold in await holds(self._container)):
            raise RecordsHeld("a hold may concern it")


async def holds(container: BlobContainer) -> list[Hold]:
    """Those in force, oldest first."""
    listed = await container.listed("hold/")
    kept = [await container.get(each.name, Hold) for each in listed]
    return [each.value for each in kept if each]


def _name(key: ConversationKey) -> str:
    return names.personal("conversation", key.conversation_id, key.user_id)
