"""The records Kollega keeps and the doors to where they are kept.

Every text here has passed the personal-data gate. State is plain data: whoever can write the
store must not be able to run code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

REMEMBERED_FOR = timedelta(days=7)
"""How long a finished activity's id is kept, to recognise it if the channel delivers it again."""
WAITS_FOR = timedelta(hours=1)
"""How long a question waits for a sign-in: whoever signs in later expects no answer any longer."""


@dataclass(frozen=True, slots=True)
class ConversationKey:
    """One person in one conversation: two people in a group chat have separate memories."""

    conversation_id: str
    user_id: str


def apart(conversation_id: str) -> str:
    """Under which what is answered to one person alone, inside that conversation, is remembered."""
    return f"targeted:{conversation_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One earlier question in the conversation and what was answered, personal data masked."""

    question: str
    answer: str
    skill: str | None
    activity_id: str | None = None
    """The message that asked: its writer may change or delete it."""
    asked_back: bool = False
    """Whether the answer asked for something, so that the next message may be just that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAction:
    """An action that was offered to the person and can still be taken."""

    id: str
    label: str
    values: Mapping[str, str]
    skill: str | None


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """Something prepared in the conversation, so that it can be gone on with later."""

    id: str
    skill: str
    state: str
    """The skill's own record of it."""
    paper: str = ""
    """The paper as it was shown, if it is one, so that the file says just that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """What is remembered of one conversation."""

    exchanges: tuple[Exchange, ...] = ()
    """Oldest first, at most a handful."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """Answers to clarifying questions ("age_bracket": "40-49")."""
    actions: tuple[StoredAction, ...] = ()
    """What the latest reply offered."""
    drafts: tuple[StoredDraft, ...] = ()
    """Oldest first, at most a handful."""
    etag: str | None = None
    """Opaque version from the store; None: never stored."""
    changed_at: datetime | None = field(default=None, compare=False)
    """When it was stored, told by the store."""
    forgettings: int = field(default=0, compare=False)
    """How often the person has had something forgotten, told by the store: what was loaded before
    a forgetting is not stored after it."""


class ConversationStore(Protocol):
    """Keeps conversations for a while. Every method raises `StorageUnavailable`."""

    async def load(self, key: ConversationKey) -> Conversation:
        """The conversation; an empty one if there is none, or it is too old."""
        ...

    async def save(self, key: ConversationKey, conversation: Conversation) -> bool:
        """Store it; False, and nothing stored, if it has changed or been forgotten since loaded."""
        ...

    async def forget(self, key: ConversationKey) -> None:
        """Delete it, if there is one, and keep what was loaded before from coming back.

        Raises `RecordsHeld` if a hold may concern the person."""
        ...

    async def forget_all(self, user_id: str) -> None:
        """Do so with every conversation of one person. Raises `RecordsHeld` likewise."""
        ...

    async def forget_conversation(self, conversation_id: str) -> None:
        """Do so with what everybody in it has said, in its threads too."""
        ...

    async def count(self, user_id: str) -> int:
        """How many conversations of one person are remembered."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxItem:
    """An accepted activity that is not finished yet."""

    conversation_id: str
    activity_id: str
    body: str
    """The activity as JSON, personal data masked."""
    received_at: datetime
    user_id: str | None = None
    """Who wrote, so that everything about one person can be forgotten."""
    placeholder_id: str | None = None
    """Id of the message that the answer replaces, once it is known."""
    attempts: int = 0


class Inbox(Protocol):
    """Durable, deduplicated record of accepted activities. Raises `StorageUnavailable`."""

    async def accept(self, item: InboxItem) -> bool:
        """Record it durably; False if this activity of this conversation was recorded before."""
        ...

    async def unfinished(self) -> Sequence[InboxItem]:
        """Accepted and not finished, oldest first: for recovery at start-up and every so often.

        What another living process has accepted is not among them.
        """
        ...

    async def started(self, item: InboxItem, *, placeholder_id: str | None) -> None:
        """Note one more attempt, and the placeholder's id where it is known."""
        ...

    async def finish(self, item: InboxItem) -> None:
        """Erase the text; keep only that the activity was handled."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingQuestion:
    """A message that can be answered once its writer has signed in."""

    conversation_id: str
    activity_id: str
    user_id: str
    body: str
    """The activity as JSON, personal data masked."""


class WaitingQuestions(Protocol):
    """Keeps them for an hour. Every method raises `StorageUnavailable`."""

    async def keep(self, question: WaitingQuestion) -> None:
        """Durably; instead of an earlier wording of the same message."""
        ...

    async def take(self, user_id: str, conversation_id: str) -> Sequence[str]:
        """The bodies of that person's there, oldest first, which are kept no longer: of all who
        take them at once one gets them."""
        ...

    async def drop(self, conversation_id: str, activity_id: str) -> None:
        """Keep that one no longer, if it is kept."""
        ...


GapKind = Literal["unanswered", "disagreement"]
"""What is wrong with the documents: they say nothing, or two of them say different things."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What the documents lack, shown by a question; without who asked it."""

    question: str
    skill: str | None
    language: str
    kind: GapKind = "unanswered"
    document_ids: tuple[str, ...] = ()
    """Of a disagreement: the two documents, the one that applies first."""
    owners: tuple[str, ...] = ()
    """Who is responsible for them, as the documents say it."""


class GapStore(Protocol):
    """Keeps gaps for the owners of the documents."""

    async def add_gap(self, gap: Gap) -> None:
        """Keep one."""
        ...


class TokenLedger(Protocol):
    """Counts the model's tokens by day, for all processes. Raises `StorageUnavailable`."""

    async def reserve(self, day: date, tokens: int, *, limit: int) -> bool:
        """Count `tokens` as spent, unless that makes more than `limit`; then False."""
        ...

    async def correct(self, day: date, by: int) -> None:
        """Count `by` more, or less, for what was reserved and came to something else."""
        ...

    async def spent(self, day: date) -> int:
        """How many have been counted."""
        ...
