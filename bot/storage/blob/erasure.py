"""Deleting for good, the holds that forbid it, and what remains of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal

from bot.storage.base import REMEMBERED_FOR, WAITS_FOR
from bot.storage.blob import names
from bot.storage.blob.container import BlobContainer, Listed
from bot.storage.blob.conversations import holds
from bot.storage.blob.persons import NOTED_AGAIN, Persons
from bot.storage.blob.selecting import Finder, Found, at, is_held, refuse_held
from bot.storage.erasure import Hold, PurgeLimits, Receipt, Selection
from bot.storage.moments import Clock, moment, utc_now

What = Literal["user", "conversation", "purge", "records"]
_SILENT_FOR = timedelta(days=1)
"""After so long nobody asks any more whether a process lives."""


@dataclass(frozen=True, slots=True)
class Audited:
    """A use of the registrator's desk: why, never what was found."""

    at: datetime
    action: str
    reason: str
    decision: str | None


class BlobErasure:
    """An `Erasure`. What is held is looked at first; then document by document is deleted, so a
    hold that comes in the middle keeps only the rest."""

    def __init__(
        self, container: BlobContainer, *, persons: Persons, clock: Clock = utc_now
    ) -> None:
        self._container = container
        self._finder = Finder(container, persons)
        self._clock = clock

    async def forget_user(self, user_id: str) -> Receipt:
        """As the protocol says."""
        deleted = await self._delete_owned(Selection(user_id=user_id))
        forgotten = await self._container.delete(f"forgotten/{names.digest(user_id)}")
        return await self._receipt("user", {**deleted, "forgetting": int(forgotten)})

    async def forget_conversation(self, conversation_id: str) -> Receipt:
        """As the protocol says."""
        deleted = await self._delete_owned(Selection(conversation_id=conversation_id))
        return await self._receipt("conversation", deleted)

    async def purge(self, limits: PurgeLimits, *, decision: str | None = None) -> Receipt:
        """As the protocol says; feedback and gaps by whole days."""
        await self._container.settle()
        now = self._clock()
        moments = {
            "conversation": limits.history,
            "inbox": limits.inbox,
            "waiting": now - WAITS_FOR,
            "reply": limits.replies,
            "feedback": _midnight(limits.feedback),
            "gap": _midnight(limits.gaps),
        }
        in_force = await holds(self._container)
        deleted = {}
        for kind, before in moments.items():
            found = await self._finder.all(kind)
            old = [each for each in found if at(each) < before and not is_held(each, in_force)]
            deleted[kind] = await self._delete(old)
            if kind == "inbox":
                await self._delete(_long_finished(found, now - REMEMBERED_FOR, in_force))
        forgotten = await self._container.listed("forgotten/")
        deleted["forgetting"] = await self._delete_listed(
            each for each in forgotten if names.marked_at(each.marks) < limits.history
        )
        await self._sweep(min(moments.values()), now, is_anything_held=bool(in_force))
        return await self._receipt("purge", deleted, decision=decision)

    async def receipts(self) -> Sequence[Receipt]:
        """As the protocol says."""
        listed = await self._container.listed("receipt/")
        kept = [await self._container.get(each.name, Receipt) for each in listed]
        return [each.value for each in kept if each]

    async def hold(self, hold: Hold) -> None:
        """As the protocol says."""
        name = f"hold/{names.unique(self._clock())}"
        await self._container.put(name, hold, marks={"id": names.digest(hold.id)})
        await note(self._container, Audited(self._clock(), "hold", hold.reason, hold.decision))

    async def release(self, hold_id: str, *, reason: str) -> bool:
        """As the protocol says."""
        listed = await self._container.listed("hold/")
        meant = [each for each in listed if each.marks.get("id") == names.digest(hold_id)]
        if not await self._delete_listed(meant):
            return False
        await note(self._container, Audited(self._clock(), "release", reason, None))
        return True

    async def holds(self) -> Sequence[Hold]:
        """As the protocol says."""
        return await holds(self._container)

    async def _delete_owned(self, selection: Selection) -> dict[str, int]:
        """All of it or, if any of it is held, nothing."""
        await self._container.settle()
        found = await self._finder.find(selection)
        refuse_held(found, await holds(self._container))
        return await delete_by_kind(self._container, found, names.PERSONAL)

    async def _delete(self, found: Iterable[Found]) -> int:
        return await self._delete_listed(each.listed for each in found)

    async def _delete_listed(self, listed: Iterable[Listed]) -> int:
        """How many were still there."""
        return sum([await self._container.delete(each.name) for each in listed])

    async def _sweep(self, before: datetime, now: datetime, *, is_anything_held: bool) -> None:
        """Notes that lead to nothing any more, and processes that are long gone."""
        owners = await self._container.listed("owner/")
        await self._delete_listed(
            each for each in owners if names.marked_at(each.marks) < now - _SILENT_FOR
        )
        if is_anything_held:
            return
        notes = await self._container.listed("person/")
        await self._delete_listed(
            each for each in notes if each.written_at < before - 2 * NOTED_AGAIN
        )

    async def _receipt(
        self, what: What, deleted: Mapping[str, int], *, decision: str | None = None
    ) -> Receipt:
        receipt = Receipt(at=self._clock(), what=what, deleted=deleted, decision=decision)
        return await keep_receipt(self._container, receipt)


async def note(container: BlobContainer, audited: Audited) -> None:
    """Keep what the desk was used for."""
    await container.put(f"audit/{names.unique(audited.at)}", audited)


async def keep_receipt(container: BlobContainer, receipt: Receipt) -> Receipt:
    """Keep what remains of a deletion."""
    await container.put(f"receipt/{names.unique(receipt.at)}", receipt)
    return receipt


async def delete_by_kind(
    container: BlobContainer, found: Iterable[Found], kinds: Iterable[str]
) -> dict[str, int]:
    """Delete it all; how many there were of each kind."""
    deleted: Counter[str] = Counter(dict.fromkeys(kinds, 0))
    activities = set()
    for each in found:
        deleted[each.kind] += await container.delete(each.listed.name)
        if each.kind == "inbox":
            activities.add(each.listed.name.removeprefix("inbox/"))
    if activities:
        for pointer in await container.listed("open/"):
            if pointer.name.split("/", 2)[2] in activities:
                await container.delete(pointer.name)
    return dict(deleted)


def _long_finished(
    found: Iterable[Found], before: datetime, in_force: Sequence[Hold]
) -> list[Found]:
    """Activities that no delivery is compared with any more."""
    return [
        each
        for each in found
        if (finished := each.listed.marks.get("finished", "")).isdecimal()
        and moment(int(finished)) < before
        and not is_held(each, in_force)
    ]


def _midnight(moment: datetime) -> datetime:
    return datetime.combine(moment.date(), time.min, UTC)
