"""Opens a SharePoint site as a source, with the app's identity in Entra."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.app.sharing import allowed_labels
from bot.app.trust import trust
from bot.errors import ConfigurationError
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.ingestion.sources.base import Source
    from bot.ingestion.sources.sharepoint.graph import Graph


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
    import aiohttp

    from bot.ingestion.sources.sharepoint.graph import Graph
    from bot.ingestion.sources.sharepoint.tokens import AppIdentity, open_tokens

    identity = AppIdentity(
        app_id=_app_id(settings),
        tenant=_tenant(settings),
        authority=settings.authority,
        certificate=settings.app_certificate,
        secret=settings.app_secret.reveal() if settings.app_secret else None,
    )
    connector = aiohttp.TCPConnector(ssl=trust(settings.ca_file))
    async with (
        aiohttp.ClientSession(connector=connector) as session,
        open_tokens(identity, resource=settings.graph_url, session=session) as token,
    ):
        yield Graph(session, url=settings.graph_url, token=token)


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
