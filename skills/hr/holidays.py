"""Annual leave by age: which steps the sources give, and which one fits the asker."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.language.sentences import split_sentences
from bot.skill import Citation, Passage, Sentence

AGE_BRACKET = "age_bracket"
"""The fact that is remembered: "under 40", "40-49", "50+"."""

ENTITLEMENT = "Hur många semesterdagar har jag per år?"
"""The question in the words of the sources."""

_ENTITLEMENT = re.compile(
    r"\bhur (?:många|mycket)\b.*\bsemester|\bsemester ?(?:dagar|dar)\b.*\b(?:rätt|har jag|får)\b|"
    r"\bhow (?:many|much)\b.*\b(?:holidays?|vacation|annual leave|days off)\b|"
    r"^\W*semester ?dagar\W*$|^\W*semester ?dagar \d\d\b",
    re.IGNORECASE,
)
_SOMETHING_ELSE = re.compile(
    r"\bkvar\b|saldo|\bspara|sparade|\bta ut\b|tagit ut|betal|ersättning|tillägg|sjuk|växl|"
    r"deltid|halvtid|procent|%|timanställ|timavlön|timvikar|ferie|uppehåll|\bbea\b|lärare|"
    r"vikari|sommarjobb|provanställ|föräldraled|tjänstled|började|börjat|slutar|\bsluta\b|"
    r"i rad|förra året|\bleft\b|balance|saved?\b|part[- ]time|hourly|sick|temp\b|teacher|20[0-3]\d",
    re.IGNORECASE,
)
_AGE_STEP = re.compile(
    r"(?:fyller|fyllt|fylla|uppnår) (\d\d)\b(?: år)?[^.\d]{0,60}?(\d\d)(?: \w*)? ?"
    r"(?:semester)?dagar",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"till och med", re.IGNORECASE)
_BASE = re.compile(r"\b(\d\d) (?:betalda )?semesterdagar\b", re.IGNORECASE)
_BASIS = re.compile(r"\b(?:bestäms|regleras|följer|står|framgår)\b.*§", re.IGNORECASE)
_OWN_AGE = re.compile(
    r"\b(?:jag (?:är|e|blir|fyller|har fyllt|fyllt)|fyllt|fyller|fyllde|fyllda|i am|i'm|"
    r"turn(?:ed|ing)?|aged?|är jag)\s+(\d\d)\b|\b(\d\d)(?:\s*[-–]\s*\d\d|\+)?"
    r"(?:\s*(?:år|bast|years?)\b|\s*[.?!]*$)",
    re.IGNORECASE,
)
_OWN_UNDER = re.compile(
    r"\b(?:under|below|yngre än|inte fyllt|younger than) (\d\d)\b", re.IGNORECASE
)
_OWN_OVER = re.compile(r"\b(?:över|over|äldre än|older than|efter) (\d\d)\b", re.IGNORECASE)
_BRACKET = re.compile(r"(?P<under>under )?(?P<age>\d\d)(?:-\d\d|\+)?")


@dataclass(frozen=True, slots=True)
class Step:
    """From the year a person turns `age` (0: from the start), so many days."""

    age: int
    days: int
    citation: Citation


def asks_for_entitlement(text: str) -> bool:
    """Whether the text asks how many days a year give, in the ordinary case."""
    return _ENTITLEMENT.search(text) is not None and _SOMETHING_ELSE.search(text) is None


def find_steps(passages: Sequence[Passage]) -> tuple[Step, ...]:
    """The steps by age, youngest first, of the first document that gives more than one."""
    by_document: dict[str, dict[int, Step]] = {}
    for passage in passages:
        steps = by_document.setdefault(passage.chunk.document_id, {})
        for step in _steps(passage):
            steps.setdefault(step.age, step)
    complete = (steps for steps in by_document.values() if 0 in steps and len(steps) > 1)
    return tuple(sorted(next(complete, {}).values(), key=lambda step: step.age))


def step_for(age: int, steps: Sequence[Step]) -> Step:
    """The step that applies in the year a person turns `age`."""
    return [step for step in steps if step.age <= age][-1]


def legal_basis(step: Step) -> Sentence | None:
    """What the same passage says about the agreement or law that gives the days."""
    passage = step.citation.passage
    lines = passage.chunk.text.splitlines()
    sentences = (sentence for line in lines for sentence in split_sentences(line))
    basis = next((s for s in sentences if _BASIS.search(s)), None)
    return Sentence(text=basis, citations=(Citation(passage, basis),)) if basis else None


def known_age(text: str, facts: Mapping[str, str]) -> int | None:
    """An age within the asker's bracket: from the text, else from what was answered before."""
    if under := _OWN_UNDER.search(text):
        return int(under[1]) - 1
    if over := _OWN_OVER.search(text):
        return int(over[1])
    if age := _OWN_AGE.search(text):
        return int(age[1] or age[2])
    bracket = _BRACKET.fullmatch(facts.get(AGE_BRACKET, ""))
    if bracket is None:
        return None
    return int(bracket["age"]) - (1 if bracket["under"] else 0)


def _steps(passage: Passage) -> Iterator[Step]:
    for line in passage.chunk.text.splitlines():
        for sentence in split_sentences(line):
            citation = Citation(passage, sentence)
            for age, days in _AGE_STEP.findall(sentence):
                if not _UNTIL.search(sentence):
                    yield Step(int(age), int(days), citation)
            if (base := _BASE.search(sentence)) and not _AGE_STEP.search(sentence):
                yield Step(0, int(base[1]), citation)
