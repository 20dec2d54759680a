"""Whether two sentences about the same thing give different figures for it."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.language.analysis import is_stop_word, stem, words

_ALIKE = 0.5
"""The least share of the two sentences' words that both have."""
_NUMBERS = {
    "en": "1", "ett": "1", "två": "2", "tre": "3", "fyra": "4", "fem": "5", "sex": "6", "sju": "7",
    "åtta": "8", "nio": "9", "tio": "10", "elva": "11", "tolv": "12", "tretton": "13",
    "fjorton": "14", "femton": "15", "tjugo": "20", "trettio": "30", "fyrtio": "40",
    "femtio": "50",
}  # fmt: skip
_UNITS = {
    "kr": "kr", "kronor": "kr", "procent": "%", "%": "%",
    "timme": "h", "timmar": "h", "dag": "d", "dagar": "d", "arbetsdagar": "d", "vecka": "v",
    "veckor": "v", "månad": "m", "månader": "m", "år": "år", "minuter": "min", "tecken": "tecken",
}  # fmt: skip
_FIGURE = re.compile(
    rf"\b((?<!\d[  ])\d[\d  ]*(?:,\d+)?|{'|'.join(_NUMBERS)})\s*(?:hela |sparade |extra )?"
    rf"({'|'.join(sorted(map(re.escape, _UNITS), key=len, reverse=True))})(?!\w)",
    re.IGNORECASE,
)


def figures_differ(first: str, second: str) -> bool:
    """Whether they give figures of the same unit, none in common, in like words."""
    ours, theirs = _figures(first), _figures(second)
    same_unit = {unit for _, unit in ours} & {unit for _, unit in theirs}
    if not same_unit or ours & theirs:
        return False
    said, answered = _content(first), _content(second)
    return len(said & answered) >= _ALIKE * len(said | answered)


@lru_cache(maxsize=4096)
def _figures(text: str) -> frozenset[tuple[str, str]]:
    found = set()
    for number, unit in _FIGURE.findall(text):
        digits = "".join(number.split()).casefold()
        found.add((_NUMBERS.get(digits, digits), _UNITS[unit.casefold()]))
    return frozenset(found)


@lru_cache(maxsize=4096)
def _content(text: str) -> frozenset[str]:
    return frozenset(stem(w) for w in words(text) if not is_stop_word(w) and not w[0].isdigit())
