"""What is said when nothing that may be shown answers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from bot.answering.base import Question, Sentence
from bot.answering.extractive import NEAR, ExtractiveAnswerer
from bot.consult import texts
from bot.consult.asked import Asked
from bot.consult.lookups.rows import readable
from bot.consult.sources import FEW
from bot.language.texts import Text
from bot.retrieval.base import Passage
from bot.turn import Event, Notice

_NEAR = ExtractiveAnswerer(max_sentences=1, confidence=NEAR)


async def nothing_found(asked: Asked, passages: Sequence[Passage]) -> AsyncIterator[Event]:
    """That nothing answers, what comes nearest of the passages in force, if anything does, and whom
    to ask.

    In a group, nobody but the asker may learn that something restricted would answer. So the words
    and the buttons are the same either way; the outcome is for the channel.
    """
    nearest = _nearest(asked, passages)
    if nearest is not None:
        yield Notice(text=asked.text(texts.NEAREST), outcome="not_found", lead=True)
        yield nearest
    notice = _not_found(asked, is_near=nearest is not None)
    if asked.turn.audience == "group" and await _would_answer_in_private(asked):
        yield replace(notice, outcome="private_only")
        return
    await asked.record_gap()
    yield notice


def _nearest(asked: Asked, passages: Sequence[Passage]) -> Sentence | None:
    """Nothing to whoever needs to know what to do: what is done elsewhere may be wrong here. And
    nothing in a group, which reads along: it would only be in the way."""
    if asked.happened or not asked.is_of_today or asked.turn.audience == "group":
        return None
    quoted = _NEAR.quote(asked.question, passages)
    return readable(quoted[0], asked.question) if quoted else None


def _not_found(asked: Asked, *, is_near: bool) -> Notice:
    if asked.turn.user.is_guest:
        text = asked.text(texts.ASK_CONTACT if is_near else texts.NOT_FOUND_GUEST)
        return Notice(text=text, outcome="not_found")
    when = asked.period.named(asked.turn.language) if asked.period else ""
    return Notice(
        text=asked.text(_template(asked, is_near=is_near), whom=asked.whom(), when=when),
        outcome="not_found",
        actions=asked.matter.contact_actions(asked.services.contacts, asked.turn.language),
    )


def _template(asked: Asked, *, is_near: bool) -> Text:
    if is_near:
        return texts.ASK
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
