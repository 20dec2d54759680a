"""What people may do themselves with what is remembered of them: see it, have it forgotten."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

from bot.consult.facts import kind_of, label_of
from bot.copilot import memory_texts as texts
from bot.errors import RecordsHeld
from bot.identity.base import Language
from bot.language.texts import Text
from bot.routing.wishes import Wish
from bot.storage.base import Conversation, ConversationKey, ConversationStore, apart
from bot.storage.replies import ReplyRecord, ReplyRecords
from bot.turn import ASK, Action, Event, Notice, Turn

SHOWN_REPLIES = 5
SHOWN_CHARACTERS = 200
"""Of a question."""
_MARKDOWN = re.compile(r"[\[\]*_`<>|~#\\]")
_WHITE_SPACE = re.compile(r"\s+")


class SelfService:
    """Shows and forgets, at once and without asking back."""

    def __init__(
        self,
        conversations: ConversationStore,
        records: ReplyRecords,
        *,
        memory_days: int,
        record_days: int,
    ) -> None:
        """The days are how long conversations and records are kept."""
        self._conversations = conversations
        self._records = records
        self._memory_days = memory_days
        self._record_days = record_days

    async def grant(self, wish: Wish, turn: Turn) -> AsyncIterator[Event]:
        """Do what was asked, and say what was done and what remains."""
        try:
            yield await self._granted(wish, turn)
        except RecordsHeld:
            yield Notice(text=texts.HELD.in_language(turn.language), outcome="chat")

    async def _granted(self, wish: Wish, turn: Turn) -> Notice:
        match wish:
            case "see":
                return await self._shown(turn)
            case "forget_conversation":
                await self._forget_conversation(turn)
                forgotten = texts.FORGOT_HERE if _is_private(turn) else texts.FORGOT_IN_GROUP
                return self._done(forgotten.in_language(turn.language), turn.language)
            case "forget_all":
                await self._conversations.forget_all(turn.user.id)
                return self._done(texts.FORGOT_ALL.in_language(turn.language), turn.language)
            case "sign_out":
                await self._conversations.forget_all(turn.user.id)
                signed_out = texts.SIGNED_OUT.in_language(turn.language)
                return Notice(text=signed_out, outcome="chat")

    async def _forget_conversation(self, turn: Turn) -> None:
        for conversation_id in (turn.conversation_id, apart(turn.conversation_id)):
            await self._conversations.forget(ConversationKey(conversation_id, turn.user.id))

    def _done(self, forgotten: str, language: Language) -> Notice:
        remains = texts.REMAINS.in_language(language, days=self._record_days)
        return Notice(text=f"{forgotten}\n\n{remains}", outcome="chat")

    async def _shown(self, turn: Turn) -> Notice:
        language = turn.language
        if not _is_private(turn):
            # Everybody in the group would read it.
            return Notice(text=texts.SEE_IN_PRIVATE.in_language(language), outcome="chat")
        key = ConversationKey(turn.conversation_id, turn.user.id)
        conversation = await self._conversations.load(key)
        count = await self._conversations.count(turn.user.id)
        elsewhere = count - (1 if conversation.changed_at is not None else 0)
        replies = await self._records.latest(turn.user.id, limit=4 * SHOWN_REPLIES)
        parts = (
            *self._remembered(conversation, language),
            *_other_conversations(elsewhere, language),
            *self._recorded(replies, language),
            texts.NAMELESS.in_language(language),
        )
        offered = (
            *((texts.FORGET_CONVERSATION,) if conversation.changed_at else ()),
            *((texts.FORGET_ALL,) if count else ()),
        )
        return Notice(text="\n\n".join(parts), outcome="chat", actions=_buttons(offered, language))

    def _remembered(self, conversation: Conversation, language: Language) -> tuple[str, ...]:
        changed_at, questions = conversation.changed_at, conversation.exchanges
        told = {name: value for name, value in conversation.facts.items() if value}
        if changed_at is None or not (questions or told):
            return (texts.NOTHING_HERE.in_language(language),)
        until = (changed_at + timedelta(days=self._memory_days)).astimezone().date()
        listed = "\n".join(
            f"{number}. {_quoted(each.question)}" for number, each in enumerate(questions, 1)
        )
        parts = []
        if questions:
            heading = texts.QUESTIONS if len(questions) > 1 else texts.ONE_QUESTION
            parts.append(f"{heading.in_language(language, count=len(questions))}\n\n{listed}")
        if told:
            facts = ", ".join(_fact(*fact, language) for fact in told.items())
            parts.append(texts.FACTS.in_language(language, facts=facts))
        return (*parts, texts.UNTIL.in_language(language, day=until, days=self._memory_days))

    def _recorded(self, replies: Sequence[ReplyRecord], language: Language) -> tuple[str, ...]:
        kept = texts.RECORDS.in_language(language, days=self._record_days)
        lines = [
            f"- {reply.reference} · {reply.at.astimezone().date()} · "
            f"{texts.OUTCOMES[reply.outcome].in_language(language)}"
            for reply in replies
            if reply.outcome in texts.OUTCOMES
        ][:SHOWN_REPLIES]
        if not lines:
            return (kept,)
        latest = texts.LATEST.in_language(language)
        return (f"{kept} {latest}\n\n" + "\n".join(lines),)


def _buttons(offered: Sequence[Text], language: Language) -> tuple[Action, ...]:
    labels = [text.in_language(language) for text in offered]
    return tuple(
        Action(id=f"{ASK}:{number}", label=label, values={"text": label})
        for number, label in enumerate(labels, 1)
    )


def _is_private(turn: Turn) -> bool:
    return turn.audience == "private"


def _other_conversations(count: int, language: Language) -> tuple[str, ...]:
    if count < 1:
        return ()
    text = texts.OTHER_CONVERSATIONS if count > 1 else texts.ONE_OTHER_CONVERSATION
    return (text.in_language(language, count=count),)


def _fact(name: str, value: str, language: Language) -> str:
    kind = kind_of(name)
    label = (kind.title if kind else texts.AGE).in_language(language)
    return f"{label} {_quoted(label_of(name, value, language))}"


def _quoted(words: str) -> str:
    """The person's own words on one line, without what would format them."""
    line = _WHITE_SPACE.sub(" ", _MARKDOWN.sub("", words)).strip()
    return line if len(line) <= SHOWN_CHARACTERS else f"{line[: SHOWN_CHARACTERS - 1].rstrip()}…"
