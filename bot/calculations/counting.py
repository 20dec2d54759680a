"""Counts days, months and years exactly, as law does."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From one day to another, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many; 0 or less if it ends before it begins."""
        return (self.last - self.first).days + 1

    def within(self, other: Span) -> Span:
        """The part of it that the other has too; possibly of no days."""
        return Span(max(self.first, other.first), min(self.last, other.last))


def days_in(spans: Iterable[Span], window: Span) -> int:
    """How many days of the window the spans hold; those that overlap count twice."""
    return sum(max(0, span.within(window).days) for span in spans)


def months_later(day: date, months: int) -> date:
    """The same day of a later month (or earlier, if negative), or that month's last day.

    Lag (1930:173) 1 §: time set in months ends on the day of the same number, and if the month has
    none, on its last day.
    """
    month = day.year * 12 + day.month - 1 + months
    year, month = divmod(month, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def years_later(day: date, years: int) -> date:
    """The same day of a later year (or earlier, if negative); 29 February may become the 28th."""
    return months_later(day, 12 * years)
