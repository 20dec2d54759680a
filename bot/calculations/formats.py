"""Writes days, amounts and numbers as Swedish and English texts do."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from bot.language.months import ENGLISH_MONTH_NAMES, MONTH_NAMES
from bot.language.texts import Language

NO_BREAK = "\N{NO-BREAK SPACE}"
_WEEKDAYS = {
    "sv": ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {"sv": MONTH_NAMES, "en": ENGLISH_MONTH_NAMES}


def long_day(day: date, language: Language) -> str:
    """ "3 mars 2027", "3 March 2027"."""
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"


def weekday_and_day(day: date, language: Language) -> str:
    """ "onsdag 3 mars 2027"."""
    return f"{_WEEKDAYS[language][day.weekday()]} {long_day(day, language)}"


def short_day(day: date, language: Language) -> str:
    """ "onsdag 3 mars", for days that are near."""
    weekday = _WEEKDAYS[language][day.weekday()]
    return f"{weekday} {day.day} {_MONTHS[language][day.month - 1]}"


def number(value: int | Fraction, language: Language) -> str:
    """ "32 500" (its spaces do not break), "1 200,5", at most two decimals."""
    rounded = _rounded(Fraction(value), 2)
    text = f"{rounded:,f}".rstrip("0").rstrip(".") if rounded % 1 else f"{rounded:,.0f}"
    if language == "en":
        return text
    return text.replace(",", NO_BREAK).replace(".", ",")


def kronor(value: int | Fraction, language: Language) -> str:
    """In whole kronor, half a krona upwards: "1 200 kr"."""
    return f"{number(int(_rounded(Fraction(value), 0)), language)}{NO_BREAK}kr"


def _rounded(value: Fraction, decimals: int) -> Decimal:
    """Halves upwards, exactly: no binary fraction comes in between. For values of 0 and more."""
    scaled = value * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole).scaleb(-decimals)
