"""The bot's own token for the Bot Connector."""

from __future__ import annotations

import asyncio
import json
import ssl
import time
from collections.abc import Awaitable, Callable

import aiohttp

from bot.errors import ConfigurationError, SendError

SCOPE = "https://api.botframework.com/.default"
RENEW_BEFORE_S = 300.0
"""So long before it ends a token is replaced."""
TIMEOUT = aiohttp.ClientTimeout(total=10.0)


class RenewedToken:
    """A `ConnectorToken`: fetched once and kept until it is about to end."""

    def __init__(
        self,
        fetch: Callable[[], Awaitable[tuple[str, float]]],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`fetch` gives a token and how long it lasts, in seconds, or raises `SendError`."""
        self._fetch = fetch
        self._clock = clock
        self._lock = asyncio.Lock()
        self._token = ""
        self._renew_at = 0.0

    async def token(self) -> str:
        """The token; concurrent callers share one request. Raises `SendError`."""
        if self._is_fresh():
            return self._token
        async with self._lock:
            if not self._is_fresh():
                self._token, lifetime_s = await self._fetch()
                self._renew_at = self._clock() + max(lifetime_s - RENEW_BEFORE_S, lifetime_s / 2)
        return self._token

    def _is_fresh(self) -> bool:
        return bool(self._token) and self._clock() < self._renew_at


class ClientCredentials:
    """A `ConnectorToken` in exchange for the application's secret.

    https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
    """

    def __init__(
        self,
        *,
        authority: str,
        tenant: str,
        app_id: str,
        secret: str,
        tls: ssl.SSLContext | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`authority` is https, without a tenant: "https://login.microsoftonline.com"."""
        if not authority.startswith("https://"):
            raise ConfigurationError("the authority must be an https address")
        self._url = f"{authority.rstrip('/')}/{tenant}/oauth2/v2.0/token"
        self._form = {
            "grant_type": "client_credentials",
            "client_id": app_id,
            "client_secret": secret,
            "scope": SCOPE,
        }
        self._tls = tls
        self._renewed = RenewedToken(self._fetch, clock=clock)

    async def token(self) -> str:
        """As `RenewedToken` gives it."""
        return await self._renewed.token()

    async def _fetch(self) -> tuple[str, float]:
        connector = aiohttp.TCPConnector(ssl=self._tls if self._tls is not None else True)
        try:
            async with (
                aiohttp.ClientSession(connector=connector, timeout=TIMEOUT) as session,
                session.post(self._url, data=self._form, allow_redirects=False) as response,
            ):
                if response.status != 200:
                    raise SendError(
                        "the bot was given no token", unsent=True, status=response.status
                    )
                answer = json.loads(await response.read())
                return str(answer["access_token"]), float(answer["expires_in"])
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            reason = f"the token endpoint does not answer: {type(error).__name__}"
            raise SendError(reason, unsent=True) from None
        except (ValueError, KeyError, TypeError):
            raise SendError("the token endpoint's answer is unreadable", unsent=True) from None
