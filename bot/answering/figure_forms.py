"""The forms that figures are written in, Swedish and English, and what each of them says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from bot.answering.measures import (
    MONTHS,
    MONTHS_ALONE,
    SCALES,
    SCALES_OF_MONEY,
    UNITS,
    UNITS_BEFORE,
    WEEKDAYS,
    can_count,
    unit_after,
    unit_before,
    units_in,
)

Kind = Literal["number", "date", "time", "weekday", "code"]
_Date = tuple[int | None, int, int | None]
"""Year, month, day; None: not said."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a figure."""

    kind: Kind
    value: str | int | _Date
    unit: str = ""
    """Of a number, as named in `measures`; empty if it is not known."""

    def is_supported_by(self, source: Reading) -> bool:
        """Whether a source that says `source` says this: the same, or the same more exactly."""
        if self.kind == "number" and source.kind == "date" and isinstance(source.value, tuple):
            return not self.unit and self.value == str(source.value[0])
        if self.kind != source.kind:
            return False
        if isinstance(self.value, tuple) and isinstance(source.value, tuple):
            parts = zip(self.value, source.value, strict=True)
            return all(mine is None or mine == theirs for mine, theirs in parts)
        return self.value == source.value and can_count(source.unit, self.unit)


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write figures, in text that `figures` has folded."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Iterator[Reading]]


def _one_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_TH = r"(?::?[ae]|st|nd|rd|th)?(?![a-zåäö])"
_DAY = rf"(?<!\w)(?P<day>\d{{1,2}}){_TH}"
_MONTH = rf"(?P<month>{_one_of(MONTHS)})(?![a-zåäö])\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"


def _date(found: re.Match[str]) -> Iterator[Reading]:
    parts = found.groupdict()
    month = parts["month"]
    number = int(month) if month.isdigit() else MONTHS[month]
    day, year = parts.get("day"), parts.get("year")
    if 1 <= number <= 12:
        value = (int(year) if year else None, number, int(day) if day else None)
        yield Reading("date", value)
    if month.isdigit():
        yield from _code(found)


def _weekday(found: re.Match[str]) -> Iterator[Reading]:
    yield Reading("weekday", WEEKDAYS[found["name"]])


def _clock(found: re.Match[str]) -> Iterator[Reading]:
    yield Reading("time", _minutes(found["hour"], found["minute"]))


def _twelve(found: re.Match[str]) -> Iterator[Reading]:
    hour = int(found["hour"]) % 12 + (12 if found["half"] == "p" else 0)
    yield Reading("time", _minutes(str(hour), found["minute"]))


def _time_or_number(found: re.Match[str]) -> Iterator[Reading]:
    yield Reading("time", _minutes(found["hour"], found["minute"]))
    if "." in found[0]:
        yield Reading("number", _number(f"{found['hour']}.{found['minute']}"))


def _minutes(hour: str, minute: str | None) -> int:
    return int(hour) * 60 + int(minute or 0)


def _phone(found: re.Match[str]) -> Iterator[Reading]:
    digits = re.sub(r"\(0\)|\D", "", found[0])
    national = f"0{digits[2:]}" if found[0].startswith("+46") else digits
    yield Reading("code", national)


def _paragraph(found: re.Match[str]) -> Iterator[Reading]:
    yield Reading("number", f"{int(found['number'])}{(found['letter'] or '').strip()}", "§")


def _amount(found: re.Match[str]) -> Iterator[Reading]:
    value, scale = Decimal(_number(found["number"])), found["scale"]
    if scale:
        value *= SCALES[scale]
    for unit in _units(found):
        yield Reading("number", _plain(value), unit)


def _units(found: re.Match[str]) -> Sequence[str]:
    """What an amount counts: one unit, or every one that its column of a table names."""
    after = unit_after(found["unit"] or found["shared"] or "")
    if after:
        return (after,)
    if found["scale"] in SCALES_OF_MONEY:
        return ("kr",)
    if found["header"]:
        return units_in(found["header"]) or ("",)
    return (unit_before(found["before"] or ""),)


