"""Decides what a turn is: a confidence, words for a skill, a button, or something to be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.approved.base import APPROVED
from bot.consult.facts import answer_to, is_fact
from bot.consult.periods import is_of_today
from bot.copilot import texts
from bot.copilot.admission import turned_away, two_languages
from bot.copilot.approved_view import give_approved
from bot.copilot.attachments import with_attached
from bot.copilot.course import Course, asked, chat, opened_by, told
from bot.copilot.finding import settled
from bot.copilot.glossary import explain
from bot.copilot.introduction import Introduction
from bot.copilot.person import open_form, write_mail
from bot.copilot.rewording import language_of, reword
from bot.copilot.self_service import SelfService
from bot.copilot.source_view import show_source
from bot.identity.base import Language
from bot.language.other_languages import other_language
from bot.language.telephone import phone_url
from bot.language.texts import OR, enumerated
from bot.privacy.sensitive import SafeExits, Topic, find_topic
from bot.routing.router import Route, Router
from bot.skill import Services, Skill
from bot.storage.base import Conversation, StoredAction
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
    Notice,
    SubmittedAction,
    Turn,
)

MAX_CHARACTERS = 4000
"""The longest question that is read."""
MAX_PASTED = 40_000
"""The longest that is read with notes from a meeting pasted below the order."""

_READING = {SHOW_SOURCE: show_source, EXPLAIN: explain}
"""What buttons show of the sources, by kind."""
_ABOUT_COLLEAGUES: frozenset[Topic] = frozenset({"third_person", "assessment"})


class Courses:
    """Decides what each turn is, by what is known of the conversation."""

    def __init__(
        self,
        *,
        skills: Sequence[Skill],
        safe_exits: SafeExits,
        self_service: SelfService,
        introduction: Introduction,
    ) -> None:
        self._skills: Mapping[str, Skill] = {skill.name: skill for skill in skills}
        self._router = Router(skills)
        self._safe_exits = safe_exits
        self._self_service = self_service
        self._introduction = introduction

    def at_once(self, turn: Turn, services: Services) -> Course | None:
        """A confidence, or something that is not answered now: whatever was said before."""
        if (topic := _topic(turn)) is not None:
            return Course(turn, told(self._exit(topic, turn.language)), confidential=True)
        if (notice := turned_away(turn, services, self._skills.values())) is not None:
            return Course(turn, told(notice), is_passing=True)
        return None

    async def of(self, turn: Turn, services: Services, conversation: Conversation) -> Course:
        """What the turn is, in that conversation. Raises `UnavailableError`."""
        if turn.attached is not None:
            read = await with_attached(turn, self._skills.values())
            if isinstance(read, Notice):
                return Course(turn, told(read))
            turn = read
            if (course := self.at_once(turn, services)) is not None:
                return course
        if turn.action is None:
            return await self._replied(turn, services, conversation)
        return await self._pressed(turn, services, turn.action, conversation)

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

    async def _replied(self, turn: Turn, services: Services, conversation: Conversation) -> Course:
        """Words that say what a button does are as good as pressing it."""
        meant = answer_to(turn.text, conversation.actions)
        if meant is None:
            return await self._written(turn, services)
        return await self._pressed(
            turn, services, SubmittedAction(id=meant.id, values={}), conversation
        )

    async def _written(self, turn: Turn, services: Services) -> Course:
        if not any(character.isalnum() for character in turn.text):
            return Course(turn, told(chat(texts.EMPTY.in_language(turn.language))))
        most = self._most_characters(turn)
        if len(turn.text) > most:
            said = texts.TOO_LONG if most == MAX_CHARACTERS else texts.NOTES_TOO_LONG
            text = said.in_language(turn.language, limit=most)
            return Course(replace(turn, text=""), told(chat(text)))
        if most == MAX_CHARACTERS and (other := other_language(turn.text)) is not None:
            return Course(turn, told(two_languages(other, services)))
        route = self._router.choose(turn.text, history=turn.history)
        return await self._routed(turn, services, route)

    async def _routed(self, turn: Turn, services: Services, route: Route) -> Course:
        if route.wish is None and (course := _approved(turn, services, route)):
            return course
        route = await settled(route, self._router, turn, services)
        match route:
            case Route(skill=Skill() as skill):
                return asked(skill, replace(turn, text=route.question), services)
            case Route(wish=str() as wish):
                return Course(turn, self._self_service.grant(wish, turn), is_passing=True)
            case Route(small_talk=str() as kind):
                return Course(turn, told(self._introduction.small_talk(kind, turn.language)))
            case Route(kind="clarify"):
                return Course(turn, told(_which_skill(turn, route.options)))
            case _:
                return Course(turn, told(self._introduction.out_of_scope(turn.language)))

    async def _pressed(
        self,
        turn: Turn,
        services: Services,
        action: SubmittedAction,
        conversation: Conversation,
    ) -> Course:
        """What a button does. Its values come from the client: they are checked, not trusted."""
        known = next((one for one in conversation.actions if one.id == action.id), None)
        values = {**(known.values if known else {}), **action.values}
        skill = self._skills.get(values.get("skill", ""))
        question = replace(turn, text=values.get("text", "")[:MAX_CHARACTERS], action=None)
        kind = action.id.partition(":")[0]
        if reads := _READING.get(kind):
            return Course(turn, reads(values, turn, services))
        if kind == ASK_PERSON:
            return Course(question, open_form(values, question, services.contacts))
        if kind == WRITE_MAIL:
            return Course(turn, write_mail(values, turn), is_passing=True)
        if kind == ASK and question.text:
            course = await self._written(question, services)
            if not self._introduction.offers(question.text):
                return course
            # A pressed question is not shown in the chat, so the reply begins with it.
            return replace(course, events=opened_by(question.text, course.events))
        if kind == REWORD and skill and question.text:
            question = replace(question, language=language_of(values, turn.language), action=action)
            return asked(skill, question, services, events=reword(values, question, services))
        if kind == CHOOSE_SKILL and skill and question.text:
            return asked(skill, question, services)
        fact, value = values.get("fact", ""), values.get("value", "")
        if kind == SET_FACT and skill and question.text and is_fact(fact, value):
            facts = {**turn.facts, fact: value}
            return asked(skill, replace(question, facts=facts), services)
        owner = self._skills.get(_owner(action.id, known, conversation) or "")
        if owner:
            submitted = SubmittedAction(id=action.id, values=values)
            return asked(owner, replace(turn, action=submitted), services)
        return Course(turn, told(chat(texts.ACTION_GONE.in_language(turn.language))))

    def _most_characters(self, turn: Turn) -> int:
        """More where a skill reads what is pasted below an order."""
        reads = any(skill.reads_on(turn.text, turn.history) for skill in self._skills.values())
        return MAX_PASTED if reads else MAX_CHARACTERS


def _topic(turn: Turn) -> Topic | None:
    """Of what the person wrote, in the message or in the fields of a card."""
    written = (turn.text, *(turn.action.values.values() if turn.action else ()))
    return next((topic for text in written if (topic := find_topic(text))), None)


def _approved(turn: Turn, services: Services, route: Route) -> Course | None:
    """What the owner of a document has answered wins over all that could be made of documents."""
    if not is_of_today(route.question, services.today()):
        return None
    found = services.approved.find(route.question, reader=turn.user, audience=turn.audience)
    if found is None:
        return None
    skill = route.skill.name if route.skill else None
    turn = replace(turn, text=route.question)
    return Course(turn, give_approved(found, turn), skill, answered_by=APPROVED)


def _owner(action_id: str, known: StoredAction | None, conversation: Conversation) -> str | None:
    """The skill that a button belongs to: one of the latest reply's, or one of a draft that is
    still kept, which bears its id after the colon."""
    if known is not None:
        return known.skill
    draft_id = action_id.partition(":")[2]
    return next((one.skill for one in conversation.drafts if one.id == draft_id), None)


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
