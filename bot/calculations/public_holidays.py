"""Swedish public holidays and the three eves that law treats like them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import import_module

_CATEGORIES = ("public", "de_facto")
"""`de_facto`: midsommarafton, julafton and nyårsafton. Sundays are not among them."""


@cache
def public_holidays(year: int) -> Mapping[date, str]:
    """Day → its name in Swedish, by lag (1989:253) om allmänna helgdagar.

    The package is imported at the first question: it knows every country, which costs 17 MB and
    0.3 s that a process without such questions need not carry.
    """
    package = import_module("holidays")
    sweden = package.country_holidays("SE", years=year, categories=_CATEGORIES, language="sv")
    return {day: str(name) for day, name in sweden.items()}
