"""A person, the groups that decide what they may read, and where both are looked up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.language.texts import Language as Language

Audience = Literal["private", "group"]
"""Who will see a reply: the asker alone, or everybody in a group chat or channel."""

EVERYONE = "alla"
"""The group that every employee is in and no guest is."""
_EMPLOYEES = f"{EVERYONE}:"
_PERSONAL = "user:"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person. Holds no credential: tokens come from a `TokenSource`."""

    id: str
    """The Entra object id (in the embedded configuration `user_id` of people.toml)."""
    name: str
    groups: frozenset[str] = frozenset()
    """Groups from the directory, without `EVERYONE`."""
    is_guest: bool = False
    language: Language | None = None
    """The language the person has chosen; None: follow the message."""
    manager: str | None = None
    """The manager's `id`, where the directory tells it of itself: else ask `People`."""
    is_manager: bool | None = None
    """Whether others have this person as their manager; None: the directory does not tell."""
    unit: str | None = None
    phone: str | None = None
    mail: str | None = None


def personal_group(user_id: str) -> str:
    """The group of this person alone, for what is shared with a person and not with a group."""
    return f"{_PERSONAL}{user_id.casefold()}"


def is_personal(group: str) -> bool:
    """Whether a group is one person, as `personal_group` names it."""
    return group.startswith(_PERSONAL)


def employees_of(group: str) -> str:
    """The group of those in a group who are employees, where guests may be in it too."""
    return group if group == EVERYONE else f"{_EMPLOYEES}{group.removeprefix(_EMPLOYEES)}"


def whole_group(group: str) -> str:
    """The group that `employees_of` was made of; any other as it is."""
    return group.removeprefix(_EMPLOYEES)


def readable_groups(reader: User, audience: Audience) -> frozenset[str]:
    """The groups whose documents may be shown; empty means that nothing may.

    In a group only what every employee may read is used, whoever asks. A guest reads what they or
    one of their own groups are given, and never what is given to `EVERYONE`.
    """
    if audience == "group":
        return frozenset() if reader.is_guest else frozenset({EVERYONE})
    own = {group for group in reader.groups if not group.startswith((_EMPLOYEES, _PERSONAL))}
    own = own - {EVERYONE} | {personal_group(reader.id)}
    if reader.is_guest:
        return frozenset(own)
    return frozenset((*own, EVERYONE, *map(employees_of, own)))


class Directory(Protocol):
    """Looks people up."""

    async def find(self, user_id: str) -> User:
        """The person with this id.

        Raises `UnknownPersonError` if there is none and `DirectoryUnavailable` if it cannot be
        found out; never returns a person with doubtful groups.
        """
        ...


class People(Protocol):
    """Finds colleagues by what people call them. Raises `DirectoryUnavailable`."""

    async def named(self, name: str, *, asker: User) -> Sequence[User]:
        """Everybody whose name, first name or surname this is, in no order of likelihood."""
        ...

    async def resembling(self, name: str, *, asker: User) -> Sequence[User]:
        """A few whose names are spelt almost so: for asking, never for choosing."""
        ...

    async def with_id(self, user_id: str, *, asker: User) -> User | None:
        """The colleague with this id; None if there is none any more."""
        ...

    async def in_unit(self, unit: str, *, asker: User) -> Sequence[User]:
        """Everybody in the unit of that name, or whose last part it is."""
        ...

    async def in_group(self, group: str, *, asker: User) -> Sequence[User]:
        """Everybody in the group, team or distribution list of that name, its groups included;
        nobody where several are called so."""
        ...

    async def manager(self, *, asker: User) -> User | None:
        """The asker's manager; None if the directory has none."""
        ...


@dataclass(frozen=True, slots=True)
class Refusal:
    """A service's answer 401 to a token."""

    token: str
    claims: str | None = None
    """What it demands (its claims challenge, decoded to JSON), if it said so."""

    def __repr__(self) -> str:
        return "Refusal(…)"


class TokenSource(Protocol):
    """Issues tokens for one person and one receiving service."""

    async def token(self, user: User, audience: str, *, after: Refusal | None = None) -> str:
        """A bearer token for `audience` ("https://graph.microsoft.com") that acts as `user`.

        `after`: the service refused the last one, so another is fetched; ask so once and no more.
        Raises `SignInRequired` and `TokenUnavailable`.
        """
        ...
