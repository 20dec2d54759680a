"""What a turn has turned out to be."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.copilot.admission import paused
from bot.skill import Services, Skill
from bot.storage.base import Conversation
from bot.turn import Clarify, Event, Notice, Turn


@dataclass(frozen=True, slots=True)
class Course:
    """What a turn has turned out to be, and the events that answer it."""

    turn: Turn
    events: AsyncIterator[Event]
    skill: str | None = None
    confidential: bool = False
    """Nothing of it is remembered: a confidence, or a question about a particular person."""
    is_passing: bool = False
    """Not to be remembered: a wish about what is remembered, or a mail to somebody else."""
    answered_by: str = ""
    """Who wrote the sentences, if it was not the answerer."""
    began: Conversation | None = None
    """The conversation that it continues; None: it is not to be remembered."""


def asked(
    skill: Skill, turn: Turn, services: Services, *, events: AsyncIterator[Event] | None = None
) -> Course:
    """The skill answers, with `events` of its own making or others; paused, it says so."""
    if (notice := paused(skill, turn, services)) is not None:
        return Course(turn, told(notice), skill.name)
    return Course(turn, events or skill.run(turn, services), skill.name)


async def told(notice: Notice | Clarify) -> AsyncIterator[Event]:
    """One thing said, and nothing more."""
    yield notice


async def opened_by(question: str, events: AsyncIterator[Event]) -> AsyncIterator[Event]:
    """The same, begun by the question in bold."""
    yield Notice(text=f"**{question}**", lead=True)
    async for event in events:
        yield event


def chat(text: str) -> Notice:
    """Words that answer no question."""
    return Notice(text=text, outcome="chat")
