"""Counts days of fixed-term employment towards conversion, LAS 5 a §."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.skill import Span, days_in, months_later, years_later

_DAY = timedelta(days=1)


def window_to(day: date, *, years: int) -> Span:
    """The years that end with that day."""
    return Span(years_later(day, -years) + _DAY, day)


def first_day_over(limit: int, spans: Sequence[Span], *, years: int) -> date | None:
    """The first day of employment on which more than `limit` days lie within the years up to it.

    `spans` are in order and do not overlap.
    """
    for span in spans:
        day = span.first
        while day <= span.last:
            count = days_in(spans, window_to(day, years=years))
            if count > limit:
                return day
            day += _DAY * (limit + 1 - count)  # a day adds at most one, so none is missed
    return None


def first_day_over_in_a_row(
    limit: int, counted: Sequence[Span], every: Sequence[Span], *, months: int
) -> date | None:
    """The same without the years, within employments that follow each other.

    `every` holds the `counted` spans and those that only tie them together.
    """
    for row in rows(every, months=months):
        total = 0
        for span in row:
            if span not in counted:
                continue
            if total + span.days > limit:
                return span.first + _DAY * (limit - total)
            total += span.days
    return None


def rows(spans: Sequence[Span], *, months: int) -> Iterator[list[Span]]:
    """Spans of which each begins within the months from the last day of the one before."""
    row: list[Span] = []
    for span in sorted(spans):
        if row and span.first > months_later(row[-1].last, months):
            yield row
            row = []
        row.append(span)
    if row:
        yield row
