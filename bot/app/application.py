"""The application's own identity, for the services that it is known to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.app.trust import trust
from bot.errors import ConfigurationError
from bot.settings import Settings, variable

if TYPE_CHECKING:
    from aiohttp import ClientSession
    from azure.core.credentials_async import AsyncTokenCredential

    from bot.openai_client import ApiKey


@asynccontextmanager
async def open_application(
    settings: Settings, *, purpose: str
) -> AsyncIterator[tuple[AsyncTokenCredential, ClientSession]]:
    """What gets its tokens, and a session that trusts whom it should.

    Raises `ConfigurationError`, naming the setting that is missing for `purpose`.
    """
    from aiohttp import ClientSession, TCPConnector

    from bot.identity.application import AppIdentity, build_credential

    if settings.app_id is None or not settings.tenants:
        lacking = "app_id" if settings.app_id is None else "tenants"
        raise ConfigurationError(
            f"{variable(lacking)} is missing: {variable(purpose)} is used with the application's "
            "identity"
        )
    identity = AppIdentity(
        app_id=settings.app_id,
        tenant=settings.tenants[0],
        authority=settings.authority,
        certificate=settings.app_certificate,
        secret=settings.app_secret.reveal() if settings.app_secret else None,
    )
    connector = TCPConnector(ssl=trust(settings.ca_file))
    async with (
        ClientSession(connector=connector, trust_env=False) as session,
        build_credential(identity, session) as credential,
    ):
        yield credential, session


@asynccontextmanager
async def open_model_key(settings: Settings) -> AsyncIterator[ApiKey | None]:
    """What the model server is shown: a key, or the application's tokens."""
    if settings.openai_identity == "key":
        key = settings.openai_api_key
        yield key.reveal() if key else None
        return
    from azure.core.exceptions import AzureError

    from bot.openai_client import AUDIENCE, NoToken

    async with open_application(settings, purpose="openai_identity") as (credential, _):

        async def token() -> str:
            """Asked for with every call; the credential keeps it and renews it in time."""
            try:
                return (await credential.get_token(f"{AUDIENCE}/.default")).token
            except AzureError:
                raise NoToken from None

        yield token
