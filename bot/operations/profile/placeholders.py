"""What stands in a profile until IT has filled it in, and is never taken for a value."""

from __future__ import annotations

GUID = "00000000-0000-0000-0000-000000000000"
"""Of an id that Azure has not given yet."""
WORDS = "FYLL I"
"""How a text begins that says what to write instead."""
DOMAIN = "fyll-i.invalid"
"""A host nobody can have (RFC 2606, section 2), in addresses and e-mail."""


def is_placeholder(value: str) -> bool:
    """Whether a value is still to be filled in."""
    return value == GUID or value.startswith(WORDS) or DOMAIN in value
