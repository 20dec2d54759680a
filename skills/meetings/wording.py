"""Says times, people and who can come in the person's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from bot.language.texts import enumerated
from bot.skill import Language, Presence, Room, User, short_day, told_clock
from skills.meetings import texts
from skills.meetings.plan import Offer, Person, Plan


def told_span(start: datetime, end: datetime, language: Language) -> str:
    """ "torsdag 3 december kl. 9.00–9.45"."""
    first, last = (told_clock(each.time(), language) for each in (start, end))
    at = "kl. " if language == "sv" else ""
    return f"{short_day(start.date(), language)} {at}{first}–{last}"


def told_names(people: Sequence[Person], language: Language) -> str:
    """ "Erik Nyström och Maja Svensson"."""
    return enumerated([one.name for one in people], language)


def told_offer(
    offer: Offer, plan: Plan, rooms: Mapping[str, Room], *, asker: User, language: Language
) -> str:
    """Who can come, and why just then."""
    return ", ".join(_told(offer, plan, rooms, asker=asker, language=language))


def _told(
    offer: Offer, plan: Plan, rooms: Mapping[str, Room], *, asker: User, language: Language
) -> Iterator[str]:
    yield from told_presence(offer.presence, plan.invited, asker=asker, language=language)
    if offer.room and offer.room in rooms:
        yield texts.ROOM.in_language(language, name=rooms[offer.room].name)
    if offer.is_preferred:
        yield texts.PREFERRED.in_language(language)
    if offer.is_bridge:
        yield texts.BRIDGE.in_language(language)


def told_presence(
    presence: Mapping[str, Presence],
    people: Sequence[Person],
    *,
    asker: User,
    language: Language,
) -> Iterator[str]:
    """ "alla är lediga", or "Maja ledig, Erik preliminärt bokad, okänd tid för Greta"."""
    names = {one.id: one.first_name for one in people if one.id in presence}
    own = presence.get(asker.id, "free")
    if set(presence.values()) <= {"free"}:
        alone = texts.EVERYBODY_FREE if names else texts.ONLY_YOU_FREE
        yield alone.in_language(language)
        return
    if own != "free":
        said = texts.PRESENCE_OF_MANY if language == "en" else texts.PRESENCE
        yield said[own].in_language(language, who="du" if language == "sv" else "you")
    order: tuple[Presence, ...] = ("free", "elsewhere", "tentative", "unknown", "busy", "away")
    for how in order:
        alike = [name for one, name in names.items() if presence[one] == how]
        if alike:
            said = texts.PRESENCE if len(alike) == 1 else texts.PRESENCE_OF_MANY
            yield said[how].in_language(language, who=enumerated(alike, language))
