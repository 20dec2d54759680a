"""Swedish days off, the days squeezed between them, and days that have a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from bot.calculations.public_holidays import public_holidays

DAY = timedelta(days=1)
_SATURDAY = 5
_FIXED = {
    "lucia": (12, 13),
    "valborg": (4, 30),
    "valborgsmässoafton": (4, 30),
    "trettondagsafton": (1, 5),
    "trettondagen": (1, 6),
    "nyår": (12, 31),
    "nyårsafton": (12, 31),
    "nyårsdagen": (1, 1),
    "årsskiftet": (12, 31),
    "jul": (12, 24),
    "julen": (12, 24),
    "julafton": (12, 24),
    "juldagen": (12, 25),
    "annandag jul": (12, 26),
    "annandagen": (12, 26),
    "första maj": (5, 1),
    "nationaldagen": (6, 6),
    "christmas": (12, 24),
    "new year": (12, 31),
}
_MOVING = {
    "påsk": "Påskdagen",
    "påsken": "Påskdagen",
    "easter": "Påskdagen",
    "långfredagen": "Långfredagen",
    "påskdagen": "Påskdagen",
    "annandag påsk": "Annandag påsk",
    "kristi himmelsfärdsdag": "Kristi himmelsfärdsdag",
    "kristi himmelsfärd": "Kristi himmelsfärdsdag",
    "pingst": "Pingstdagen",
    "midsommar": "Midsommarafton",
    "midsommarafton": "Midsommarafton",
    "midsummer": "Midsommarafton",
    "alla helgons dag": "Alla helgons dag",
}
_BEFORE_EASTER = {"skärtorsdagen": 3, "skärtorsdag": 3}
NAMED_DAY = "|".join(
    re.escape(name) for name in sorted((*_FIXED, *_MOVING, *_BEFORE_EASTER), key=len, reverse=True)
)


def is_working_day(day: date) -> bool:
    """Whether offices are open: not at weekends, on red days and on the three eves."""
    return day.weekday() < _SATURDAY and day not in public_holidays(day.year)


def bridging_day(day: date) -> bool:
    """Whether it is a "klämdag": a working day alone between days off."""
    return is_working_day(day) and not (is_working_day(day - DAY) or is_working_day(day + DAY))


def named_day(name: str, today: date) -> date | None:
    """The next day of that name from today on."""
    days = (found for year in (today.year, today.year + 1) if (found := _in_year(name, year)))
    return next((day for day in days if day >= today), None)


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day, both ends included."""
    for count in range((last - first).days + 1):
        yield first + DAY * count


def _in_year(name: str, year: int) -> date | None:
    if name in _FIXED:
        return date(year, *_FIXED[name])
    holiday = _MOVING.get(name, "Påskdagen")
    day = next((day for day, each in public_holidays(year).items() if holiday in each), None)
    return day and day - DAY * _BEFORE_EASTER.get(name, 0)
