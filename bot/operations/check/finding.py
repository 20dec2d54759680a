"""What a check says: green, yellow or red, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.language.texts import Language, Text

Status = Literal["green", "yellow", "red"]
_WORST: tuple[Status, ...] = ("red", "yellow", "green")


@dataclass(frozen=True, slots=True)
class Finding:
    """One line for IT. Holds no secret, no person and no message text."""

    name: str
    """For scripts: "profile.filled_in"."""
    status: Status
    title: str
    """What was looked at, and how it was."""
    remedy: str | None
    """What to do, and where; None where nothing needs to be done."""


def green(name: str, title: Text, language: Language, **values: object) -> Finding:
    """All is well."""
    return Finding(name, "green", title.in_language(language, **values), None)


def yellow(name: str, title: Text, remedy: Text, language: Language, **values: object) -> Finding:
    """It works, and somebody should know or decide."""
    return _mend(name, "yellow", title, remedy, language, values)


def red(name: str, title: Text, remedy: Text, language: Language, **values: object) -> Finding:
    """Staff must not be let in before it is mended."""
    return _mend(name, "red", title, remedy, language, values)


def worst(findings: Sequence[Finding]) -> Status:
    """What the whole is worth; green for nothing."""
    found = {finding.status for finding in findings}
    return next((status for status in _WORST if status in found), "green")


def _mend(
    name: str,
    status: Status,
    title: Text,
    remedy: Text,
    language: Language,
    values: dict[str, object],
) -> Finding:
    return Finding(
        name,
        status,
        title.in_language(language, **values),
        remedy.in_language(language, **values),
    )
