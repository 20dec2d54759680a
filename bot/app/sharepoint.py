"""Opens a SharePoint site as a source, with the app's identity in Entra."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING

from bot.app.sharing import allowed_labels
from bot.app.trust import trust
from bot.errors import ConfigurationError
from bot.settings import Settings

if TYPE_CHECKING:
    from aiohttp import ClientSession

    from bot.ingestion.sources.base import Source
    from bot.ingestion.sources.sharepoint.graph import Graph
    from bot.ingestion.sources.sharepoint.tokens import Token


@asynccontextmanager
async def open_sharepoint(
    location: str,
    settings: Settings,
    *,
    name: str | None,
    readers: frozenset[str] | None,
    site_groups: Mapping[str, frozenset[str]],
) -> AsyncIterator[Source]:
    """The site that `location` names. Raises `ConfigurationError`, naming the setting."""
    from bot.ingestion.sources.sharepoint.address import parse_address
    from bot.ingestion.sources.sharepoint.labels import LabelRule
    from bot.ingestion.sources.sharepoint.permissions import Rules
    from bot.ingestion.sources.sharepoint.source import SharePointSource

    if readers is not None:
        raise ConfigurationError(
            "--readers is not for SharePoint, which says itself who may read; "
            "use --site-group to say whom a SharePoint group stands for."
        )
    address = parse_address(location)
    allowed = allowed_labels(settings)
    async with open_graph(settings) as graph:
        yield SharePointSource(
            graph,
            address,
            name=name or address.name,
            rules=Rules(tenant=_tenant(settings), site_groups=site_groups),
            labels=LabelRule(allowed),
        )


@asynccontextmanager
async def open_graph(settings: Settings) -> AsyncIterator[Graph]:
    """Microsoft Graph, asked as the app. Raises `ConfigurationError`, naming the setting."""
    from bot.ingestion.sources.sharepoint.graph import Graph

    async with _session(settings) as session, app_tokens(settings, session) as token:
        yield Graph(session, url=settings.graph_url, token=token)


async def app_roles(settings: Settings) -> frozenset[str] | None:
    """What the app may do in Graph by itself; None if it gets no token.

    Raises `ConfigurationError`, naming the setting.
    """
    from bot.ingestion.reasons import UnreadableError
    from bot.ingestion.sources.sharepoint.tokens import roles

    try:
        async with _session(settings) as session, app_tokens(settings, session) as token:
            return roles(await token())
    except UnreadableError:
        return None


def _session(settings: Settings) -> ClientSession:
    from aiohttp import ClientSession, TCPConnector

    return ClientSession(connector=TCPConnector(ssl=trust(settings.ca_file)))


def app_tokens(
    settings: Settings, session: ClientSession, *, resource: str | None = None
) -> AbstractAsyncContextManager[Token]:
    """Tokens of the app itself for `resource`, an address; None: Microsoft Graph."""
    from bot.identity.application import AppIdentity
    from bot.ingestion.sources.sharepoint.tokens import open_tokens

    identity = AppIdentity(
        app_id=_app_id(settings),
        tenant=_tenant(settings),
        authority=settings.authority,
        certificate=settings.app_certificate,
        secret=settings.app_secret.reveal() if settings.app_secret else None,
    )
    return open_tokens(identity, resource=resource or settings.graph_url, session=session)


def _app_id(settings: Settings) -> str:
    if settings.app_id is None:
        raise ConfigurationError(
            "KOLLEGA_APP_ID is missing: put the client id of the app that may read the site"
        )
    return settings.app_id


def _tenant(settings: Settings) -> str:
    if len(settings.tenants) != 1:
        # "Everyone except external users" means the people of one tenant, "alla" those of all.
        raise ConfigurationError(
            "KOLLEGA_TENANTS must hold one tenant id, and no more, to read SharePoint"
        )
    return settings.tenants[0]
