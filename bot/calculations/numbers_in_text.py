"""Reads pay, share of full time and hours as people write them about themselves."""

from __future__ import annotations

import re
from fractions import Fraction

from bot.answering.number_words import with_digits
from bot.language.texts import Language

_GROUPED = r"\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+(?!\d)|\d+"
_DECIMAL = r"\d{1,3}(?:[.,]\d{1,2})?"
_AMOUNT = re.compile(
    rf"(?<![\d.,])(?:(?:sek|kr)\s?(?P<before>{_GROUPED})|"
    rf"(?P<amount>{_GROUPED})(?:[.,]00)?\s?(?:kr\b|kronor\b|kronors\b|:-|sek\b))",
    re.IGNORECASE,
)
_BARE_AMOUNT = re.compile(
    r"\b(?:tjänar|(?:månads)?lön(?:en)?(?: är| på)?|earn|make|salary(?: is| of)?|pay is)\s+"
    rf"(?:ca |cirka |runt |about )?(?P<amount>{_GROUPED})(?!\s?(?:%|procent|tim|h\b|dag))",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"(?<![\d.,])(?P<share>{_DECIMAL})\s?(?:%|procent(?:s|ig)?\b|per ?cent\b|-procent\w*)",
    re.IGNORECASE,
)
_FULL = re.compile(r"\bheltid\w*|\bfull[ -]?time\b", re.IGNORECASE)
_HALF = re.compile(r"\bhalvtid\w*|\bhalf[ -]?time\b", re.IGNORECASE)
_NOT_FULL = re.compile(
    r"\b(?:inte|ej|not|heltidslön\w*|lön\w* (?:för|vid) heltid)\b", re.IGNORECASE
)
_HOURS = re.compile(
    rf"(?<![\d.,])(?P<hours>{_DECIMAL})\s?(?:tim(?:mar|me)?|h|hours?|hrs?)\b\.?"
    r"(?:\s?/\s?(?:v(?:ecka)?|w(?:eek)?)\b| (?:i|per|a|each|every|om|varje) (?:veckan?|week)\b)",
    re.IGNORECASE,
)


def with_figures(text: str, language: Language = "sv") -> str:
    """Case-folded, number words as digits: "tre månader" → "3 månader"."""
    return with_digits(text.casefold(), english=language == "en")


def find_amount(text: str) -> int | None:
    """The amount of money in kronor; None if there is none, or more than one."""
    found = [match["before"] or match["amount"] for match in _AMOUNT.finditer(text)]
    found = found or [match["amount"] for match in _BARE_AMOUNT.finditer(text)]
    amounts = {int(re.sub(r"\D", "", amount)) for amount in found}
    return amounts.pop() if len(amounts) == 1 else None


def find_share(text: str) -> Fraction | None:
    """The share of full time, in percent: "80 %", "halvtid" (50), "heltid" (100).

    None if there is none, or more than one.
    """
    shares = {_fraction(match["share"]) for match in _SHARE.finditer(text)}
    if not shares and _HALF.search(text):
        shares = {Fraction(50)}
    if not shares and _FULL.search(text) and not _NOT_FULL.search(text):
        shares = {Fraction(100)}
    return shares.pop() if len(shares) == 1 else None


def find_hours(text: str) -> Fraction | None:
    """Hours a week; None if there are none, or more than one."""
    hours = {_fraction(match["hours"]) for match in _HOURS.finditer(text)}
    return hours.pop() if len(hours) == 1 else None


def _fraction(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))
