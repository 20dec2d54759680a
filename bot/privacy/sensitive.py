"""Safe exits: what a person should answer gets approved words and numbers, never a generated text.

A question about the rules ("hur anmäler jag trakasserier?") is not sensitive and gets its answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.identity.base import Language
from bot.privacy.texts import ASK_ANYWAY, CALL, CALLED, EXITS, FUNCTIONS, KEPT
from bot.privacy.topics import Topic, find_topic

__all__ = ["Call", "Reachable", "SafeExits", "Topic", "find_topic"]


@dataclass(frozen=True, slots=True)
class Call:
    """A number to tap."""

    label: str
    """"Ring 112"."""
    phone: str
    """As it is written."""


class Reachable(Protocol):
    """A function of the municipality that people can turn to."""

    @property
    def name(self) -> str:
        """As people say it: "HR-service"."""
        ...

    @property
    def phone(self) -> str | None:
        """As it is written: "0980-319 210"."""
        ...


class SafeExits:
    """The texts of one municipality."""

    def __init__(self, contacts: Mapping[str, Reachable]) -> None:
        """Of `contacts` these are used: hr, whistleblowing, nurse, occupational_health."""
        self._contacts = contacts

    def find(self, text: str, language: Language) -> str | None:
        """The approved text if the message is about a sensitive subject."""
        topic = find_topic(text)
        return None if topic is None else self.text(topic, language)

    def text(self, topic: Topic, language: Language) -> str:
        """The approved text on a subject, with the municipality's numbers."""
        places = {function: self._reach(function, language) for function in FUNCTIONS}
        exit_text = EXITS[topic].in_language(language, **places)
        endings = (KEPT.in_language(language), ASK_ANYWAY.in_language(language))
        return "\n\n".join((exit_text, *endings))

    def calls(self, topic: Topic, language: Language) -> Sequence[Call]:
        """What can be called about a subject, the most urgent first."""
        found = []
        for each in CALLED[topic]:
            contact = self._contacts.get(each)
            name, phone = (each, each) if each.isdecimal() else ("", "")
            if contact is not None and contact.phone:
                name, phone = contact.name, contact.phone
            if phone:
                found.append(Call(CALL.in_language(language, name=name), phone))
        return found

    def _reach(self, function: str, language: Language) -> str:
        contact = self._contacts.get(function)
        if contact is None:
            return FUNCTIONS[function].in_language(language)
        return f"{contact.name}, **{contact.phone}**" if contact.phone else contact.name
