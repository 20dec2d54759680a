"""Finds colleagues in Microsoft Graph, in the name of whoever asks.

Needs the delegated permission User.Read.All: units and managers are not in what User.ReadBasic.All
gives. https://learn.microsoft.com/graph/permissions-reference#userreadall
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.identity.base import User
from bot.identity.graph import PERSON, person_of
from bot.identity.graph_client import Graph, bounded, text
from bot.identity.names import alike, answers_to

TIMEOUT_S = 8.0
"""For one look-up, all pages."""
MAX_PAGES = 4
_PAGE = "500"
_WORDS = 5
_BEGINNING = 3
"""Letters that a name and one spelt almost so must have in common to be compared."""
_COUNTED = {"ConsistencyLevel": "eventual"}
"""Without it and `$count`, Graph neither searches nor combines filters.
https://learn.microsoft.com/graph/aad-advanced-queries"""
_ENABLED = "accountEnabled eq true"
"""Which rooms and shared mailboxes are not, nor those who have left."""
_ID = re.compile(r"[0-9A-Za-z-]{1,64}")
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")


class GraphPeople:
    """A `People` over everybody in the tenant whose account is enabled."""

    def __init__(self, graph: Graph, *, timeout_s: float = TIMEOUT_S) -> None:
        self._graph = graph
        self._timeout_s = timeout_s

    async def named(self, name: str, *, asker: User) -> Sequence[User]:
        """As the protocol says."""
        words = _WORD.findall(name)[:_WORDS]
        if not words:
            return ()
        found = await self._searched(words, asker)
        return [user for user in found if answers_to(name, user.name)]

    async def resembling(self, name: str, *, asker: User) -> Sequence[User]:
        """As the protocol says; only names that begin as this one does are looked at."""
        words = _WORD.findall(name)[:1]
        if not words or len(words[0]) < _BEGINNING:
            return ()
        return alike(name, await self._searched([words[0][:_BEGINNING]], asker))

    async def with_id(self, user_id: str, *, asker: User) -> User | None:
        """As the protocol says."""
        return await self._one(f"/users/{user_id}", asker) if _ID.fullmatch(user_id) else None

    async def in_unit(self, unit: str, *, asker: User) -> Sequence[User]:
        """As the protocol says, except that the unit's whole name must be given: Graph cannot
        look for the end of one."""
        wanted = unit.strip().replace("'", "''")
        if not wanted:
            return ()
        return await self._listed({"$filter": f"department eq '{wanted}' and {_ENABLED}"}, asker)

    async def in_group(self, group: str, *, asker: User) -> Sequence[User]:
        """As the protocol says; needs GroupMember.Read.All, and shows the members that the asker
        may see. https://learn.microsoft.com/graph/api/group-list-transitivemembers"""
        wanted = group.strip().replace("'", "''")
        if not wanted:
            return ()
        query = {"$filter": f"displayName eq '{wanted}'", "$select": "id,displayName"}
        async with bounded(self._timeout_s):
            groups = self._graph.pages(asker.id, "/groups", at_most=1, query=query)
            found = [text(entry, "id") async for entry in groups]
        if len(found) != 1 or found[0] is None or not _ID.fullmatch(found[0]):
            return ()
        path = f"/groups/{found[0]}/transitiveMembers/microsoft.graph.user"
        return await self._listed({"$filter": _ENABLED}, asker, path=path)

    async def manager(self, *, asker: User) -> User | None:
        """As the protocol says."""
        return await self._one("/me/manager", asker)

    async def _searched(self, words: Sequence[str], asker: User) -> Sequence[User]:
        wanted = " AND ".join(f'"displayName:{word}"' for word in words)
        return await self._listed({"$search": wanted, "$filter": _ENABLED}, asker)

    async def _listed(
        self, query: dict[str, str], asker: User, *, path: str = "/users"
    ) -> Sequence[User]:
        query = {**query, "$select": PERSON, "$count": "true", "$top": _PAGE}
        async with bounded(self._timeout_s):
            pages = self._graph.pages(
                asker.id, path, at_most=MAX_PAGES, query=query, headers=_COUNTED
            )
            return [person_of(entry) async for entry in pages if entry.get("id")]

    async def _one(self, path: str, asker: User) -> User | None:
        async with bounded(self._timeout_s):
            answer = await self._graph.ask(asker.id, path, query={"$select": PERSON})
            if answer.status == 404:
                return None
            entry = answer.document()
        return person_of(entry) if entry.get("accountEnabled") is not False else None
