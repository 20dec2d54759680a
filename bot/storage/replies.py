"""What is kept of replies, and what people thought of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

Reaction = Literal["like", "dislike"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedPiece:
    """A piece of a document that a reply rested on."""

    document_id: str
    chunk_id: str
    """Ends with a digest of the piece's text: it tells the version, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRecord:
    """What is kept of a reply so that it can be reconstructed: never a word of it, or of what was
    asked. A confidence is recorded without `conversation_id`, `user_id`, `activity_id` and the
    time of day, which could tell whose it was."""

    reference: str
    """The short code that the person was shown. Two of a million replies may share one."""
    at: datetime
    outcome: str
    """A turn's outcome, or "failed": it ended in an apology."""
    language: str
    audience: str
    conversation_id: str | None = None
    user_id: str | None = None
    activity_id: str | None = None
    """What was answered."""
    message_ids: tuple[str, ...] = ()
    """The messages that carried the answer, in order; none: not known to have been delivered."""
    skill: str | None = None
    sources: tuple[CitedPiece, ...] = ()
    model: str = ""
    """Who wrote the sentences, as `Answerer.name`."""
    rules: str = ""
    """The version of Kollega."""


class FeedbackStore(Protocol):
    """Keeps thumbs, without who gave them."""

    async def add_feedback(
        self, *, reaction: Reaction, comment: str, about: ReplyRecord | None
    ) -> None:
        """Keep one. Of the reply it is about, if that is known, only what it rested on is kept
        with it: its reference would lead to whom it was given. `comment` may be empty."""
        ...


class ReplyRecords(Protocol):
    """Keeps what lies behind the references. Every method raises `StorageUnavailable`."""

    async def add(self, record: ReplyRecord) -> None:
        """Keep one; it is stored with the next change, so before the activity is finished."""
        ...

    async def delivered(
        self, reference: str, *, conversation_id: str, message_ids: Sequence[str]
    ) -> None:
        """Note which messages carried the reply; nothing happens if it is not recorded."""
        ...

    async def find(self, reference: str) -> Sequence[ReplyRecord]:
        """Those with this code, newest first: seldom more than one, perhaps none."""
        ...

    async def answer_to(self, *, conversation_id: str, activity_id: str) -> ReplyRecord | None:
        """The latest reply to that activity that is known to have been delivered."""
        ...

    async def carried_by(self, *, conversation_id: str, message_id: str) -> ReplyRecord | None:
        """The latest reply that this message carried."""
        ...

    async def latest(self, user_id: str, *, limit: int) -> Sequence[ReplyRecord]:
        """The replies to one person, newest first."""
        ...
