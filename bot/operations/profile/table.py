"""Reads typed values from a TOML table, and collects everything that is wrong at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeVar, cast
from urllib.parse import urlsplit

from bot.language.texts import Text
from bot.operations.profile import texts
from bot.operations.profile.mistakes import Field, Mistake, heading, named, nearest
from bot.operations.profile.placeholders import is_left_over, is_placeholder

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_PHONE = re.compile(r"\+?[\d -]{3,20}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,63}")
_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
_VERSION = re.compile(r"(0|[1-9]\d{0,4})(\.(0|[1-9]\d{0,4})){2}")
_SITE = re.compile(r"sharepoint:[\w.-]+/\S+")
_SHOWN = 40
"""Characters of a wrong value that are told."""

Choice = TypeVar("Choice", bound=str)


class Findings:
    """What is wrong, and what is still to be filled in, over all tables of one file."""

    def __init__(self, key: str, line: Callable[[Field], int | None]) -> None:
        """`key`: the profile's name. `line`: where a field stands in its file."""
        self.key = key
        self.mistakes: list[Mistake] = []
        self.placeholders: list[str] = []
        self._line = line

    def is_open(self, value: str) -> bool:
        """Whether it is for IT to fill in, or the sample's, left over from the copy."""
        return is_placeholder(value) or is_left_over(value, self.key)

    def note(self, where: Field, template: Text, **values: Text | str | int) -> None:
        """A mistake, in words that may have the place `field`: how it is written in the file."""
        told = texts.told(template, **({"field": named(where)} | values))
        self.mistakes.append(Mistake(where, self._line(where), told))

    def note_unknown(self, field: Field, written: str, known: Mapping[str, str]) -> None:
        """`known`: what may stand there instead, each as it is written.

        If one of those is missing, it is likely to be the one that was meant, and not told twice.
        """
        near = nearest(str(field[-1]), known)
        if near is None:
            self.note(field, texts.UNKNOWN, field=written, known=", ".join(known.values()))
            return
        meant = (*field[:-1], near)
        self.mistakes = [one for one in self.mistakes if one.field != meant]
        self.note(field, texts.MEANT, field=written, near=known[near])


