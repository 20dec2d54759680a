"""Who may post to the endpoint: a signed Bot Connector token, or loopback in local mode."""

from __future__ import annotations

import hashlib
import json
import time
from base64 import urlsafe_b64decode
from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

import jwt
from aiohttp import web
from botbuilder.schema import Activity

from bot.errors import AuthenticationError
from bot.teams.reception.signing_keys import SigningKey, SigningKeys
from bot.teams.service_hosts import LOOPBACK_HOSTS, LoopbackHosts, ServiceHosts, split_address

ISSUER = "https://api.botframework.com"
CHANNEL = "msteams"
CLOCK_SKEW_S = 300
MAX_TOKEN_CHARACTERS = 8192
MIN_KEY_BITS = 2048
MAX_REMEMBERED_TOKENS = 1000


@dataclass(frozen=True, slots=True)
class Proof:
    """What a request has proved before its body is read."""

    service_url: str | None
    """The only service URL that the activity may name; None: local mode, any on loopback."""


class Authentication(Protocol):
    """Decides whether a request comes from the channel."""

    async def verify_request(self, request: web.Request) -> Proof:
        """Check the headers alone.

        Raises `AuthenticationError`, and `UnavailableError` if it cannot be found out now.
        """
        ...

    def verify_activity(self, activity: Activity, proof: Proof) -> None:
        """Check that the activity is what the headers vouched for; `AuthenticationError`."""
        ...

    def admits_tenant(self, activity: Activity) -> bool:
        """Whether the activity comes from an organisation that is let in."""
        ...

    def person_ids(self, object_id: str | None, channel_id: str) -> tuple[str, ...]:
        """Ids under which the directory may know somebody in the channel, best first."""
        ...

    async def check(self) -> None:
        """Raise `UnavailableError` if nobody could be let in now."""
        ...

    async def close(self) -> None:
        """Let go of what it holds open."""
        ...


@dataclass(frozen=True, slots=True)
class _Verified:
    """What a token was found to prove, as long as its key is in use and it has not ended."""

    key_id: str
    key: SigningKey
    ends_at: float
    proof: Proof


class ConnectorAuthentication:
    """Accepts activities that the Bot Connector signed for this bot, from Teams."""

    def __init__(
        self,
        *,
        app_id: str,
        tenants: Collection[str],
        keys: SigningKeys,
        hosts: ServiceHosts,
    ) -> None:
        self._app_id = app_id
        self._tenants = frozenset(tenant.lower() for tenant in tenants)
        self._keys = keys
        self._hosts = hosts
        self._verified: dict[bytes, _Verified] = {}

    async def verify_request(self, request: web.Request) -> Proof:
        """Check signature, issuer, audience, lifetime and endorsement of the bearer token.

        https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
        """
        token = _bearer(request.headers.get("Authorization"))
        digest = hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
        verified = self._verified.get(digest)
        key_id = _key_id(token) if verified is None else verified.key_id
        key = await self._keys.find(key_id)
        if key is None:
            raise AuthenticationError("unknown signing key")
        if verified is None or verified.key is not key:
            verified = self._verify(token, key_id, key)
            self._remember(digest, verified)
        if verified.ends_at < time.time():
            raise AuthenticationError("the token has expired")
        return verified.proof

    def _verify(self, token: str, key_id: str, key: SigningKey) -> _Verified:
        if CHANNEL not in key.endorsements or key.key.key_size < MIN_KEY_BITS:
            raise AuthenticationError("the signing key is not endorsed for Teams")
        try:
            claims = jwt.decode(
                token,
                key.key,
                algorithms=["RS256"],
                issuer=ISSUER,
                audience=self._app_id,
                leeway=CLOCK_SKEW_S,
                options={"require": ["exp", "iss", "aud"]},
            )
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError) as error:
            raise AuthenticationError(f"bad token: {type(error).__name__}") from None
        service_url = claims.get("serviceurl")
        if not isinstance(service_url, str) or not service_url:
            raise AuthenticationError("the token names no service URL")
        return _Verified(key_id, key, int(claims["exp"]) + CLOCK_SKEW_S, Proof(service_url))

    def _remember(self, digest: bytes, verified: _Verified) -> None:
        """The channel sends one token for an hour; its signature need not be checked each time."""
        if len(self._verified) >= MAX_REMEMBERED_TOKENS:
            del self._verified[next(iter(self._verified))]
        self._verified[digest] = verified

    def verify_activity(self, activity: Activity, proof: Proof) -> None:
        """The channel is Teams, and replies go where the token says and the allow-list allows."""
        if activity.channel_id != CHANNEL:
            raise AuthenticationError("not from Teams")
        if activity.service_url != proof.service_url:
            raise AuthenticationError("the service URL is not the token's")
        if not self._hosts.allows(activity.service_url):
            raise AuthenticationError("the service URL is not on the allow-list")

    def admits_tenant(self, activity: Activity) -> bool:
        """Every tenant that the activity names is on the allow-list, and it names one."""
        named = {activity.channel_data["tenant"]["id"], activity.conversation.tenant_id} - {None}
        return bool(named) and all(tenant.lower() in self._tenants for tenant in named)

    def person_ids(self, object_id: str | None, channel_id: str) -> tuple[str, ...]:
        """The Entra object id, which Teams sets; a channel id means nothing to a directory."""
        return (object_id,) if object_id else ()

    async def check(self) -> None:
        """There are keys, or older ones that still stand in."""
        await self._keys.check()

    async def close(self) -> None:
        """Stop fetching keys."""
        await self._keys.close()


