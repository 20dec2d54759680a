"""Days of annual leave in a given year, from the year of birth or the age.

The steps by age are the source's own (AB § 27); the year that a person turns an age is their year
of birth and that age. Only from the present year on: what was, the versions of that time tell.
"""

from __future__ import annotations

import re
from datetime import date

from bot.skill import Calculator, Case, Clarify, Computed, Notice, Sentence, Turn, long_day
from skills.hr import calculator_texts as texts
from skills.hr.exceptions import employment_form
from skills.hr.holidays import ENTITLEMENT, Step, find_steps, legal_basis, step_for
from skills.hr.terms import has_other_terms, is_employed_as

_FURTHEST_YEARS = 50
_YOUNGEST, _OLDEST = 15, 75
_HOW_MANY = re.compile(
    r"\bhur (?:många|mycket)\b.*(?:\bsemester|\bdagar\b)|\bsemester ?dagar\b|"
    r"\bhow (?:many|much)\b.*\b(?:holidays?|vacation|leave|days off)\b",
    re.IGNORECASE,
)
_LEAVE = re.compile(
    r"\bsemester|\bdagar har jag\b|\bholidays?\b|\bvacation\b|\bannual leave\b|\bdays off\b",
    re.IGNORECASE,
)
_SOMETHING_ELSE = re.compile(
    r"\bkvar\b|saldo|\bspara|\bta ut\b|tagit ut|betal|ersättning|tillägg|sjuk|växl|"
    r"deltid|halvtid|procent|%|ferie|uppehåll|lärare|vikari|sommarjobb|provanställ|föräldra|vab|"
    r"tjänstled|började|börjar|börjat|anställd(?:es)? (?:i|den|sedan)|slutar|\bsluta\b|\bleft\b|"
    r"balance|saved?\b|part[- ]time|sick|parental|start(?:ed|ing)",
    re.IGNORECASE,
)
_BORN = re.compile(r"\b(?:född|fött?|född år|born)\s+(?:år |in )?((?:19|20)\d\d)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(20\d\d)\b")
_NEXT_YEAR = re.compile(r"\bnästa år\b|\bnext year\b", re.IGNORECASE)
_TURNS = re.compile(r"\b(?:fyller|turn(?:ing)?)\s+(\d\d)\b", re.IGNORECASE)
_TURNS_THEN = re.compile(
    r"\b(?:fyller|turn(?:ing)?)\s+\d\d(?: år)? (?:nästa år|next year|20\d\d|in 20\d\d|då|then)\b",
    re.IGNORECASE,
)
_IS = re.compile(r"\b(?:jag är|är jag|i am|i'm|fyllt|turned)\s+(\d\d)\b", re.IGNORECASE)


def asks(turn: Turn, today: date) -> bool:
    """Whether the days of a year to come are asked for, or those of who tells their birth year."""
    text = turn.text
    if not _HOW_MANY.search(text) or not _LEAVE.search(text):
        return False
    if _SOMETHING_ELSE.search(text) or employment_form(text):
        return False
    if has_other_terms(turn) or is_employed_as(turn, "timavlönad", "ferie", "skollagen"):
        return False
    year = _year(text, today)
    if not today.year <= year <= today.year + _FURTHEST_YEARS:
        return False
    if _BORN.search(text):
        return True
    return turn.audience == "private" and year > today.year


def compute(case: Case) -> Computed:
    """The days, or the question that is missing."""
    steps = find_steps(case.passages)
    if not steps:
        return []
    text, today = case.turn.text, case.today
    year = _year(text, today)
    ages = _ages(text, year, today)
    if any(not _YOUNGEST <= age <= _OLDEST for age in ages):
        ages = ()
    found = {step_for(age, steps) for age in ages}
    if len(found) != 1:
        return [Clarify(text=case.text(texts.LEAVE_BORN), options=())]
    return _told(case, found.pop(), year, ages)


def _year(text: str, today: date) -> int:
    """The year that the days are for."""
    born = _BORN.search(text)
    years = [int(year) for year in _YEAR.findall(text) if not born or year != born[1]]
    if years:
        return years[0]
    return today.year + 1 if _NEXT_YEAR.search(text) else today.year


def _ages(text: str, year: int, today: date) -> tuple[int, ...]:
    """What the person may turn that year: two ages, if their birthday this year is not known."""
    if born := _BORN.search(text):
        return (year - int(born[1]),)
    if turns := _TURNS.search(text):
        return (int(turns[1]) + (0 if _TURNS_THEN.search(text) else year - today.year),)
    if age := _IS.search(text):
        now = int(age[1]) + year - today.year
        return (now, now + 1)
    return ()


def _told(case: Case, step: Step, year: int, ages: tuple[int, ...]) -> Computed:
    born = _BORN.search(case.turn.text)
    sum_ = f"{year} − {born[1]} = {ages[0]}" if born else None
    says = texts.LEAVE_IN_YEAR if len(ages) == 1 else texts.LEAVE_IN_YEAR_EITHER
    text = case.text(says, year=year, days=step.days, age=ages[0], other=ages[-1])
    basis = legal_basis(step)
    remark = case.text(
        texts.LEAVE_REMARK,
        today=long_day(case.today, case.turn.language),
        whom=case.whom,
    )
    return [
        Sentence(text=text, citations=(step.citation,), calculation=sum_),
        *([basis] if basis else []),
        Notice(text=remark),
    ]


ANNUAL_LEAVE = Calculator(asks=asks, query=ENTITLEMENT, compute=compute)
