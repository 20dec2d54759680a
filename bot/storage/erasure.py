"""Finding, holding and deleting what is kept: the doors for a registrator and for time itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What remains of a deletion: that it happened, never whom it concerned."""

    at: datetime
    what: Literal["user", "conversation", "purge", "records"]
    deleted: Mapping[str, int]
    """Number of records by kind: conversation, inbox, waiting, reply, forgetting, feedback, gap."""
    decision: str | None = None
    """The decision that it rests on, where it rests on one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PurgeLimits:
    """By kind of record, the moment before which nothing is kept."""

    history: datetime
    replies: datetime
    inbox: datetime
    feedback: datetime
    gaps: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """What may not be deleted: records that are of all that is said here, nothing being anything.

    Somebody has asked for them, and they must be there when that is decided.
    """

    id: str
    user_id: str | None = None
    conversation_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    """Not itself in the period."""
    reason: str
    decision: str
    """The number of the matter that it belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Records that are of all that is said here; at least one thing is said."""

    user_id: str | None = None
    conversation_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    """Not itself in the period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRecord:
    """Something that is kept, as a registrator sees it."""

    kind: str
    """exchange, inbox, waiting, reply, feedback or gap."""
    at: datetime
    """When it was last changed; of feedback and gaps, which have only a day, its midnight."""
    user_id: str | None = None
    conversation_id: str | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    """What it says, by field."""


class RecordsDesk(Protocol):
    """Finds and deletes what is kept, for a registrator. Every use is noted with its reason,
    never with a word of what was found. Raises `StorageUnavailable`.
    """

    async def find(
        self, selection: Selection, *, action: Literal["search", "export"], reason: str
    ) -> Sequence[FoundRecord]:
        """What is kept of that, oldest first; feedback and gaps where only a period is said."""
        ...

    async def delete(self, selection: Selection, *, decision: str, reason: str) -> Receipt:
        """All of it or, if any of it is held, nothing: raises `RecordsHeld`."""
        ...


class Erasure(Protocol):
    """Deletes for good and keeps a receipt. Raises `StorageUnavailable`.

    What is held is not deleted: forgetting then raises `RecordsHeld` and deletes nothing, a purge
    leaves it out.
    """

    async def forget_user(self, user_id: str) -> Receipt:
        """Everything that is kept about one person. Feedback and gaps name nobody and stay."""
        ...

    async def forget_conversation(self, conversation_id: str) -> Receipt:
        """Everything that is kept of one conversation, all its people included."""
        ...

    async def purge(self, limits: PurgeLimits, *, decision: str | None = None) -> Receipt:
        """Everything that was last changed before its limit."""
        ...

    async def receipts(self) -> Sequence[Receipt]:
        """Of every deletion, oldest first."""
        ...

    async def hold(self, hold: Hold) -> None:
        """Keep what it says from being deleted; noted with its reason."""
        ...

    async def release(self, hold_id: str, *, reason: str) -> bool:
        """End a hold; False if there is none by that id. Noted with the reason."""
        ...

    async def holds(self) -> Sequence[Hold]:
        """Those in force, oldest first."""
        ...
