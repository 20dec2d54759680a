"""Feedback and gaps: of a day, and of nobody. A time of day could tell who it was."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from bot.storage.base import Gap
from bot.storage.blob.container import BlobContainer
from bot.storage.moments import Clock, utc_now
from bot.storage.replies import CitedPiece, Reaction, ReplyRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFeedback:
    """A thumb, and what the reply it is about rested on."""

    day: str
    reaction: Reaction
    comment: str
    skill: str | None = None
    sources: tuple[CitedPiece, ...] = ()
    model: str = ""
    rules: str = ""


@dataclass(frozen=True, slots=True)
class StoredGap:
    """A gap, and the day on which it showed."""

    day: str
    gap: Gap


class BlobFeedbackStore:
    """A `FeedbackStore`."""

    def __init__(self, container: BlobContainer, *, clock: Clock = utc_now) -> None:
        self._container = container
        self._clock = clock

    async def add_feedback(
        self, *, reaction: Reaction, comment: str, about: ReplyRecord | None
    ) -> None:
        """As the protocol says."""
        day = self._clock().date().isoformat()
        stored = StoredFeedback(day=day, reaction=reaction, comment=comment)
        if about is not None:
            stored = StoredFeedback(
                day=day,
                reaction=reaction,
                comment=comment,
                skill=about.skill,
                sources=about.sources,
                model=about.model,
                rules=about.rules,
            )
        await self._container.put(_name("feedback", day), stored)


class BlobGapStore:
    """A `GapStore`."""

    def __init__(self, container: BlobContainer, *, clock: Clock = utc_now) -> None:
        self._container = container
        self._clock = clock

    async def add_gap(self, gap: Gap) -> None:
        """As the protocol says."""
        day = self._clock().date().isoformat()
        await self._container.put(_name("gap", day), StoredGap(day, gap))


def _name(kind: str, day: str) -> str:
    return f"{kind}/{day}/{secrets.token_hex(8)}"
