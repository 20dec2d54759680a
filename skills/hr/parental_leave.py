"""The last day to announce parental leave, from the day that it is to begin.

Law known here: föräldraledighetslagen (1995:584) 13 §, two months. An agreement may say more, and
AB does, so two months are never taken for granted: a source must state what it goes by.
"""

from __future__ import annotations

import re
from datetime import date

from bot.skill import (
    Calculator,
    Case,
    Citation,
    Clarify,
    Computed,
    Notice,
    Sentence,
    Stated,
    Turn,
    find_days,
    find_stated,
    long_day,
    months_later,
    sentences_of,
    weekday_and_day,
    with_figures,
)
from skills.hr import calculator_texts as texts
from skills.hr.terms import has_other_terms, is_employed_as

_QUERY = "När ska jag anmäla föräldraledighet? Hur många månader innan, och om jag inte hinner?"
_BY_LAW = 2
"""Months, föräldraledighetslagen 13 §."""
_FURTHEST_YEARS = 3

_ABOUT = re.compile(
    r"föräldraled|barnled|mammaled|pappaled|föräldrapenning|parental leave|paternity leave|"
    r"maternity leave",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\bnär\b|\bsenast\b|\banmäl|\bsäga till\b|hur (?:långt|lång tid|tidigt) (?:innan|i förväg)|"
    r"\bräkna|\bsista dag|\bnotice|\bwhen\b|\blatest\b|how early|\bapply\b|\bby\b",
    re.IGNORECASE,
)
_MY_LAST_DAY = re.compile(
    r"sista dag|vilken dag|vilket datum|räkna ut|\bwhat date\b|\blast day\b|\bwhich day\b",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\bfrån\b|\bfr\.?o\.?m|\bbörja|\bstart|\bfrom\b|\bbegin|\bled(?:ig|ighet)\b|\bleave\b",
    re.IGNORECASE,
)
_OTHER_AGREEMENT = re.compile(r"sobona|bostäder ab|\bbolag", re.IGNORECASE)
_MONTHS = re.compile(r"(\d+) månader")
_NOTICE = re.compile(r"(?:innan|före|anmäl|säger).*månader|månader.*(?:innan|före|anmäl)")
_OF_AGREEMENT = re.compile(r"kollektivavtal|\bab\b|allmänna bestämmelser|avtalets", re.IGNORECASE)
_OF_LAW = re.compile(r"\b(?:lagen|föräldraledighetslagen)\b.*\bsäger\b|\b13 §", re.IGNORECASE)
_AS_SOON = re.compile(r"så (?:snart|fort)", re.IGNORECASE)


def asks(turn: Turn, today: date) -> bool:
    """Whether the last day is asked for: a beginning is told, or wished to be counted from."""
    text = turn.text
    if not _ABOUT.search(text) or _OTHER_AGREEMENT.search(text) or not _ASKS.search(text):
        return False
    if has_other_terms(turn) or is_employed_as(turn, "timavlönad"):
        return False
    told = find_days(text, today=today, tending="next")
    if told:
        return _FROM.search(text) is not None
    return turn.audience == "private" and _MY_LAST_DAY.search(text) is not None


def compute(case: Case) -> Computed:
    """The day, and what applies if it has passed."""
    stated = _rules(case)
    if not stated:
        return []
    told = {one.day for one in find_days(case.turn.text, today=case.today, tending="next")}
    if len(told) != 1 or None in told:
        return [Clarify(text=case.text(texts.PARENTAL_WHEN), options=())]
    start = next(day for day in told if day)
    rule = max(stated, key=lambda one: one.value)
    if rule.value <= _BY_LAW:
        return _only_the_law(case, rule)
    if not case.today <= start <= months_later(case.today, 12 * _FURTHEST_YEARS):
        return [Notice(text=case.text(texts.PARENTAL_OUTSIDE, whom=case.whom), outcome="refused")]
    return _counted(case, rule, start)


def _rules(case: Case) -> tuple[Stated, ...]:
    """What passages on parental leave state, with the agreement behind it named there."""
    passages = [
        passage
        for passage in case.passages
        if _ABOUT.search(f"{passage.chunk.title} {passage.chunk.place} {passage.chunk.text}")
    ]
    found = find_stated(passages, _MONTHS, about=_NOTICE)
    return tuple(
        one
        for one in found
        if one.value <= _BY_LAW
        or one.is_agreement
        or _OF_AGREEMENT.search(one.citation.passage.chunk.text)
    )


def _counted(case: Case, rule: Stated, start: date) -> Computed:
    language = case.turn.language
    last = months_later(start, -rule.value)
    written = weekday_and_day(last, language)
    sum_ = case.text(
        texts.PARENTAL_SUM, start=long_day(start, language), months=rule.value, day=written
    )
    passed = last < case.today
    says = texts.PARENTAL_PASSED if passed else texts.PARENTAL_BY
    text = case.text(says, start=long_day(start, language), day=written)
    said: list[Sentence | Notice] = [
        Sentence(text=text, citations=(rule.citation,), calculation=sum_),
        *(_as_soon_as_possible(case, rule) if passed else ()),
    ]
    law = _law(case, rule)
    remark = case.text(
        texts.PARENTAL_REMARK,
        months=rule.value,
        title=rule.title,
        today=long_day(case.today, language),
        whom=case.whom,
    )
    return [*said, *law, Notice(text=remark)]


def _as_soon_as_possible(case: Case, rule: Stated) -> tuple[Sentence, ...]:
    """What the same document says of who cannot be in time."""
    return _first(case, rule, _AS_SOON)


def _law(case: Case, rule: Stated) -> tuple[Sentence, ...]:
    """What the same document says of the law beside the agreement."""
    return _first(case, rule, _OF_LAW)


def _first(case: Case, rule: Stated, wanted: re.Pattern[str]) -> tuple[Sentence, ...]:
    document = rule.citation.passage.chunk.document_id
    found = (
        Sentence(text=sentence, citations=(Citation(passage, sentence),))
        for passage in case.passages
        if passage.chunk.document_id == document
        for sentence in sentences_of(passage)
        if wanted.search(with_figures(sentence)) and sentence != rule.citation.quote
    )
    return tuple(found)[:1]


def _only_the_law(case: Case, rule: Stated) -> Computed:
    quoted = Sentence(text=rule.citation.quote, citations=(rule.citation,))
    remark = case.text(texts.PARENTAL_ONLY_LAW, whom=case.whom)
    return [quoted, Notice(text=remark, warning=True)]


PARENTAL_LEAVE = Calculator(asks=asks, query=_QUERY, compute=compute)
