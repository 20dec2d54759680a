"""Sends to the Bot Connector: one shared session, one attempt unless a repeat is harmless."""

from __future__ import annotations

import asyncio
import json
import logging
import ssl
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol
from urllib.parse import quote

import aiohttp
from yarl import URL

from bot.circuit import retry_after_s
from bot.errors import SendError
from bot.teams.fields import Json
from bot.teams.outgoing import Address, Outgoing
from bot.telemetry import NO_SPANS, Meter, Spans

logger = logging.getLogger(__name__)

ATTEMPTS = 4
MAX_RETRY_AFTER_S = 30.0
MAX_PAUSE_S = 15.0
TIMEOUT_S = 15.0
PATIENCE_S = 300.0
CONNECT_TIMEOUT_S = 5.0
MAX_PAGE = 500
"""Members; as many as Teams gives at once."""
EMPLOYEE_ROLES = ("", "user", "owner")
"""What the roster calls members of the organisation; others are guests or anonymous."""
KEEPALIVE_S = 15.0
"""Shorter than any server's, so that a connection is seldom closed while we write to it."""


class ConnectorToken(Protocol):
    """The bot's own bearer token for the Bot Connector."""

    async def token(self) -> str:
        """Raises `SendError` if none can be had."""
        ...


class AllowedHosts(Protocol):
    """Which service URLs may be sent to."""

    def allows(self, service_url: str | None) -> bool:
        """Whether this one may."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody in a conversation."""

    id: str
    object_id: str | None
    is_guest: bool
    tenant_id: str | None = None
    """The organisation that the person is from, in lower case."""


class Connector:
    """Posts, replaces and looks up in conversations. Every method raises `SendError`.

    Sending is repeated only after 429, or a failure before the request was written: Microsoft's
    advice to retry other errors has delivered messages two and three times.
    """

    def __init__(
        self,
        *,
        hosts: AllowedHosts,
        token: ConnectorToken | None,
        tls: ssl.SSLContext | None = None,
        pause_s: float = 0.5,
        timeout_s: float = TIMEOUT_S,
        patience_s: float = PATIENCE_S,
        meter: Meter | None = None,
        spans: Spans = NO_SPANS,
    ) -> None:
        """`token` is None only in local mode; `pause_s` doubles with each attempt.

        `timeout_s` bounds one attempt; `patience_s` is how long an answer waits for a channel that
        cannot be reached at all.
        """
        self._hosts = hosts
        self._token = token
        self._tls = tls
        self._pause_s = pause_s
        self._patience_s = patience_s
        self._meter = meter or Meter()
        self._spans = spans
        self._timeout = aiohttp.ClientTimeout(total=timeout_s, sock_connect=CONNECT_TIMEOUT_S)
        self._session: aiohttp.ClientSession | None = None

    async def post(
        self, address: Address, outgoing: Outgoing, *, patient: bool = False
    ) -> str | None:
        """Send a new activity; its id, or None if it was delivered without telling one.

        `patient`: it is worth waiting until the channel can be reached again.
        """
        url = f"{_activities_url(address)}{_query(address)}"
        body = address.envelope(outgoing)
        return _id_in(await self._request("POST", url, address, body, patient=patient))

    async def put(self, address: Address, activity_id: str, outgoing: Outgoing) -> None:
        """Replace an activity sent earlier."""
        url = f"{_activities_url(address)}/{quote(activity_id, safe='')}{_query(address)}"
        body = address.envelope(outgoing, replacing=True)
        await self._request("PUT", url, address, body, patient=True)

    async def delete(self, address: Address, activity_id: str) -> None:
        """Remove an activity sent earlier."""
        url = f"{_activities_url(address)}/{quote(activity_id, safe='')}{_query(address)}"
        await self._request("DELETE", url, address, None)

    async def members(self, address: Address) -> AsyncIterator[Member]:
        """Everybody in the conversation, page by page."""
        url = f"{_conversation_url(address)}/pagedmembers?pageSize={MAX_PAGE}"
        token = ""
        while True:
            page = f"{url}&continuationToken={quote(token, safe='')}" if token else url
            answer = await self._request("GET", page, address, None)
            entries = answer.get("members") if isinstance(answer, dict) else None
            if not isinstance(answer, dict) or not isinstance(entries, list):
                raise SendError("the roster cannot be read", unsent=False)
            for entry in entries:
                yield _member(entry)
            following = answer.get("continuationToken")
            if not isinstance(following, str) or not following:
                return
            token = following

    async def check(self) -> None:
        """Raise `SendError` if the bot has no token to send with."""
        if self._token is not None:
            await self._token.token()

    async def open_private_chat(self, address: Address, *, tenant_id: str) -> str:
        """The id of the bot's one-to-one chat with the user of `address`; made if there is none.

        Harmless to repeat: Teams gives the chat that is there already.
        https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
        """
        url = f"{address.service_url.rstrip('/')}/v3/conversations"
        chat_id = _id_in(await self._request("POST", url, address, address.chat(tenant_id)))
        if chat_id is None:
            raise SendError("the private chat has no id", unsent=False)
        return chat_id

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def _request(
        self,
        method: str,
        url: str,
        address: Address,
        body: bytes | None,
        *,
        patient: bool = False,
    ) -> Json:
        if not self._hosts.allows(address.service_url):
            raise SendError("the service URL is not on the allow-list", unsent=True)
        pause_s, attempt = self._pause_s, 1
        gives_up_at = time.monotonic() + (self._patience_s if patient else 0.0)
        while True:
            try:
                return await self._counted_attempt(method, url, body)
            except SendError as error:
                is_last = attempt >= ATTEMPTS and time.monotonic() >= gives_up_at
                if is_last or not error.unsent:
                    raise
                asked_for_s = error.after_s if isinstance(error, _ThrottledError) else None
            self._meter.retries.add()
            await asyncio.sleep(asked_for_s or pause_s)
            pause_s, attempt = min(pause_s * 2, MAX_PAUSE_S), attempt + 1

    async def _counted_attempt(self, method: str, url: str, body: bytes | None) -> Json:
        try:
            with self._spans.hop("send"):
                answer = await self._attempt(method, url, body)
        except SendError as error:
            self._meter.sent.add(_status_class(error))
            raise
        self._meter.sent.add("2xx")
        return answer

    async def _attempt(self, method: str, url: str, body: bytes | None) -> Json:
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if self._token is not None:
            headers["Authorization"] = f"Bearer {await self._token.token()}"
        try:
            async with self._open_session().request(
                method, URL(url, encoded=True), data=body, headers=headers, allow_redirects=False
            ) as response:
                return await _read(response)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise SendError(f"no connection: {type(error).__name__}", unsent=True) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            # A look-up shows nothing: it may be repeated.
            repeatable = method == "GET"
            raise SendError(f"no answer: {type(error).__name__}", unsent=repeatable) from None

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=0,
                    ssl=self._tls if self._tls is not None else True,
                    keepalive_timeout=KEEPALIVE_S,
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=self._timeout,
            )
        return self._session


