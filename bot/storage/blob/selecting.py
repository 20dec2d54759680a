"""Finds what a selection, a hold or a limit is about by names and marks alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.errors import RecordsHeld
from bot.storage.base import apart
from bot.storage.blob import names
from bot.storage.blob.container import BlobContainer, Listed
from bot.storage.blob.persons import Persons
from bot.storage.erasure import Hold, Selection

ANYBODYS = ("feedback", "gap")
"""Kinds of what belongs to nobody and has only a day."""
_HELD = "a hold forbids it: release the hold first"


@dataclass(frozen=True, slots=True)
class Found:
    """A document, and the kind of record that it is."""

    kind: str
    listed: Listed


class Finder:
    """Lists documents. Of one person or conversation only theirs are listed."""

    def __init__(self, container: BlobContainer, persons: Persons) -> None:
        self._container = container
        self._persons = persons

    async def find(self, selection: Selection) -> list[Found]:
        """Feedback and gaps only where neither person nor conversation is said."""
        found = [
            Found(kind, each)
            for kind in names.PERSONAL
            for each in await self._listed(kind, selection)
            if _is_of(each, selection)
        ]
        if selection.user_id or selection.conversation_id:
            return found
        for kind in ANYBODYS:
            found += [each for each in await self.all(kind) if _is_on_a_day(each, selection)]
        return found

    async def all(self, kind: str) -> list[Found]:
        """Every document of a kind."""
        return [Found(kind, each) for each in await self._container.listed(f"{kind}/")]

    async def _listed(self, kind: str, selection: Selection) -> Sequence[Listed]:
        if selection.conversation_id is not None:
            root = names.root(selection.conversation_id)
            return await self._container.listed(f"{kind}/{root}/")
        if selection.user_id is None:
            return await self._container.listed(f"{kind}/")
        if kind == "inbox":
            return [_pointed_at(each) for each in await self._container.listed("open/")]
        roots = await self._persons.roots(selection.user_id)
        return [each for root in roots for each in await self._container.listed(f"{kind}/{root}/")]


def refuse_held(found: Sequence[Found], holds: Sequence[Hold]) -> None:
    """Raises `RecordsHeld` if a hold is of any of it."""
    if any(is_held(each, holds) for each in found):
        raise RecordsHeld(_HELD)


def is_held(found: Found, holds: Sequence[Hold]) -> bool:
    """Whether a hold is of it."""
    is_of: Callable[[Found, Hold], bool] = (
        _is_of_a_day if found.kind in ANYBODYS else lambda one, hold: _is_of(one.listed, hold)
    )
    return any(is_of(found, hold) for hold in holds)


def day_of(listed: Listed) -> str:
    """The day that feedback or a gap is of, as in its name."""
    return listed.name.split("/")[1]


def at(found: Found) -> datetime:
    """When it is from; of a day its midnight."""
    if found.kind not in ANYBODYS:
        return names.marked_at(found.listed.marks)
    try:
        return datetime.fromisoformat(day_of(found.listed)).replace(tzinfo=UTC)
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)


def _is_of(listed: Listed, what: Selection | Hold) -> bool:
    marks = listed.marks
    if what.user_id is not None and marks.get("user") != names.digest(what.user_id):
        return False
    if what.conversation_id is not None and marks.get("conversation") not in (
        names.digest(what.conversation_id),
        names.digest(apart(what.conversation_id)),
    ):
        return False
    moment = names.marked_at(marks)
    return not (what.since and moment < what.since) and not (what.until and moment >= what.until)


def _is_on_a_day(found: Found, selection: Selection) -> bool:
    day = day_of(found.listed)
    since, until = selection.since, selection.until
    return not (since and day < since.date().isoformat()) and not (
        until and day >= until.date().isoformat()
    )


def _is_of_a_day(found: Found, hold: Hold) -> bool:
    """A hold keeps a day that it begins or ends on."""
    if hold.user_id is not None or hold.conversation_id is not None:
        return False
    day = day_of(found.listed)
    return not (hold.since and day < hold.since.date().isoformat()) and not (
        hold.until and day > hold.until.date().isoformat()
    )


def _pointed_at(pointer: Listed) -> Listed:
    _, _, name = pointer.name.split("/", 2)
    return Listed(name=f"inbox/{name}", written_at=pointer.written_at, marks=pointer.marks)
