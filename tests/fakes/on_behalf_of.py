"""Entra's on-behalf-of flow: takes only what Entra would, and remembers what it gave for whom."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.fakes.specs import entra, faults

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
STEP_UP = json.dumps({"access_token": {"acrs": {"essential": True, "value": "c1"}}})
TRACE = {
    "timestamp": "2026-11-25 12:00:00Z",
    "trace_id": "0000aaaa-11bb-cccc-dd22-eeeeee333333",
    "correlation_id": "aaaa0000-bb11-2222-33cc-444444dddddd",
}


@dataclass(frozen=True)
class Granted:
    """A token that was given for a person and a service."""

    user_id: str
    scope: str
    claims: str
    ends_at: float


class OnBehalfOf:
    """Signs what people sign in with, and exchanges it."""

    def __init__(self, *, app_id: str, tenant: str, key: rsa.RSAPrivateKey) -> None:
        self.app_id = app_id
        self.tenant = tenant
        self.granted: dict[str, Granted] = {}
        """By token, all that was ever given."""
        self.asked: list[tuple[str, str]] = []
        """Person and scope of each request."""
        self.disabled: set[str] = set()
        self.is_consented = True
        """Whether an administrator has let the app act for people."""
        self.step_up: set[str] = set()
        """Who must have proved more before anything is given: what they sign in with says so."""
        self.step_up_for: set[tuple[str, str]] = set()
        """The same for a single scope."""
        self.lifetime_s = 3600
        self.hang_s = 0.0
        self.broken = False
        self.status: int | None = None
        """What every exchange is answered with instead."""
        self.exchanges = 0
        self.headers: dict[str, str] = {}
        """Sent with every answer."""
        self._key = key
        self._numbers = itertools.count(1)

    def sign_in(self, user_id: str, **claims: object) -> str:
        """The token of somebody who has signed in to the app; `claims` override."""
        now = int(time.time())
        payload = {
            "aud": self.app_id,
            "iss": f"https://login.microsoftonline.com/{self.tenant}/v2.0",
            "iat": now,
            "nbf": now,
            "exp": now + 3600,
            "oid": user_id,
            "tid": self.tenant,
            "scp": "access_as_user",
            "sub": f"sub-{user_id}",
            "ver": "2.0",
            "uti": str(next(self._numbers)),
        }
        assert faults(entra("ssoAccessTokenPayload"), payload) == []
        return jwt.encode({**payload, **claims}, self._key, algorithm="RS256")

    def grants(self, token: str, scope: str) -> Granted | None:
        """For whom the token is, if it is for that service and still holds."""
        granted = self.granted.get(token)
        if granted is None or scope not in granted.scope.split() or time.time() > granted.ends_at:
            return None
        return granted

    async def exchange(self, tenant: str, form: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        await asyncio.sleep(self.hang_s)
        if self.broken:
            return 400, _error("temporarily_unavailable", 90033)
        try:
            claims = jwt.decode(
                form["assertion"],
                self._key.public_key(),
                algorithms=["RS256"],
                audience=self.app_id,
                options={"require": ["exp", "aud", "oid", "tid"]},
            )
        except jwt.ExpiredSignatureError:
            return 400, _error("invalid_grant", 500133)
        except jwt.InvalidTokenError:
            return 400, _error("invalid_grant", 50013)
        user_id = claims["oid"]
        self.asked.append((user_id, form["scope"]))
        if claims["tid"] != tenant:
            return 400, _error("invalid_grant", 500011)
        if user_id in self.disabled:
            return 400, _error("invalid_grant", 50057)
        if not self.is_consented:
            return 400, {**_error("invalid_grant", 65001), "suberror": "consent_required"}
        wanted = {(user_id, one) for one in form["scope"].split()}
        is_asked = user_id in self.step_up or wanted & self.step_up_for
        if is_asked and "c1" not in claims.get("acrs", ()):
            return 400, {**_error("interaction_required", 50076), **TRACE, "claims": STEP_UP}
        token = f"{user_id}-{next(self._numbers)}"
        scope = " ".join(each for each in form["scope"].split() if "://" in each)
        ends_at = time.time() + self.lifetime_s
        self.granted[token] = Granted(user_id, scope, form.get("claims", ""), ends_at)
        return 200, {
            "token_type": "Bearer",
            "scope": scope,
            "expires_in": self.lifetime_s,
            "access_token": token,
        }


def _error(error: str, code: int) -> dict[str, Any]:
    described = f"AADSTS{code}: as documented. Trace ID: x"
    return {"error": error, "error_description": described, "error_codes": [code]}
