"""Typed reading of JSON objects that come over the wire."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from bot.errors import MalformedActivityError

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
JsonObject: TypeAlias = "dict[str, Json]"

MAX_ID_CHARACTERS = 1000
MAX_VALUE_DEPTH = 8
"""How deeply what a card submits may be nested."""


class Fields:
    """Typed reading of one JSON object. Every method raises `MalformedActivityError`."""

    __slots__ = ("_document",)

    def __init__(self, document: Mapping[str, Json]) -> None:
        self._document = document

    def text(self, name: str, *, limit: int | None = None) -> str | None:
        """A string of at most so many characters; None if it is absent."""
        value = self._document.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or (limit is not None and len(value) > limit):
            raise MalformedActivityError(f"{name} is not a string of reasonable length")
        return _clean(value)

    def identifier(self, name: str) -> str:
        """A string that must be there."""
        value = self.text(name, limit=MAX_ID_CHARACTERS)
        if not value:
            raise MalformedActivityError(f"{name} is missing")
        return value

    def fields(self, name: str) -> Fields:
        """An object; an empty one if it is absent."""
        value = self._document.get(name)
        if value is None:
            return Fields({})
        if not isinstance(value, dict):
            raise MalformedActivityError(f"{name} is not an object")
        return Fields(value)

    def json_list(self, name: str) -> list[Json]:
        """A list; an empty one if it is absent."""
        value = self._document.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise MalformedActivityError(f"{name} is not a list")
        return value

    def items(self, name: str) -> list[Fields]:
        """A list of objects; an empty one if it is absent."""
        items = self.json_list(name)
        objects = [Fields(item) for item in items if isinstance(item, dict)]
        if len(objects) != len(items):
            raise MalformedActivityError(f"{name} is not a list of objects")
        return objects

    def json(self, name: str) -> Json:
        """Anything, nested no deeper than is reasonable."""
        return _bounded(self._document.get(name), MAX_VALUE_DEPTH)


def _bounded(value: Json, depth: int) -> Json:
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, (list, dict)) and depth == 0:
        raise MalformedActivityError("the value is nested too deeply")
    if isinstance(value, list):
        return [_bounded(item, depth - 1) for item in value]
    if isinstance(value, dict):
        return {_clean(name): _bounded(item, depth - 1) for name, item in value.items()}
    return value


def _clean(value: str) -> str:
    """Without lone surrogates, which JSON allows and no store takes."""
    return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
