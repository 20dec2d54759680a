"""Last days for minutes of the council and the boards: approval, public notice and appeal.

Law known here: kommunallagen (2017:725) 5 kap. 69 §, 6 kap. 35 §, 8 kap. 12 § and 13 kap. 5 §, in
force since 2018-01-01, förvaltningslagen (2017:900) 44 §, and lag (1930:173) on last days. The
numbers are taken from what the asker may read; where that differs from the law nothing is counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.skill import (
    CHOOSE_SKILL,
    Action,
    Calculator,
    Case,
    Citation,
    Clarify,
    Computed,
    LastDay,
    Notice,
    Sentence,
    Tending,
    Text,
    Turn,
    find_days,
    find_stated,
    last_day,
    long_day,
    sentences_of,
    weekday_and_day,
)
from skills.policy import minutes_texts as texts

_KNOWN_FROM = date(2018, 1, 1)
_YEARS_AHEAD = 5
_QUERY = "När ska protokollet justeras, anslås och när kan beslutet överklagas? Inte APT"

_ABOUT = re.compile(
    r"\bprotokoll|\bjuster(?:a|as|at|ad|ades|ing|ingen)\b|\banslag|\banslå|överklag|"
    r"laglighetspröv|besvärstid|förvaltningsbesvär|\bminutes\b|\bappeal",
    re.IGNORECASE,
)
_ASKS_WHEN = re.compile(
    r"\bnär\b|\bsenast|\bsista dag|\bdatum|\bräkna|hur länge|\bgår\b.*\but\b|\bwhen\b|\blast day|"
    r"\bdeadline|\bby\b|\blatest",
    re.IGNORECASE,
)
_APT = re.compile(r"\bapt\b|arbetsplatsträff|workplace meeting", re.IGNORECASE)
_APPEAL = re.compile(r"överklag|laglighetspröv|besvär|laga kraft|\bappeal", re.IGNORECASE)
_ROLES = (
    ("served", r"del av beslutet|fick beslutet|delgav|mottog|tog emot beslutet|received"),
    ("posted", r"ansla(?:gs|gits|get|gen)|anslogs?|anslås|tillkännag|(?:was|is) posted|posted on"),
    (
        "approved",
        r"justera(?:des|ts|t|d|s)|justeringen (?:var|är|blev)|were approved|approved on",
    ),
    (
        "met",
        r"samman(?:träd|trätt)|\bmöte|\bmötte|\bmöts|\bhölls|\bheld|\bmeeting|nämnden|"
        r"fullmäktige",
    ),
)
"""What a day in the question is, most telling words first."""
_PAST = re.compile(
    r"sammanträdde|\bhölls|\bmötte\b|justerades|anslogs|anslagits|\bfick\b|mottog|delgavs|"
    r"received|posted|approved on|\bheld\b",
    re.IGNORECASE,
)

_APPROVAL_RULE = (re.compile(r"(\d+) (?:kalender)?dagar"), re.compile(r"protokoll.*juster"))
_NOTICE_RULE = (re.compile(r"(\d+):e dag"), re.compile(r"ansl|tillkännag"))
_REVIEW_RULE = (re.compile(r"(\d+) veckor"), re.compile(r"laglighetspröv"))
_PARTY_RULE = (re.compile(r"(\d+) veckor"), re.compile(r"förvaltningsbesvär|del av beslutet"))
_NOT_FOR = re.compile(r"\binte\b.*(?:\bapt\b|arbetsplatsträff)", re.IGNORECASE)
_MOVED = re.compile(r"1930:173|midsommarafton", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Limit:
    """One time that law sets."""

    rule: tuple[re.Pattern[str], re.Pattern[str]]
    known: int
    unit_days: int
    law: str
    says: Text


_LIMITS = {
    "approval": _Limit(_APPROVAL_RULE, 14, 1, "kommunallagen 5 kap. 69 §", texts.APPROVED_BY),
    "notice": _Limit(_NOTICE_RULE, 2, 1, "kommunallagen 8 kap. 12 §", texts.POSTED_BY),
    "review": _Limit(_REVIEW_RULE, 3, 7, "kommunallagen 13 kap. 5 §", texts.REVIEW_BY),
    "party": _Limit(_PARTY_RULE, 3, 7, "förvaltningslagen 44 §", texts.PARTY_BY),
}
_CHAINS = {
    "met": ("approval", "notice", "review"),
    "approved": ("notice", "review"),
    "posted": ("review",),
    "served": ("party",),
}
"""What is counted from a day, each from the one before."""


def asks(turn: Turn, today: date) -> bool:
    """Whether a last day is asked for, from a day that is told."""
    text = turn.text
    asks_when = _ABOUT.search(text) and _ASKS_WHEN.search(text)
    return asks_when is not None and bool(find_days(text, today=today))


def compute(case: Case) -> Computed:
    """The last days that follow from the day in the question."""
    text = case.turn.text
    if _APT.search(text):
        return _not_for_apt(case)
    tending: Tending = "latest" if _PAST.search(text) else "nearest"
    found = find_days(text, today=case.today, tending=tending)
    days = {one.day for one in found}
    day = next(iter(days))
    if len(days) > 1 or day is None:
        return [Clarify(text=case.text(texts.WHICH_DAY), options=())] if _states(case) else []
    role = _role(text)
    if role is None:
        return [_which_role(case, day)] if _states(case) else []
    return _counted(case, role, day)


def _states(case: Case) -> bool:
    """Whether what the asker may read has the rules at all: else nothing is asked back."""
    number, about = _APPROVAL_RULE
    return bool(find_stated(case.passages, number, about=about))


def _role(text: str) -> str | None:
    role = next((name for name, words in _ROLES if re.search(words, text, re.IGNORECASE)), None)
    if role == "posted" and re.search(r"\b(?:ska|måste|när) .*anslås", text, re.IGNORECASE):
        # "När ska protokollet anslås?" asks for that day; another one is told.
        others = [(name, words) for name, words in _ROLES if name != "posted"]
        role = next((name for name, words in others if re.search(words, text, re.IGNORECASE)), None)
    if role == "approved" and re.search(r"\bjusteras\b", text, re.IGNORECASE):
        told = re.search(r"justera(?:des|ts|t|d)\b", text, re.IGNORECASE)
        met = re.search(_ROLES[3][1], text, re.IGNORECASE)
        role = "approved" if told else "met" if met else None
    return role


def _which_role(case: Case, day: date) -> Clarify:
    roles = texts.SERVED_OR_POSTED if _APPEAL.search(case.turn.text) else texts.MET_OR_APPROVED
    written = long_day(day, "sv")
    return Clarify(
        text=case.text(texts.WHICH_ROLE, day=long_day(day, case.turn.language)),
        options=tuple(
            Action(
                id=f"{CHOOSE_SKILL}:{number}",
                label=case.text(label),
                values={"skill": "policy", "text": f"{case.turn.text} {words} {written}"},
            )
            for number, (label, words) in enumerate(roles, 1)
        ),
    )


def _counted(case: Case, role: str, day: date) -> Computed:
    language = case.turn.language
    if not _KNOWN_FROM <= day <= case.today.replace(day=1, year=case.today.year + _YEARS_AHEAD):
        return [Notice(text=case.text(texts.OUTSIDE, whom=case.whom), outcome="refused")]
    said: list[Sentence | Clarify | Notice] = []
    for name in _CHAINS[role]:
        limit = _LIMITS[name]
        stated = find_stated(case.passages, limit.rule[0], about=limit.rule[1])
        if not stated:
            break
        if other := next((one for one in stated if one.value != limit.known), None):
            said.append(Sentence(text=other.citation.quote, citations=(other.citation,)))
            differs = case.text(texts.DIFFERS, title=other.title, law=limit.law, whom=case.whom)
            return [*said, Notice(text=differs, warning=True)]
        rule = stated[0]
        last = last_day(day + timedelta(days=rule.value * limit.unit_days))
        citations = (rule.citation, *_moving(case, last))
        text = case.text(limit.says, day=last.written(language), start=long_day(day, language))
        amount = (texts.WEEKS if limit.unit_days == 7 else texts.DAYS).in_language(
            language, count=rule.value
        )
        sum_ = _arithmetic(day, amount, last, case)
        said.append(Sentence(text=text, citations=citations, calculation=sum_))
        day = last.day
    if said:
        said.append(Notice(text=case.text(texts.REMARK, today=long_day(case.today, language))))
    return said


def _arithmetic(day: date, amount: str, last: LastDay, case: Case) -> str:
    language = case.turn.language
    counted = weekday_and_day(last.counted, language)
    sum_ = f"{long_day(day, language)} + {amount} = {counted}"
    if not last.is_moved:
        return sum_
    passed = ", ".join(name.casefold() for name in last.passed)
    return case.text(texts.MOVED, sum=sum_, passed=passed, day=last.written(language))


def _moving(case: Case, last: LastDay) -> tuple[Citation, ...]:
    if not last.is_moved:
        return ()
    found = (
        Citation(passage, sentence)
        for passage in case.passages
        for sentence in sentences_of(passage)
        if _MOVED.search(sentence)
    )
    return tuple(found)[:1]


def _not_for_apt(case: Case) -> Computed:
    for passage in case.passages:
        for sentence in sentences_of(passage):
            if _NOT_FOR.search(sentence):
                said = Sentence(text=sentence, citations=(Citation(passage, sentence),))
                return [said, Notice(text=case.text(texts.NOT_FOR_APT))]
    return []


MINUTES = Calculator(asks=asks, query=_QUERY, compute=compute)
