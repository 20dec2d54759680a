"""What is said when nothing that may be shown answers."""

from __future__ import annotations

from dataclasses import replace

from bot.answering.base import Question, Sentence
from bot.consult import texts
from bot.consult.asked import Asked
from bot.consult.sources import FEW
from bot.language.texts import Text
from bot.turn import Notice


async def nothing_found(asked: Asked) -> Notice:
    """In a group, nobody but the asker may learn that something restricted would answer.

    So the words and the buttons are the same either way; the outcome is for the channel.
    """
    notice = _not_found(asked)
    if asked.turn.audience == "group" and await _would_answer_in_private(asked):
        return replace(notice, outcome="private_only")
    await asked.record_gap()
    return notice


def _not_found(asked: Asked) -> Notice:
    if asked.turn.user.is_guest:
        return Notice(text=asked.text(texts.NOT_FOUND_GUEST), outcome="not_found")
    when = asked.period.named(asked.turn.language) if asked.period else ""
    return Notice(
        text=asked.text(_template(asked), whom=asked.whom(), when=when),
        outcome="not_found",
        actions=asked.matter.contact_actions(asked.services.contacts, asked.turn.language),
    )


def _template(asked: Asked) -> Text:
    in_group = asked.turn.audience == "group"
    if asked.of_earlier:
        return texts.NO_EARLIER_HERE if in_group else texts.NO_EARLIER
    if asked.period is None:
        return texts.NOT_FOUND_HERE if in_group else texts.NOT_FOUND
    if asked.period.is_past(asked.today):
        return texts.NO_VERSION_HERE if in_group else texts.NO_VERSION
    return texts.NOTHING_THEN_HERE if in_group else texts.NOTHING_THEN


async def _would_answer_in_private(asked: Asked) -> bool:
    """Whether what only the asker may read answers. Nothing of it leaves this function."""
    found = await replace(asked.search, audience="private")(asked.question, limit=FEW)
    question = Question(text=asked.question, language=asked.turn.language)
    answer = asked.services.answerer.answer(question, found, asker=asked.turn.user)
    async for part in answer:
        if isinstance(part, Sentence):
            return True
    return False
