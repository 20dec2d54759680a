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
_NAME = re.compile(r'^name = "(.+?)"', re.MULTILINE)
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def is_placeholder(value: str) -> bool:
    """Whether a value is still to be filled in."""
    return value == GUID or value.startswith(WORDS) or DOMAIN in value


def is_left_over(value: str, key: str) -> bool:
    """Whether a value in the profile `key` is that of the municipality whose file was copied."""
    if key == _SAMPLE.stem:
        return False
    is_the_samples = "exempelkommun" in value.casefold() or value in _sample_ids()
    return is_the_samples or any(value == name for other, name in _names() if other != key)


@cache
def _names() -> frozenset[tuple[str, str]]:
    """Each profile, and the first name in it: its municipality's."""
    found = {
        path.stem: _NAME.search(path.read_text(encoding="utf-8", errors="replace"))
        for path in _SAMPLE.parent.glob("*.toml")
    }
    return frozenset((key, name[1]) for key, name in found.items() if name)


@cache
def _sample_ids() -> frozenset[str]:
    if not _SAMPLE.is_file():
        return frozenset()
    return frozenset(_GUID.findall(_SAMPLE.read_text(encoding="utf-8")))
