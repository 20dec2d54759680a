"""What the value beside a label is worth: nothing where a template was left as it was."""

from __future__ import annotations

import re

LONGEST = 200
"""Characters; what is longer is running text after a colon."""

_NOBODY = re.compile(
    r"^(?:-|–|—|/|\.{2,}|_+|ej(?: \w+)?|saknas|inget|ingen|inga|nytt dokument|n/?a"
    r"|okänt|oklart|se .*|ååå.*|yyyy.*|\?+|vid behov|ange .*|fyll i.*|klicka här.*|välj .*"
    r"|namn|datum|funktion"
    r"|\[.*\]|<.*>|\{.*\})\W*$",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(r"(?:\b|20|19)[Xx]{2,}\b|\bNN\b|[ÅA]{4}-?MM")
_CONTACT = re.compile(
    r"[\s,(;–-]*(?:\b(?:tfn|tel|telefon|mobil|mobile|phone|e-?post|e-?mail|mejl)\b.*"
    r"|\S+@\S+.*|\+?\d[\d /()–-]{5,}.*)$",
    re.IGNORECASE,
)
_AFTER_BODY = re.compile(r"\s*(?:[,(§–]|\bden\b|\bon\b|\d)")
_BEFORE_BODY = re.compile(r"^(?:av|i|by)\s+(?:the\s+)?", re.IGNORECASE)
_LONGEST_BODY = 60


def is_stated(value: str) -> bool:
    """Whether somebody wrote a value, rather than leaving the template's."""
    return len(value) <= LONGEST and not _NOBODY.match(value) and not _PLACEHOLDER.search(value)


def owner_of(value: str) -> str | None:
    """A role, unit or person, without telephone number and address."""
    name = _CONTACT.sub("", value).strip(" ,;(–-")
    return name or None


def reference_number_of(value: str) -> str | None:
    """A number as written; None for what holds no digit."""
    number = value.strip(" .,;")
    return number if any(map(str.isdigit, number)) else None


def body_of(value: str) -> str | None:
    """Who decided, of "Kommunstyrelsen 2023-12-05 § 210"."""
    body = _BEFORE_BODY.sub("", _AFTER_BODY.split(value, maxsplit=1)[0].strip(" .:;"))
    return body if body and len(body) <= _LONGEST_BODY else None
