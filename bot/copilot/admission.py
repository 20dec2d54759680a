"""Who is served, what is paused, and what everybody is told, as IT and communicators have decided.

What is about somebody's safety gets its approved words before any of this.
"""

from __future__ import annotations

from collections.abc import Collection

from bot.approved.base import Announcement
from bot.copilot import texts
from bot.identity.base import Language
from bot.language.other_languages import ONLY_SWEDISH_AND_ENGLISH
from bot.skill import Contact, Services, Skill
from bot.turn import Notice, Turn


def turned_away(turn: Turn, services: Services, skills: Collection[Skill]) -> Notice | None:
    """What somebody is told who is not served now: outside the pilot, or while all is paused."""
    pilot = services.pilot_groups
    if pilot and pilot.isdisjoint(turn.user.groups):
        contact = _contact(services, turn.language)
        text = texts.PILOT_ONLY.in_language(turn.language, contact=contact)
        return Notice(text=text, outcome="refused")
    known = {name for skill in skills for name in _names(skill)}
    whole = [one for one in _pauses(services) if one.area.casefold() not in known]
    return _pause(whole, turn.language)


def paused(skill: Skill, turn: Turn, services: Services) -> Notice | None:
    """What is told instead of an answer while the skill is paused."""
    names = _names(skill)
    return _pause([one for one in _pauses(services) if one.area.casefold() in names], turn.language)


def banner(turn: Turn, services: Services) -> Notice | None:
    """What everybody is told first, for as long as it is in force."""
    announced = services.approved.announced("banner")
    if not announced:
        return None
    parts = [one.text.in_language(turn.language) for one in announced]
    return Notice(text="\n\n".join(parts), warning=True, lead=True)


def two_languages(language: str, services: Services) -> Notice:
    """What is told to somebody who writes another language, in it as far as it is known."""
    told = texts.TWO_LANGUAGES.format(contact=_contact(services, "sv"))
    said = filter(None, (ONLY_SWEDISH_AND_ENGLISH[language], told))
    return Notice(text="\n\n".join(said), outcome="refused")


def _pauses(services: Services) -> Collection[Announcement]:
    return services.approved.announced("pause")


def _pause(pauses: Collection[Announcement], language: Language) -> Notice | None:
    for one in pauses:
        return Notice(text=one.text.in_language(language), outcome="unavailable")
    return None


def _names(skill: Skill) -> frozenset[str]:
    return frozenset(name.casefold() for name in (skill.name, skill.title.sv, skill.title.en))


def _contact(services: Services, language: Language) -> str:
    contact: Contact | None = services.contacts.get("support") or services.contacts.get("policy")
    if contact is None:
        return texts.PILOT_ONLY_ANYBODY.in_language(language)
    return ", ".join(filter(None, (contact.name, contact.phone or contact.email)))
