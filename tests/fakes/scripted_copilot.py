"""An application whose answers are written down beforehand: for tests of the channel alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

from bot.identity.base import Audience, Language, User
from bot.papers.base import Paper
from bot.reply import Reply
from bot.turn import ASK, Action, Event, Notice, Turn

Step = Event | float | Exception | asyncio.Event
"""What happens next: an event, a pause in seconds, a failure, or waiting for the test."""
STARTERS = ("Hur många semesterdagar har jag?", "Får jag flyga?", "Jag är sjuk, vad gör jag?")


class ScriptedCopilot:
    """Plays the script written for a text, and echoes any other."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self.interrupted: list[str] = []
        """Texts whose answer was ended before its last word."""
        self.welcomed: list[User] = []
        self.withdrawn: list[tuple[str, str, str]] = []
        """Person, conversation and message of each exchange to forget."""
        self.left: list[str] = []
        self._scripts: dict[str, tuple[Step, ...]] = {}

    def on(self, text: str, *steps: Step) -> None:
        self._scripts[text] = steps

    async def handle(self, turn: Turn) -> AsyncIterator[Reply]:
        self.turns.append(turn)
        echo = Notice(text=f"echo: {turn.text}", outcome="chat")
        reply = Reply(language=turn.language, skill="policy", reference=f"R{len(self.turns)}")
        finished = False
        try:
            for step in self._scripts.get(turn.text, (echo,)):
                match step:
                    case float():
                        await asyncio.sleep(step)
                    case asyncio.Event():
                        await step.wait()
                    case Exception():
                        raise step
                    case _:
                        reply = reply.with_event(step)
                        yield reply
            finished = True
            yield replace(reply, complete=True)
        finally:
            if not finished:
                self.interrupted.append(turn.text)

    async def withdraw(self, user: User, *, conversation_id: str, activity_id: str) -> None:
        self.withdrawn.append((user.id, conversation_id, activity_id))

    async def paper(self, user: User, *, conversation_id: str, draft_id: str) -> Paper | None:
        return None

    async def leave(self, conversation_id: str) -> None:
        self.left.append(conversation_id)

    def welcome(self, user: User, language: Language, audience: Audience) -> Reply:
        self.welcomed.append(user)
        starters = tuple(Action(id=ASK, label=text, values={"text": text}) for text in STARTERS)
        hello = Notice(text=f"Hej {user.name}! Jag är en AI.", outcome="chat", actions=starters)
        return replace(Reply(language=language).with_event(hello), complete=True)
