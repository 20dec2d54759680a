"""Reads stretches of days: "nästa vecka", "v. 49–50", "före månadsskiftet", "i början av mars"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.calendars.when.red_days import DAY, named_day
from bot.calendars.when.unread import NUMBER, Unread, number
from bot.language.months import MONTH, MONTHS

NO_SUCH_WEEK = "no_such_week"
_AFTERWARDS = 13
"""Days, after the first, of what comes "efter nyår"."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, both included; `is_free`: days off count too."""

    first: date
    last: date
    is_free: bool = False
    is_week: bool = False


@dataclass(frozen=True, slots=True)
class NoPeriod:
    """What reads like a period but is none: "v. 54"."""

    trouble: str
    written: str


_Found = list[Period | NoPeriod]
_PART = (
    r"(?:(?P<part>början|inledningen|första halvan|första delen|mitten|slutet|andra halvan|"
    r"sista delen|beginning|start|middle|end) (?:av|på|i|of) (?:the )?)?"
)
_I = r"(?:\bi |\bunder |\bin |\bduring )?"


def read_periods(unread: Unread, today: date) -> _Found:
    """Each period, in no particular order."""
    found: _Found = []
    for pattern, read in _READERS.items():
        for match in unread.take(pattern):
            found += read(match, today)
    return found


def week_of(day: date) -> Period:
    """The whole week, Monday to Sunday."""
    monday = day - DAY * day.weekday()
    return Period(monday, monday + DAY * 6, is_week=True)


def _part(period: Period, part: str | None) -> Period:
    if not part:
        return period
    is_week = period.last - period.first < timedelta(days=7)
    length = 5 if is_week else (period.last - period.first).days + 1
    is_half = "halvan" in part
    third = length // 2 if is_half and not is_week else 2 if is_week else 10
    if part in ("början", "inledningen", "första halvan", "första delen", "beginning", "start"):
        return Period(period.first, period.first + DAY * (third - 1), is_week=is_week)
    if part in ("mitten", "middle"):
        if is_week:
            return Period(period.first + DAY, period.first + DAY * 3, is_week=True)
        return Period(period.first + DAY * 10, period.first + DAY * 19)
    last = period.first + DAY * (length - 1)
    return Period(last - DAY * (third - 1), last, is_week=is_week)


def _relative_week(match: re.Match[str], today: date) -> _Found:
    text = match["week"]
    if text.startswith(("nästnästa", "veckan efter nästa", "week after next")):
        ahead = 2
    elif text.startswith(("nästa", "nästkommande", "next", "kommande vecka")):
        ahead = 1
    else:
        ahead = 0
    return [_part(week_of(today + DAY * 7 * ahead), match["part"])]


def _following_week(match: re.Match[str], today: date) -> _Found:
    """ "Nästa vecka eller veckan därpå"."""
    return [week_of(today + DAY * 14)]


def _weeks_ahead(match: re.Match[str], today: date) -> _Found:
    return [week_of(today + DAY * 7 * number(match["n"]))]


def _months_ahead(match: re.Match[str], today: date) -> _Found:
    year, month = _month_after(today, number(match["n"]))
    day = min(today.day, _last_of(year, month).day)
    return [week_of(date(year, month, day))]


def _within(match: re.Match[str], today: date) -> _Found:
    count = number(match["n"]) if match["n"] else 1 if match["one"] else 2
    unit = match["unit"]
    if unit.startswith(("dag", "day")):
        days = count if match["n"] else 4
    elif unit.startswith(("månad", "month")):
        days = 30 * count
    else:
        days = 7 * count
    return [Period(today, today + DAY * days)]


def _numbered_week(match: re.Match[str], today: date) -> _Found:
    year = int(match["y"]) if match["y"] else None
    last = match["last"] or match["week"]
    weeks = range(int(match["week"]), int(last) + 1) or range(int(match["week"]), 54)
    found: _Found = [_week(week, year, today, match) for week in weeks]
    if int(last) < int(match["week"]):
        weeks_of_next = range(1, int(last) + 1)
        found = [one for one in found if isinstance(one, Period)]
        found += [_week(week, year, today, match) for week in weeks_of_next]
    return found


def _week(week: int, year: int | None, today: date, match: re.Match[str]) -> Period | NoPeriod:
    written = match[0].strip()
    iso_year, this_week, _ = today.isocalendar()
    year = year or (iso_year if week >= this_week else iso_year + 1)
    try:
        found = _part(week_of(date.fromisocalendar(year, week, 1)), match["part"])
    except ValueError:
        return NoPeriod(NO_SUCH_WEEK, f"{written} {year}" if not match["y"] else written)
    return NoPeriod("past", written) if found.last < today else found


def _relative_month(match: re.Match[str], today: date) -> _Found:
    ahead = 1 if match["month"].startswith(("nästa", "next")) else 0
    return [_part(_whole_month(*_month_after(today, ahead)), match["part"])]


def _named_month(match: re.Match[str], today: date) -> _Found:
    month = MONTHS[match["month"]]
    year = int(match["y"]) if match["y"] else today.year + (month < today.month)
    period = _part(_whole_month(year, month), match["part"])
    if period.last < today:
        return [NoPeriod("past", match[0].strip())]
    return [period]


def _turn_of_month(match: re.Match[str], today: date) -> _Found:
    last = _last_of(today.year, today.month)
    if match["how"] in ("före", "innan", "before"):
        return [Period(today, last)]
    if match["how"] in ("efter", "after"):
        return [Period(last + DAY, last + DAY * 10)]
    return [Period(last - DAY * 3, last + DAY * 3)]


def _around_holidays(match: re.Match[str], today: date) -> _Found:
    christmas = named_day("jul", today) or today
    return [Period(christmas + DAY * 3, christmas + DAY * 6)]


def _weekend(match: re.Match[str], today: date) -> _Found:
    saturday = week_of(today).first + DAY * 5
    ahead = 7 if match[0].strip().startswith(("nästa", "next")) else 0
    return [Period(saturday + DAY * ahead, saturday + DAY * (ahead + 1), is_free=True)]


def _whole_month(year: int, month: int) -> Period:
    return Period(date(year, month, 1), _last_of(year, month))


def _month_after(day: date, months: int) -> tuple[int, int]:
    count = day.month - 1 + months
    return day.year + count // 12, count % 12 + 1


def _last_of(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - DAY


_NEAREST = r"(?:inom|(?:under )?(?:de |den )?(?:närmaste|närmsta|kommande)|within(?: the next)?)"
_READERS: Mapping[re.Pattern[str], Callable[[re.Match[str], date], _Found]] = {
    re.compile(
        rf"{_I}{_PART}\b(?:v\.? ?|veckan? |week )(?P<week>\d\d?)(?:\s?(?:-|–|till|och|to) ?"
        rf"(?:v\.? ?)?(?P<last>\d\d?))?(?![\d:.]\d|\d)(?: (?:år )?(?P<y>20\d\d)\b)?"
    ): _numbered_week,
    re.compile(
        rf"\b{_NEAREST} (?:(?P<n>{NUMBER}) )?(?P<unit>veckorna|veckor|dagarna|dagar|månaderna|"
        rf"månader|weeks|days|months)\b(?P<one>(?!))?"
    ): _within,
    re.compile(r"\b(?:inom|within) (?P<one>(?P<n>en|a|one)) (?P<unit>vecka|månad|week|month)\b"):
        _within,
    re.compile(r"\b(?:den |under den )?(?P<one>närmaste|närmsta) (?P<n>(?!))?(?P<unit>veckan|"
               r"månaden)\b"): _within,
    re.compile(
        r"\b(?:veckan därpå|veckan därefter|veckan efter(?! (?:nästa|nyår|jul|påsk)\b)"
        r"|the week after(?! next))\b"
    ): _following_week,
    re.compile(
        rf"{_I}{_PART}\b(?P<week>nästnästa vecka|veckan efter nästa(?: vecka)?|nästa vecka|"
        rf"nästkommande vecka|kommande vecka|(?:den )?här veckan|denna veckan?|i veckan|"
        rf"veckan\b(?! (?:före|innan|efter)\b)|(?:the )?week after next|"
        r"next week|this week|the week\b)(?:en|s)?\b"
    ): _relative_week,
    re.compile(rf"\b(?:om|in) (?:ca |cirka )?(?P<n>{NUMBER}) (?:veck(?:a|or)|weeks?)\b"):
        _weeks_ahead,
    re.compile(rf"\b(?:om|in) (?P<n>{NUMBER}) (?:månad(?:er)?|months?)\b"): _months_ahead,
    re.compile(
        r"\b(?P<how>före|innan|efter|runt|kring|vid|before|after|around) "
        r"(?:månadsskiftet|the (?:end|turn) of the month)\b"
    ): _turn_of_month,
    re.compile(
        rf"{_I}{_PART}\b(?P<month>nästa månad(?:en)?|(?:den )?här månaden|denna månad|"
        rf"månaden|next month|this month|the month)\b"
    ): _relative_month,
    re.compile(r"\bmellandagarna\b|\bmellan jul och nyår\b|\bbetween christmas and new year\b"):
        _around_holidays,
    re.compile(r"\b(?:nästa helg|i helgen|till helgen|next weekend|(?:at |this )?the weekend)\b"):
        _weekend,
    re.compile(
        rf"(?:\bi |\bunder |\bin |\bduring |\bnästa )?{_PART}(?<![\d:.] )(?<!\d)"
        rf"\b(?P<month>{MONTH})\b(?! \d\d?\b(?!\d))\.?(?: (?P<y>20\d\d)\b)?"
    ): _named_month,
}  # fmt: skip
"""In the order in which they are tried."""
