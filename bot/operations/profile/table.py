"""Reads typed values from a TOML table, and collects everything that is wrong at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeVar, cast
from urllib.parse import urlsplit

from bot.operations.profile.placeholders import is_left_over, is_placeholder

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_PHONE = re.compile(r"\+?[\d -]{3,20}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,63}")
_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
_VERSION = re.compile(r"(0|[1-9]\d{0,4})(\.(0|[1-9]\d{0,4})){2}")

Choice = TypeVar("Choice", bound=str)


class Findings:
    """What is wrong, and what is still to be filled in, over all tables of one file."""

    def __init__(self, key: str = "") -> None:
        """`key`: the profile's name."""
        self.key = key
        self.wrong: list[str] = []
        self.placeholders: list[str] = []

    def is_open(self, value: str) -> bool:
        """Whether it is for IT to fill in, or the sample's, left over from the copy."""
        return is_placeholder(value) or is_left_over(value, self.key)


class Table:
    """One table of the file. A value that is wrong is noted, and something harmless returned."""

    def __init__(self, name: str, values: object, findings: Findings) -> None:
        """`name` as it stands in the file: "[app]"."""
        self._name = name
        self._values = values if isinstance(values, Mapping) else {}
        # Of a table that is missing, that is all there is to say.
        self._findings = findings if isinstance(values, Mapping) else Findings()
        self._read: set[str] = set()
        if not isinstance(values, Mapping):
            findings.wrong.append(f"{name} is missing")

    def text(self, key: str, *, longest: int = 200) -> str:
        """One line."""
        fits = lambda value: 0 < len(value) <= longest and value.isprintable()  # noqa: E731
        return self._string(key, fits, f"a text of at most {longest} characters")

    def guid(self, key: str) -> str:
        """An id of Entra or Teams."""
        return self._string(key, _is_guid, "an id such as 3f2504e0-4f89-41d3-9a0c-0305e82c3301")

    def phone(self, key: str) -> str:
        """A number that can be called."""
        return self._string(key, _PHONE.fullmatch, "a telephone number such as 0980-319 200")

    def email(self, key: str) -> str:
        """An address that can be written to."""
        return self._string(key, _EMAIL.fullmatch, "an e-mail address such as hr@kommun.se")

    def color(self, key: str) -> str:
        """A colour that white can be read on (WCAG 2.2, 1.4.11: at least 3:1)."""
        return self._string(key, _carries_white, "a colour that white is readable on, as #1B5E4B")

    def version(self, key: str) -> str:
        """Three numbers (semver.org, without labels: the admin center compares numbers)."""
        return self._string(key, _VERSION.fullmatch, "three numbers such as 1.0.0")

    def host(self, key: str) -> str:
        """A host name without scheme or path."""
        return self._string(key, _HOST.fullmatch, "a host name such as kollega.kommun.se")

    def https(self, key: str) -> str:
        """An address that begins with https."""
        return self._string(key, _is_https, "an address that begins with https://").rstrip("/")

    def choice(self, key: str, choices: Sequence[Choice]) -> Choice:
        """One of the words."""
        value = self._string(key, lambda value: value in choices, f"one of {', '.join(choices)}")
        return cast(Choice, value) if value in choices else choices[0]

    def choices(self, key: str, choices: Sequence[Choice]) -> tuple[Choice, ...]:
        """One or more of the words, each once."""
        known = lambda value: value in choices  # noqa: E731
        found = self._strings(key, known, f"a list of {', '.join(choices)}")
        if not found:
            self._wrong(key, f"a list of {', '.join(choices)}")
        return cast(tuple[Choice, ...], tuple(dict.fromkeys(found)))

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where it is left out."""
        return self._strings(key, bool, "a list of texts")

    def guids(self, key: str) -> tuple[str, ...]:
        """A list of ids; empty where it is left out."""
        return self._strings(key, _is_guid, "a list of ids, each in quotes")

    def flag(self, key: str) -> bool:
        """true or false; false where it is left out."""
        value = self._take(key, False)
        if not isinstance(value, bool):
            self._wrong(key, "true or false")
        return value is True

    def day(self, key: str) -> date:
        """A date without quotes."""
        value = self._take(key, None)
        if type(value) is date:
            return value
        if isinstance(value, str) and self._findings.is_open(value):
            self._findings.placeholders.append(f"{self._name} {key}")
            return date.min
        self._wrong(key, "a date such as 2026-11-25, without quotes")
        return date.min

    def table(self, key: str) -> Table:
        """A table within this one."""
        return Table(f"[{self._within(key)}]", self._take(key, None), self._findings)

    def tables(self, key: str) -> list[Table]:
        """Tables written with double brackets; none where there are none."""
        values = self._take(key, [])
        name = f"[[{self._within(key)}]]"
        if not isinstance(values, list):
            self._wrong(key, f"tables, each headed {name}")
            return []
        return [
            Table(f"{name} number {place}", value, self._findings)
            for place, value in enumerate(values, start=1)
        ]

    @property
    def keys(self) -> tuple[str, ...]:
        """What the table holds."""
        return tuple(self._values)

    def end(self) -> None:
        """Note what stands in the table and means nothing there."""
        known = ", ".join(sorted(self._read))
        for key in sorted(self._values.keys() - self._read):
            self._findings.wrong.append(f"{self._name} {key} is unknown; there are {known}")

    def whole_number(self, key: str, *, lowest: int, highest: int) -> int:
        """A number without quotes."""
        value = self._take(key, None)
        if type(value) is int and lowest <= value <= highest:
            return value
        self._wrong(key, f"a whole number from {lowest} to {highest}")
        return lowest

    def _string(self, key: str, is_right: Callable[[str], object], what: str) -> str:
        value = self._take(key, None)
        if isinstance(value, str) and self._findings.is_open(value):
            self._findings.placeholders.append(f"{self._name} {key}")
            return value
        if isinstance(value, str) and is_right(value):
            return value
        self._wrong(key, what)
        return ""

    def _strings(self, key: str, is_right: Callable[[str], object], what: str) -> tuple[str, ...]:
        values = self._take(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            self._wrong(key, what)
            return ()
        if any(map(self._findings.is_open, values)):
            self._findings.placeholders.append(f"{self._name} {key}")
        elif not all(is_right(value) for value in values):
            self._wrong(key, what)
            return ()
        return tuple(values)

    def _within(self, key: str) -> str:
        return f"{self._name[1:-1]}.{key}".removeprefix(".")

    def _take(self, key: str, default: object) -> object:
        self._read.add(key)
        return self._values.get(key, default)

    def _wrong(self, key: str, what: str) -> None:
        problem = "is missing" if key not in self._values else "is wrong"
        self._findings.wrong.append(f"{self._name} {key} {problem}: put {what}")


def _is_guid(value: str) -> bool:
    return _GUID.fullmatch(value) is not None


def _is_https(value: str) -> bool:
    try:
        address = urlsplit(value)
        return (
            address.scheme == "https"
            and bool(_HOST.fullmatch(address.hostname or ""))
            and address.username is None
            and value.isprintable()
            and " " not in value
        )
    except ValueError:
        return False


def _carries_white(value: str) -> bool:
    if not _COLOR.fullmatch(value):
        return False
    red, green, blue = (_linear(int(value[at : at + 2], 16) / 255) for at in (1, 3, 5))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 1.05 / (luminance + 0.05) >= 3


def _linear(channel: float) -> float:
    """Of an sRGB channel (WCAG 2.2, definition of relative luminance)."""
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
