"""Reads periods of fixed-term employment as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from bot.skill import DayInText, Span, find_days

Form = Literal["sava", "substitute", "seasonal"]

_FORMS: tuple[tuple[Form, str], ...] = (
    ("sava", r"särskild(?:a|) visstid\w*|\bsäv(?:a|an)?\b|\bsava\b|\bspecial fixed-term \w+"),
    ("substitute", r"\bvikari\w*|\bsubstitute\w*"),
    ("seasonal", r"\bsäsong\w*|\bseasonal\w*"),
)
_FORM = re.compile("|".join(f"(?P<{form}>{words})" for form, words in _FORMS), re.IGNORECASE)
_OPEN = re.compile(
    r"(?:sedan|från|fr\.?o\.?m\.?|from|since|började|anställd|started)(?: och med)?(?: den)?\s*$",
    re.IGNORECASE,
)
_EVEN = 2


@dataclass(frozen=True, slots=True)
class Employment:
    """One period in one form."""

    form: Form
    first: date
    last: date | None
    """None: it goes on."""

    def until(self, day: date) -> Span:
        """Its days, up to that day if it goes on."""
        return Span(self.first, self.last or day)


def find_employments(text: str, *, today: date) -> tuple[Employment, ...]:
    """The periods in order; empty if any of them is not clear."""
    days = find_days(text, today=today, tending="latest")
    if any(one.day is None for one in days):
        return ()
    found: list[Employment] = []
    for form, told in _told(text, days):
        periods = _periods(text, form, told, today)
        if periods is None:
            return ()
        found += periods
    return tuple(sorted(found, key=lambda one: one.first))


def overlap(employments: Sequence[Employment], today: date) -> bool:
    """Whether two of them hold the same day."""
    spans = [one.until(max(today, one.first)) for one in employments]
    return any(two.first <= one.last for one, two in pairwise(spans))


def _told(text: str, days: Sequence[DayInText]) -> Iterator[tuple[Form, list[DayInText]]]:
    """Each form with its days: those after it, or before it if the text begins with a day."""
    forms = list(_FORM.finditer(text))
    if not forms or not days:
        return
    days_first = days[0].start < forms[0].start()
    for position, match in enumerate(forms):
        if days_first:
            low = forms[position - 1].end() if position else 0
            high = match.start()
        else:
            low = match.end()
            high = forms[position + 1].start() if position + 1 < len(forms) else len(text)
        told = [one for one in days if low <= one.start < high]
        if told:
            yield _name(match), told


def _name(match: re.Match[str]) -> Form:
    return next(form for form, _ in _FORMS if match[form])


def _periods(
    text: str, form: Form, told: Sequence[DayInText], today: date
) -> list[Employment] | None:
    """First and last in turn; an odd one at the end goes on, if the words before it say so."""
    days = [one.day for one in told if one.day is not None]
    periods = [
        Employment(form, first, last if last != today else None)
        for first, last in zip(days[::_EVEN], days[1::_EVEN], strict=False)
    ]
    if len(days) % _EVEN:
        if not _OPEN.search(text[: told[-1].start]):
            return None
        periods.append(Employment(form, days[-1], None))
    if any(one.last is not None and one.last < one.first for one in periods):
        return None
    return periods
