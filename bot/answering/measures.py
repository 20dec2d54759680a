"""What figures count and measure, in Swedish and English: units, scales, months and weekdays."""

from __future__ import annotations

import re

UNITS = {
    "workday": r"arbetsdag\w*|(?:working|business) days?|workdays?",
    "calendar day": r"kalenderdag\w*|calendar days?",
    "day": r"[a-zåäö]*dag(?:ar|en|arna|ars?|s)?(?![a-zåäö])|dag(?:ar)?s[a-zåäö]*|days?\b|dygn\w*",
    "week": r"[a-zåäö]*veck(?:a|or|an|orna|ors)(?![a-zåäö])|veck(?:ors|o)[a-zåäö]*|weeks?\b",
    "month": r"[a-zåäö]*månad(?:er|en|erna|ers|s)?(?![a-zåäö])|månad\w*|months?\b",
    "year": (
        r"(?:kalender|verksamhets|läs|budget|semester|levnads)?år(?:et|en|s|ets)?(?![a-zåäö])"
        r"|års[a-zåäö]*|åring\w*|årig\w*|years?\b"
    ),
    "hour": r"[a-zåäö]*timm(?:e|ar|en|arna|ars|es)(?![a-zåäö])|tim\w*|hours?\b|hrs?\b|h\b",
    "minute": r"minut\w*|min\b|minutes?\b",
    "percentage point": r"procentenhet\w*|percentage points?",
    "%": r"%|procent\w*|percent\b|per cent\b",
    "kr": r"kr\b|kronor\w*|kronan?\b|sek\b|swedish kronor\b|:-",
    "eur": r"€|euro\b|eur\b",
    "§": r"§§?",
    "km": r"km\b|kilometer\b",
    "mil": r"mil\b",
    "times": r"gång\w*|ggr\b|times?\b",
}
"""How each begins right after its number, in case-folded text."""
UNITS_BEFORE = {
    "kr": r"sek|kr",
    "eur": r"eur|€",
    "day": r"dag(?:en)?|day",
    "week": r"veckan?|v\.|week",
    "§": r"§§?|paragraf|section",
    "chapter": r"kap(?:itel)?\.?|chapter",
}
"""How each ends right before its number."""
SCALES = {
    "tusen": 1000, "thousand": 1000, "tkr": 1000, "kkr": 1000, "hundra": 100, "hundred": 100,
    "miljoner": 10**6, "miljon": 10**6, "million": 10**6, "mkr": 10**6, "mnkr": 10**6,
    "msek": 10**6, "miljarder": 10**9, "miljard": 10**9, "billion": 10**9, "mdkr": 10**9,
}  # fmt: skip
SCALES_OF_MONEY = frozenset({"tkr", "kkr", "mkr", "mnkr", "msek", "mdkr"})

_MONTHS = (
    "januari january jan", "februari february feb", "mars march mar", "april apr", "maj may",
    "juni june jun", "juli july jul", "augusti august aug", "september sept sep",
    "oktober october okt oct", "november nov", "december dec",
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
MONTHS_ALONE = frozenset(MONTHS) - frozenset(
    "may march jan feb mar apr jun jul aug sept sep okt oct nov dec".split()  # noqa: SIM905
)
"""The names that mean a month without a number beside them."""
_WEEKDAYS = (
    "måndag monday", "tisdag tuesday", "onsdag wednesday", "torsdag thursday", "fredag friday",
    "lördag saturday", "söndag sunday",
)  # fmt: skip
WEEKDAYS = {name: number for number, names in enumerate(_WEEKDAYS, 1) for name in names.split()}

_UNIT = re.compile("|".join(f"({pattern})" for pattern in UNITS.values()))
_WORD_OF_UNIT = re.compile(rf"(?<!\w)(?:{_UNIT.pattern})")
_UNIT_BEFORE = re.compile("|".join(f"({pattern})" for pattern in UNITS_BEFORE.values()))


def unit_after(text: str) -> str:
    """The unit that `text`, right after a number, begins with; empty for none."""
    found = _UNIT.match(text)
    return tuple(UNITS)[found.lastindex - 1] if found and found.lastindex else ""


def unit_before(text: str) -> str:
    """The unit that stands before a number; empty for none."""
    found = _UNIT_BEFORE.fullmatch(text)
    return tuple(UNITS_BEFORE)[found.lastindex - 1] if found and found.lastindex else ""


def units_in(text: str) -> list[str]:
    """The units that a table's column names: "Belopp, kr per år"."""
    return [
        tuple(UNITS)[found.lastindex - 1]
        for found in _WORD_OF_UNIT.finditer(text)
        if found.lastindex
    ]


def can_count(written: str, claimed: str) -> bool:
    """Whether a source's number of `written` supports a claim's number of `claimed`.

    A claim may leave the unit out. A source may leave out only what an age is counted in.
    """
    if written == claimed or not claimed:
        return True
    return (written, claimed) in _ALSO


_ALSO = {
    ("", "year"),
    ("day", "workday"),
    ("day", "calendar day"),
    ("workday", "day"),
    ("calendar day", "day"),
}
