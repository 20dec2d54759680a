"""What the app has been let do in people's names: by an administrator for all, or by a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.identity.entra import entra_code, lacks_consent


@dataclass(frozen=True, slots=True)
class Consent:
    """Of one service."""

    audience: str
    """ "https://graph.microsoft.com"."""
    permissions: frozenset[str] | None
    """Those that it was given, such as "User.Read"; None if that could not be found out."""
    code: str = ""
    """Why not, in Entra's words: "AADSTS50076"."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who has signed in on a page."""

    is_member: bool
    """Of one of the groups that were asked about."""
    consents: tuple[Consent, ...] = ()
    """What the app may do in this person's name; of whoever is no member nothing is asked."""


def consent(audience: str, answer: Mapping[str, Any]) -> Consent:
    """What Entra's answer to a request for everything ("/.default") of a service tells."""
    if "access_token" in answer:
        scopes = str(answer.get("scope", "")).split()
        return Consent(audience, frozenset(scope.rpartition("/")[2] for scope in scopes))
    if lacks_consent(answer):
        return Consent(audience, frozenset())
    return Consent(audience, None, entra_code(answer))
