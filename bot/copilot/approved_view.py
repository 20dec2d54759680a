"""An approved answer as a reply: word by word, with who approved it and when."""

from __future__ import annotations

from collections.abc import AsyncIterator

from bot.answering.base import Citation, Sentence
from bot.approved.base import ApprovedAnswer
from bot.copilot import texts
from bot.turn import Event, Notice, Turn


async def give_approved(answer: ApprovedAnswer, turn: Turn) -> AsyncIterator[Event]:
    """The answer, and who answers for it."""
    citation = Citation(answer.passage(), answer.text)
    yield Sentence(text=answer.text, citations=(citation,))
    by = texts.APPROVED_UNTIL if answer.valid_to else texts.APPROVED
    yield Notice(
        text=by.in_language(
            turn.language, by=answer.approved_by, on=answer.approved_on, until=answer.valid_to
        )
    )
