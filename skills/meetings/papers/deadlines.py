"""Days counted for the papers of a board, by the rules that its reglemente states."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.skill import (
    Sentence,
    Services,
    Stated,
    Turn,
    find_stated,
    is_working_day,
    last_day,
    weekday_and_day,
)
from skills.meetings.papers import texts

_DAY = timedelta(days=1)
_SUMMONS = "När ska kallelsen till nämndens sammanträde skickas? Kallelse senast dagar före"
_APPROVAL = "När ska nämndens protokoll justeras? Senast dagar efter sammanträdet"
_BEFORE = re.compile(r"senast (\d+) (?:kalender|arbets|var)?dagar(?:na)? (?:före|innan)")
_ABOUT_SUMMONS = re.compile(
    r"kallelse\w*.*\b(?:skicka|sänd|nå|tillställ|utfärd|utgå)", re.IGNORECASE
)
_AFTER = re.compile(r"(\d+) dagar")
_ABOUT_APPROVAL = re.compile(r"protokoll.*juster")
_WORKING = re.compile(r"(?:arbets|var)dagar", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A last day, with the rule that gave it."""

    day: date
    sentence: Sentence


async def summons_by(meeting: date, turn: Turn, services: Services) -> Deadline | None:
    """The last day to send the summons; None if what the asker may read states no one rule.

    A day off is moved to the working day before it, since the last day may not be passed.
    """
    rule = await _rule(_SUMMONS, _BEFORE, _ABOUT_SUMMONS, turn, services)
    if rule is None:
        return None
    works = _WORKING.search(rule.citation.quote) is not None
    counted = _working_days_before(meeting, rule.value) if works else meeting - _DAY * rule.value
    day = counted
    while not is_working_day(day):
        day -= _DAY
    unit = texts.WORKING_DAYS if works else texts.DAYS
    language = turn.language
    sum_ = (
        f"{weekday_and_day(meeting, language)} − {rule.value} {unit.in_language(language)} = "
        f"{weekday_and_day(counted, language)}"
    )
    if day != counted:
        sum_ += texts.MOVED_BACK.in_language(language, day=weekday_and_day(day, language))
    text = texts.SEND_BY.in_language(language, day=weekday_and_day(day, language))
    return Deadline(day, Sentence(text=text, citations=(rule.citation,), calculation=sum_))


async def approved_by(meeting: date, turn: Turn, services: Services) -> Deadline | None:
    """The last day to approve the minutes; None where no one rule is stated."""
    rule = await _rule(_APPROVAL, _AFTER, _ABOUT_APPROVAL, turn, services)
    if rule is None:
        return None
    language = turn.language
    last = last_day(meeting + _DAY * rule.value)
    sum_ = (
        f"{weekday_and_day(meeting, language)} + {rule.value} {texts.DAYS.in_language(language)} = "
        f"{weekday_and_day(last.counted, language)}"
    )
    if last.is_moved:
        sum_ += texts.MOVED_ON.in_language(language, day=last.written(language))
    text = texts.APPROVE_BY.in_language(language, day=last.written(language))
    return Deadline(last.day, Sentence(text=text, citations=(rule.citation,), calculation=sum_))


async def _rule(
    query: str,
    number: re.Pattern[str],
    about: re.Pattern[str],
    turn: Turn,
    services: Services,
) -> Stated | None:
    """The rule in force, if all that state it agree."""
    passages = await services.retriever.search(query, reader=turn.user, audience=turn.audience)
    today = services.today()
    in_force = [
        one
        for one in passages
        if (one.chunk.metadata.valid_from or today)
        <= today
        <= (one.chunk.metadata.valid_to or today)
    ]
    stated = find_stated(in_force, number, about=about)
    agree = len({(one.value, bool(_WORKING.search(one.citation.quote))) for one in stated}) == 1
    return stated[0] if agree else None


def _working_days_before(day: date, count: int) -> date:
    while count:
        day -= _DAY
        count -= is_working_day(day)
    return day
