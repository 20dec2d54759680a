"""The figures of a text, in one form however they are written: "5 000 kr" is "fem tusen kronor"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.answering.figure_forms import FORMS, FORMS_OF_WORDS, Reading
from bot.answering.number_words import with_digits
from bot.language.detection import detect

_FRACTIONS: Mapping[str, str] = {"½": "5", "¼": "25", "¾": "75"}
_CLAIMED = "\0"
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_DASH = re.compile("[‐-―−]")
_HOUR = r"\d{1,2}(?:[:.]\d{2})?"
_OPENING_HOURS = re.compile(
    rf"(\bkl(?:ockan|\.)? ?{_HOUR})( ?(?:-|till|och) ?)(?={_HOUR}(?![\d%]))"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with everything it may mean: "8.30" is a time or a number."""

    text: str
    readings: tuple[Reading, ...]

    def is_in(self, source: Iterable[Figure]) -> bool:
        """Whether one of the source's figures says this."""
        return any(
            mine.is_supported_by(theirs)
            for figure in source
            for theirs in figure.readings
            for mine in self.readings
        )


def figures(text: str) -> list[Figure]:
    """Every figure, in no order. Each digit of the text is part of one."""
    rest = _folded(text)
    found: list[Figure] = []
    has_digits = any(map(str.isdigit, rest))
    for form in FORMS if has_digits else FORMS_OF_WORDS:
        matches = list(form.pattern.finditer(rest))
        found += [Figure(match[0], tuple(form.read(match))) for match in matches]
        for match in reversed(matches):
            rest = f"{rest[: match.start()]}{_CLAIMED * len(match[0])}{rest[match.end() :]}"
    return found


def figure_of(day: date) -> Figure:
    """A date that is known from elsewhere than a text."""
    return Figure(day.isoformat(), (Reading("date", (day.year, day.month, day.day)),))


def _folded(text: str) -> str:
    """The text in one spelling: number words as digits, one kind of space, dash and digit."""
    for sign, decimals in _FRACTIONS.items():
        if sign not in text:
            continue
        text = re.sub(rf"(?<=\d) ?{sign}", f",{decimals}", text).replace(sign, f"0,{decimals}")
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = _OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), plain)
    plain = re.sub(r"\s", " ", _DASH.sub("-", plain))
    plain = _OPENING_HOURS.sub(r"\1\2kl ", plain)
    return with_digits(plain, english=detect(plain) == "en")
