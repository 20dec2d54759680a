"""What Entra, or a service, demands of a person beyond having signed in: a claims request.

https://learn.microsoft.com/entra/identity-platform/claims-challenge
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence


def challenged_claims(challenges: Sequence[str]) -> str | None:
    """The claims request in a 401's `WWW-Authenticate`, decoded; None if there is none."""
    for challenge in challenges:
        found = re.search(r'\bclaims="([A-Za-z0-9+/_=-]+)"', challenge)
        if found and 'error="insufficient_claims"' in challenge:
            encoded = found[1].replace("-", "+").replace("_", "/")
            try:
                return claims_in(base64.b64decode(encoded + "=" * (-len(encoded) % 4)).decode())
            except ValueError:
                return None
    return None


def claims_in(value: object) -> str | None:
    """A claims request, if it is one: a JSON object as text."""
    if not isinstance(value, str):
        return None
    try:
        return value if isinstance(json.loads(value), dict) else None
    except (ValueError, RecursionError):
        return None
