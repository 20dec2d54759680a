"""Handles a turn: guard, recall, route, run, remember."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.approved.base import APPROVED
from bot.consult.facts import answer_to, is_fact
from bot.consult.periods import is_of_today
from bot.copilot import texts
from bot.copilot.admission import banner, paused, turned_away, two_languages
from bot.copilot.approved_view import give_approved
from bot.copilot.facts import facts_with
from bot.copilot.finding import settled
from bot.copilot.foreign_links import WithoutForeignLinks
from bot.copilot.glossary import explain
from bot.copilot.introduction import Introduction
from bot.copilot.masked import masked_notice
from bot.copilot.memory import remember, withdraw, without
from bot.copilot.offers import with_offers
from bot.copilot.person import open_form, write_mail
from bot.copilot.rewording import language_of, reword
from bot.copilot.self_service import SelfService
from bot.copilot.source_view import show_source
from bot.copilot.trace import Trace
from bot.errors import StorageUnavailable, UnavailableError
from bot.identity.base import Audience, Language, User
from bot.language.other_languages import other_language
from bot.language.telephone import phone_url
from bot.language.texts import OR, enumerated
from bot.privacy.personal_data import PLACEHOLDER
from bot.privacy.sensitive import SafeExits, Topic, find_topic
from bot.reply import Reply
from bot.routing.router import Route, Router
from bot.skill import Services, Skill
from bot.storage.base import (
    Conversation,
    ConversationKey,
    ConversationStore,
    ReplyRecords,
    StoredAction,
)
from bot.telemetry import NO_SPANS, Spans, reference_code
from bot.turn import (
    ASK,
    ASK_PERSON,
    CHOOSE_SKILL,
    EXPLAIN,
    REWORD,
    SET_FACT,
    SHOW_SOURCE,
    WRITE_MAIL,
    Action,
    Clarify,
    Event,
    Notice,
    SubmittedAction,
    Turn,
)

MAX_CHARACTERS = 4000
"""The longest question that is read."""
MAX_PASTED = 40_000
"""The longest that is read with notes from a meeting pasted below the order."""

_WITH_NUMBER = re.compile(
    r"(?:\b(?:mitt|mina|hans|hennes|my|his|her) )?(?:\b(?:personnummer|personnr|pnr|id number|"
    r"personal (?:identity )?number)\b)?(?: (?:är|is|heter))?[\s:]{0,20}"
    rf"{re.escape(PLACEHOLDER)}[\s,.;:–-]*",
    re.IGNORECASE,
)
"""A masked number with the words that introduce it: nothing in the sources is about them."""

_READING = {SHOW_SOURCE: show_source, EXPLAIN: explain}
"""What buttons show of the sources, by kind."""
_ABOUT_COLLEAGUES: frozenset[Topic] = frozenset({"third_person", "assessment"})
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Course:
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
        self._skills: Mapping[str, Skill] = {skill.name: skill for skill in skills}
        self._router = Router(skills)
        self._services = replace(
            services,
            retriever=WithoutForeignLinks(services.retriever, allowed=services.link_hosts),
        )
        self._conversations = conversations
        self._safe_exits = safe_exits
        self._self_service = SelfService(
            conversations, records, memory_days=memory_days, record_days=record_days
        )
        self._introduction = Introduction(
            skills,
            memory_days=memory_days,
            record_days=record_days,
            data_protection=services.contacts.get("data_protection"),
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

    async def leave(self, conversation_id: str) -> None:
        """The bot is no longer in that conversation: forget what everybody said there.

        Raises `StorageUnavailable`.
        """
        await self._conversations.forget_conversation(conversation_id)

    async def _course(self, turn: Turn, services: Services) -> _Course:
        if (topic := _topic(turn)) is not None:
            exit_notice = self._exit(topic, turn.language)
            return _Course(turn, _told(exit_notice), confidential=True)
        if (notice := turned_away(turn, services, self._skills.values())) is not None:
            return _Course(turn, _told(notice), is_passing=True)
        key = ConversationKey(turn.conversation_id, turn.user.id)
        conversation = without(await self._conversations.load(key), turn.activity_id)
        facts = facts_with(conversation, turn.text)
        drafts = {one.id: one.state for one in conversation.drafts}
        turn = replace(turn, history=conversation.exchanges, facts=facts, drafts=drafts)
        if turn.action is None:
            course = await self._replied(turn, services, conversation)
        else:
            course = await self._pressed(turn, services, turn.action, conversation)
        return course if course.is_passing else replace(course, began=conversation)

    def _exit(self, topic: Topic, language: Language) -> Notice:
        calls = self._safe_exits.calls(topic, language)
        return Notice(
            text=self._safe_exits.text(topic, language),
            outcome="refused" if topic in _ABOUT_COLLEAGUES else "safe_exit",
            actions=tuple(
                Action(id=f"call:{number}", label=call.label, url=phone_url(call.phone))
                for number, call in enumerate(calls, 1)
            ),
        )

    async def _replied(self, turn: Turn, services: Services, conversation: Conversation) -> _Course:
        """Words that say what a button does are as good as pressing it."""
        meant = answer_to(turn.text, conversation.actions)
        if meant is None:
            return await self._written(turn, services)
        return await self._pressed(
            turn, services, SubmittedAction(id=meant.id, values={}), conversation
        )

    async def _written(self, turn: Turn, services: Services) -> _Course:
        if not any(character.isalnum() for character in turn.text):
            return _Course(turn, _told(_chat(texts.EMPTY.in_language(turn.language))))
        most = self._most_characters(turn)
        if len(turn.text) > most:
            text = texts.TOO_LONG.in_language(turn.language, limit=most)
            return _Course(replace(turn, text=""), _told(_chat(text)))
        if most == MAX_CHARACTERS and (other := other_language(turn.text)) is not None:
            return _Course(turn, _told(two_languages(other, services)))
        route = self._router.choose(turn.text, history=turn.history)
        return await self._routed(turn, services, route)

    async def _routed(self, turn: Turn, services: Services, route: Route) -> _Course:
        if route.wish is None and (course := _approved(turn, services, route)):
            return course
        route = await settled(route, self._router, turn, services)
        match route:
            case Route(skill=Skill() as skill):
                return _asked(skill, replace(turn, text=route.question), services)
            case Route(wish=str() as wish):
                return _Course(turn, self._self_service.grant(wish, turn), is_passing=True)
            case Route(small_talk=str() as kind):
                return _Course(turn, _told(self._introduction.small_talk(kind, turn.language)))
            case Route(kind="clarify"):
                return _Course(turn, _told(_which_skill(turn, route.options)))
            case _:
                return _Course(turn, _told(self._introduction.out_of_scope(turn.language)))

    async def _pressed(
        self,
        turn: Turn,
        services: Services,
        action: SubmittedAction,
        conversation: Conversation,
    ) -> _Course:
        """What a button does. Its values come from the client: they are checked, not trusted."""
        known = next((one for one in conversation.actions if one.id == action.id), None)
        values = {**(known.values if known else {}), **action.values}
        skill = self._skills.get(values.get("skill", ""))
        question = replace(turn, text=values.get("text", "")[:MAX_CHARACTERS], action=None)
        kind = action.id.partition(":")[0]
        if reads := _READING.get(kind):
            return _Course(turn, reads(values, turn, services))
        if kind == ASK_PERSON:
            return _Course(question, open_form(values, question, services.contacts))
        if kind == WRITE_MAIL:
            return _Course(turn, write_mail(values, turn), is_passing=True)
        if kind == ASK and question.text:
            course = await self._written(question, services)
            if not self._introduction.offers(question.text):
                return course
            # A pressed question is not shown in the chat, so the reply begins with it.
            return replace(course, events=_opened_by(question.text, course.events))
        if kind == REWORD and skill and question.text:
            question = replace(question, language=language_of(values, turn.language), action=action)
            return _asked(skill, question, services, events=reword(values, question, services))
        if kind == CHOOSE_SKILL and skill and question.text:
            return _asked(skill, question, services)
        fact, value = values.get("fact", ""), values.get("value", "")
        if kind == SET_FACT and skill and question.text and is_fact(fact, value):
            facts = {**turn.facts, fact: value}
            return _asked(skill, replace(question, facts=facts), services)
        owner = self._skills.get(_owner(action.id, known, conversation) or "")
        if owner:
            submitted = SubmittedAction(id=action.id, values=values)
            return _asked(owner, replace(turn, action=submitted), services)
        return _Course(turn, _told(_chat(texts.ACTION_GONE.in_language(turn.language))))

    def _most_characters(self, turn: Turn) -> int:
        """More where a skill reads what is pasted below an order."""
        reads = any(skill.reads_on(turn.text, turn.history) for skill in self._skills.values())
        return MAX_PASTED if reads else MAX_CHARACTERS

    async def _remember(self, turn: Turn, reply: Reply, began: Conversation) -> None:
        """Keep the exchange."""
        key = ConversationKey(turn.conversation_id, turn.user.id)
        try:
            await remember(self._conversations, key, turn, reply, began=began)
        except StorageUnavailable:
            _log.warning("a conversation could not be stored", extra={"reference": reply.reference})


def _topic(turn: Turn) -> Topic | None:
    """Of what the person wrote, in the message or in the fields of a card."""
    written = (turn.text, *(turn.action.values.values() if turn.action else ()))
    return next((topic for text in written if (topic := find_topic(text))), None)


def _approved(turn: Turn, services: Services, route: Route) -> _Course | None:
    """What the owner of a document has answered wins over all that could be made of documents."""
    if not is_of_today(route.question, services.today()):
        return None
    found = services.approved.find(route.question, reader=turn.user, audience=turn.audience)
    if found is None:
        return None
    skill = route.skill.name if route.skill else None
    turn = replace(turn, text=route.question)
    return _Course(turn, give_approved(found, turn), skill, answered_by=APPROVED)


def _owner(action_id: str, known: StoredAction | None, conversation: Conversation) -> str | None:
    """The skill that a button belongs to: one of the latest reply's, or one of a draft that is
    still kept, which bears its id after the colon."""
    if known is not None:
        return known.skill
    draft_id = action_id.partition(":")[2]
    return next((one.skill for one in conversation.drafts if one.id == draft_id), None)


def _asked(
    skill: Skill, turn: Turn, services: Services, *, events: AsyncIterator[Event] | None = None
) -> _Course:
    if (notice := paused(skill, turn, services)) is not None:
        return _Course(turn, _told(notice), skill.name)
    return _Course(turn, events or skill.run(turn, services), skill.name)


async def _told(notice: Notice | Clarify) -> AsyncIterator[Event]:
    yield notice


async def _opened_by(question: str, events: AsyncIterator[Event]) -> AsyncIterator[Event]:
    yield Notice(text=f"**{question}**", lead=True)
    async for event in events:
        yield event


def _chat(text: str) -> Notice:
    return Notice(text=text, outcome="chat")


def _which_skill(turn: Turn, skills: Sequence[Skill]) -> Clarify:
    titles = [skill.title.in_language(turn.language) for skill in skills]
    options = enumerated(titles, turn.language, joined=OR)
    return Clarify(
        text=texts.WHICH_SKILL.in_language(turn.language, options=options),
        options=tuple(
            Action(
                id=f"{CHOOSE_SKILL}:{skill.name}",
                label=title,
                values={"skill": skill.name, "text": turn.text},
            )
            for skill, title in zip(skills, titles, strict=True)
        ),
    )


def _unavailable(reply: Reply) -> Notice:
    text = texts.UNAVAILABLE.in_language(reply.language, reference=reply.reference)
    return Notice(text=text, outcome="unavailable")


def _finished(reply: Reply, trace: Trace, *, masked: Notice | None) -> Reply:
    if masked is not None:
        reply = reply.with_event(masked)
    model = reply.model or trace.model
    return replace(reply, progress=None, model=model, timings=trace.timings(), complete=True)