class LocalAuthentication:
    """No token: for trying the bot on one's own machine. Only from and to loopback.

    The `Host` check keeps a web page in the same machine's browser from posting through a name
    that it has pointed at 127.0.0.1 (DNS rebinding).
    """

    def __init__(self) -> None:
        self._hosts = LoopbackHosts()

    async def verify_request(self, request: web.Request) -> Proof:
        """Peer and Host header are loopback."""
        if request.remote not in LOOPBACK_HOSTS:
            raise AuthenticationError("not from this machine")
        address = split_address(f"http://{request.headers.get('Host', '')}/")
        if address is None or address.hostname not in LOOPBACK_HOSTS:
            raise AuthenticationError("not addressed to this machine")
        return Proof(None)

    def verify_activity(self, activity: Activity, proof: Proof) -> None:
        """Replies stay on this machine."""
        if not self._hosts.allows(activity.service_url):
            raise AuthenticationError("the service URL is not on this machine")

    def admits_tenant(self, activity: Activity) -> bool:
        """There are no tenants in local mode."""
        return True

    def person_ids(self, object_id: str | None, channel_id: str) -> tuple[str, ...]:
        """The object id, or else the channel's id, which local clients make up."""
        return tuple(each for each in (object_id, channel_id) if each)

    async def check(self) -> None:
        """Needs nothing."""

    async def close(self) -> None:
        """Nothing is open."""


def _bearer(header: str | None) -> str:
    scheme, _, token = (header or "").partition(" ")
    if scheme.lower() != "bearer" or not 0 < len(token) <= MAX_TOKEN_CHARACTERS:
        raise AuthenticationError("no bearer token")
    return token


def _key_id(token: str) -> str:
    """From the token's header, which `jwt.decode` reads again and holds to what it allows."""
    segment = token.partition(".")[0]
    try:
        header = json.loads(urlsafe_b64decode(segment + "=" * (-len(segment) % 4)))
    except (ValueError, RecursionError):
        raise AuthenticationError("not a JSON web token") from None
    # Refused before keys are looked up: a stranger must not make us fetch any for this.
    if not isinstance(header, dict) or header.get("alg") != "RS256":
        raise AuthenticationError("not signed with RS256")
    key_id = header.get("kid")
    if not isinstance(key_id, str):
        raise AuthenticationError("not signed by a named key")
    return key_id
