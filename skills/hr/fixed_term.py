"""LAS days to conversion: when fixed-term employment becomes permanent, from periods told.

Law known here: LAS (1982:80) 5 a § as worded from 2022-10-01 (lag 2022:835). Särskild
visstidsanställning converts after more than twelve months in it, within five years or within a
row of fixed-term employments that follow each other within six months; only days in särskild
visstidsanställning count. A vikariat converts after more than two years in vikariat within five.
Twelve months are counted as 365 days and two years as 730. No verdict: HR and the union decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.skill import (
    Calculator,
    Case,
    Citation,
    Clarify,
    Computed,
    Notice,
    Passage,
    Sentence,
    Span,
    Stated,
    Text,
    Turn,
    days_in,
    find_days,
    find_stated,
    long_day,
    number,
    sentences_of,
    years_later,
)
from skills.hr import calculator_texts as texts
from skills.hr.fixed_term_count import first_day_over, first_day_over_in_a_row, window_to
from skills.hr.fixed_term_periods import Employment, Form, find_employments, overlap
from skills.hr.terms import is_employed_as

_QUERY = (
    "När blir särskild visstidsanställning och vikariat en tillsvidareanställning, LAS 5 a §? "
    "För vem gäller reglerna inte? Räknas timanställning?"
)
_KNOWN_FROM = date(2022, 10, 1)
_HORIZON_YEARS = 10
_YEARS, _ROW_MONTHS = 5, 6
_SAVA_MONTHS, _SUBSTITUTE_YEARS = 12, 2
_SAVA_DAYS, _SUBSTITUTE_DAYS, _DAYS_A_YEAR = 365, 730, 365

_ABOUT = re.compile(
    r"\blas\b|las-?dag|inlas|konverter|tillsvidare|\bfast\b|permanent|\bconver[ts]", re.IGNORECASE
)
_FORM = re.compile(
    r"vikari|visstid|\bsäva?\b|säsong|substitute|fixed[ -]term|seasonal|\blas", re.IGNORECASE
)
_ASKS_FOR_DAYS = re.compile(
    r"\b(?:hur många|mina|räkna)\b.*\b(?:las-?)?dagar\b|\bräkna (?:ut|på)\b|\bhow many .*days\b|"
    r"\bcalculate\b",
    re.IGNORECASE,
)
_NOT_COUNTED = (
    (
        re.compile(r"obehörig|skollagen|(?:saknar|utan|ej) \w*legitim|unqualified", re.IGNORECASE),
        re.compile(r"skollagen", re.IGNORECASE),
        "skollagen",
    ),
    (
        re.compile(
            r"\b(?:69|7\d) (?:år|bast|years?)\b|\bfyllt (?:69|7\d)\b|\b(?:är|am) (?:69|7\d)\b",
            re.IGNORECASE,
        ),
        re.compile(r"\b69 år\b", re.IGNORECASE),
        None,
    ),
    (
        re.compile(
            r"timanställ|timvikar|timavlön|enstaka (?:dag|pass)|vid behov|hourly", re.IGNORECASE
        ),
        re.compile(r"dag\b.*\btimanställ|\btimanställ.*\bdag", re.IGNORECASE),
        "timavlönad",
    ),
    (
        re.compile(
            r"allmän visstid|\bava\b|provanställ|projektanställ|\bbea\b|lärling", re.IGNORECASE
        ),
        None,
        None,
    ),
)
"""Who is not counted for, the sentence of the source that says why, and the form of employment
that says the same."""

_SAVA_RULE = (
    re.compile(r"mer än (\d+) månader"),
    re.compile(r"särskild visstid.*(?:5 år|femårsperiod|5-årsperiod)"),
)
_SUBSTITUTE_RULE = (
    re.compile(r"mer än (\d+) år"),
    re.compile(r"^(?!.*sammanlag).*vikari.*(?:5 år|femårsperiod|5-årsperiod)"),
)
_ROW_RULE = (re.compile(r"(?:högst|inom) (\d+) månader"), re.compile(r"säsong.*följ|följ.*säsong"))
_COMBINED_RULE = (
    re.compile(r"mer än (\d+) år"),
    re.compile(r"sammanlag.*(?:5 år|femårsperiod|5-årsperiod)"),
)
_AGREEMENT = re.compile(r"\bAB\b.*§ 4|§ 4\b.*\bAB\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    """What the asker may read of them."""

    sava: Stated
    substitute: Stated
    row: Stated | None
    combined: Stated | None
    """AB § 4: only if a source states it with its numbers."""


def asks(turn: Turn, today: date) -> bool:
    """Whether days or a date are asked for: periods are told, or wished to be counted."""
    text = turn.text
    if not _ABOUT.search(text) or not _FORM.search(text):
        return False
    if find_days(text, today=today):
        return True
    return turn.audience == "private" and _ASKS_FOR_DAYS.search(text) is not None


def compute(case: Case) -> Computed:
    """Days per form, the day of conversion if the last one goes on, or why nothing is counted."""
    rules = _rules(case.passages)
    if rules is None:
        return []
    for stated, known in (
        (rules.sava, _SAVA_MONTHS),
        (rules.substitute, _SUBSTITUTE_YEARS),
        (rules.row, _ROW_MONTHS),
    ):
        if stated and stated.value != known and not stated.is_agreement:
            quoted = Sentence(text=stated.citation.quote, citations=(stated.citation,))
            law = case.text(texts.DIFFERS, title=stated.title, law="LAS 5 a §", whom=case.whom)
            return [quoted, Notice(text=law, warning=True)]
    if refused := _not_counted(case):
        return refused
    employments = find_employments(case.turn.text, today=case.today)
    if not employments:
        return [Clarify(text=case.text(texts.LAS_PERIODS), options=())]
    if reason := _unfit(employments, case.today):
        return [Notice(text=case.text(reason, whom=case.whom), outcome="refused")]
    return _Count(case, rules, employments).said()


def _rules(passages: Sequence[Passage]) -> _Rules | None:
    sava = find_stated(passages, _SAVA_RULE[0], about=_SAVA_RULE[1])
    substitute = find_stated(passages, _SUBSTITUTE_RULE[0], about=_SUBSTITUTE_RULE[1])
    row = find_stated(passages, _ROW_RULE[0], about=_ROW_RULE[1])
    combined = find_stated(passages, _COMBINED_RULE[0], about=_COMBINED_RULE[1])
    if not sava or not substitute:
        return None
    return _Rules(
        sava=sava[0],
        substitute=substitute[0],
        row=row[0] if row else None,
        combined=combined[0] if combined else None,
    )


def _not_counted(case: Case) -> Computed:
    """Why nothing is counted for who the rules are not for, or whose days nobody has told."""
    for told, rule, form in _NOT_COUNTED:
        if told.search(case.turn.text) or (form and is_employed_as(case.turn, form)):
            quoted = _quoted(case.passages, rule) if rule else ()
            remark = case.text(texts.LAS_NOT_COUNTED, whom=case.whom)
            return [*quoted, Notice(text=remark, outcome=None if quoted else "refused")]
    return []


def _quoted(passages: Sequence[Passage], wanted: re.Pattern[str]) -> tuple[Sentence, ...]:
    found = (
        Sentence(text=sentence.lstrip("-•* "), citations=(Citation(passage, sentence),))
        for passage in passages
        for sentence in sentences_of(passage)
        if wanted.search(sentence)
    )
    return tuple(found)[:1]


def _unfit(employments: Sequence[Employment], today: date) -> Text | None:
    if any(one.form == "sava" and one.first < _KNOWN_FROM for one in employments):
        return texts.LAS_BEFORE
    if employments[0].first < years_later(_KNOWN_FROM, -_YEARS):
        return texts.LAS_BEFORE
    if any(one.last is None for one in employments[:-1]) or overlap(employments, today):
        return texts.LAS_OVERLAP
    return None


class _Count:
    """The days of one person."""

    def __init__(self, case: Case, rules: _Rules, employments: Sequence[Employment]) -> None:
        self._case = case
        self._rules = rules
        self._all = employments
        self._horizon = years_later(case.today, _HORIZON_YEARS)
        self._goes_on = employments[-1].last is None

    def said(self) -> Computed:
        """One sentence for each form, what AB has besides, and what it is not."""
        said: list[Sentence | Notice] = []
        if self._spans("sava"):
            said.append(self._of("sava", _SAVA_DAYS, self._rules.sava, texts.LAS_SAVA))
        if self._spans("substitute"):
            rule = self._rules.substitute
            said.append(self._of("substitute", _SUBSTITUTE_DAYS, rule, texts.LAS_SUBSTITUTE))
        if not said:
            text = self._case.text(texts.LAS_SEASONAL, whom=self._case.whom)
            return [Notice(text=text, outcome="refused")]
        if self._rules.combined:
            said.append(self._combined(self._rules.combined))
        else:
            said += _quoted(self._case.passages, _AGREEMENT)
        day = long_day(self._case.today, self._case.turn.language)
        remark = self._case.text(texts.LAS_REMARK, today=day, whom=self._case.whom)
        return [*said, Notice(text=remark)]

    def _spans(self, *forms: Form, planned: bool = False) -> list[Span]:
        """Up to today, or, `planned`, as long as they may go on."""
        until = self._horizon if planned else self._case.today
        return [one.until(until) for one in self._all if one.form in forms]

    def _of(self, form: Form, limit: int, rule: Stated, says: Text) -> Sentence:
        planned = self._spans(form, planned=True)
        over = first_day_over(limit, planned, years=_YEARS)
        citations = [rule.citation]
        if form == "sava" and (row := self._rules.row):
            every = self._spans("sava", "substitute", "seasonal", planned=True)
            in_a_row = first_day_over_in_a_row(limit, planned, every, months=_ROW_MONTHS)
            over = min((day for day in (over, in_a_row) if day), default=None)
            citations.append(row.citation)
        return self._sentence(self._spans(form), over, limit, says, citations)

    def _combined(self, rule: Stated) -> Sentence:
        limit = rule.value * _DAYS_A_YEAR
        over = first_day_over(limit, self._spans("sava", "substitute", planned=True), years=_YEARS)
        spans = self._spans("sava", "substitute")
        return self._sentence(spans, over, limit, texts.LAS_COMBINED, [rule.citation])

    def _sentence(
        self,
        spans: Sequence[Span],
        over: date | None,
        limit: int,
        says: Text,
        citations: Sequence[Citation],
    ) -> Sentence:
        language, today = self._case.turn.language, self._case.today
        window = window_to(today, years=_YEARS)
        count = days_in(spans, window)
        text = self._case.text(
            says,
            days=number(count, language),
            limit=number(limit, language),
            when=self._when(over, limit + 1 - count),
        )
        parts = [part for span in spans if (part := span.within(window)).days > 0]
        calculation = self._case.text(
            texts.LAS_SUM,
            parts="; ".join(map(self._part, parts)) or "0",
            total=" + ".join(number(part.days, language) for part in parts) or "0",
            days=number(count, language),
            first=long_day(window.first, language),
            last=long_day(window.last, language),
            limit=self._limit(over, limit, count),
        )
        return Sentence(text=text, citations=tuple(citations), calculation=calculation)

    def _part(self, part: Span) -> str:
        language = self._case.turn.language
        days = f"{long_day(part.first, language)}–{long_day(part.last, language)}"
        return f"{days}: {number(part.days, language)}"

    def _limit(self, over: date | None, limit: int, count: int) -> str:
        """The arithmetic of when the limit is passed."""
        language = self._case.turn.language
        if over is not None:
            day, following = long_day(over, language), number(limit + 1, language)
            text = texts.LAS_LIMIT_DAY
            return self._case.text(text, limit=number(limit, language), number=following, day=day)
        missing = number(max(limit + 1 - count, 0), language)
        return f"{number(limit, language)} + 1 − {number(count, language)} = {missing}"

    def _when(self, over: date | None, missing: int) -> str:
        language, today = self._case.turn.language, self._case.today
        if over is not None:
            says = texts.LAS_PASSED if over <= today else texts.LAS_WILL_PASS
            return self._case.text(says, day=long_day(over, language))
        if missing == 1:
            return self._case.text(texts.LAS_ONE_MISSING)
        return self._case.text(texts.LAS_MISSING, days=number(max(missing, 0), language))


FIXED_TERM = Calculator(asks=asks, query=_QUERY, compute=compute)
