"""Handles a turn: guard, recall, route, run, remember."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from bot.copilot import texts
from bot.copilot.admission import banner
from bot.copilot.course import Course
from bot.copilot.courses import Courses
from bot.copilot.facts import facts_with
from bot.copilot.foreign_links import WithoutForeignLinks
from bot.copilot.introduction import Introduction
from bot.copilot.masked import masked_notice
from bot.copilot.memory import remember, withdraw, without
from bot.copilot.offers import with_offers
from bot.copilot.self_service import SelfService
from bot.copilot.trace import Trace
from bot.errors import StorageUnavailable, UnavailableError
from bot.identity.base import Audience, Language, User
from bot.papers.base import Paper, read_paper
from bot.privacy.personal_data import PLACEHOLDER
from bot.privacy.sensitive import SafeExits
from bot.reply import Reply
from bot.skill import Services, Skill
from bot.storage.base import Conversation, ConversationKey, ConversationStore
from bot.storage.replies import ReplyRecords
from bot.telemetry import NO_SPANS, Spans, reference_code
from bot.turn import Notice, Turn

_WITH_NUMBER = re.compile(
    r"(?:\b(?:mitt|mina|hans|hennes|my|his|her) )?(?:\b(?:personnummer|personnr|pnr|id number|"
    r"personal (?:identity )?number)\b)?(?: (?:är|is|heter))?[\s:]{0,20}"
    rf"{re.escape(PLACEHOLDER)}[ \t,.;:–-]*",
    re.IGNORECASE,
)
"""A masked number with the words that introduce it: nothing in the sources is about them."""

_log = logging.getLogger(__name__)


class Copilot:
    """Answers turns. Every text that reaches it has passed the personal-data gate."""

    def __init__(
        self,
        *,
        skills: Sequence[Skill],
        services: Services,
        conversations: ConversationStore,
        records: ReplyRecords,
        safe_exits: SafeExits,
        memory_days: int,
        record_days: int,
        spans: Spans = NO_SPANS,
    ) -> None:
        self._spans = spans
        self._services = replace(
            services,
            retriever=WithoutForeignLinks(services.retriever, allowed=services.link_hosts),
        )
        self._conversations = conversations
        self._introduction = Introduction(
            skills,
            memory_days=memory_days,
            record_days=record_days,
            data_protection=services.contacts.get("data_protection"),
        )
        self._courses = Courses(
            skills=skills,
            safe_exits=safe_exits,
            self_service=SelfService(
                conversations, records, memory_days=memory_days, record_days=record_days
            ),
            introduction=self._introduction,
        )

    def welcome(self, user: User, language: Language, audience: Audience) -> Reply:
        """What a newcomer sees first: what this is, what it can do and what it stores."""
        reply = Reply(language=language, complete=True)
        announced = self._services.approved.announced("welcome")
        own = announced[0].text.in_language(language) if announced else None
        return reply.with_event(self._introduction.welcome(user, language, audience, own=own))

    async def reply(self, turn: Turn) -> Reply:
        """The finished reply to a turn."""
        replies = [reply async for reply in self.handle(turn)]
        return replies[-1]

    async def handle(self, turn: Turn) -> AsyncIterator[Reply]:
        """The reply as it grows; the last one is complete. A failed dependency becomes words."""
        trace = Trace(self._services, self._spans)
        reply = Reply(language=turn.language, reference=reference_code())
        masked = masked_notice(turn.text, turn.language)
        began: Conversation | None = None
        turn = replace(turn, text=_WITH_NUMBER.sub("", turn.text))
        try:
            with self._spans.hop("route"):
                course = await self._course(turn, trace.services)
            turn, began = course.turn, course.began
            masked = masked or masked_notice(turn.text, turn.language)
            reply = replace(
                reply,
                language=turn.language,
                skill=course.skill,
                confidential=course.confidential,
                model=course.answered_by,
            )
            if not course.confidential and (notice := banner(turn, trace.services)):
                reply = reply.with_event(notice)
            with self._spans.aside("skill") as span:
                async for event in course.events:
                    reply = reply.with_event(event)
                    yield reply
                span.note(skill=reply.skill, outcome=reply.outcome)
        except UnavailableError as error:
            _log.warning("a dependency failed", extra={"error": type(error).__name__})
            reply = reply.with_event(_unavailable(reply))
        reply = _finished(with_offers(reply, turn, trace.services), trace, masked=masked)
        if began is not None and reply.outcome != "unavailable":
            await self._remember(turn, reply, began)
        yield reply

    async def withdraw(self, user: User, *, conversation_id: str, activity_id: str) -> None:
        """The person has changed or deleted that message: forget the exchange it began.

        Raises `StorageUnavailable`.
        """
        key = ConversationKey(conversation_id, user.id)
        await withdraw(self._conversations, key, activity_id=activity_id)

    async def paper(self, user: User, *, conversation_id: str, draft_id: str) -> Paper | None:
        """A paper that the person was shown there; None if it is no longer kept.

        Raises `StorageUnavailable`.
        """
        conversation = await self._conversations.load(ConversationKey(conversation_id, user.id))
        kept = (one.paper for one in conversation.drafts if one.id == draft_id)
        return read_paper(next(kept, ""))

    async def leave(self, conversation_id: str) -> None:
        """The bot is no longer in that conversation: forget what everybody said there.

        Raises `StorageUnavailable`.
        """
        await self._conversations.forget_conversation(conversation_id)

    async def _course(self, turn: Turn, services: Services) -> Course:
        if (course := self._courses.at_once(turn, services)) is not None:
            return course
        key = ConversationKey(turn.conversation_id, turn.user.id)
        conversation = without(await self._conversations.load(key), turn.activity_id)
        facts = facts_with(conversation, turn.text)
        drafts = {one.id: one.state for one in conversation.drafts}
        turn = replace(turn, history=conversation.exchanges, facts=facts, drafts=drafts)
        course = await self._courses.of(turn, services, conversation)
        if course.is_passing or course.confidential:
            return course
        return replace(course, began=conversation)

    async def _remember(self, turn: Turn, reply: Reply, began: Conversation) -> None:
        """Keep the exchange."""
        key = ConversationKey(turn.conversation_id, turn.user.id)
        try:
            await remember(self._conversations, key, turn, reply, began=began)
        except StorageUnavailable:
            _log.warning("a conversation could not be stored", extra={"reference": reply.reference})


def _unavailable(reply: Reply) -> Notice:
    text = texts.UNAVAILABLE.in_language(reply.language, reference=reply.reference)
    return Notice(text=text, outcome="unavailable")


def _finished(reply: Reply, trace: Trace, *, masked: Notice | None) -> Reply:
    if masked is not None:
        reply = reply.with_event(masked)
    model = reply.model or trace.model
    return replace(reply, progress=None, model=model, timings=trace.timings(), complete=True)
