"""Writes number words as digits, Swedish and English: "tjugofem dagar" → "25 dagar"."""

from __future__ import annotations

import re
from collections.abc import Iterable


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _any(words: Iterable[str]) -> str:
    """A pattern for one of the words, longer ones first."""
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


_SV_ONES = _words("en två tre fyra fem sex sju åtta nio")
_SV_TEENS = _words("tio elva tolv tretton fjorton femton sexton sjutton arton nitton")
_SV_TENS = _words("tjugo trettio fyrtio femtio sextio sjuttio åttio nittio")
_EN_ONES = _words("one two three four five six seven eight nine")
_EN_TEENS = _words(
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_EN_TENS = _words("twenty thirty forty fifty sixty seventy eighty ninety")
_VALUES = {
    **{word: value for words in (_SV_ONES, _EN_ONES) for value, word in enumerate(words, 1)},
    **{word: value for words in (_SV_TEENS, _EN_TEENS) for value, word in enumerate(words, 10)},
    **{word: 10 * tens for words in (_SV_TENS, _EN_TENS) for tens, word in enumerate(words, 2)},
    "ett": 1,
    "noll": 0,
    "zero": 0,
}
_ORDINALS = {
    "tredje": 3, "fjärde": 4, "femte": 5, "sjätte": 6, "sjunde": 7, "åttonde": 8, "nionde": 9,
    "tionde": 10, "elfte": 11, "tolfte": 12, "trettonde": 13, "fjortonde": 14, "femtonde": 15,
    "tjugonde": 20, "trettionde": 30, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6,
    "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "twelfth": 12, "fifteenth": 15,
    "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
_FIRST = {"första": 1, "andra": 2, "first": 1, "second": 2}
"""Ordinals that also mean other things, so that they count only before what they number."""
_FRACTIONS = {
    "hälften": "0,5", "halva": "0,5", "halvt": "0,5", "half": "0,5", "tredjedel": "1/3",
    "tredjedelar": "1/3", "fjärdedel": "1/4", "fjärdedelar": "1/4", "dubbelt": "2 gånger",
    "dubbla": "2 gånger", "double": "2 gånger", "twice": "2 gånger",
}  # fmt: skip


_COUNTED = (
    r"(?:[a-zåäö]*(?:dag|veck|månad|timm|minut)|års?\b|året|åring|årig|kron|procent|gång|moment|punkt"
    r"|(?:calendar |working |business )?day|week|month|year|hour|minute|percent|time)"
)
"""What is counted, as it begins."""
_SV_BELOW_100 = (
    rf"(?:{_any(_SV_TEENS)}|{_any(_SV_TENS)}(?:{_any(_SV_ONES)}|ett)?|{_any(_SV_ONES[1:])}|noll)"
)
_SV_HUNDREDS = rf"(?:(?:{_any(_SV_ONES)} ?|ett ?)?hundra(?:{_SV_BELOW_100}|en|ett)?)"
_SV_BELOW_1000 = rf"(?:{_SV_HUNDREDS}|{_SV_BELOW_100})"
_SWEDISH = rf"(?:(?:(?:{_SV_BELOW_1000}|ett) ?)?tusen{_SV_BELOW_1000}?|{_SV_BELOW_1000})"
_EN_BELOW_100 = (
    rf"(?:{_any(_EN_TEENS)}|{_any(_EN_TENS)}(?:[ -]{_any(_EN_ONES)})?|{_any(_EN_ONES[1:])}|zero)"
)
_ENGLISH = (
    rf"(?:(?:{_EN_BELOW_100}|an?|one) (?:hundred|thousand)(?: (?:and )?{_EN_BELOW_100})?"
    rf"|{_EN_BELOW_100})"
)
_AND_A_HALF = re.compile(
    rf"\b({_SWEDISH}|ett?|en|{_ENGLISH}|one)(?: och (?:en |ett )?halvt?| and a half)\b"
)
_CARDINAL = re.compile(rf"(?<!\w)({_SWEDISH}|{_ENGLISH})(?=\b|-?{_COUNTED})")
_ONE = re.compile(rf"\b(?:en|ett|one)(?= {_COUNTED})")
_ORDINAL = re.compile(rf"\b({_any(_ORDINALS)})\b")
_FIRST_OF = re.compile(rf"\b({_any(_FIRST)})(?= {_COUNTED})")
_FRACTION = re.compile(rf"\b({_any(_FRACTIONS)})\b")
_NUMBER = re.compile(rf"{_SWEDISH}|{_ENGLISH}")
_ATOM = re.compile(_any([*_VALUES, "hundra", "tusen", "hundred", "thousand"]))


def with_digits(text: str, *, english: bool) -> str:
    """Case-folded text with its number words as digits, ordinals as "8:e".

    `english` decides the two words that are a number in one language and another word in the
    other: "eleven" is the pupil in Swedish, and "sex" no number in English. "En", "ett" and "one"
    count only right before a unit.
    """

    def cardinal(found: re.Match[str]) -> str:
        word = found[1]
        if word == ("sex" if english else "eleven"):
            return word
        return str(_value(word))

    text = _AND_A_HALF.sub(lambda found: f"{_value(found[1])},5", text)
    text = _FRACTION.sub(lambda found: _FRACTIONS[found[1]], text)
    text = _FIRST_OF.sub(lambda found: f"{_FIRST[found[1]]}:e", text)
    text = _ORDINAL.sub(lambda found: f"{_ORDINALS[found[1]]}:e", text)
    return _CARDINAL.sub(cardinal, _ONE.sub("1", text))


def is_number(word: str) -> bool:
    """Whether a case-folded word is a number or an ordinal, standing alone."""
    return word in _VALUES or word in _ORDINALS or _NUMBER.fullmatch(word) is not None


def _value(words: str) -> int:
    total = current = 0
    for atom in _ATOM.findall(words):
        if atom in ("tusen", "thousand"):
            total, current = total + (current or 1) * 1000, 0
        elif atom in ("hundra", "hundred"):
            current = (current or 1) * 100
        else:
            current += _VALUES[atom]
    return total + current
