"""Signs an administrator in on a page of the app, and sees whether a group has that person.

The authorization code flow with PKCE, state and nonce, all by msal:
https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
Nothing is kept here: what the flow must remember, the browser keeps in a cookie.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from typing import Any, TypeVar

import msal
import requests

from bot.errors import SignInRequired, TokenUnavailable
from bot.identity.application import AppIdentity
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
        managed_identity: str | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """As for the on-behalf-of flow. Raises `ConfigurationError`."""
        self._identity = identity
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

        return await _in_thread(ask)

    async def is_member(
        self, flow: Flow, answer: Mapping[str, str], groups: Collection[str]
    ) -> bool:
        """Whether whoever came back with `answer` (the form) is in one of the groups.

        Raises `SignInRequired` if the answer proves nobody, and `TokenUnavailable`.
        """
        return await _in_thread(lambda: self._is_member(flow, answer, sorted(groups)))

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    @cached_property
    def _application(self) -> msal.ConfidentialClientApplication:
        return application(
            self._identity, self._identity.tenant, credential=self._credential, http=self._http
        )

    def _is_member(self, flow: Flow, answer: Mapping[str, str], groups: list[str]) -> bool:
        try:
            granted = self._application.acquire_token_by_auth_code_flow(dict(flow), dict(answer))
        except ValueError:  # another state, another nonce, or no flow at all
            raise SignInRequired("the answer is not one to what was asked") from None
        claims = granted.get("id_token_claims", {})
        if "access_token" not in granted or claims.get("tid") != self._identity.tenant:
            raise SignInRequired("nobody of this tenant has signed in")
        # https://learn.microsoft.com/graph/api/directoryobject-checkmembergroups
        response = self._http.post(
            f"{self._graph_url}/v1.0/me/checkMemberGroups",
            json={"groupIds": groups},
            headers={"Authorization": f"Bearer {granted['access_token']}"},
        )
        if response.status_code != requests.codes.ok:
            raise TokenUnavailable(f"Graph answers {response.status_code}")
        return not set(groups).isdisjoint(response.json()["value"])


async def _in_thread(ask: Callable[[], Answer]) -> Answer:
    try:
        return await asyncio.to_thread(ask)
    except requests.RequestException as error:
        raise TokenUnavailable(f"Entra or Graph does not answer: {type(error).__name__}") from None
    except (KeyError, TypeError):
        raise TokenUnavailable("the answer is unreadable") from None
