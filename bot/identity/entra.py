"""Tokens that act as a person, from Entra, in exchange for what the person signed in with."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.errors import SignInRequired, TokenUnavailable
from bot.identity.assertions import MAX_KEPT, REUSED_FOR_S, Assertion, Assertions
from bot.identity.base import Refusal, User
from bot.identity.claims import claims_in

_log = logging.getLogger(__name__)

ENDING_S = 60.0
"""With so little left a token is not given out."""
_PERSONS_MATTER = frozenset({"interaction_required", "invalid_grant", "login_required"})
"""Errors that the person can mend, by signing in (again), consenting, or proving more."""
_CONSENT = frozenset({"AADSTS65001", "AADSTS65004", "AADSTS90094", "AADSTS90095"})
"""Nobody has consented; the person declined; an administrator must, or has been asked to.
https://learn.microsoft.com/entra/identity-platform/reference-error-codes"""

Key = tuple[str, str]
"""`oid.tid` of the person, and the receiving service."""


class OnBehalfOf(Protocol):
    """Exchanges a person's assertion, as the person's tenant knows this application."""

    async def exchange(
        self, assertion: Assertion, scope: str, *, claims: str | None
    ) -> Mapping[str, Any]:
        """Entra's answer, a token's or an error's. Raises `TokenUnavailable`."""
        ...


@dataclass(frozen=True, slots=True)
class _Kept:
    token: str
    assertion: Assertion
    fetched_at: float
    ends_at: float

    def __repr__(self) -> str:
        return "_Kept(…)"


class EntraTokens:
    """A `TokenSource` by the on-behalf-of flow.

    https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow
    A token is kept for one person, one service and one sign-in, no longer than `REUSED_FOR_S`:
    asking Entra again is what finds out that somebody has been disabled. All who ask for the same
    at once share one request.
    """

    def __init__(
        self,
        assertions: Assertions,
        on_behalf_of: OnBehalfOf,
        *,
        max_kept: int = MAX_KEPT,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._assertions = assertions
        self._on_behalf_of = on_behalf_of
        self._max_kept = max_kept
        self._clock = clock
        self._kept: OrderedDict[Key, _Kept] = OrderedDict()
        self._flights: dict[tuple[Key, str, str | None], asyncio.Task[_Kept]] = {}

    async def token(self, user: User, audience: str, *, after: Refusal | None = None) -> str:
        """As the protocol says."""
        assertion = self._assertions.of(user.id)
        key = f"{assertion.user_id}.{assertion.tenant_id}", audience
        kept = self._usable(key, assertion)
        if kept is not None and (after is None or after.token != kept.token):
            return kept.token
        claims = after.claims if after else None
        return (await self._shared(key, assertion, claims)).token

    def _usable(self, key: Key, assertion: Assertion) -> _Kept | None:
        kept = self._kept.get(key)
        if kept is None:
            return None
        now = self._clock()
        is_old = now - kept.fetched_at >= REUSED_FOR_S or now >= kept.ends_at - ENDING_S
        if is_old or kept.assertion.token != assertion.token:
            del self._kept[key]
            return None
        self._kept.move_to_end(key)
        return kept

    async def _shared(self, key: Key, assertion: Assertion, claims: str | None) -> _Kept:
        """The same request for all who wait for it; one who gives up does not end it."""
        flight = key, assertion.token, claims
        task = self._flights.get(flight)
        if task is None:
            task = asyncio.create_task(self._fetch(key, assertion, claims))
            self._flights[flight] = task
            task.add_done_callback(lambda done: self._landed(flight, done))
        return await asyncio.shield(task)

    def _landed(self, flight: tuple[Key, str, str | None], done: asyncio.Task[_Kept]) -> None:
        self._flights.pop(flight, None)
        if not done.cancelled():
            done.exception()  # seen, also when nobody waits any longer

    async def _fetch(self, key: Key, assertion: Assertion, claims: str | None) -> _Kept:
        _, audience = key
        asked_at = self._clock()
        scope = f"{audience.rstrip('/')}/.default"
        answer = await self._on_behalf_of.exchange(assertion, scope, claims=claims)
        token = answer.get("access_token")
        if not isinstance(token, str):
            raise self._refused(assertion, answer)
        lifetime_s = _seconds(answer.get("expires_in"))
        kept = _Kept(token, assertion, asked_at, asked_at + lifetime_s)
        self._kept[key] = kept
        self._kept.move_to_end(key)
        while len(self._kept) > self._max_kept:
            self._kept.popitem(last=False)
        return kept

    def _refused(
        self, assertion: Assertion, answer: Mapping[str, Any]
    ) -> SignInRequired | TokenUnavailable:
        """What an error means, with Entra's code alone: its description can name the person."""
        code = entra_code(answer)
        if answer.get("error") not in _PERSONS_MATTER:
            _log.error("Entra refuses the application a person's token", extra={"code": code})
            return TokenUnavailable(f"Entra refuses the application: {code}")
        if lacks_consent(answer):
            _log.error("An administrator has not consented for the people", extra={"code": code})
        else:
            _log.info("A person must sign in again", extra={"code": code})
        self._drop(assertion)
        return SignInRequired(f"Entra: {code}", claims=claims_in(answer.get("claims")))

    def _drop(self, assertion: Assertion) -> None:
        """Nothing that was obtained for the person is used any longer."""
        self._assertions.forget(assertion.user_id)
        person = f"{assertion.user_id}.{assertion.tenant_id}"
        for key in [key for key in self._kept if key[0] == person]:
            del self._kept[key]


def entra_code(answer: Mapping[str, Any]) -> str:
    """ "AADSTS50076", or the OAuth error where there is none."""
    found = re.match(r"AADSTS\d+", str(answer.get("error_description", "")))
    return found[0] if found else str(answer.get("error", "unknown"))[:40]


def lacks_consent(answer: Mapping[str, Any]) -> bool:
    """Whether it is for want of consent that Entra gave nothing."""
    return answer.get("suberror") == "consent_required" or entra_code(answer) in _CONSENT


def _seconds(value: object) -> float:
    try:
        return float(str(value))
    except ValueError:
        return 0.0
