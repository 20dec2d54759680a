"""Who may post to the endpoint: a signed Bot Connector token, or loopback in local mode."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

import jwt
from aiohttp import web
from botbuilder.schema import Activity

from bot.errors import AuthenticationError
from bot.teams.service_hosts import LOOPBACK_HOSTS, LoopbackHosts, ServiceHosts, split_address
from bot.teams.signing_keys import SigningKeys

ISSUER = "https://api.botframework.com"
CHANNEL = "msteams"
CLOCK_SKEW_S = 300
MAX_TOKEN_CHARACTERS = 8192
MIN_KEY_BITS = 2048


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

    def sender_ids(self, activity: Activity) -> tuple[str, ...]:
        """Ids under which the directory may know the sender, best first."""
        ...

    async def close(self) -> None:
        """Let go of what it holds open."""
        ...


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

    async def verify_request(self, request: web.Request) -> Proof:
        """Check signature, issuer, audience, lifetime and endorsement of the bearer token.

        https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
        """
        token = _bearer(request.headers.get("Authorization"))
        key = await self._keys.find(_key_id(token))
        if key is None:
            raise AuthenticationError("unknown signing key")
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
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
            raise AuthenticationError(f"bad token: {type(error).__name__}") from None
        service_url = claims.get("serviceurl")
        if not isinstance(service_url, str) or not service_url:
            raise AuthenticationError("the token names no service URL")
        return Proof(service_url)

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

    def sender_ids(self, activity: Activity) -> tuple[str, ...]:
        """The Entra object id, which Teams sets; a channel id means nothing to a directory."""
        object_id = activity.from_property.aad_object_id
        return (object_id,) if object_id else ()

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

    def sender_ids(self, activity: Activity) -> tuple[str, ...]:
        """The object id, or else the channel's id, which local clients make up."""
        sender = activity.from_property
        return tuple(each for each in (sender.aad_object_id, sender.id) if each)

    async def close(self) -> None:
        """Nothing is open."""


def _bearer(header: str | None) -> str:
    scheme, _, token = (header or "").partition(" ")
    if scheme.lower() != "bearer" or not 0 < len(token) <= MAX_TOKEN_CHARACTERS:
        raise AuthenticationError("no bearer token")
    return token


def _key_id(token: str) -> str:
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        raise AuthenticationError("not a JSON web token") from None
    key_id = header.get("kid")
    # Refused before keys are looked up: a stranger must not make us fetch any for this.
    if header.get("alg") != "RS256" or not isinstance(key_id, str):
        raise AuthenticationError("not signed with RS256 by a named key")
    return key_id
