"""Signs an administrator in on a page of the app: is a group's member, and what may the app do?

The authorization code flow with PKCE, state and nonce, all by msal:
https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
Nothing is kept here: what the flow must remember, the browser keeps in a cookie.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

import msal
import requests

from bot.errors import ConsentRequired, SignInRequired, TokenUnavailable
from bot.identity.application import AppIdentity
from bot.identity.consent import Visitor, consent
from bot.identity.entra import lacks_consent
from bot.identity.msal_client import application, open_session, proof

Answer = TypeVar("Answer")
Flow = Mapping[str, Any]
"""What msal must remember between the two halves."""


class WebSignIn:
    """Of one tenant."""

    def __init__(
        self,
        identity: AppIdentity,
        *,
        graph_url: str,
        audiences: Sequence[str] = (),
        managed_identity: str | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """As for the on-behalf-of flow. `audiences`: services whose consent is looked at.

        Raises `ConfigurationError`.
        """
        self._identity = identity
        self._audiences = audiences
        self._graph_url = graph_url
        self._credential = proof(identity, managed_identity)
        self._http = open_session(tls)

    async def begin(self, redirect_uri: str) -> Flow:
        """Where to send the browser ("auth_uri"), and what to remember.

        Raises `TokenUnavailable`.
        """
        scopes = [f"{self._graph_url}/GroupMember.Read.All"]

        def ask() -> Flow:
            flow: Flow = self._application.initiate_auth_code_flow(
                scopes, redirect_uri=redirect_uri, response_mode="form_post"
            )
            return flow

        return await in_thread(ask)

    async def arrive(
        self, flow: Flow, answer: Mapping[str, str], groups: Collection[str]
    ) -> Visitor:
        """Whoever came back with `answer` (the form).

        Raises `SignInRequired` if the answer proves nobody, `ConsentRequired` if nobody can sign
        in because an administrator has not consented, and `TokenUnavailable`.
        """
        return await in_thread(lambda: self._arrive(flow, answer, sorted(groups)))

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    @cached_property
    def _application(self) -> msal.ConfidentialClientApplication:
        return application(
            self._identity, self._identity.tenant, credential=self._credential, http=self._http
        )

    def _arrive(self, flow: Flow, answer: Mapping[str, str], groups: list[str]) -> Visitor:
        try:
            granted = self._application.acquire_token_by_auth_code_flow(dict(flow), dict(answer))
        except ValueError:  # another state, another nonce, or no flow at all
            raise SignInRequired("the answer is not one to what was asked") from None
        claims = granted.get("id_token_claims", {})
        if "access_token" not in granted and lacks_consent(granted):
            raise ConsentRequired("nobody has consented to what the app needs")
        if "access_token" not in granted or claims.get("tid") != self._identity.tenant:
            raise SignInRequired("nobody of this tenant has signed in")
        if not self._is_member(granted["access_token"], groups):
            return Visitor(is_member=False)
        # A refresh token is good for every service that the app may call: MSAL's "multi-resource".
        refresh = str(granted.get("refresh_token", ""))
        return Visitor(
            is_member=True,
            consents=tuple(
                consent(
                    one,
                    self._application.acquire_token_by_refresh_token(refresh, [f"{one}/.default"]),
                )
                for one in self._audiences
            ),
        )

    def _is_member(self, token: str, groups: list[str]) -> bool:
        # https://learn.microsoft.com/graph/api/directoryobject-checkmembergroups
        response = self._http.post(
            f"{self._graph_url}/v1.0/me/checkMemberGroups",
            json={"groupIds": groups},
            headers={"Authorization": f"Bearer {token}"},
        )
        if response.status_code != requests.codes.ok:
            raise TokenUnavailable(f"Graph answers {response.status_code}")
        return not set(groups).isdisjoint(response.json()["value"])


async def in_thread(ask: Callable[[], Answer]) -> Answer:
    """What msal gives, which blocks. Raises `TokenUnavailable`."""
    try:
        return await asyncio.to_thread(ask)
    except requests.RequestException as error:
        raise TokenUnavailable(f"Entra or Graph does not answer: {type(error).__name__}") from None
    except (KeyError, TypeError):
        raise TokenUnavailable("the answer is unreadable") from None