class Table:
    """One table of the file. A value that is wrong is noted, and something harmless returned."""

    def __init__(self, field: Field, values: object, findings: Findings) -> None:
        """`field`: where the table is; nothing for the whole file."""
        self._field = field
        self._values = values if isinstance(values, Mapping) else {}
        # Of a table that is missing, that is all there is to say.
        is_there = isinstance(values, Mapping)
        self._findings = findings if is_there else Findings(findings.key, lambda _: None)
        self._known: dict[str, str] = {}
        if not is_there:
            findings.note(field, texts.TABLE_MISSING, field=heading(field))

    def text(self, key: str, *, longest: int = 200) -> str:
        """One line."""
        fits = lambda value: 0 < len(value) <= longest and value.isprintable()  # noqa: E731
        return self._string(key, fits, texts.told(texts.A_TEXT, longest=longest))

    def guid(self, key: str) -> str:
        """An id of Entra or Teams."""
        return self._string(key, _is_guid, texts.AN_ID)

    def phone(self, key: str) -> str:
        """A number that can be called."""
        return self._string(key, _PHONE.fullmatch, texts.A_PHONE)

    def email(self, key: str) -> str:
        """An address that can be written to."""
        return self._string(key, _EMAIL.fullmatch, texts.AN_EMAIL)

    def color(self, key: str) -> str:
        """A colour that white can be read on (WCAG 2.2, 1.4.11: at least 3:1)."""
        return self._string(key, _carries_white, texts.A_COLOR)

    def version(self, key: str) -> str:
        """Three numbers (semver.org, without labels: the admin center compares numbers)."""
        return self._string(key, _VERSION.fullmatch, texts.A_VERSION)

    def host(self, key: str) -> str:
        """A host name without scheme or path."""
        return self._string(key, _HOST.fullmatch, texts.A_HOST)

    def https(self, key: str) -> str:
        """An address that begins with https."""
        return self._string(key, _is_https, texts.AN_ADDRESS).rstrip("/")

    def sharepoint(self, key: str) -> str:
        """A site, as `kollega ingest` names it."""
        return self._string(key, _SITE.fullmatch, texts.A_SITE)

    def choice(self, key: str, choices: Sequence[Choice]) -> Choice:
        """One of the words."""
        what = texts.told(texts.ONE_OF, choices=", ".join(choices))
        value = self._string(key, lambda value: value in choices, what)
        return cast(Choice, value) if value in choices else choices[0]

    def choices(self, key: str, choices: Sequence[Choice]) -> tuple[Choice, ...]:
        """One or more of the words, each once."""
        what = texts.told(texts.A_LIST_OF, choices=", ".join(choices))
        found = self._strings(key, lambda value: value in choices, what)
        if self._values.get(key, []) == []:
            self._wrong(key, what)
        return cast(tuple[Choice, ...], tuple(dict.fromkeys(found)))

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where it is left out."""
        return self._strings(key, bool, texts.A_LIST)

    def guids(self, key: str) -> tuple[str, ...]:
        """A list of ids; empty where it is left out."""
        return self._strings(key, _is_guid, texts.IDS)

    def flag(self, key: str) -> bool:
        """true or false; false where it is left out."""
        value = self._take(key, False)
        if not isinstance(value, bool):
            self._wrong(key, texts.A_FLAG)
        return value is True

    def day(self, key: str) -> date:
        """A date without quotes."""
        value = self._take(key, None)
        if type(value) is date:
            return value
        if isinstance(value, str) and self._findings.is_open(value):
            self._is_open(key)
            return date.min
        self._wrong(key, texts.A_DAY)
        return date.min

    def table(self, key: str) -> Table:
        """A table within this one."""
        field = (*self._field, key)
        return Table(field, self._take(key, None, as_written=heading(field)), self._findings)

    def tables(self, key: str) -> list[Table]:
        """Tables written with double brackets; none where there are none."""
        field = (*self._field, key)
        written = heading(field, is_one_of_several=True)
        values = self._take(key, [], as_written=written)
        if not isinstance(values, list):
            self._wrong(key, texts.told(texts.TABLES, name=written))
            return []
        return [
            Table((*field, place), value, self._findings)
            for place, value in enumerate(values, start=1)
        ]

    @property
    def keys(self) -> tuple[str, ...]:
        """What the table holds."""
        return tuple(self._values)

    def end(self, *, optional: Sequence[str] = ()) -> None:
        """Note what stands in the table and means nothing there. `optional`: what may, too."""
        known = dict(sorted(({key: key for key in optional} | self._known).items()))
        for key, value in self._values.items():
            if key not in known:
                field = (*self._field, key)
                self._findings.note_unknown(field, _written(field, value), known)

    def whole_number(self, key: str, *, lowest: int, highest: int) -> int:
        """A number without quotes."""
        value = self._take(key, None)
        if type(value) is int and lowest <= value <= highest:
            return value
        self._wrong(key, texts.told(texts.A_NUMBER, lowest=lowest, highest=highest))
        return lowest

    def _string(self, key: str, is_right: Callable[[str], object], what: Text) -> str:
        value = self._take(key, None)
        if isinstance(value, str) and self._findings.is_open(value):
            self._is_open(key)
            return value
        if isinstance(value, str) and is_right(value):
            return value
        self._wrong(key, what)
        return ""

    def _strings(self, key: str, is_right: Callable[[str], object], what: Text) -> tuple[str, ...]:
        values = self._take(key, [])
        if not isinstance(values, list):
            self._wrong(key, what)
            return ()
        wrong = [value for value in values if not isinstance(value, str)]
        if not wrong and any(map(self._findings.is_open, values)):
            self._is_open(key)
            return tuple(values)
        wrong = wrong or [value for value in values if not is_right(value)]
        if wrong:
            self._wrong(key, what, value=wrong[0])
            return ()
        return tuple(values)

    def _take(self, key: str, default: object, *, as_written: str = "") -> object:
        self._known[key] = as_written or key
        return self._values.get(key, default)

    def _is_open(self, key: str) -> None:
        self._findings.placeholders.append(named((*self._field, key)))

    def _wrong(self, key: str, what: Text, *, value: object = None) -> None:
        field = (*self._field, key)
        if key not in self._values:
            self._findings.note(field, texts.MISSING, what=what)
        else:
            found = self._values[key] if value is None else value
            self._findings.note(field, texts.WRONG, value=_shown(found), what=what)


def _written(field: Field, value: object) -> str:
    if isinstance(value, Mapping):
        return heading(field)
    is_several = isinstance(value, list) and any(isinstance(one, Mapping) for one in value)
    return heading(field, is_one_of_several=True) if is_several else named(field)


def _shown(value: object) -> str:
    """As it stands in the file, and no more than is needed to find it there."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value[:_SHOWN]}…"' if len(value) > _SHOWN else f'"{value}"'
    if isinstance(value, (list, Mapping)):
        return "[…]" if value else "[]"
    return str(value)


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
