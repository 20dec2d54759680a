"""What the channel asks of the application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol

from bot.identity.base import Audience, Language, User
from bot.papers.base import Paper
from bot.reply import Reply
from bot.turn import Turn


class Copilot(Protocol):
    """The application: answers a turn."""

    def handle(self, turn: Turn) -> AsyncIterator[Reply]:
        """The reply as it grows; the last is complete."""
        ...

    def welcome(self, user: User, language: Language, audience: Audience) -> Reply:
        """What a newcomer is told."""
        ...

    async def withdraw(self, user: User, *, conversation_id: str, activity_id: str) -> None:
        """Forget what that message asked and was answered."""
        ...

    async def paper(self, user: User, *, conversation_id: str, draft_id: str) -> Paper | None:
        """A paper that the person was shown there, if it is still kept."""
        ...

    async def leave(self, conversation_id: str) -> None:
        """Forget what everybody said in a conversation."""
        ...