def _number(text: str) -> str:
    """A number without its spaces, with a point before its decimals."""
    grouped = re.fullmatch(r"(\d{1,3}(?:[ .,]\d{3})+)(?:[.,](\d{1,2}))?", text)
    if grouped:
        whole, decimals = re.sub(r"\D", "", grouped[1]), grouped[2] or "0"
        return _plain(Decimal(f"{whole}.{decimals}"))
    return _plain(Decimal(text.replace(",", ".")))


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _code(found: re.Match[str]) -> Iterator[Reading]:
    yield Reading("code", re.sub(r"[ -]", "", found[0]).rstrip(".:/"))


_UNIT = rf"(?:{'|'.join(UNITS.values())})"
_AMOUNT = (
    rf"(?:(?<!\w)(?P<before>{'|'.join(UNITS_BEFORE.values())}) ?|(?P<header>[a-zåäö][^:;.\d]*): )?"
    r"(?<!\w)(?<!\d[/:])"
    r"(?P<number>\d{1,3}(?:[ .,]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?)(?![\d/])"
    r"(?::?[ae](?![a-zåäö])|(?:st|nd|rd|th)\b)?"
    rf"(?:[ -]?(?P<scale>{_one_of(SCALES)})(?![a-zåäö]))?"
    rf"(?:(?: [a-zåäö]{{4,}})??[ -]{{0,2}}(?P<unit>{_UNIT})"
    rf"|(?=(?: ?- ?| (?:till|eller|och|to|or|and) )\d[\d ,.]*[ -]{{0,2}}(?P<shared>{_UNIT})))?"
    r"(?![a-zåäö\d]|[:/]\d)"
)
_HOUR = r"(?P<hour>[01]?\d|2[0-4])"
_MINUTE = r"[:.](?P<minute>[0-5]\d)(?!\d)"

FORMS = tuple(
    Form(re.compile(pattern), read)
    for pattern, read in (
        (rf"(?<![\w-]){_YEAR}-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>[0-3]\d))?(?![\w-])", _date),
        (rf"{_DAY} (?:of |i )?{_MONTH}(?:,? {_YEAR})?", _date),
        (rf"(?<!\w){_MONTH} (?P<day>\d{{1,2}}){_TH}(?![\d:.]\d)(?:,? {_YEAR})?", _date),
        (rf"(?<!\w){_MONTH} {_YEAR}", _date),
        (
            r"(?<![\w/])(?P<day>[0-3]?\d)/(?P<month>[01]?\d)(?:[ -](?P<year>20\d\d))?(?![\w/])",
            _date,
        ),
        (rf"(?<!\w)(?P<month>{_one_of(MONTHS_ALONE)})(?!\w)", _date),
        (rf"(?<!\w)(?P<name>{_one_of(WEEKDAYS)})(?:ar|en|arna|s)?(?!\w)", _weekday),
        (rf"(?<!\w){_HOUR}(?:{_MINUTE})? ?(?P<half>[ap])\.?m\b\.?", _twelve),
        (
            rf"(?<!\w)(?:kl(?:ockan|\.)?) ?{_HOUR}(?:{_MINUTE})?(?![\d:.]\d|\w)",
            _clock,
        ),
        (rf"(?<!\w){_HOUR}{_MINUTE}(?!\w| ?(?:{'|'.join(UNITS.values())}))", _time_or_number),
        (r"(?<![\w-])(?:\+\d{1,3}(?:[ -]?\(0\))?|0)(?:[ -]{0,3}\d){6,12}(?!\w)", _phone),
        (r"(?<!\w)(?P<number>\d+)(?: ?(?P<letter>[a-z]))? ?§", _paragraph),
        (r"(?<!\w)(?:§§?|paragraf|section) ?(?P<number>\d+)(?P<letter>(?: ?[a-h])?)\b", _paragraph),
        (_AMOUNT, _amount),
        (r"\w*\d\w*(?:[/:.-]\w*\d\w*)*", _code),
    )
)
"""In the order in which they claim what a text holds; the last takes every digit that is left."""
FORMS_OF_WORDS = tuple(form for form in FORMS if r"\d" not in form.pattern.pattern)
"""Those that need no digit."""
