"""Finds out who is meant: colleagues by name, "min chef", a unit, a group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.skill import People, Services, User
from skills.meetings.plan import Person
from skills.meetings.wish import Mention

_MANAGER = re.compile(
    r"^(?:min |närmaste |my )?(?:närmaste )?(?:chef|chefen|manager|boss)(?: \w+)?$", re.IGNORECASE
)
_TEAM = re.compile(
    r"^(?:min |mitt |mina |vår |vårt |hela |my |our )*(?:arbetsgrupp\w*|arbetslag\w*|team\w*|"
    r"grupp(?:en)?|"
    r"enhet(?:en)?|avdelning(?:en)?|kollegor(?:na)?|colleagues|unit)$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Resolved:
    """Who was found, and who was not."""

    people: list[Person] = field(default_factory=list)
    unknown: list[tuple[Mention, Sequence[User]]] = field(default_factory=list)
    """With whom it may have been meant."""
    ambiguous: list[tuple[Mention, Sequence[User]]] = field(default_factory=list)
    no_manager: bool = False
    only_asker: str = ""
    """A unit or group that nobody but the asker is in."""

    def add(self, user: User, mention: Mention, asker: User) -> None:
        """Add somebody, once, and never the asker."""
        if user.id == asker.id or any(one.id == user.id for one in self.people):
            return
        self.people.append(
            Person(
                id=user.id,
                name=user.name,
                mail=user.mail,
                is_required=not mention.is_optional,
                by=mention.by,
                is_ticked=mention.by == "person",
            )
        )


async def resolve(mentions: Sequence[Mention], asker: User, services: Services) -> Resolved:
    """Look everybody up as the asker."""
    resolved, people = Resolved(), services.people
    if people is None:
        return resolved
    for mention in mentions:
        await _resolve(mention, asker, people, resolved)
    return resolved


async def _resolve(mention: Mention, asker: User, people: People, resolved: Resolved) -> None:
    if _MANAGER.match(mention.name):
        await _resolve_manager(mention, asker, people, resolved)
    elif _TEAM.match(mention.name):
        team = await people.in_unit(asker.unit, asker=asker) if asker.unit else ()
        if not _add_all(team, mention, asker, resolved):
            resolved.unknown.append((mention, ()))
    elif found := await people.named(mention.name, asker=asker):
        if len(found) == 1:
            resolved.add(found[0], mention, asker)
        elif mention.by == "person":
            resolved.ambiguous.append((mention, found))
    elif mention.is_sure:
        await _resolve_otherwise(mention, asker, people, resolved)


async def _resolve_otherwise(
    mention: Mention, asker: User, people: People, resolved: Resolved
) -> None:
    unit = await people.in_unit(mention.name, asker=asker)
    if several := unit or await people.in_group(mention.name, asker=asker):
        _add_all(several, mention, asker, resolved)
    else:
        similar = await people.resembling(mention.name, asker=asker)
        resolved.unknown.append((mention, similar))


async def _resolve_manager(
    mention: Mention, asker: User, people: People, resolved: Resolved
) -> None:
    manager = await people.manager(asker=asker)
    if manager is None:
        resolved.no_manager = True
    else:
        resolved.add(manager, mention, asker)


def _add_all(users: Sequence[User], mention: Mention, asker: User, resolved: Resolved) -> bool:
    for user in users:
        resolved.add(user, mention, asker)
    has_others = any(user.id != asker.id for user in users)
    if users and not has_others:
        resolved.only_asker = mention.name
    return has_others
