"""A reply as Teams shows it: text while it grows, then label, citations, feedback and buttons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.answering.base import Sentence
from bot.identity.base import Language
from bot.language.texts import Text
from bot.reply import Reply
from bot.teams import texts
from bot.teams.cards import action_card
from bot.teams.citations import MAX_CITATIONS, message_entity
from bot.teams.markdown import application_markdown, literal
from bot.teams.outgoing import Outgoing
from bot.teams.wire import JsonObject


class Rendering:
    """Turns replies into activities. `today` decides what has expired."""

    def __init__(self, today: Callable[[], date] = date.today) -> None:
        self._today = today

    def message(self, reply: Reply) -> Outgoing:
        """The finished reply."""
        entities: tuple[JsonObject, ...] = ()
        channel_data: JsonObject = {}
        if reply.sentences:
            entities = (message_entity(reply, today=self._today()),)
            channel_data = {"feedbackLoop": {"type": "default"}}
        card = action_card(reply)
        return Outgoing(
            text=_text(reply),
            entities=entities,
            cards=() if card is None else (card,),
            channel_data=channel_data,
        )


def growing_text(reply: Reply) -> str:
    """What can be shown of an unfinished reply: only what later text will follow, not precede.

    Teams requires that each update begins with the one before.
    """
    parts = (*map(application_markdown, reply.leads), *_answer(reply))
    return "\n\n".join(part for part in parts if part)


def plain(text: Text, language: Language, **values: object) -> Outgoing:
    """A message of the channel's own."""
    return Outgoing(text=text.in_language(language, **values))


def _text(reply: Reply) -> str:
    note = texts.NOTE.in_language(reply.language)
    parts = (
        *map(application_markdown, reply.leads),
        *_answer(reply),
        *(f"**{note}** {application_markdown(warning)}" for warning in reply.warnings),
        *map(application_markdown, reply.notices),
        *_draft(reply),
    )
    return "\n\n".join(part for part in parts if part)


def _answer(reply: Reply) -> tuple[str, ...]:
    if reply.skill is None:  # a source, shown as it stands
        return tuple(_quoted(_marked(reply, sentence)) for sentence in reply.sentences)
    return reply.paragraphs(lambda sentence: _marked(reply, sentence))


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))


def _marked(reply: Reply, sentence: Sentence) -> str:
    shown = (number for number in reply.numbers(sentence) if number <= MAX_CITATIONS)
    markers = "".join(f"[{number}]" for number in shown)
    text = literal(sentence.text)
    return f"{text} {markers}" if markers else text


def _draft(reply: Reply) -> tuple[str, ...]:
    if reply.draft is None:
        return ()
    return (f"**{literal(reply.draft.subject)}**", application_markdown(reply.draft.body))
