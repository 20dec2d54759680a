"""Dataclasses as plain JSON and back: whoever can write the store can at most make a record
unreadable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from functools import lru_cache
from types import UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from bot.errors import StorageUnavailable

T = TypeVar("T")


def pack(value: object) -> object:
    """The value as `json` takes it; a moment in ISO 8601."""
    if is_dataclass(value):
        return {each.name: pack(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): pack(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [pack(item) for item in value]
    return value


def unpack(kind: type[T], stored: object) -> T:
    """The inverse, every type checked. Raises `StorageUnavailable` if it is not one of those."""
    try:
        return cast(T, _value(kind, stored))
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise StorageUnavailable("a stored record is unreadable") from error


def _value(kind: Any, stored: object) -> object:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return None if stored is None else _value(_present(kind), stored)
    if origin is Literal and stored in get_args(kind):
        return stored
    if origin is tuple and isinstance(stored, list):
        return tuple(_value(get_args(kind)[0], item) for item in stored)
    if isinstance(stored, dict):
        if is_dataclass(kind):
            return _record(kind, stored)
        if origin is Mapping:
            return {key: _value(get_args(kind)[1], item) for key, item in stored.items()}
    if kind is datetime and isinstance(stored, str):
        return _moment(stored)
    if kind in (str, int, bool) and type(stored) is kind:
        return stored
    raise TypeError("of another type than it should be")


def _record(kind: Any, stored: Mapping[str, object]) -> object:
    """Fields that an older version did not know have their defaults."""
    values = {}
    for name, (expected, is_needed) in _fields(kind).items():
        if is_needed or name in stored:
            values[name] = _value(expected, stored[name])
    return kind(**values)


@lru_cache
def _fields(kind: Any) -> Mapping[str, tuple[Any, bool]]:
    hints = get_type_hints(kind)
    return {
        each.name: (
            hints[each.name],
            each.default is MISSING and each.default_factory is MISSING,
        )
        for each in fields(kind)
    }


def _present(kind: Any) -> Any:
    (present,) = (each for each in get_args(kind) if each is not type(None))
    return present


def _moment(stored: str) -> datetime:
    moment = datetime.fromisoformat(stored)
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment
