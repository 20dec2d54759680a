"""Reads who is to do what, and by when, from a line of notes."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

_NAME = r"[A-ZÅÄÖ][\wåäöé.-]*(?: [A-ZÅÄÖ][\wåäöé-]+){0,2}"
_DAY = (
    r"(?:\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}(?:[ -]\d{4})?|(?:den )?\d{1,2}(?::?[ae])? "
    r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec|may|oct)\w*\.?(?: \d{4})?|"
    r"(?:nästa |på |next )?(?:måndag|tisdag|onsdag|torsdag|fredag|monday|tuesday|wednesday|"
    r"thursday|friday)\w*|(?:v\.?|vecka|week) ?\d{1,2}|nästa (?:vecka|möte|apt)|"
    r"next (?:week|meeting)|(?:imorgon|i morgon|tomorrow)|månadsskiftet|årsskiftet)"
)
_DUE = re.compile(
    rf"[\s,;(–-]*\b(?:(?:klart?|senast|deadline|due|by|före|innan|before|till|until|klart senast)"
    rf"\s*:?\s*)+(?P<day>{_DAY})\)?\.?",
    re.IGNORECASE,
)
_BARE_DUE = re.compile(rf"[\s,;(–-]+(?P<day>{_DAY})\)?\.?$", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?:att göra|åtgärd|todo|to[ -]do|action(?: item| point)?|AP|uppgift|aktivitet)\s*"
    r"(?:\d+\s*)?[:–-]\s*",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"[\s,;(]*\b(?i:ansvarig|ansvar|ägare|owner|responsible|assigned to)\s*:?\s*"
    rf"(?P<who>{_NAME})\)?"
)
_ARROW = re.compile(rf"\s*(?:→|->|=>|@)\s*(?P<who>{_NAME})\s*$")
_IN_BRACKETS = re.compile(rf"\s*\((?P<who>{_NAME})\s*\)\s*\.?$")
_LAST = re.compile(rf"(?P<before>\s[a-zåäö]\w*),\s*(?P<who>{_NAME})\s*\.?$")
_FIRST = re.compile(rf"^(?P<who>{_NAME})\s*:\s*(?P<what>\S.*)$")
_SHALL = re.compile(
    rf"^(?P<who>{_NAME}(?: och {_NAME}| and {_NAME})?) (?:(?:ska|skall|will|shall|is to)\b|"
    r"(?=(?:tar|fixar|kollar|återkommer|ansvarar|ordnar|bokar|mejlar|ringer|kontaktar|skickar|"
    r"sammanställer|undersöker|följer upp|stämmer av|uppdaterar|checks|follows up)\b))"
    r"\s*(?P<what>\S.*)$"
)
_DOES = re.compile(rf"^(?P<who>{_NAME}) (?P<what>[a-zåäö]+r\b.*)$")
_NOBODY = re.compile(
    r"^(?:Vi|Man|Det|Den|De|Detta|Frågan|Ärendet|Alla|Mötet|Nämnden|Beslutet|Beslut|Kommunen|"
    r"Styrelsen|Ingen|Som|Nästa|Budgeten|We|It|The|This|They|Everyone|Nobody|Next|Info)\b"
)


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done, in the words of the notes; empty where they do not tell."""

    what: str
    who: str
    due: str
    line: str


def read_task(line: str, *, in_list: bool, people: Collection[str] = ()) -> Task | None:
    """The task that the line gives; `in_list`: it stands below "Att göra".

    `people` were at the meeting: "Anna skriver till hyresvärden" is Anna's, in such a list.
    """
    label = _LABEL.match(line)
    text = line[label.end() :] if label else line
    rest, due = _cut(text, _DUE, "day")
    rest, who = _owner(rest)
    is_told = bool(label) or in_list
    shall = None if who else _SHALL.match(rest)
    if shall and not _NOBODY.match(shall["who"]):
        rest, who, is_told = shall["what"], shall["who"], True
    elif is_told and not who and (first := _FIRST.match(rest)):
        rest, who = first["what"], first["who"]
    elif is_told and not who and (does := _DOES.match(rest)) and _is_one_of(does["who"], people):
        rest, who = does["what"], does["who"]
    if not is_told:
        return None
    if not due:
        rest, due = _cut(rest, _BARE_DUE, "day")
    if not who:
        rest, who = _owner(rest)
    if not who:
        rest, who = _named_last(rest)
    what = rest.strip(" .,;:()–-")
    return Task(what[:1].upper() + what[1:], who, due, line) if what else None


def _is_one_of(name: str, people: Collection[str]) -> bool:
    return any(one == name or one.startswith(f"{name} ") for one in people)


def _owner(text: str) -> tuple[str, str]:
    for pattern in (_OWNER, _ARROW, _IN_BRACKETS):
        rest, who = _cut(text, pattern, "who")
        if who:
            return rest, who
    return text, ""


def _named_last(text: str) -> tuple[str, str]:
    """ "Skicka protokollet, Sara"; not "Bjud in Mia, Sara", where both may be meant."""
    found = _LAST.search(text)
    return (text[: found.end("before")], found["who"]) if found else (text, "")


def _cut(text: str, pattern: re.Pattern[str], group: str) -> tuple[str, str]:
    found = pattern.search(text)
    if found is None:
        return text, ""
    return f"{text[: found.start()]}{text[found.end() :]}".strip(), found[group].strip(" .")