class _ThrottledError(SendError):
    """429: the connector took nothing, and says when to come back."""

    def __init__(self, after_s: float | None) -> None:
        super().__init__("throttled", unsent=True, status=429)
        self.after_s = after_s


def _status_class(error: SendError) -> str:
    if error.status is None:
        return "no_connection" if error.unsent else "no_answer"
    if error.status == HTTPStatus.TOO_MANY_REQUESTS:
        return "429"
    return f"{error.status // 100}xx"


async def _read(response: aiohttp.ClientResponse) -> Json:
    if response.status == HTTPStatus.TOO_MANY_REQUESTS:
        wait_s = retry_after_s(response.headers.get("Retry-After"))
        raise _ThrottledError(None if wait_s is None else min(wait_s, MAX_RETRY_AFTER_S))
    if not HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES:
        detail = _error_message(_decode(await response.read()))
        raise SendError(
            "refused by the channel", unsent=False, status=response.status, detail=detail
        )
    try:
        return _decode(await response.read())
    except (aiohttp.ClientError, TimeoutError):
        logger.warning("The channel took a message but its answer was cut off")
        return None


def _decode(raw: bytes) -> Json:
    try:
        decoded: Json = json.loads(raw) if raw else None
    except (ValueError, RecursionError):
        return None
    return decoded


def _id_in(answer: Json) -> str | None:
    found = answer.get("id") if isinstance(answer, dict) else None
    return found if isinstance(found, str) and found else None


def _error_message(answer: Json) -> str:
    error = answer.get("error") if isinstance(answer, dict) else None
    message = error.get("message") if isinstance(error, dict) else None
    return message if isinstance(message, str) else ""


def _conversation_url(address: Address) -> str:
    base = address.service_url.rstrip("/")
    return f"{base}/v3/conversations/{quote(address.conversation_id, safe='')}"


def _activities_url(address: Address) -> str:
    return f"{_conversation_url(address)}/activities"


def _query(address: Address) -> str:
    return "?isTargetedActivity=true" if address.targeted else ""


def _member(entry: Json) -> Member:
    fields = entry if isinstance(entry, dict) else {}
    member_id, object_id = fields.get("id"), fields.get("aadObjectId")
    role, tenant_id = fields.get("userRole"), fields.get("tenantId")
    if not isinstance(member_id, str):
        raise SendError("the roster cannot be read", unsent=False)
    return Member(
        id=member_id,
        object_id=object_id if isinstance(object_id, str) else None,
        is_guest=role is not None and role not in EMPLOYEE_ROLES,
        tenant_id=tenant_id.lower() if isinstance(tenant_id, str) else None,
    )
