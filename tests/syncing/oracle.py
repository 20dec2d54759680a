"""Who finds what of an intranet, told from what people did to it; knows none of the sync's code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.ingestion.reasons import ReasonCode

Sight = frozenset[tuple[str, str, str]]
"""Person, path and text, for everything that anybody finds."""


@dataclass(frozen=True, slots=True)
class Person:
    """Each employee is in one group at most, so that who is named twice is easily told."""

    group: str = ""
    is_employee: bool = True

    def is_among(self, readers: frozenset[str]) -> bool:
        return self.group in readers or (self.is_employee and "alla" in readers)


PEOPLE: Mapping[str, Person] = {
    "anna": Person(),
    "hanna": Person("hr"),
    "ivar": Person("it"),
    "greta": Person("gaster", is_employee=False),
}


@dataclass(frozen=True, slots=True)
class Access:
    """What an access.toml says."""

    readers: frozenset[str] | None = None
    override: bool = False
    entries: tuple[tuple[str, frozenset[str]], ...] = ()
    is_broken: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds."""

    text: str
    readable_since: int = 0
    """The first version of the parser that can read it."""

    def read_by(self, version: int) -> str | None:
        return f"{self.text} läst {version}" if version >= self.readable_since else None


@dataclass(slots=True)
class Intranet:
    """A folder as it is at one moment."""

    files: dict[str, Content] = field(default_factory=dict)
    access: dict[str, Access] = field(default_factory=dict)
    """By folder; the root is ""."""
    parser: int = 1
    troubles: dict[str, ReasonCode] = field(default_factory=dict)
    """Why files cannot be fetched: "unreachable" just now, or "forbidden"."""
    unseen: set[str] = field(default_factory=set)
    """Folders that cannot be looked at just now."""

    def copy(self) -> Intranet:
        return Intranet(
            dict(self.files),
            dict(self.access),
            self.parser,
            dict(self.troubles),
            set(self.unseen),
        )

    def may_read(self, person: Person, path: str) -> bool:
        """Every statement since the last that overrides lets the person in, and there is one."""
        let_in: bool | None = None
        for readers, override in self._statements(path):
            is_among = person.is_among(readers)
            let_in = is_among if let_in is None or override else let_in and is_among
        return bool(let_in) and not self.is_broken(path)

    def is_open(self, path: str) -> bool:
        """Whether anybody may read it: groups without people count, too."""
        anybody = [*PEOPLE.values(), Person("gaster")]
        return any(self.may_read(person, path) for person in anybody)

    def is_broken(self, path: str) -> bool:
        return any(
            folder in self.access and self.access[folder].is_broken for folder in above(path)
        )

    def is_unseen(self, path: str) -> bool:
        return any(folder in self.unseen for folder in above(path))

    def _statements(self, path: str) -> Iterator[tuple[frozenset[str], bool]]:
        for folder in above(path):
            access = self.access.get(folder, Access())
            if access.readers is not None:
                yield access.readers, access.override
            below = path.removeprefix(f"{folder}/") if folder else path
            for entry, readers in sorted(access.entries, key=lambda one: one[0].count("/")):
                if below == entry or below.startswith(f"{entry}/"):
                    yield readers, False


def above(path: str) -> list[str]:
    """The folders that a file lies in, from the root down."""
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(len(parts))]


def due(now: Intranet) -> Sight:
    """What is to be found once a sync has ended, of files that nothing is in the way of."""
    return frozenset(
        (name, path, text)
        for path, content in now.files.items()
        if path not in now.troubles and not now.is_unseen(path)
        for name, person in PEOPLE.items()
        if now.may_read(person, path) and (text := content.read_by(now.parser)) is not None
    )


def wrong_after(now: Intranet, before: Sight, after: Sight) -> list[str]:
    """What is wrong when a sync has ended, given what was found before it began; nothing, if the
    index or the ledger was lost."""
    is_doubtful = {
        path
        for path in {path for _, path, _ in before | after}
        if path in now.troubles or now.is_unseen(path)
    }
    plain = frozenset(one for one in after if one[1] not in is_doubtful)
    return [
        *(f"{one} is found and should not be" for one in sorted(plain - due(now))),
        *(f"{one} is not found" for one in sorted(due(now) - plain)),
        *(fault for path in sorted(is_doubtful) for fault in _doubtful(path, now, before, after)),
    ]


def _doubtful(path: str, now: Intranet, before: Sight, after: Sight) -> Iterator[str]:
    was = frozenset(one for one in before if one[1] == path)
    found = frozenset(one for one in after if one[1] == path)
    if now.is_unseen(path):
        if was and found - was:
            yield f"{path} could not be seen, and more of it is found"
        return
    if path not in now.files:
        if found:
            yield f"{path} is gone and still found"
        return
    finders = {name for name, _, _ in found}
    may = {name for name, person in PEOPLE.items() if now.may_read(person, path)}
    if finders - may or (was and now.troubles[path] == "unreachable" and may - finders):
        yield f"{path} cannot be fetched just now, {may} may read it, and {finders} find it"
    texts = {text for _, _, text in found}
    if now.troubles[path] == "forbidden" and texts - {now.files[path].read_by(now.parser)}:
        yield f"{path} may not be fetched, and what it said before is found"


def wrong_meanwhile(
    now: Intranet, possible: list[Intranet], before: Sight, after: Sight
) -> list[str]:
    """What is wrong when a sync was stopped at any moment; `possible` are the states of the
    intranet that it, and those that were stopped before it, may have left in the index."""
    known = {(path, text) for _, path, text in before}
    is_further = any((path, text) not in known for _, path, text in after)
    faults = [
        f"{name} finds {path} and was never let in"
        for name, path, _ in sorted(after)
        if not any(state.may_read(PEOPLE[name], path) for state in possible)
    ]
    if is_further:
        faults += [
            f"{name} still finds {path} when something new is found already"
            for name, path, _ in sorted(after)
            if not now.is_unseen(path)
            and (path not in now.files or not now.may_read(PEOPLE[name], path))
        ]
    return faults
