"""What people tell of themselves: "jag är timanställd", or just "timanställd" when asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.answering.number_words import with_digits
from bot.consult.facts.kinds import AGE, KINDS, UNKNOWN, Kind, kind_of
from bot.consult.facts.replies import is_not_known, replied
from bot.language.analysis import words
from bot.storage.base import StoredAction
from bot.turn import SET_FACT

_OF_ONESELF = re.compile(
    r"\b(?:jag (?:är|e|jobbar|arbetar|går|vikarierar|har)|jag som|i am|i'm|i work)\b"
    r"(?P<told>[^.?!,;]{0,60})",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:inte|ej|aldrig|not|never)\b", re.IGNORECASE)
_OWN_AGE = re.compile(
    r"\b(?:jag (?:är|e|blir|fyller|har fyllt)|i am|i'm|i turn) (\d\d)(?: (?:år|bast|years?)\b|"
    r"(?=\W*$|[.,;!?]))(?! nästa)",
    re.IGNORECASE,
)
_BARE_AGE = re.compile(r"\D{0,12}(\d\d)\D{0,12}")
_SHORT = 6
"""Words. A longer text is no bare answer."""


def told_of_oneself(text: str) -> Mapping[str, str]:
    """The facts that the asker states about themselves, by kind; of two that differ, none."""
    told_in = list(_OF_ONESELF.finditer(text))
    clauses = [clause for found in told_in for clause in (found[0], f"jag är{found['told']}")]
    told: dict[str, str] = {}
    for kind in KINDS:
        found = {code for clause in clauses for code in _stated(kind, clause)}
        if len(narrowed := _narrowest(kind, found)) == 1:
            told[kind.name] = narrowed.pop()
    if age := _OWN_AGE.search(text):
        told[AGE] = age[1]
    return told


def answer_to(text: str, offered: Sequence[StoredAction]) -> StoredAction | None:
    """The button that a short text says in words; None if it is something else."""
    buttons = [one for one in offered if one.id.partition(":")[0] == SET_FACT]
    if not buttons or len(words(text)) > _SHORT or text.rstrip().endswith("?"):
        return None
    plain = text.strip(" .!").casefold()
    if named := [one for one in buttons if one.label.casefold() == plain]:
        return named[0]
    if is_not_known(text):
        return next((one for one in buttons if one.values.get("value") == UNKNOWN), None)
    meant = [one for one in buttons if _means(text, one)]
    return meant[0] if len(meant) == 1 else None


def bare_age(text: str, offered: Sequence[StoredAction]) -> Mapping[str, str]:
    """The age that a bare number is, if that is what was asked for."""
    asked = any(one.values.get("fact") == AGE for one in offered)
    age = _BARE_AGE.fullmatch(text) if asked else None
    return {AGE: age[1]} if age else {}


def _includes(bracket: str, text: str) -> bool:
    """Whether the age in words, "fyrtiofyra", is within "under 40", "40-49" or "50+"."""
    spelt = (with_digits(text, english=False), with_digits(text, english=True))
    age = next((int(found[1]) for one in spelt if (found := _BARE_AGE.fullmatch(one))), None)
    limits = [int(number) for number in re.findall(r"\d\d", bracket)]
    if age is None or not limits:
        return False
    if bracket.startswith("under"):
        return age < limits[0]
    return limits[0] <= age and (len(limits) == 1 or age <= limits[1])


def _means(text: str, button: StoredAction) -> bool:
    name, code = button.values.get("fact", ""), button.values.get("value", "")
    if name == AGE:
        return not any(map(str.isdigit, text)) and _includes(code, text)
    kind = kind_of(name)
    if kind is None or code == UNKNOWN:
        return False
    told = replied(kind.name, text) or _stated(kind, f"jag är på {text}")
    return any(kind.fits(code, one) for one in _narrowest(kind, set(told)))


def _stated(kind: Kind, clause: str) -> frozenset[str]:
    if kind.name != "manager" and _NOT.search(clause):
        return frozenset()
    return kind.said_in(clause)


def _narrowest(kind: Kind, codes: set[str]) -> set[str]:
    """Without what only says less exactly what another one says."""
    wide = {code for code in codes for other in codes if code != other and kind.fits(code, other)}
    return codes - wide
