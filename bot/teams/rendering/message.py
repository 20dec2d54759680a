"""A reply as Teams shows it: text while it grows, then label, citations, feedback and buttons."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from bot.answering.base import Sentence
from bot.identity.base import Language
from bot.language.texts import Text
from bot.reply import Reply
from bot.teams import texts
from bot.teams.fields import JsonObject
from bot.teams.outgoing import MAX_BYTES, Outgoing, size
from bot.teams.rendering.cards import action_card, reference_line
from bot.teams.rendering.citations import MAX_CITATIONS, message_entity
from bot.teams.rendering.forms import form_action
from bot.teams.rendering.markdown import application_markdown, literal, shortened, unformatted
from bot.teams.rendering.source import shown_source
from bot.teams.rendering.splitting import split
from bot.turn import LETTER

RESERVED_BYTES = 4096
"""Of each message, for what is added once a reply has been divided: number, thumbs, summary."""
MAX_BYTES_OF_CHARACTER = 12
"""As UTF-16: a control character is six of them in JSON."""
MAX_SUMMARY = 120


class Rendering:
    """Turns replies into activities. `today` decides what has expired."""

    def __init__(
        self, today: Callable[[], date] = date.today, *, max_bytes: int = MAX_BYTES
    ) -> None:
        """`max_bytes`: of one message, without its address."""
        self._today = today
        self._max_bytes = max_bytes

    def message(self, reply: Reply) -> Outgoing:
        """The finished reply; what does not fit in one message follows it.

        Thumbs and buttons come once, at the end.
        """
        card = action_card(reply)
        [whole] = _with_thumbs([self._part(reply)], reply)
        if card is not None:
            whole = replace(whole, cards=(card,), summary=_summary(reply))
        [whole] = _with_reference([whole], reply)
        return whole if self._is_small(whole) else self._divided(reply)

    def _is_small(self, message: Outgoing) -> bool:
        most = len(message.text) * MAX_BYTES_OF_CHARACTER + RESERVED_BYTES
        if not message.entities and not message.cards and most <= self._max_bytes:
            return True
        return size(message.content()) <= self._max_bytes

    def _divided(self, reply: Reply) -> Outgoing:
        parts = split(reply, self._fits)
        messages = [self._part(part) for part in parts]
        if len(messages) > 1:
            messages = [
                _numbered(message, number, len(messages), reply.language)
                for number, message in enumerate(messages, 1)
            ]
        messages = _with_thumbs(messages, reply)
        messages = self._with_buttons(messages, replace(parts[-1], actions=reply.actions))
        first, *following = _with_reference(messages, reply)
        return replace(first, following=tuple(following))

    def _fits(self, part: Reply) -> bool:
        return size(self._part(part).content()) + RESERVED_BYTES <= self._max_bytes

    def _part(self, part: Reply) -> Outgoing:
        entities: tuple[JsonObject, ...] = ()
        if part.sentences:
            entities = (message_entity(part, today=self._today()),)
        return Outgoing(text=_text(part), entities=entities)

    def _with_buttons(self, messages: list[Outgoing], last: Reply) -> list[Outgoing]:
        """The messages with the buttons in the last, or after it where they do not fit in."""
        card = action_card(last)
        while card is not None and size(card) + RESERVED_BYTES > self._max_bytes:
            last = replace(last, actions=last.actions[:-1])
            card = action_card(last) if last.actions else None
        if card is None:
            return messages
        together = replace(messages[-1], cards=(card,), summary=_summary(last))
        if size(together.content()) <= self._max_bytes:
            return [*messages[:-1], together]
        return [*messages, buttons_alone(together)]


def _with_thumbs(messages: list[Outgoing], reply: Reply) -> list[Outgoing]:
    """They are for the whole answer, so they stand at its end."""
    if not reply.sentences:
        return messages
    return [
        *messages[:-1],
        replace(messages[-1], channel_data={"feedbackLoop": {"type": "default"}}),
    ]


def _with_reference(messages: list[Outgoing], reply: Reply) -> list[Outgoing]:
    """Where there are no buttons it stands at the end of the text."""
    line = reference_line(reply)
    if not line or messages[-1].cards:
        return messages
    return [*messages[:-1], replace(messages[-1], text=f"{messages[-1].text}\n\n*{line}*")]


def buttons_alone(message: Outgoing) -> Outgoing:
    """The buttons of a message, without what it says."""
    spoken = message.cards[0].get("speak")
    summary = shortened(spoken, MAX_SUMMARY) if isinstance(spoken, str) else ""
    return Outgoing(text="", cards=message.cards, summary=summary)


def growing_text(reply: Reply) -> str:
    """What can be shown of an unfinished reply: only what later text will follow, not precede.

    Teams requires that each update begins with the one before.
    """
    parts = (*map(application_markdown, reply.leads), *_cautions(reply), *_answer(reply))
    return "\n\n".join(part for part in parts if part)


def plain(text: Text, language: Language, **values: object) -> Outgoing:
    """A message of the channel's own."""
    return Outgoing(text=text.in_language(language, **values))


def _numbered(message: Outgoing, number: int, total: int, language: Language) -> Outgoing:
    """Says that there is more to come: should it never come, the person knows."""
    note = texts.PART.in_language(language, number=number, total=total)
    return replace(message, text=f"{message.text}\n\n*{note}*")


def _summary(reply: Reply) -> str:
    subject = () if reply.draft is None else (reply.draft.subject,)
    sentences = (sentence.text for sentence in reply.sentences)
    said = (*reply.leads, *reply.cautions, *sentences, *subject, *reply.notices, *reply.warnings)
    return shortened(next(filter(None, map(unformatted, said)), ""), MAX_SUMMARY)


def _text(reply: Reply) -> str:
    parts = (
        *map(application_markdown, reply.leads),
        *_cautions(reply),
        *_answer(reply),
        *_noted(reply.warnings, reply.language),
        *map(application_markdown, reply.notices),
        *_draft(reply),
    )
    return "\n\n".join(part for part in parts if part)


def _cautions(reply: Reply) -> Iterator[str]:
    return _noted(reply.cautions, reply.language)


def _noted(warnings: Sequence[str], language: Language) -> Iterator[str]:
    note = texts.NOTE.in_language(language)
    return (f"**{note}** {application_markdown(warning)}" for warning in warnings)


def _answer(reply: Reply) -> tuple[str, ...]:
    if reply.skill is None:  # a source, shown as it stands
        return tuple(shown_source(reply))
    return reply.paragraphs(lambda sentence: _marked(reply, sentence))


def _marked(reply: Reply, sentence: Sentence) -> str:
    shown = (number for number in reply.numbers(sentence) if number <= MAX_CITATIONS)
    markers = "".join(f"[{number}]" for number in shown)
    text = literal(sentence.text)
    return f"{text} {markers}" if markers else text


def _draft(reply: Reply) -> tuple[str, ...]:
    if reply.draft is None or form_action(reply) is not None:  # it stands in the form
        return ()
    body = literal if reply.draft.kind == LETTER else application_markdown
    return (f"**{literal(reply.draft.subject)}**", body(reply.draft.body))
