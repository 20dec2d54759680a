"""What the token says that Teams, or the sign-in service, hands over for a person."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import jwt

from bot.errors import AuthenticationError
from bot.identity.assertions import Assertion

SCOPE = "access_as_user"
"""What a Teams app's own API is called.
https://learn.microsoft.com/microsoftteams/platform/bots/how-to/authentication/bot-sso-register-aad"""


def read_assertion(
    token: str, *, user_id: str, tenant_id: str, audiences: Collection[str], now: float
) -> Assertion:
    """The assertion, if the token is this person's, of this tenant, and meant for us.

    Its signature is Entra's to check, and is checked whenever it is exchanged: until then nothing
    is done with it. Raises `AuthenticationError` saying what is wrong.
    """
    try:
        claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    except (jwt.PyJWTError, ValueError, RecursionError):
        raise AuthenticationError("what the person signed in with is no token") from None
    if claims.get("aud") not in audiences:
        raise AuthenticationError("the person's token is for another application")
    if SCOPE not in str(claims.get("scp", "")).split():
        raise AuthenticationError("the person's token is no sign-in")
    if not _is_same(claims.get("tid"), tenant_id):
        raise AuthenticationError("the person's token is from another tenant")
    if not _is_same(claims.get("oid"), user_id):
        raise AuthenticationError("the person's token is somebody else's")
    expires_at = claims.get("exp")
    if not isinstance(expires_at, int | float) or expires_at <= now:
        raise AuthenticationError("the person's token has ended")
    return Assertion(
        user_id=user_id, tenant_id=tenant_id, token=token, expires_at=float(expires_at)
    )


def _is_same(claim: object, expected: str) -> bool:
    """Ids are GUIDs, which are written in either case."""
    return isinstance(claim, str) and bool(claim) and claim.casefold() == expected.casefold()
