"""What calculators share: days and their count, last days by law, numbers and dates in a text."""

from __future__ import annotations

from bot.calculations.counting import Span, days_in, months_later, years_later
from bot.calculations.days_in_text import DayInText, Tending, find_days
from bot.calculations.formats import kronor, long_day, number, short_day, weekday_and_day
from bot.calculations.last_days import LastDay, last_day
from bot.calculations.numbers_in_text import find_amount, find_hours, find_share, with_figures
from bot.calculations.stated import Stated, find_stated, sentences_of

__all__ = [
    "DayInText",
    "LastDay",
    "Span",
    "Stated",
    "Tending",
    "days_in",
    "find_amount",
    "find_days",
    "find_hours",
    "find_share",
    "find_stated",
    "kronor",
    "last_day",
    "long_day",
    "months_later",
    "number",
    "sentences_of",
    "short_day",
    "weekday_and_day",
    "with_figures",
    "years_later",
]
