"""Who a person is and which groups they are in, from Microsoft Graph in their own name."""

from __future__ import annotations

import asyncio
import base64
import json
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.errors import (
    DirectoryUnavailable,
    GuestRefused,
    SignInRequired,
    TokenUnavailable,
    UnknownPersonError,
)
from bot.identity.assertions import MAX_KEPT, REUSED_FOR_S, Assertion, Assertions
from bot.identity.base import EVERYONE, Refusal, TokenSource, User

TIMEOUT_S = 8.0
"""For one person, all pages."""
MAX_PAGES = 50
_PERSON = "id,displayName,mail,userPrincipalName,userType,accountEnabled,department,businessPhones"
_GROUPS = "/me/transitiveMemberOf/microsoft.graph.group?$select=id&$top=999"
_GUEST_NAME = "#EXT#"
"""In the user principal name of somebody from elsewhere, where old accounts have no type."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Known:
    user: User
    assertion: Assertion
    asked_at: float


class GraphDirectory:
    """A `Directory` of the people who have signed in.

    https://learn.microsoft.com/graph/api/user-list-transitivememberof
    What is found is believed for `REUSED_FOR_S`. An answer that is not complete is no answer:
    whoever's groups are in doubt is not found.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        url: str,
        tokens: TokenSource,
        assertions: Assertions,
        guests: bool,
        timeout_s: float = TIMEOUT_S,
        max_kept: int = MAX_KEPT,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`guests`: whether guests are let in, to read what they or their groups are given."""
        self._session = session
        self._url = url
        self._tokens = tokens
        self._assertions = assertions
        self._guests = guests
        self._timeout_s = timeout_s
        self._max_kept = max_kept
        self._clock = clock
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._flights: dict[tuple[str, str], asyncio.Task[User]] = {}

    async def find(self, user_id: str) -> User:
        """As the protocol says; raises `SignInRequired` and `GuestRefused`, too."""
        assertion = self._assertions.of(user_id)
        known = self._known.get(user_id)
        if known is not None and self._is_current(known, assertion):
            self._known.move_to_end(user_id)
            return known.user
        flight = user_id, assertion.token
        task = self._flights.get(flight)
        if task is None:
            task = asyncio.create_task(self._look_up(user_id, assertion))
            self._flights[flight] = task
            task.add_done_callback(lambda done: self._landed(flight, done))
        return await asyncio.shield(task)

    def _landed(self, flight: tuple[str, str], done: asyncio.Task[User]) -> None:
        self._flights.pop(flight, None)
        if not done.cancelled():
            done.exception()  # seen, also when nobody waits any longer

    def _is_current(self, known: _Known, assertion: Assertion) -> bool:
        is_recent = self._clock() - known.asked_at < REUSED_FOR_S
        return is_recent and known.assertion.token == assertion.token

    async def _look_up(self, user_id: str, assertion: Assertion) -> User:
        asked_at = self._clock()
        self._known.pop(user_id, None)
        try:
            async with asyncio.timeout(self._timeout_s):
                user = await self._user(user_id)
        except TimeoutError:
            raise DirectoryUnavailable("Graph is too slow") from None
        except TokenUnavailable as error:
            raise DirectoryUnavailable(str(error)) from None
        except aiohttp.ClientError as error:
            raise DirectoryUnavailable(f"Graph: {type(error).__name__}") from None
        self._known[user_id] = _Known(user, assertion, asked_at)
        while len(self._known) > self._max_kept:
            self._known.popitem(last=False)
        return user

    async def _user(self, user_id: str) -> User:
        person = await self._get(user_id, f"{self._url}/v1.0/me?$select={_PERSON}")
        if str(person.get("id", "")).casefold() != user_id.casefold():
            raise DirectoryUnavailable("Graph told of somebody else")
        if person.get("accountEnabled") is False:
            raise UnknownPersonError("the person's account is disabled")
        is_guest = _is_guest(person)
        if is_guest and not self._guests:
            raise GuestRefused("guests are not let in")
        phones = person.get("businessPhones")
        return User(
            id=user_id,
            name=_text(person, "displayName") or "",
            groups=await self._groups(user_id),
            is_guest=is_guest,
            unit=_text(person, "department"),
            mail=_text(person, "mail"),
            phone=str(phones[0]) if isinstance(phones, list) and phones else None,
        )

    async def _groups(self, user_id: str) -> frozenset[str]:
        """Ids of all groups, those inside groups too, to the last page."""
        groups: set[str] = set()
        url = f"{self._url}/v1.0{_GROUPS}"
        for _ in range(MAX_PAGES):
            page = await self._get(user_id, url)
            entries = page.get("value")
            if not isinstance(entries, list):
                raise DirectoryUnavailable("Graph's groups are unreadable")
            for entry in entries:
                group_id = entry.get("id") if isinstance(entry, dict) else None
                if not isinstance(group_id, str) or not group_id:
                    raise DirectoryUnavailable("Graph's groups are unreadable")
                groups.add(group_id)
            following = page.get("@odata.nextLink")
            if following is None:
                return frozenset(groups) - {EVERYONE}
            if not isinstance(following, str) or not following.startswith(f"{self._url}/"):
                raise DirectoryUnavailable("Graph's next page is somewhere else")
            url = following
        raise DirectoryUnavailable("the person is in more groups than can be read")

    async def _get(self, user_id: str, url: str) -> Json:
        """A page; a token that Graph refuses is replaced once."""
        person = User(id=user_id, name="")
        token = await self._tokens.token(person, self._url)
        status, headers, body = await self._ask(url, token)
        if status == 401:
            after = Refusal(token, challenged_claims(headers))
            token = await self._tokens.token(person, self._url, after=after)
            status, headers, body = await self._ask(url, token)
        if status == 401:
            # Another token would be refused likewise: the person must sign in, or prove more.
            raise SignInRequired("Graph refuses the token", claims=challenged_claims(headers))
        if status != 200:
            raise DirectoryUnavailable(f"Graph answered {status}")
        try:
            document = json.loads(body)
        except ValueError:
            document = None
        if not isinstance(document, dict):
            raise DirectoryUnavailable("Graph's answer is unreadable")
        return document

    async def _ask(self, url: str, token: str) -> tuple[int, list[str], bytes]:
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        async with self._session.get(url, headers=headers, allow_redirects=False) as response:
            challenges = response.headers.getall("WWW-Authenticate", [])
            return response.status, challenges, await response.read()


def challenged_claims(challenges: list[str]) -> str | None:
    """The claims request in a 401's `WWW-Authenticate`, decoded; None if there is none.

    https://learn.microsoft.com/entra/identity-platform/claims-challenge
    """
    for challenge in challenges:
        found = re.search(r'\bclaims="([A-Za-z0-9+/_=-]+)"', challenge)
        if found and 'error="insufficient_claims"' in challenge:
            encoded = found[1].replace("-", "+").replace("_", "/")
            try:
                decoded = base64.b64decode(encoded + "=" * (-len(encoded) % 4)).decode()
                return decoded if isinstance(json.loads(decoded), dict) else None
            except ValueError:
                return None
    return None


def _is_guest(person: Json) -> bool:
    kind = person.get("userType")
    if kind is None:
        return _GUEST_NAME in str(person.get("userPrincipalName", ""))
    return bool(kind != "Member")


def _text(person: Json, name: str) -> str | None:
    value = person.get(name)
    return value if isinstance(value, str) and value else None
