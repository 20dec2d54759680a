"""What a skill brings to looking up and answering."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.answering.base import Sentence
from bot.consult import texts
from bot.identity.base import Language
from bot.language.telephone import phone_url
from bot.language.texts import Text
from bot.retrieval.base import Passage
from bot.services import Contact
from bot.turn import Action, Clarify


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """The skill's part in a consultation."""

    skill: str
    """Its name."""
    whom: Text
    """Whom to ask, where the municipality's profile has no contact for the skill."""
    caveat: Text | None = None
    """Follows an answer with figures to a question about the asker's own case."""
    query: str | None = None
    """What to search for instead of the question, where the skill knows what is asked for."""
    read: Callable[[Sequence[Passage]], Sequence[Sentence | Clarify]] | None = None
    """What the skill itself makes of the passages in force. If nothing, the answerer answers."""

    def whom_to_ask(self, contacts: Mapping[str, Contact], language: Language) -> str:
        """As it is said in a sentence: "HR-service, 0980-319 210"."""
        contact = contacts.get(self.skill)
        if contact is None:
            return self.whom.in_language(language)
        return f"{contact.name}, {contact.phone}" if contact.phone else contact.name

    def contact_actions(
        self, contacts: Mapping[str, Contact], language: Language
    ) -> tuple[Action, ...]:
        """A button that calls them, if they have a number."""
        contact = contacts.get(self.skill)
        if contact is None or contact.phone is None:
            return ()
        label = texts.CALL.in_language(language, name=contact.name)
        return (Action(id="call", label=label, url=phone_url(contact.phone)),)
