"""How people answer when they are asked for a fact: shorter, and in other words, than sources.

"permanent" or "skolan" says enough as an answer to the question, and nothing elsewhere.
"""

from __future__ import annotations

import re
from functools import cache

_WORDS: dict[tuple[str, str], str] = {
    ("employment", "månadsavlönad"): r"månads?lön\w*|monthly(?: salary| paid| wage)?|salaried",
    ("employment", "tillsvidare"): r"tills ?vidare\w*|fast(?: ?anställ\w*| (?:tjänst|jobb))?|"
    r"permanent(?: \w+)?",
    ("employment", "visstid"): r"vikarie|vikariat|viss ?tid\w*|tidsbegränsad|prov ?anställ\w*|säva|"
    r"temp|temporary|substitute|fixed[- ]term",
    ("employment", "timavlönad"): r"timmis|timmar|timme|tim ?lön\w*|timvik\w*|timavlön\w*|"
    r"hourly|by the hour|per hour",
    ("employment", "ferie"): r"ferie\w*|uppehåll\w*|term[- ]time",
    ("employment", "skollagen"): r"skollagen|obehörig\w*|education act|unqualified",
    ("agreement", "AB"): r"ab(?:-avtalet)?",
    ("agreement", "BEA"): r"bea(?:-avtalet)?",
    ("agreement", "PAN"): r"pan(?:-avtalet)?|personlig\w* assistent\w*|personal assistant",
    ("agreement", "Sobona"): r"sobona(?:-?avtalet)?",
    ("employer", "kommun"): r"kommun(?:en)?|förvaltning\w*|(?<!municipal )department|municipality",
    ("employer", "bolag"): r"(?:\w*bolag\w*)|company|\w+ ab",
    ("department", "vård och omsorg"): r"vård(?:en)?|omsorg(?:en)?|\w*omsorgen|hemtjänst\w*|"
    r"undersköterska|sjuksköterska|care|nurse|boende\w*",
    (
        "department",
        "skola och förskola",
    ): r"(?:för)?skol(?:a|an)|fritids\w*|\w*lärare|"
    r"rektor|barnskötare|(?:pre)?schools?|teacher|kindergarten",
    ("manager", "ja"): r"(?:\w+)?chef(?:en)?|rektor|manager|head of \w+",
}
_YES = frozenset(["ja", "japp", "jepp", "jo", "jajamän", "jadå", "yes", "yep", "yeah", "yup"])
_NO = frozenset(["nej", "nä", "nope", "no", "nix", "näe"])
_NOT = re.compile(r"\b(?:inte|ej|aldrig|ingen|not|no|never)\b", re.IGNORECASE)
_NOT_KNOWN = re.compile(
    r"\W*(?:(?:jag |i )?(?:vet (?:inte|ej|jag inte)|är osäker|(?:don'?t|do not) know|am not sure|"
    r"have no idea)|ingen aning|osäker|annat|inget av dem|vet ej|no idea|not sure|unsure|idk|dunno|"
    r"none of (?:them|these)|other|minns inte|vill inte säga)\b.{0,30}",
    re.IGNORECASE,
)


def replied(kind: str, text: str) -> frozenset[str]:
    """The codes that a short answer to the question for this kind of fact may mean."""
    if kind == "manager":
        return _replied_whether(text)
    if _NOT.search(text):
        return frozenset()
    return frozenset(code for name, code in _WORDS if name == kind and _says(text, name, code))


def is_not_known(text: str) -> bool:
    """Whether the person cannot or will not tell."""
    return _NOT_KNOWN.fullmatch(text) is not None


def _replied_whether(text: str) -> frozenset[str]:
    first = re.split(r"\W+", text.strip().casefold(), maxsplit=1)[0]
    says_no = first in _NO or (first not in _YES and _NOT.search(text) is not None)
    if says_no:
        return frozenset({"nej"})
    is_yes = first in _YES or _says(text, "manager", "ja")
    return frozenset({"ja"}) if is_yes else frozenset()


def _says(text: str, kind: str, code: str) -> bool:
    return _pattern(_WORDS[kind, code]).search(text) is not None


@cache
def _pattern(words: str) -> re.Pattern[str]:
    """Made when somebody is asked, which is seldom: all of them take longer than a turn."""
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)
