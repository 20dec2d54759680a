"""The text of an invitation in the other language: what we wrote changes, what a person wrote
stays, and so do times and names."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

from bot.skill import Event, Language, Notice, Services, Text, Turn
from skills.meetings import texts
from skills.meetings.card import shown
from skills.meetings.plan import Plan
from skills.meetings.retiming import rooms_of

_ASKED = re.compile(
    r"^\W*(?:(?:gör|skriv|översätt|ta|kan du (?:göra|skriva|översätta)|write|translate|make)\s+)?"
    r"(?:(?:den|det|inbjudan|inbjudningen|utkastet|texten|mötet|the (?:invitation|draft)|it)\s+)?"
    r"(?:på|till|in|into|to)\s+(?P<language>engelska|svenska|english|swedish)"
    r"(?:[\s,]+(?:tack|please|i stället|istället|instead))?\W*$",
    re.IGNORECASE,
)
_LABELS = (texts.PURPOSE, texts.DECISION, texts.PREPARATION, texts.ACCESS)
_WHOLE = (
    texts.OPENING, texts.NEXT_STEPS, texts.TOPIC, texts.NEUTRAL, texts.OWN_TIME,
    texts.ACCESS_DEFAULT,
)  # fmt: skip


def language_asked(text: str) -> Language | None:
    """The language that the draft shown last is to be in, if the text asks for that alone."""
    found = _ASKED.match(text)
    if found is None:
        return None
    return "en" if found["language"].lower() in ("engelska", "english") else "sv"


async def in_language(
    plan: Plan, language: Language, turn: Turn, services: Services
) -> AsyncIterator[Event]:
    """The card again, its invitation in that language."""
    told = replace(
        plan,
        subject=_line(plan.subject, language),
        body="\n".join(_line(line, language) for line in plan.body.splitlines()),
        agenda="\n".join(_line(line, language) for line in plan.agenda.splitlines()),
    )
    yield Notice(text=texts.IN_LANGUAGE.in_language(turn.language), lead=True)
    for event in shown(told, turn, await rooms_of(services, turn)):
        yield event


def _line(line: str, language: Language) -> str:
    """One line, or point with its minutes, in that language."""
    other: Language = "sv" if language == "en" else "en"
    for ours, theirs in _pairs(other, language):
        if line.startswith(ours):
            rest = line[len(ours) :]
            return f"{theirs}{_line(rest, language) if rest else ''}"
    return line


def _pairs(given: Language, wanted: Language) -> Iterator[tuple[str, str]]:
    """What we write, in the one language and the other; labels without what comes after."""
    for text in _LABELS:
        yield _label(text, given), _label(text, wanted)
    yield _with(given), _with(wanted)
    for text in _WHOLE:
        yield text.in_language(given), text.in_language(wanted)


def _label(text: Text, language: Language) -> str:
    return text.in_language(language, told="").rstrip(" ") + " "


def _with(language: Language) -> str:
    return texts.MEETING_WITH.in_language(language, names="")
