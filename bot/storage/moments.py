"""Moments as SQLite keeps them: whole microseconds since 1970, in UTC."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def utc_now() -> datetime:
    """The default clock."""
    return datetime.now(UTC)


def micros(moment: datetime) -> int:
    """The moment, which must know its time zone, as a number. Exact."""
    return (moment - _EPOCH) // _MICROSECOND


def moment(micros: int) -> datetime:
    """The inverse of `micros`; a number that no moment has becomes 1970."""
    try:
        return _EPOCH + micros * _MICROSECOND
    except OverflowError:
        return _EPOCH
