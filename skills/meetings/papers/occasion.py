"""The meeting that a paper is for, as the order and the notes tell it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.skill import Language, Services, find_days, read_when, short_day, told_clock
from skills.meetings.papers import texts
from skills.meetings.papers.notes import Notes
from skills.meetings.wish import read_wish

_KINDS = (
    ("apt", r"\bapt\b|arbetsplatsträff|workplace meeting"),
    ("management", r"ledningsgrupp|ledningsmöte|management (?:team|group)"),
    ("cooperation", r"samverkan|\bmbl\b|\bfsg\b|\bcsg\b|\blsg\b|union"),
    ("review", r"medarbetarsamtal|utvecklingssamtal|employee (?:review|appraisal)"),
    ("board", r"nämnd|kommunstyrelse|fullmäktige|\bboard\b|utskott|council"),
)
_BOARD = re.compile(
    r"\b(?P<name>(?:\w+- och )?[a-zåäö]*nämnden|kommunstyrelsen|kommunfullmäktige|"
    r"[a-zåäö]+utskottet)\b",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"(?<!beslut)(?<!syfte)(?<!ämne)(?<!delser)(?<!cision)(?<!plats):\s+(?P<points>\S.*)$",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*(?:;|,(?!\s*\d+\s*min)|\boch\b(?=[^,;]*$))\s*")
_MOST_POINTS = 30
_ROOM = re.compile(
    r"\b(?P<room>(?:[Ss]al(?:en)?|[Rr]um(?:met)?|[Rr]oom) [A-ZÅÄÖ0-9][\w-]*|"
    r"(?<=i )[A-ZÅÄÖ][a-zåäö]*(?:salen|rummet|lokalen))"
)
_TEAMS = re.compile(r"\b[Tt]eams\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What is known of it; empty or None where nothing was told."""

    kind: str
    name: str
    when: str
    day: date | None
    place: str
    minutes: int | None
    subject: str = ""
    decision: str = ""
    preparation: str = ""
    access: str = ""
    points: tuple[str, ...] = ()
    invited: tuple[str, ...] = ()

    @property
    def is_board(self) -> bool:
        """Whether rules for boards are its rules: never of an APT."""
        return self.kind == "board"


def planned(text: str, services: Services, language: Language) -> Occasion:
    """A meeting to come, by the order."""
    wish = read_wish(text, now=services.now())
    head = text.partition("\n")[0]
    when = read_when(_LIST.sub("", head), now=services.now())
    day = when.days[0] if len(when.days) == 1 and when.says_days else None
    told = short_day(day, language) + f" {day.year}" if day else ""
    if told and when.start:
        told += (" kl. " if language == "sv" else ", ") + told_clock(when.start, language)
    kind = kind_of(text)
    return Occasion(
        kind=kind,
        name=_name(head, kind, language),
        when=told,
        day=day,
        place=_place(head),
        minutes=when.minutes,
        subject=wish.subject,
        decision=wish.decision,
        preparation=wish.preparation,
        access=wish.access,
        points=wish.agenda or _points(text),
    )


def _points(text: str) -> tuple[str, ...]:
    """ "90 minuter: budget, rekrytering, övrigt", or a list below the order."""
    head, _, below = text.strip().partition("\n")
    listed = _LIST.search(head)
    found = _SEPARATOR.split(listed["points"]) if listed else below.splitlines()
    points = (re.sub(r"^(?:[-•*]|\d+[.)])\s*", "", one.strip(" .\t")) for one in found)
    return tuple(one[:1].upper() + one[1:] for one in points if one)[:_MOST_POINTS]


def held(order: str, notes: Notes, services: Services, language: Language) -> Occasion:
    """A meeting that was, by its notes, else by the order."""
    facts = notes.facts
    said = " ".join((order, facts.get("meeting", ""), *(one.title for one in notes.items[:1])))
    when = facts.get("when", "")
    found = find_days(when or order, today=services.today(), tending="nearest")
    days = {one.day for one in found}
    day = next(iter(days)) if len(days) == 1 else None
    kind = kind_of(said)
    return Occasion(
        kind=kind,
        name=facts.get("meeting", "") or _name(said, kind, language),
        when=when or (found[0].written if found else ""),
        day=day,
        place=facts.get("place", "") or _place(order),
        minutes=None,
    )


def kind_of(text: str) -> str:
    """Which kind of meeting the text tells of."""
    found = (name for name, words in _KINDS if re.search(words, text, re.IGNORECASE))
    return next(found, "meeting")


def _name(text: str, kind: str, language: Language) -> str:
    if kind == "board" and (board := _BOARD.search(text)):
        name = board["name"]
        return name[:1].upper() + name[1:]
    return texts.MEETINGS[kind].in_language(language)


def _place(text: str) -> str:
    if room := _ROOM.search(text):
        return room["room"][:1].upper() + room["room"][1:]
    return "Teams" if _TEAMS.search(text) else ""
