"""What stands in a profile until IT has filled it in, and is never taken for a value."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

GUID = "00000000-0000-0000-0000-000000000000"
"""Of an id that Azure has not given yet."""
WORDS = "FYLL I"
"""How a text begins that says what to write instead."""
DOMAIN = "fyll-i.invalid"
"""A host nobody can have (RFC 2606, section 2), in addresses and e-mail."""
_SAMPLE = Path(__file__).parents[3] / "infra" / "municipalities" / "exempel.toml"
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def is_placeholder(value: str) -> bool:
    """Whether a value is still to be filled in."""
    return value == GUID or value.startswith(WORDS) or DOMAIN in value


def is_left_over(value: str, key: str) -> bool:
    """Whether a value in the profile `key` is the sample municipality's, where it was copied."""
    if key == _SAMPLE.stem:
        return False
    return "exempelkommun" in value.casefold() or value in _sample_ids()


@cache
def _sample_ids() -> frozenset[str]:
    if not _SAMPLE.is_file():
        return frozenset()
    return frozenset(_GUID.findall(_SAMPLE.read_text(encoding="utf-8")))
