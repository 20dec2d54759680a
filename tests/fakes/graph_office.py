"""People who have signed in, and Microsoft Graph with their calendars."""

from __future__ import annotations

import itertools
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.calendars.graph import GraphCalendar
from bot.calendars.graph_requests import PatientGraph
from bot.identity.base import Refusal, User
from bot.identity.graph_client import Graph
from tests.fakes.graph_calendar import FakeCalendars
from tests.fakes.graph_people import PeopleServer
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.on_behalf_of import Granted, OnBehalfOf


class Tokens:
    """Tokens as the on-behalf-of flow gives them, one a person until it is refused."""

    def __init__(self, entra: OnBehalfOf) -> None:
        self._entra = entra
        self._kept: dict[str, str] = {}
        self._numbers = itertools.count(1)
        self.refused: list[Refusal] = []

    async def token(self, user: User, audience: str, *, after: Refusal | None = None) -> str:
        if after is not None:
            self.refused.append(after)
        elif user.id in self._kept:
            return self._kept[user.id]
        token = self._kept[user.id] = f"{user.id}-{next(self._numbers)}"
        claims = (after.claims or "") if after else ""
        scope = f"{audience}/.default"
        self._entra.granted[token] = Granted(user.id, scope, claims, time.time() + 3600)
        return token


@dataclass
class GraphOffice:
    """The calendar, and the tenant behind it."""

    calendar: GraphCalendar
    server: PeopleServer
    tokens: Tokens
    slept: list[float] = field(default_factory=list)

    @property
    def tenant(self) -> FakeCalendars:
        return self.server.calendars


@asynccontextmanager
async def graph_office(
    authority: LocalAuthority, key: rsa.RSAPrivateKey, *, allowed_faults: Sequence[str] = ()
) -> AsyncIterator[GraphOffice]:
    """Fails in the end if the fakes have seen what Graph would not take."""
    entra = OnBehalfOf(app_id="app", tenant="tenant", key=key)
    server, tokens, slept = PeopleServer(authority, entra), Tokens(entra), list[float]()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    connector = aiohttp.TCPConnector(ssl=authority.client_context())
    async with server.server, aiohttp.ClientSession(connector=connector) as session:
        graph = PatientGraph(Graph(session, url=server.server.url, tokens=tokens), sleep=sleep)
        yield GraphOffice(GraphCalendar(graph), server, tokens, slept)
    assert [one for one in server.faults if one not in allowed_faults] == []
    assert server.calendars.faults == []
