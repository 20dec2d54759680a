"""Entra's sign-in in a browser: gives a code once, to be redeemed by whoever asked for it.

It keeps what a client must not forget: PKCE, the redirect address, and the claims that are asked.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

from tests.fakes.on_behalf_of import OnBehalfOf

GRANT = "authorization_code"
_KEY = b"a signature that nobody checks, because the token came over TLS"


class AuthorizationCodes:
    """For tokens to the application itself, which say what the person has proved."""

    def __init__(self, entra: OnBehalfOf, *, issuer: str) -> None:
        self._entra = entra
        self._issuer = issuer
        self._given: dict[str, tuple[str, dict[str, str]]] = {}
        self.declines = False
        """Whether the person fails to prove it."""

    def sign_in(self, address: str, user_id: str) -> dict[str, str]:
        """What the browser brings back when somebody has proved at `address` what it asks."""
        asked = asked_for(address, tenant=self._entra.tenant, app_id=self._entra.app_id)
        if self.declines:
            described = "AADSTS53003: as documented. Trace ID: x"
            refusal = {"error": "access_denied", "error_description": described}
            return {**refusal, "state": asked["state"]}
        code = secrets.token_hex(400)  # as long as Entra's
        self._given[code] = user_id, asked
        return {"code": code, "state": asked["state"]}

    def redeem(self, form: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        """The token endpoint's answer."""
        user_id, asked = self._given.pop(form.get("code", ""), ("", {}))
        if not asked or not is_whose_it_was(form, asked):
            described = "AADSTS70008: as documented. Trace ID: x"
            return 400, {"error": "invalid_grant", "error_description": described}
        now = int(time.time())
        about = {"aud": self._entra.app_id, "tid": self._entra.tenant, "oid": user_id}
        times = {"iat": now, "exp": now + 3600}
        known = {"iss": self._issuer, "sub": user_id, "nonce": asked["nonce"], **about, **times}
        return 200, {
            "token_type": "Bearer",
            "expires_in": 3600,
            "scope": asked["scope"],
            "access_token": self._entra.sign_in(user_id, acrs=_proved(asked)),
            "id_token": jwt.encode(known, _KEY),
            "client_info": encoded(json.dumps({"uid": user_id, "utid": self._entra.tenant})),
        }


def asked_for(address: str, *, tenant: str, app_id: str) -> dict[str, str]:
    """What an address of Entra's sign-in page asks, as an application should."""
    split = urlsplit(address)
    asked = {name: values[0] for name, values in parse_qs(split.query).items()}
    assert split.path == f"/{tenant}/oauth2/v2.0/authorize"
    assert asked["client_id"] == app_id
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["response_mode"] == "form_post"
    return asked


def is_whose_it_was(form: Mapping[str, Any], asked: Mapping[str, str]) -> bool:
    """Whether a code is redeemed by whoever had it asked for."""
    verifier = str(form.get("code_verifier", "")).encode()
    return (
        form.get("redirect_uri") == asked["redirect_uri"]
        and encoded(hashlib.sha256(verifier).digest()) == asked["code_challenge"]
    )


def encoded(content: str | bytes) -> str:
    """Base64 as tokens have it."""
    raw = content.encode() if isinstance(content, str) else content
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _proved(asked: Mapping[str, str]) -> list[str]:
    """Just what the claims request demands; nothing without one."""
    wanted = json.loads(asked.get("claims", "{}")).get("access_token", {}).get("acrs", {})
    return [wanted["value"]] if wanted.get("essential") else []
