"""Looks people up in people.toml: the directory of the embedded configuration."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from bot.errors import ConfigurationError, DirectoryUnavailable, UnknownPersonError
from bot.identity.base import EVERYONE, Language, User
from bot.identity.names import alike, answers_to

_FIELDS = frozenset(
    {"name", "user_id", "groups", "language", "manager", "unit", "phone", "mail", "kind"},
)
_Version = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _People:
    by_key: Mapping[str, User]
    by_id: Mapping[str, User]
    version: _Version


class LocalDirectory:
    """A `Directory` over one file, read again as soon as it changes.

    A file that has become malformed or unreadable makes everybody's groups doubtful, so from then
    on nobody is found until it is mended.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._people = _read(path)

    @classmethod
    def load(cls, path: Path) -> LocalDirectory:
        """Raises `ConfigurationError`, naming the field, if the file is missing or malformed."""
        return cls(path)

    async def find(self, user_id: str) -> User:
        """The person whose `user_id` or key this is."""
        people = self._current()
        user = people.by_id.get(user_id) or people.by_key.get(user_id)
        if user is None:
            raise UnknownPersonError("nobody in people.toml has this user_id or key")
        return user

    def person(self, key: str) -> User:
        """The person with this key, as `--as` names them."""
        people = self._current()
        if key not in people.by_key:
            raise UnknownPersonError(f"people.toml has no [{key}]; it has {_listed(people)}")
        return people.by_key[key]

    def people(self) -> Mapping[str, User]:
        """Everybody by key, in the file's order."""
        return self._current().by_key

    def key_of(self, user_id: str) -> str | None:
        """The key of the person with this id; None: nobody has it."""
        return next((key for key, user in self.people().items() if user.id == user_id), None)

    async def named(self, name: str, *, asker: User) -> Sequence[User]:
        """As `People` says."""
        return [user for user in self.people().values() if answers_to(name, user.name)]

    async def resembling(self, name: str, *, asker: User) -> Sequence[User]:
        """As `People` says."""
        return alike(name, self.people().values())

    async def with_id(self, user_id: str, *, asker: User) -> User | None:
        """As `People` says."""
        return self._current().by_id.get(user_id)

    async def in_unit(self, unit: str, *, asker: User) -> Sequence[User]:
        """As `People` says."""
        wanted = unit.casefold().strip()
        return [
            user
            for user in self.people().values()
            if wanted and _is_unit(wanted, (user.unit or "").casefold())
        ]

    async def in_group(self, group: str, *, asker: User) -> Sequence[User]:
        """As `People` says; the groups are those of the file."""
        wanted = group.casefold().strip()
        return [
            user
            for user in self.people().values()
            if wanted in (one.casefold() for one in user.groups)
        ]

    async def manager(self, *, asker: User) -> User | None:
        """As `People` says."""
        return self._current().by_id.get(asker.manager) if asker.manager else None

    def _current(self) -> _People:
        try:
            if _version(self._path) != self._people.version:
                self._people = _read(self._path)
        except (OSError, ConfigurationError) as error:
            raise DirectoryUnavailable(f"people.toml cannot be read: {error}") from error
        return self._people


def _is_unit(wanted: str, unit: str) -> bool:
    """ "hemtjänst norr" is the last part of "Socialförvaltningen, hemtjänst norr"."""
    parts = [part.strip() for part in unit.split(",")]
    return (
        wanted == unit
        or wanted in parts
        or wanted.removesuffix("-avdelningen")
        in (part.removesuffix("-avdelningen") for part in parts[-1:])
    )


def _version(path: Path) -> _Version:
    status = path.stat()
    return status.st_mtime_ns, status.st_size, status.st_ino


def _read(path: Path) -> _People:
    try:
        version = _version(path)
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigurationError(f"{path} is missing; it lists the people, see README") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{path} cannot be read: {error}") from error
    by_key = _with_manager_ids({key: _user(key, table) for key, table in tables.items()})
    by_id = {user.id: user for user in by_key.values()}
    if len(by_id) < len(by_key):
        raise ConfigurationError(f"{path}: user_id must be different for each person")
    for key in by_key.keys() & by_id.keys():
        if by_key[key] is not by_id[key]:
            raise ConfigurationError(f"{path}: [{key}] is also the user_id of somebody else")
    return _People(MappingProxyType(by_key), by_id, version)


def _user(key: str, table: object) -> User:
    if not isinstance(table, dict):
        raise ConfigurationError(f"people.toml: {key} must be a table, [{key}]")
    unknown = sorted(table.keys() - _FIELDS)
    if unknown:
        raise ConfigurationError(f"people.toml: [{key}] has an unknown field {unknown[0]}")
    kind = _text(key, table, "kind") or "member"
    if kind not in ("member", "guest"):
        raise ConfigurationError(f'people.toml: [{key}] kind must be "member" or "guest"')
    return User(
        id=_required(key, table, "user_id"),
        name=_required(key, table, "name"),
        groups=_groups(key, table),
        is_guest=kind == "guest",
        language=_language(key, table),
        manager=_text(key, table, "manager"),
        unit=_text(key, table, "unit"),
        phone=_text(key, table, "phone"),
        mail=_text(key, table, "mail"),
    )


def _text(key: str, table: Mapping[str, object], name: str) -> str | None:
    value = table.get(name)
    if value is not None and (not isinstance(value, str) or not value.strip()):
        raise ConfigurationError(f"people.toml: [{key}] {name} must be a text that is not empty")
    return value


def _required(key: str, table: Mapping[str, object], name: str) -> str:
    value = _text(key, table, name)
    if value is None:
        raise ConfigurationError(f"people.toml: [{key}] needs {name}")
    return value


def _groups(key: str, table: Mapping[str, object]) -> frozenset[str]:
    groups = table.get("groups", [])
    if not isinstance(groups, list) or not all(isinstance(group, str) for group in groups):
        raise ConfigurationError(f"people.toml: [{key}] groups must be a list of texts")
    return frozenset(groups) - {EVERYONE}


def _language(key: str, table: Mapping[str, object]) -> Language | None:
    match _text(key, table, "language"):
        case None:
            return None
        case "sv":
            return "sv"
        case "en":
            return "en"
        case _:
            raise ConfigurationError(f'people.toml: [{key}] language must be "sv" or "en"')


def _with_manager_ids(people: Mapping[str, User]) -> dict[str, User]:
    """The people with `manager`, written as a key or a user_id, turned into an id.

    Whoever has others below them is a manager. Of somebody whose own manager is told it is known
    that they are none; of all others it is not known.
    """
    ids = {user.id for user in people.values()}
    resolved: dict[str, User] = {}
    for key, user in people.items():
        manager = user.manager
        if manager is not None and manager not in ids:
            if manager not in people:
                raise ConfigurationError(f"people.toml: [{key}] manager is nobody in the file")
            manager = people[manager].id
        resolved[key] = replace(user, manager=manager)
    managers = {user.manager for user in resolved.values()}
    return {
        key: replace(user, is_manager=True if user.id in managers else _is_none(user))
        for key, user in resolved.items()
    }


def _is_none(user: User) -> bool | None:
    return False if user.manager else None


def _listed(people: _People) -> str:
    return ", ".join(people.by_key) or "nobody"
