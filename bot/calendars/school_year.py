"""The school's calendar: terms, holidays and planning days, from a file.

[[terms]]                     # name tells which: höst… or vår…
name = "Höstterminen 2026"
first = 2026-08-18
last = 2026-12-18
[[breaks]]                    # a planning day is a break of one day
name = "höstlov"
first = 2026-10-26
last = 2026-10-30
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from bot.errors import ConfigurationError

TermKind = Literal["autumn", "spring", "year"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days with a name, the first and the last included."""

    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """Terms and breaks, in the order of time."""

    terms: tuple[Stretch, ...] = ()
    breaks: tuple[Stretch, ...] = ()

    def term(self, kind: TermKind, today: date) -> tuple[date, date] | None:
        """The first and last day of the term of that kind that is not over; a year is both."""
        left = [one for one in self.terms if one.last >= today]
        if kind != "year":
            prefix = "höst" if kind == "autumn" else "vår"
            left = [one for one in left if one.name.casefold().startswith(prefix)][:1]
        elif left:
            springs = [one for one in left if one.name.casefold().startswith("vår")]
            left = left[: left.index(springs[0]) + 1] if springs else left[:1]
        return (left[0].first, left[-1].last) if left else None

    def break_on(self, day: date) -> str | None:
        """What the school is closed for then."""
        return next((one.name for one in self.breaks if one.first <= day <= one.last), None)


def read_school_year(path: Path) -> SchoolYear | None:
    """What the file says; None without one. Raises `ConfigurationError`."""
    if not path.exists():
        return None
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return SchoolYear(_stretches(tables, "terms"), _stretches(tables, "breaks"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigurationError(
            f'{path}: each of [[terms]] and [[breaks]] needs name = "…", first = DATE, last = DATE'
        ) from error


def _stretches(tables: dict[str, object], key: str) -> tuple[Stretch, ...]:
    listed = tables.get(key, [])
    if not isinstance(listed, list):
        raise TypeError(key)
    found = [Stretch(str(one["name"]), one["first"], one["last"]) for one in listed]
    if not all(type(one.first) is type(one.last) is date for one in found):
        raise TypeError("not a day")
    if any(one.first > one.last for one in found):
        raise ValueError("it ends before it begins")
    return tuple(sorted(found, key=lambda one: one.first))
