"""Lets a person prove what a claims request demands, on Entra's own page.

The authorization code flow by msal, for a token to this application itself, as Teams gives one:
https://learn.microsoft.com/entra/identity-platform/claims-challenge
Nothing is kept here. What the browser comes back with goes through Teams to whichever process
answers the person, and only that one redeems it, with the application's own proof.
"""

from __future__ import annotations

import base64
import json
import ssl
from collections.abc import Mapping
from typing import Any

import msal

from bot.errors import SignInRequired
from bot.identity.application import AppIdentity
from bot.identity.entra import entra_code
from bot.identity.msal_client import application, open_session, proof
from bot.identity.sso_token import SCOPE
from bot.identity.web_sign_in import Flow, in_thread

_NEEDED = ("state", "nonce", "code_verifier", "claims_challenge")
"""Of what msal remembers, to redeem a code."""


class StepUp:
    """Of one application, in each tenant that it is asked for."""

    def __init__(
        self,
        identity: AppIdentity,
        *,
        redirect_uri: str,
        managed_identity: str | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """As for the on-behalf-of flow. Raises `ConfigurationError`."""
        self._identity = identity
        self._redirect_uri = redirect_uri
        # An application may ask for a token to itself by its id alone (AADSTS90009).
        self._scopes = [f"{identity.app_id}/{SCOPE}"]
        self._credential = proof(identity, managed_identity)
        self._http = open_session(tls)

    async def begin(self, tenant: str, claims: str) -> Flow:
        """Where to send the browser ("auth_uri"), and what it must bring back with the answer.

        Raises `TokenUnavailable`.
        """

        def ask() -> Flow:
            flow: Flow = self._application(tenant).initiate_auth_code_flow(
                self._scopes,
                redirect_uri=self._redirect_uri,
                response_mode="form_post",
                claims_challenge=claims,
            )
            return flow

        return await in_thread(ask)

    async def redeem(self, tenant: str, proven: str) -> str:
        """The token for what `proven` gave. Whose it is, its reader must look at.

        Raises `SignInRequired` if it is worth nothing, and `TokenUnavailable`.
        """
        kept = _opened(proven)
        flow = {**kept, "redirect_uri": self._redirect_uri, "scope": self._scopes}
        answer = {"code": flow.pop("code"), "state": flow["state"]}

        def ask() -> Mapping[str, Any]:
            granted: Mapping[str, Any] = self._application(tenant).acquire_token_by_auth_code_flow(
                flow, answer
            )
            return granted

        try:
            granted = await in_thread(ask)
        except (ValueError, RuntimeError):  # another state or nonce
            raise SignInRequired("the answer is not one to what was asked") from None
        token = granted.get("access_token")
        if not isinstance(token, str):
            raise SignInRequired(f"Entra: {entra_code(granted)}")
        return token

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def _application(self, tenant: str) -> msal.ConfidentialClientApplication:
        """Seldom asked for, so it is built each time."""
        return application(self._identity, tenant, credential=self._credential, http=self._http)


def proven(flow: Flow, answer: Mapping[str, str]) -> str:
    """What the browser's answer is worth, for `redeem`.

    Raises `SignInRequired` if the person has not been signed in, or the answer is to another flow.
    """
    if not answer.get("code") or not flow.get("state") or answer.get("state") != flow["state"]:
        raise SignInRequired(f"nobody has confirmed who they are: {entra_code(answer)}")
    kept = {name: flow[name] for name in _NEEDED if name in flow}
    packed = json.dumps({"code": answer["code"], **kept}, separators=(",", ":"))
    return base64.urlsafe_b64encode(packed.encode()).decode()


def _opened(proven: str) -> dict[str, Any]:
    """The inverse. Raises `SignInRequired`."""
    try:
        kept = json.loads(base64.urlsafe_b64decode(proven))
    except (ValueError, RecursionError):
        kept = None
    if not isinstance(kept, dict) or not all(
        isinstance(kept.get(name), str) for name in ("code", *_NEEDED)
    ):
        raise SignInRequired("what came back is no answer of Entra's")
    return {name: kept[name] for name in ("code", *_NEEDED)}
