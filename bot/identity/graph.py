"""Who a person is and which groups they are in, from Microsoft Graph in their own name."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.errors import DirectoryUnavailable, GuestRefused, UnknownPersonError
from bot.identity.assertions import MAX_KEPT, REUSED_FOR_S, Assertion, Assertions
from bot.identity.base import EVERYONE, User
from bot.identity.graph_client import Graph, Json, bounded, text
from bot.language.unlinked import unlinked

TIMEOUT_S = 8.0
"""For one person, all pages."""
MAX_PAGES = 50
PERSON = "id,displayName,mail,userPrincipalName,userType,accountEnabled,department,businessPhones"
_GROUPS = "/me/transitiveMemberOf/microsoft.graph.group"
_GUEST_NAME = "#EXT#"
"""In the user principal name of somebody from elsewhere, where old accounts have no type."""


@dataclass(frozen=True, slots=True)
class _Known:
    user: User
    assertion: Assertion
    asked_at: float


class GraphDirectory:
    """A `Directory` of the people who have signed in.

    https://learn.microsoft.com/graph/api/user-list-transitivememberof
    What is found is believed for `REUSED_FOR_S`. An answer that is not complete is no answer:
    whoever's groups are in doubt is not found.
    """

    def __init__(
        self,
        graph: Graph,
        *,
        assertions: Assertions,
        guests: bool,
        timeout_s: float = TIMEOUT_S,
        max_kept: int = MAX_KEPT,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`guests`: whether guests are let in, to read what they or their groups are given."""
        self._graph = graph
        self._assertions = assertions
        self._guests = guests
        self._timeout_s = timeout_s
        self._max_kept = max_kept
        self._clock = clock
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._flights: dict[tuple[str, str], asyncio.Task[User]] = {}

    async def find(self, user_id: str) -> User:
        """As the protocol says; raises `SignInRequired` and `GuestRefused`, too."""
        assertion = self._assertions.of(user_id)
        known = self._known.get(user_id)
        if known is not None and self._is_current(known, assertion):
            self._known.move_to_end(user_id)
            return known.user
        flight = user_id, assertion.token
        task = self._flights.get(flight)
        if task is None:
            task = asyncio.create_task(self._look_up(user_id, assertion))
            self._flights[flight] = task
            task.add_done_callback(lambda done: self._landed(flight, done))
        return await asyncio.shield(task)

    def _landed(self, flight: tuple[str, str], done: asyncio.Task[User]) -> None:
        self._flights.pop(flight, None)
        if not done.cancelled():
            done.exception()  # seen, also when nobody waits any longer

    def _is_current(self, known: _Known, assertion: Assertion) -> bool:
        is_recent = self._clock() - known.asked_at < REUSED_FOR_S
        return is_recent and known.assertion.token == assertion.token

    async def _look_up(self, user_id: str, assertion: Assertion) -> User:
        asked_at = self._clock()
        self._known.pop(user_id, None)
        async with bounded(self._timeout_s):
            user = await self._user(user_id)
        self._known[user_id] = _Known(user, assertion, asked_at)
        while len(self._known) > self._max_kept:
            self._known.popitem(last=False)
        return user

    async def _user(self, user_id: str) -> User:
        answer = await self._graph.ask(user_id, "/me", query={"$select": PERSON})
        person = answer.document()
        if str(person.get("id", "")).casefold() != user_id.casefold():
            raise DirectoryUnavailable("Graph told of somebody else")
        if person.get("accountEnabled") is False:
            raise UnknownPersonError("the person's account is disabled")
        user = person_of(person)
        if user.is_guest and not self._guests:
            raise GuestRefused("guests are not let in")
        return replace(user, id=user_id, groups=await self._groups(user_id))

    async def _groups(self, user_id: str) -> frozenset[str]:
        """Ids of all groups, those inside groups too, to the last page."""
        groups: set[str] = set()
        query = {"$select": "id", "$top": "999"}
        async for entry in self._graph.pages(user_id, _GROUPS, at_most=MAX_PAGES, query=query):
            group_id = text(entry, "id")
            if group_id is None:
                raise DirectoryUnavailable("Graph's groups are unreadable")
            groups.add(group_id)
        return frozenset(groups) - {EVERYONE}


def person_of(entry: Json) -> User:
    """Somebody as Graph tells of them, without groups; of `PERSON`, what Graph left out is None."""
    phones = entry.get("businessPhones")
    return User(
        id=text(entry, "id") or "",
        name=unlinked(text(entry, "displayName") or ""),
        is_guest=_is_guest(entry),
        unit=text(entry, "department"),
        mail=text(entry, "mail"),
        phone=str(phones[0]) if isinstance(phones, list) and phones else None,
    )


def _is_guest(person: Json) -> bool:
    kind = person.get("userType")
    if kind is None:
        return _GUEST_NAME in str(person.get("userPrincipalName", ""))
    return bool(kind != "Member")
