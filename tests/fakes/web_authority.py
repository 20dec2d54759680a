"""Entra's sign-in in a browser, and the part of Graph that says which groups somebody is in.

It keeps what a client must not forget: PKCE, the nonce, the redirect address and its own proof.
"""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

import jwt
from aiohttp import web

from tests.fakes.authorization_code import asked_for, encoded, is_whose_it_was
from tests.fakes.https_server import HttpsServer
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.on_behalf_of import STEP_UP, TRACE
from tests.fakes.specs import entra, faults

_KEY = b"a signature that nobody checks, because the token came over TLS"


@dataclass
class WebAuthority:
    """Of one tenant, with one application."""

    authority: LocalAuthority
    tenant: str
    app_id: str
    secret: str
    oid: str = "0d7f1c55-6c1f-4a86-8a4f-0c6a2c1d9e11"
    groups: set[str] = field(default_factory=set)
    """That the person who signs in is in."""
    graph_status: int = 200
    consented: dict[str, set[str]] = field(default_factory=dict)
    """By service, the permissions that an administrator has consented to."""
    refusals: dict[str, tuple[str, int]] = field(default_factory=dict)
    """By service, the error and its number that are answered instead."""
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._asked: dict[str, dict[str, str]] = {}
        self._tokens: set[str] = set()
        self._refresh_token = secrets.token_hex(16)
        application = web.Application()
        base = f"/{self.tenant}"
        application.router.add_get(f"{base}/v2.0/.well-known/openid-configuration", self._metadata)
        application.router.add_post(f"{base}/oauth2/v2.0/token", self._token)
        application.router.add_post("/v1.0/me/checkMemberGroups", self._check_groups)
        self.server = HttpsServer(application, self.authority)

    def sign_in(self, address: str) -> dict[str, str]:
        """What the browser brings back, when a person has signed in at `address`."""
        asked = asked_for(address, tenant=self.tenant, app_id=self.app_id)
        code = secrets.token_hex(8)
        self._asked[code] = asked
        return {"code": code, "state": asked["state"]}

    async def _metadata(self, _: web.Request) -> web.Response:
        base = f"{self.server.url}/{self.tenant}"
        return web.json_response(
            {
                "issuer": f"{base}/v2.0",
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "token_endpoint": f"{base}/oauth2/v2.0/token",
            }
        )

    async def _token(self, request: web.Request) -> web.Response:
        form: dict[str, Any] = dict(await request.post())
        if form.get("grant_type") == "refresh_token":
            return self._refreshed(form)
        asked = self._asked.pop(form.get("code", ""), None)
        if asked is None or not self._is_proven(form, asked):
            refusal = {"error": "invalid_grant", "error_description": "AADSTS70008"}
            return web.json_response(refusal, status=400)
        token = secrets.token_hex(16)
        self._tokens.add(token)
        claims = {
            "iss": f"{self.server.url}/{self.tenant}/v2.0",
            "aud": self.app_id,
            "tid": self.tenant,
            "oid": self.oid,
            "sub": self.oid,
            "nonce": asked["nonce"],
            "iat": int(time.time()),
            "exp": int(time.time()) + 3600,
        }
        return web.json_response(
            {
                "token_type": "Bearer",
                "expires_in": 3600,
                "scope": asked["scope"],
                "access_token": token,
                "refresh_token": self._refresh_token,
                "id_token": jwt.encode(claims, _KEY),
                "client_info": encoded(json.dumps({"uid": self.oid, "utid": self.tenant})),
            }
        )

    def _refreshed(self, form: dict[str, Any]) -> web.Response:
        """One that is good for every service, which is asked for all that was consented to."""
        is_known = form.get("refresh_token") == self._refresh_token
        if not is_known or form.get("client_secret") != self.secret:
            self.faults.append("a refresh token of somebody else, or without the app's proof")
        [audience] = [
            one.removesuffix("/.default") for one in form["scope"].split() if "/.default" in one
        ]
        permissions = self.consented.get(audience, set())
        error, number = self.refusals.get(audience, ("invalid_grant", 65001))
        if audience in self.refusals or not permissions:
            refusal = {
                "error": error,
                "error_description": f"AADSTS{number}: as documented. Trace ID: x",
                "error_codes": [number],
            }
            more = {"suberror": "consent_required"}
            if error == "interaction_required":
                more = {**TRACE, "claims": STEP_UP}
            return self._checked("tokenError", refusal | more, status=400)
        answer = {
            "token_type": "Bearer",
            "expires_in": 3600,
            "access_token": secrets.token_hex(16),
            "scope": " ".join(f"{audience}/{one}" for one in sorted(permissions)),
        }
        return self._checked("tokenResponse", answer)

    def _checked(
        self, definition: str, answer: dict[str, Any], *, status: int = 200
    ) -> web.Response:
        self.faults += faults(entra(definition), answer)
        return web.json_response(answer, status=status)

    def _is_proven(self, form: dict[str, Any], asked: dict[str, str]) -> bool:
        return form.get("client_secret") == self.secret and is_whose_it_was(form, asked)

    async def _check_groups(self, request: web.Request) -> web.Response:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in self._tokens:
            self.faults.append("Graph was asked without a token of this person")
            return web.Response(status=401)
        asked = (await request.json())["groupIds"]
        if not 1 <= len(asked) <= 20:
            self.faults.append("Graph takes 1 to 20 groups at once")
        found = [group for group in asked if group in self.groups]
        return web.json_response({"value": found}, status=self.graph_status)
