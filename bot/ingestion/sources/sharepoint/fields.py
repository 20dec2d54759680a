"""Reads the members of Graph's answers without trusting their types."""

from __future__ import annotations

from collections.abc import Mapping

Json = Mapping[str, object]


def text(raw: Json, name: str) -> str:
    """The member as text; empty if it is absent or something else."""
    value = raw.get(name)
    return value if isinstance(value, str) else ""


def part(raw: Json, name: str) -> Json:
    """The member as an object; empty if it is absent or something else."""
    value = raw.get(name)
    return value if isinstance(value, dict) else {}


def parts(raw: Json, name: str) -> tuple[Json, ...]:
    """The objects in the member, a list; what is no object is passed over."""
    value = raw.get(name)
    return tuple(one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()


def has(raw: Json, name: str) -> bool:
    """Whether a facet is there, if only as an empty object."""
    return raw.get(name) is not None
