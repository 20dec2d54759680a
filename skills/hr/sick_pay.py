"""The waiting-period deduction (karensavdrag), from pay and working time.

Law known here: sjuklönelagen (1991:1047) 6 § in force since 2019-01-01: 20 percent of the sick pay
of an average week, which is 80 percent of pay; 6 §: at most ten in twelve months; 7 §: none if one
falls ill again within five calendar days. An average week's pay is twelve months' by 52 weeks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from bot.skill import (
    CHOOSE_SKILL,
    Action,
    Calculator,
    Case,
    Citation,
    Clarify,
    Computed,
    Notice,
    Sentence,
    Stated,
    Turn,
    find_amount,
    find_days,
    find_hours,
    find_share,
    find_stated,
    kronor,
    long_day,
    number,
    sentences_of,
    with_figures,
)
from skills.hr import calculator_texts as texts
from skills.hr.terms import is_employed_as

_QUERY = "Hur stort är karensavdraget av sjuklönen en genomsnittlig vecka? Ny karens om sjuk igen"
_SICK_PAY, _DEDUCTION, _RELAPSE_DAYS = 80, 20, 5
_MONTHS, _WEEKS = 12, 52
_FULL_TIME = 100
"""Percent."""
_LOWEST, _HIGHEST = 500, 200_000
"""Kronor a month: outside these it is a slip of the pen or no monthly pay."""

_ABOUT = re.compile(r"\bkarens|waiting[ -]period|qualifying (?:day|deduction)", re.IGNORECASE)
_WANTS_SUM = re.compile(
    r"\b(?:mitt|min|för mig|räkna|my)\b.*\bkarens|\bkarens\w*\b.*\b(?:för mig|på min lön|my)\b|"
    r"\bräkna (?:ut|på)\b|\bcalculate\b|\bmy karens",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"\bigen\b|återinsjuk|åter sjuk|på nytt|\bagain\b|\brelapse", re.IGNORECASE)
_WELL = re.compile(r"\bfrisk|\bwell\b|\brecovered|tillbaka|\bback\b", re.IGNORECASE)
_IRREGULAR = re.compile(
    r"oregelbund|timanställ|timavlön|timvikar|intermittent|varierande|ojämn|rullande|"
    r"olika (?:många )?timmar|irregular|hourly|varying",
    re.IGNORECASE,
)
_OWN_PAY = re.compile(
    r"min egen lön|lönen jag får|för min (?:deltid|arbetstid|tjänst)|the pay i get", re.IGNORECASE
)
_FULL_PAY = re.compile(r"heltidslön|lön\w* (?:vid|för) heltid|full[ -]time pay", re.IGNORECASE)
_PERCENT = re.compile(r"(\d+) procent")
_OF_WEEK = re.compile(r"genomsnittlig.*vecka|vecka.*genomsnittlig")
_PERCENT_OF_PAY = re.compile(r"(\d+) procent av (?:lönen|din lön|månadslönen)")
_SICK_PAY_SENTENCE = re.compile(r"^(?!.*sjukpenning).*sjuklön")
_WITHIN = re.compile(r"inom (\d+) kalenderdagar")
_NEW = re.compile(r"karens|sjukperiod")
_TO_PAYROLL = re.compile(r"oregelbunden", re.IGNORECASE)


def asks(turn: Turn, today: date) -> bool:
    """Whether a sum, or the days between two sick periods, is asked for. Nobody is asked for
    their pay before a group."""
    text = turn.text
    if not _ABOUT.search(text):
        return False
    if _AGAIN.search(text):
        return len(find_days(text, today=today)) > 1
    if find_amount(text) is not None:
        return True
    return turn.audience == "private" and _WANTS_SUM.search(text) is not None


def compute(case: Case) -> Computed:
    """The deduction, whether there is a new one, or what is missing to tell."""
    if _AGAIN.search(case.turn.text):
        return _again(case)
    deduction = find_stated(case.passages, _PERCENT, about=_OF_WEEK)
    sick_pay = find_stated(case.passages, _PERCENT_OF_PAY, about=_SICK_PAY_SENTENCE)
    if not deduction or not sick_pay:
        return []
    if other := _differing(deduction, _DEDUCTION) or _differing(sick_pay, _SICK_PAY):
        return _declined(case, other)
    if _IRREGULAR.search(case.turn.text) or is_employed_as(case.turn, "timavlönad"):
        return _to_payroll(case, deduction[0])
    return _of_pay(case, deduction[0], sick_pay[0])


def _of_pay(case: Case, deduction: Stated, sick_pay: Stated) -> Computed:
    text = case.turn.text
    pay, share = find_amount(text), find_share(text)
    if pay is None or (share is not None and not 0 < share <= _FULL_TIME):
        return [Clarify(text=case.text(texts.SICK_PAY_WHAT), options=())]
    if not _LOWEST <= pay <= _HIGHEST:
        return [Clarify(text=case.text(texts.SICK_PAY_UNLIKELY), options=())]
    if share == _FULL_TIME or _OWN_PAY.search(text):
        return _counted(case, Fraction(pay), deduction, sick_pay)
    if not _FULL_PAY.search(text):
        part_time = share is not None or find_hours(text) is not None
        return [_whose_pay(case, pay, part_time=part_time)]
    if share is None:
        return [Clarify(text=case.text(texts.SICK_PAY_SHARE), options=())]
    return _counted(case, pay * share / _FULL_TIME, deduction, sick_pay, share=share)


def _whose_pay(case: Case, pay: int, *, part_time: bool) -> Clarify:
    options = texts.PAY_OF_PART_TIME if part_time else texts.PAY_OF_ANYBODY
    return Clarify(
        text=case.text(texts.SICK_PAY_WHOSE, pay=kronor(pay, case.turn.language)),
        options=tuple(
            Action(
                id=f"{CHOOSE_SKILL}:{position}",
                label=case.text(label),
                values={"skill": "hr", "text": f"{case.turn.text}, {words}"},
            )
            for position, (label, words) in enumerate(options, 1)
        ),
    )


def _counted(
    case: Case, pay: Fraction, deduction: Stated, sick_pay: Stated, *, share: Fraction | None = None
) -> Computed:
    language = case.turn.language
    week = pay * _MONTHS / _WEEKS
    sick_week = week * sick_pay.value / 100
    result = kronor(sick_week * deduction.value / 100, language)
    steps = [
        f"{number(pay, language)} × {_MONTHS} ÷ {_WEEKS} = {number(week, language)}",
        f"{number(week, language)} × {sick_pay.value} % = {number(sick_week, language)}",
        f"{number(sick_week, language)} × {deduction.value} % = {result}",
    ]
    if share is not None:
        full = pay * 100 / share
        first = f"{number(full, language)} × {number(share, language)} %"
        steps.insert(0, f"{first} = {number(pay, language)}")
    text = case.text(texts.SICK_PAY_RESULT, amount=result, pay=kronor(pay, language))
    remark = case.text(texts.SICK_PAY_REMARK, today=long_day(case.today, language), whom=case.whom)
    citations = (deduction.citation, sick_pay.citation)
    return [
        Sentence(text=text, citations=citations, calculation="; ".join(steps)),
        Notice(text=remark),
    ]


def _again(case: Case) -> Computed:
    """Whether the second sick period goes on from the first."""
    stated = find_stated(case.passages, _WITHIN, about=_NEW)
    if not stated:
        return []
    if other := _differing(stated, _RELAPSE_DAYS):
        return _declined(case, other)
    text = case.turn.text
    found = find_days(text, today=case.today, tending="latest")
    days = sorted({one.day for one in found if one.day})
    if len(days) != 2 or any(one.day is None for one in found):
        return [Clarify(text=case.text(texts.RELAPSE_WHEN), options=())]
    first, again = days
    if _WELL.search(text[: found[0].end]) and not re.search(
        r"sista sjukdag|sjuk (?:till|t\.?o\.?m)|last sick day", text, re.IGNORECASE
    ):
        first -= timedelta(days=1)
    language = case.turn.language
    between = (again - first).days
    says = texts.RELAPSE_SAME if between <= stated[0].value else texts.RELAPSE_NEW
    sum_ = case.text(
        texts.RELAPSE_SUM,
        first=long_day(first, language),
        again=long_day(again, language),
        days=between,
    )
    said = Sentence(
        text=case.text(says, limit=stated[0].value),
        citations=(stated[0].citation,),
        calculation=sum_,
    )
    remark = case.text(texts.RELAPSE_REMARK, today=long_day(case.today, language), whom=case.whom)
    return [said, Notice(text=remark)]


def _differing(stated: Sequence[Stated], known: int) -> Stated | None:
    return next((one for one in stated if one.value != known and not one.is_agreement), None)


def _declined(case: Case, other: Stated) -> Computed:
    quoted = Sentence(text=other.citation.quote, citations=(other.citation,))
    differs = case.text(texts.DIFFERS, title=other.title, law="sjuklönelagen 6–7 §", whom=case.whom)
    return [quoted, Notice(text=differs, warning=True)]


def _to_payroll(case: Case, rule: Stated) -> Computed:
    """With irregular hours payroll counts; what the source says of that."""
    found = (
        Sentence(text=sentence, citations=(Citation(passage, sentence),))
        for passage in case.passages
        for sentence in sentences_of(passage)
        if _TO_PAYROLL.search(with_figures(sentence))
    )
    quoted = Sentence(text=rule.citation.quote, citations=(rule.citation,))
    return [quoted, *tuple(found)[:1], Notice(text=case.text(texts.SICK_PAY_IRREGULAR))]


SICK_PAY = Calculator(asks=asks, query=_QUERY, compute=compute)
