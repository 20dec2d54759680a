"""Reads amounts of money: the one that is asked about, and the span that a rule is for."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_NUMBER = r"(?<!\d)(\d{1,3}(?:[  .]\d{3})+|\d+)"
_CURRENCY = r"(?:kr\b|kronor\b|:-|sek\b)"
_ASKED = re.compile(
    rf"(?:(?P<side>över|mer än|minst|under|upp till|over|above|below)|(?<!\s))\s*"
    rf"{_NUMBER}\s*{_CURRENCY}",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"(?:mellan {_NUMBER} och|över {_NUMBER} (?:kronor )?(?:och )?upp till|{_NUMBER} ?[–-]) ?"
    rf"{_NUMBER} {_CURRENCY}",
    re.IGNORECASE,
)
_BELOW = re.compile(rf"(?:under|upp till|högst) {_NUMBER} {_CURRENCY}", re.IGNORECASE)
_ABOVE = re.compile(rf"(?:över|mer än|minst) {_NUMBER} {_CURRENCY}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """Above `low` and up to `high`, in kronor."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """How much it spans."""
        return self.high - self.low

    def __contains__(self, amount: float) -> bool:
        return self.low < amount <= self.high


def asked_amount(question: str) -> float | None:
    """In kronor; a little more after "över" and less after "under", since that step is meant."""
    asked = _ASKED.search(question)
    if asked is None:
        return None
    side = (asked["side"] or "").casefold()
    shift = {"över": 1, "mer än": 1, "over": 1, "above": 1, "under": -1, "below": -1}.get(side, 0)
    return _value(asked[2]) + shift


def without_amounts(question: str) -> str:
    """The question without what it costs."""
    return _ASKED.sub(" ", question)


def span_of(text: str) -> Span | None:
    """The span that the text speaks of first."""
    if between := _BETWEEN.search(text):
        low, high = [_value(number) for number in between.groups() if number]
        return Span(low, high)
    if above := _ABOVE.search(text):
        return Span(_value(above[1]), math.inf)
    if below := _BELOW.search(text):
        return Span(0, _value(below[1]))
    return None


def _value(number: str) -> float:
    return float(re.sub(r"\D", "", number))
