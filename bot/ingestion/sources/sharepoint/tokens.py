"""The app's own tokens for Microsoft Graph: secretless where it can be, through azure-identity."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import jwt
from azure.core.exceptions import AzureError, ClientAuthenticationError
from azure.identity import CredentialUnavailableError

from bot.identity.application import AppIdentity, build_credential
from bot.ingestion.reasons import UnreadableError

Token = Callable[[], Awaitable[str]]


@asynccontextmanager
async def open_tokens(
    identity: AppIdentity, *, resource: str, session: aiohttp.ClientSession
) -> AsyncIterator[Token]:
    """Gives tokens for `resource` while it is open; they are kept and renewed in time.

    The token endpoint's Retry-After is honoured by azure-core. Raises `UnreadableError`.
    """
    async with build_credential(identity, session) as credential:
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


def _code(error: ClientAuthenticationError) -> str:
    """Entra's own code, which tells IT what to look for, and nothing else of its answer."""
    found = re.search(r"AADSTS\d+", str(error))
    return found[0] if found else type(error).__name__
