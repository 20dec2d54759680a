"""Puts lines together that a page was too narrow for."""

from __future__ import annotations

import re

_KEEPS_HYPHEN = re.compile(r"(?:^|[\s(/])(?:\w|[A-ZÅÄÖ0-9]{2,})-$")
"""A hyphen that belongs to the word: "e-post", "IT-system"."""
_SHARED_ENDING = ("och ", "eller ", "samt ", "respektive ")


def join_lines(first: str, second: str) -> str:
    """Two lines as one; a word that was divided between them is put together."""
    if not first:
        return second
    if first.endswith("-") and len(first) > 1 and (first[-2].isalnum()):
        if not second[0].islower() or _KEEPS_HYPHEN.search(first):
            return first + second
        if second.startswith(_SHARED_ENDING):
            return f"{first} {second}"
        return first[:-1] + second
    return f"{first} {second}"
