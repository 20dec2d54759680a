"""Annual leave for those whom the steps by age are not for: the sentence that says so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.sentences import split_sentences
from bot.skill import Citation, Passage, Sentence

EXCEPTIONS = "Hur många semesterdagar har jag? Vilka gäller det inte för: timavlönade, BEA, ferie"
"""The question in the words of the sources."""

_HOW_MUCH = re.compile(r"\bsemester|\bholidays?\b|\bvacation\b|\bannual leave\b", re.IGNORECASE)
_NOT_THE_NUMBER = re.compile(r"\bkvar\b|saldo|spara|ta ut|sjuk|\bleft\b|saved?\b", re.IGNORECASE)
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"timanställ\w*|timavlön\w*|timvikar\w*|\bhourly\b",
        r"ferie\w*|uppehållsanställ\w*",
        r"\bbea\b|beredskapsavtalet",
    )
)


def employment_form(text: str) -> re.Pattern[str] | None:
    """The form of employment that a question about the number of days is about, if one is told."""
    if not _HOW_MUCH.search(text) or _NOT_THE_NUMBER.search(text):
        return None
    return next((form for form in _FORMS if form.search(text)), None)


def find_exception(form: re.Pattern[str], passages: Sequence[Passage]) -> list[Sentence]:
    """What the first passage that speaks of leave for this form says; empty if none does."""
    for passage in passages:
        for line in passage.chunk.text.splitlines():
            said = split_sentences(line.lstrip("-•* "))
            if said and form.search(said[0]) and _HOW_MUCH.search(said[0]):
                return [Sentence(text=one, citations=(Citation(passage, one),)) for one in said[:2]]
    return []
