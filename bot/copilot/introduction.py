"""What Kollega says of itself: at first contact, and when somebody asks."""

from __future__ import annotations

from collections.abc import Sequence

from bot.copilot import memory_texts, texts
from bot.identity.base import Audience, Language, User
from bot.language.texts import enumerated
from bot.routing.small_talk import LEAVE_AFTER_A_LOSS, REPLIES, SmallTalk
from bot.skill import Contact, Skill
from bot.turn import ASK, Action, Notice

STARTERS = 3
"""Questions offered to a newcomer: Teams shows no more."""


class Introduction:
    """Presents the skills. The days are how long conversations and records are kept."""

    def __init__(
        self,
        skills: Sequence[Skill],
        *,
        memory_days: int,
        record_days: int,
        data_protection: Contact | None,
    ) -> None:
        self._skills = skills
        self._data_protection = data_protection
        self._memory_days = memory_days
        self._record_days = record_days

    def welcome(
        self, user: User, language: Language, audience: Audience, *, own: str | None = None
    ) -> Notice:
        """The first message to a person, or to a group. `own`: what the municipality adds to it,
        which takes the place of nothing that must be said."""
        subjects = self.subjects(language)
        if audience == "group":
            text = texts.WELCOME_GROUP.in_language(language, subjects=subjects)
            return Notice(text=f"{text}\n\n{self._storage(language)}", outcome="chat")
        name = user.name.partition(" ")[0]
        hello = texts.HELLO.in_language(language, name=f" {name}" if name else "")
        greeting = f"{hello} {texts.WELCOME.in_language(language, subjects=subjects)}"
        parts = (greeting, own, self._storage(language))
        return Notice(
            text="\n\n".join(filter(None, parts)),
            outcome="chat",
            actions=self._starters(language),
        )

    def small_talk(self, kind: SmallTalk, language: Language) -> Notice:
        """The reply to a greeting, thanks or a question about Kollega itself."""
        if kind == "storage":
            recorded = texts.RECORDED.in_language(language, days=self._record_days)
            question = memory_texts.SEE.in_language(language)
            text = f"{self._storage(language)} {recorded}"
            return Notice(text=text, outcome="chat", actions=_asking(question))
        if kind == "capabilities":
            subjects = self.subjects(language)
            text = texts.CAPABILITIES.in_language(language, subjects=subjects)
            return Notice(text=text, outcome="chat", actions=self._starters(language))
        if kind == "loss":
            actions = _asking(LEAVE_AFTER_A_LOSS.in_language(language))
        else:
            actions = self._starters(language) if kind == "greeting" else ()
        return Notice(text=REPLIES[kind].in_language(language), outcome="chat", actions=actions)

    def out_of_scope(self, language: Language) -> Notice:
        """The reply to what no skill is for."""
        text = texts.OUT_OF_SCOPE.in_language(language, subjects=self.subjects(language))
        return Notice(text=text, outcome="refused", actions=self._starters(language))

    def offers(self, question: str) -> bool:
        """Whether this is one of the questions offered, in these very words."""
        languages: tuple[Language, ...] = ("sv", "en")
        return any(
            action.label == question for each in languages for action in self._starters(each)
        )

    def subjects(self, language: Language) -> str:
        """The skills' titles, listed."""
        titles = [skill.title.in_language(language) for skill in self._skills]
        return enumerated(titles, language)

    def _storage(self, language: Language) -> str:
        stored = texts.STORAGE.in_language(language, days=self._memory_days)
        contact = self._data_protection
        if contact is None:
            return stored
        reached = ", ".join(filter(None, (contact.name, contact.phone, contact.email)))
        return f"{stored} {texts.DATA_PROTECTION.in_language(language, contact=reached)}"

    def _starters(self, language: Language) -> tuple[Action, ...]:
        rounds = zip(*(skill.starters for skill in self._skills), strict=False)
        questions = [starter.in_language(language) for row in rounds for starter in row]
        return _asking(*questions[:STARTERS])


def _asking(*questions: str) -> tuple[Action, ...]:
    """Buttons that ask these."""
    return tuple(
        Action(id=f"{ASK}:{number}", label=question, values={"text": question})
        for number, question in enumerate(questions, 1)
    )
