"""A page of the app on which a person proves more than they signed in with.

The sign-in service cannot pass a claims request on to Entra, so the button of the card leads to a
page of our own. What Entra answers goes from there to the bot through Teams (`notifySuccess` →
`signin/verifyState`): whoever else gets hold of it is not the person who asked, and is refused.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Mapping
from typing import Any, Protocol
from urllib.parse import urlencode

from bot.errors import SignInRequired
from bot.identity.base import Language
from bot.identity.claims import claims_in

PATH, ANSWER_PATH = "/bekrafta", "/bekrafta/svar"
PROOF = "kollega."
"""What `signin/verifyState` brings from this page begins so; a code of the service has no dot."""
_MAX_CLAIMS = 1000


class StepUp(Protocol):
    """Signs somebody in with a claims request, in two halves with the browser's way between."""

    async def begin(self, tenant: str, claims: str) -> Mapping[str, Any]:
        """Where to send the browser ("auth_uri"), and what to remember."""
        ...

    async def redeem(self, tenant: str, proven: str) -> str:
        """The token. Raises `SignInRequired` and `TokenUnavailable`."""
        ...


class Confirmation:
    """Of the app at one host."""

    def __init__(
        self,
        step_up: StepUp,
        *,
        proven: Callable[[Mapping[str, Any], Mapping[str, str]], str],
        host: str,
        tenants: Collection[str],
    ) -> None:
        """`proven`: what the flow and the form that came back are worth to `step_up`."""
        self._step_up = step_up
        self._proven = proven
        self._host = host
        self._tenants = {tenant.lower() for tenant in tenants}

    def link(self, claims: str, tenant: str, language: Language) -> str:
        """The page, with what is demanded in it: it holds after a restart, in every process."""
        demanded = base64.urlsafe_b64encode(claims.encode()).decode()
        query = urlencode({"krav": demanded, "org": tenant, "lang": language})
        return f"https://{self._host}{PATH}?{query}"

    async def begin(self, query: Mapping[str, str]) -> Mapping[str, Any]:
        """The sign-in that the link's query asks for.

        Raises `SignInRequired` if it is none of ours, and `TokenUnavailable`.
        """
        try:
            claims = claims_in(base64.urlsafe_b64decode(query.get("krav", "")).decode())
        except ValueError:
            claims = None
        tenant = query.get("org", "")
        if claims is None or len(claims) > _MAX_CLAIMS or tenant.lower() not in self._tenants:
            raise SignInRequired("the link is not one of Kollega's")
        flow = await self._step_up.begin(tenant, claims)
        return {**flow, "lang": language_in(query)}

    def proof(self, flow: Mapping[str, Any], answer: Mapping[str, str]) -> str:
        """What the page hands to Teams. Raises `SignInRequired`."""
        return f"{PROOF}{self._proven(flow, answer)}"

    async def redeem(self, proof: str, tenant: str) -> str:
        """The token for a proof. Raises `SignInRequired` and `TokenUnavailable`."""
        return await self._step_up.redeem(tenant, proof.removeprefix(PROOF))


def language_in(values: Mapping[str, Any]) -> Language:
    """The language that a link or a flow names; Swedish where it names none."""
    return "en" if values.get("lang") == "en" else "sv"
