"""The app's own tokens for Microsoft Graph: secretless where it can be, through azure-identity."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import jwt
from azure.core.credentials_async import AsyncTokenCredential
from azure.core.exceptions import AzureError, ClientAuthenticationError
from azure.core.pipeline.transport import AioHttpTransport
from azure.identity import CredentialUnavailableError
from azure.identity.aio import (
    CertificateCredential,
    ClientSecretCredential,
    ManagedIdentityCredential,
)

from bot.ingestion.reasons import UnreadableError

Token = Callable[[], Awaitable[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppIdentity:
    """Who Kollega is to Entra. Without certificate and secret: a managed identity."""

    app_id: str
    tenant: str
    authority: str
    certificate: Path | None = None
    """A PEM file with the private key."""
    secret: str | None = None

    def __repr__(self) -> str:
        return f"AppIdentity({self.app_id})"


@asynccontextmanager
async def open_tokens(
    identity: AppIdentity, *, resource: str, session: aiohttp.ClientSession
) -> AsyncIterator[Token]:
    """Gives tokens for `resource` while it is open; they are kept and renewed in time.

    The token endpoint's Retry-After is honoured by azure-core. Raises `UnreadableError`.
    """
    async with _credential(identity, session) as credential:
        scope = f"{resource}/.default"

        async def token() -> str:
            try:
                return (await credential.get_token(scope)).token
            except CredentialUnavailableError:
                raise UnreadableError("no_token", "managed identity") from None
            except ClientAuthenticationError as error:
                raise UnreadableError("no_token", _code(error)) from None
            except AzureError as error:
                raise UnreadableError("unreachable", type(error).__name__) from None

        yield token


def roles(token: str) -> frozenset[str]:
    """What the app that was given the token may do by itself; the token is believed as it is."""
    try:
        claims = jwt.decode(token, options={"verify_signature": False})
    except jwt.InvalidTokenError:
        return frozenset()
    return frozenset(map(str, claims.get("roles", ())))


def _credential(identity: AppIdentity, session: aiohttp.ClientSession) -> AsyncTokenCredential:
    if identity.certificate is None and identity.secret is None:
        # App Service and virtual machines answer it on a local address of their own.
        return ManagedIdentityCredential(client_id=identity.app_id)
    transport = AioHttpTransport(session=session, session_owner=False)
    if identity.certificate is not None:
        return CertificateCredential(
            identity.tenant,
            identity.app_id,
            certificate_path=str(identity.certificate),
            authority=identity.authority,
            disable_instance_discovery=True,
            transport=transport,
        )
    return ClientSecretCredential(
        identity.tenant,
        identity.app_id,
        identity.secret or "",
        authority=identity.authority,
        disable_instance_discovery=True,
        transport=transport,
    )


def _code(error: ClientAuthenticationError) -> str:
    """Entra's own code, which tells IT what to look for, and nothing else of its answer."""
    found = re.search(r"AADSTS\d+", str(error))
    return found[0] if found else type(error).__name__
