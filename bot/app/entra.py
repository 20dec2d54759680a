"""Signing people in, and acting in their name, where that is set up in Entra."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.app.trust import trust
from bot.errors import ConfigurationError
from bot.identity.assertions import Assertions
from bot.identity.base import Directory, People, TokenSource
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.identity.application import AppIdentity
    from bot.identity.graph_client import Graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Entra:
    """What acts in people's names."""

    connection: str
    """The bot's OAuth connection that they sign in through."""
    assertions: Assertions
    tokens: TokenSource
    directory: Directory
    """Knows those who have signed in."""
    people: People
    """Knows everybody in the tenant, in the name of whoever asks."""
    graph: Graph


@asynccontextmanager
async def open_entra(settings: Settings) -> AsyncIterator[Entra | None]:
    """None unless `KOLLEGA_SSO_CONNECTION` is set. Raises `ConfigurationError`."""
    if settings.sso_connection is None:
        yield None
        return
    from aiohttp import ClientSession, TCPConnector

    from bot.identity.entra import EntraTokens
    from bot.identity.graph import GraphDirectory
    from bot.identity.graph_client import Graph
    from bot.identity.graph_people import GraphPeople
    from bot.identity.msal_client import MsalOnBehalfOf

    tls = trust(settings.ca_file)
    on_behalf_of = MsalOnBehalfOf(sso_identity(settings), managed_identity=settings.app_id, tls=tls)
    assertions = Assertions()
    tokens = EntraTokens(assertions, on_behalf_of)
    try:
        async with ClientSession(connector=TCPConnector(ssl=tls)) as session:
            graph = Graph(session, url=settings.graph_url, tokens=tokens)
            yield Entra(
                connection=settings.sso_connection,
                assertions=assertions,
                tokens=tokens,
                directory=GraphDirectory(graph, assertions=assertions, guests=settings.guests),
                people=GraphPeople(graph),
                graph=graph,
            )
    finally:
        on_behalf_of.close()


def sso_app_id(settings: Settings) -> str:
    """The application that people sign in to. Raises `ConfigurationError`."""
    found = settings.sso_app_id or settings.app_id
    if found is None:
        raise ConfigurationError(
            "KOLLEGA_APP_ID is missing: put the bot's application id in Entra, or leave out "
            "KOLLEGA_SSO_CONNECTION"
        )
    return found


def sso_identity(settings: Settings) -> AppIdentity:
    """With a registration of its own it has credentials of its own, else the bot's."""
    from bot.identity.application import AppIdentity

    secret, certificate = settings.sso_secret, settings.sso_certificate
    if settings.sso_app_id in (None, settings.app_id):
        secret, certificate = secret or settings.app_secret, certificate or settings.app_certificate
    if not settings.tenants:
        raise ConfigurationError("KOLLEGA_TENANTS is missing: put the tenant ids of your people")
    return AppIdentity(
        app_id=sso_app_id(settings),
        tenant=settings.tenants[0],
        authority=settings.authority,
        certificate=certificate,
        secret=secret.reveal() if secret else None,
    )
