"""Reads what a sentence allows, forbids, requires or exempts from, and of what.

Swedish only, by the words that carry these meanings; nothing is parsed. A sentence that says both,
that tells of the past or that hangs on a condition is read as no norm: a norm that is missed costs
less than one that is misread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.consult.facts import KINDS
from bot.language.analysis import is_stop_word, stem, words

Axis = Literal["may", "must"]

_NOT = r"(?:inte|ej|icke|aldrig|varken|under inga (?:omständigheter|villkor)|i inget fall)"
_NEVER = re.compile(r"\bunder inga (?:omständigheter|villkor)\b|\bi inget fall\b", re.IGNORECASE)
_BETWEEN = r"(?: (?!inte|ej|aldrig)[\wåäö-]+){0,3}"
"""What stands between a verb and its "inte": "får du inte"."""
_MAY_NOT = re.compile(
    rf"\b(?:får|kan|ska|skall){_BETWEEN} {_NOT}\b|\b{_NOT} (?:är )?(?:tillåt\w*|möjligt|okej)|"
    rf"\b(?:går|är det|det är){_BETWEEN} {_NOT} (?:att|tillåt\w*|möjligt)\b|"
    rf"\bförbjud\w*|\bförbud\w*|\botillåt\w*|\butan rätt till\b|"
    rf"\b(?:har|ger){_BETWEEN} (?:{_NOT}|ingen) rätt (?:till|att)\b|"
    rf"\b(?:beviljas|ersätts|medges|ingår|gäller|omfattas|betalas|lämnas ut){_BETWEEN} {_NOT}\b",
    re.IGNORECASE,
)
_MAY = re.compile(
    r"\b(?:får|kan|tillåt\w*|rätt (?:till|att)|möjligt|okej|fritt fram|går(?: det| bra)? att|"
    r"beviljas|ersätts|medges|ingår|gäller|omfattas|betalas)\b",
    re.IGNORECASE,
)
_NEED_NOT = re.compile(
    rf"\b(?:behöv(?:er|s)|måste|krävs|kräver){_BETWEEN} (?:{_NOT}|ingen|inget|inga)\b|"
    rf"\b{_NOT} (?:nödvändig\w*|obligatorisk\w*|ett krav|tvingande|skyldig\w*)|"
    r"\b(?:frivillig\w*|valfri\w*|slipper)\b",
    re.IGNORECASE,
)
_MUST = re.compile(
    r"\b(?:ska|skall|måste|krävs|kräver|obligatorisk\w*|nödvändig\w*|skyldig\w*)\b", re.IGNORECASE
)
_ONLY = re.compile(r"\b(?:endast|bara|enbart|uteslutande|i undantagsfall)\b", re.IGNORECASE)
_FREELY = re.compile(r"\b(?:alla|samtliga|fritt|alltid|oavsett|vem som helst)\b", re.IGNORECASE)
_CONDITION = re.compile(
    r"\b(?:om|när|ifall|såvida|så länge|förutsatt|förutsättning|utom|förutom|förrän|först|tills|"
    r"undantag(?!sfall)\w*|normalt|vanligtvis|i regel|huvudregel\w*|bör|men|däremot|dock|i stället|"
    r"istället|fick|kunde|behövde|skulle|tidigare|numera|var|hade)\b",
    re.IGNORECASE,
)
"""A condition, an exception, advice or the past."""
_WITHOUT = re.compile(r"\butan ((?:[\wåäö]+s )?[\wåäö]+)", re.IGNORECASE)
CONTRASTS = frozenset(
    map(
        stem,
        words(
            "före innan efter under över utanför inom mer fler färre mindre kortare längre minst "
            "högst lägst senast tidigast"
        ),
    )
)
"""Small words that tell one circumstance from another."""
_WEAK = re.compile(
    r"tillåt\w*|otillåt\w*|förbjud\w*|förbud\w*|möjlig\w*|rätt|frivillig\w*|valfri\w*|slipper|"
    r"obligatorisk\w*|nödvändig\w*|skyldig\w*|krav|kräv\w*|behöv\w*|gäller|omfattas|ingår|medges|"
    r"beviljas|(?:undantags)?fall|gå(?:r|tt)?|ing(?:en|et|a)|använd\w*|tas?|ske|ges?|görs?|bär\w*|kör\w*|emot|bra|"
    r"alla|samtlig\w*|endast|bara|enbart|fritt|alltid|aldrig|generellt|egen|eget|egna|själv\w*|"
    r"kommun|kommunens|kommunen|medarbetar\w*|anställd\w*|personal\w*|överenskommelse|göra|även"
)
"""Says nothing of what it is about."""
_ROLES = re.compile(
    r"(?:\w*(?:chef|direktör|handläggare|lärare|rektor|administratör|sekreterare|ansvarig|elev|"
    r"vikarie|praktikant|konsult|besökare|ledamot|ledamöter|ersättare|förtroendevald|brukare|"
    r"vuxn|barn|politiker|assistent|sjuksköterska|nyanställd|timavlön|timanställ|månadsavlön|"
    r"ferie|tillsvidare)\w*)"
)
_JOINED = re.compile(r"([\wåäö-]+) (?:och|eller|samt) ([\wåäö-]+)", re.IGNORECASE)
_LONGEST = 30
"""Words. A longer sentence says more than one thing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """What a sentence says may, may not, must or need not be."""

    axis: Axis
    positive: bool
    """"May" or "must"; otherwise "may not" or "need not"."""
    about: frozenset[str]
    """Stems of what it is about."""
    groups: frozenset[str]
    """Of these, and of forms of employment: whom it is for."""
    without: frozenset[str]
    """Stems of what it says "utan" of."""
    joined: frozenset[frozenset[str]]
    """Stems that it names together: "golf eller ridning"."""
    only: bool
    """It limits what it allows: "endast", "i undantagsfall"."""
    freely: bool
    """It limits nothing: "alla", "alltid"."""


def read_norm(sentence: str) -> Norm | None:
    """The norm of one sentence; None if it has none, or none that can be read with certainty."""
    spoken = words(sentence)
    if len(spoken) > _LONGEST or sentence.endswith("?") or _CONDITION.search(sentence):
        return None
    said = _said(sentence)
    if said is None:
        return None
    axis, positive = said
    spoken = words(_NEVER.sub(" ", sentence))
    return Norm(
        axis=axis,
        positive=positive,
        about=frozenset(stem(word) for word in spoken if _tells(word)) - _absent(sentence),
        groups=_groups(sentence, spoken),
        without=_absent(sentence),
        joined=frozenset(
            frozenset({stem(pair[0].casefold()), stem(pair[1].casefold())})
            for pair in _JOINED.findall(sentence)
        ),
        only=_ONLY.search(sentence) is not None,
        freely=_FREELY.search(sentence) is not None,
    )


def _said(sentence: str) -> tuple[Axis, bool] | None:
    found: list[tuple[Axis, bool]] = []
    rest = sentence
    for pattern, meaning in _READINGS:
        if pattern.search(rest):
            found.append(meaning)
            rest = pattern.sub(" ", rest)
    if len({positive for _, positive in found}) != 1:
        return None
    return found[0]


_READINGS: tuple[tuple[re.Pattern[str], tuple[Axis, bool]], ...] = (
    (_NEED_NOT, ("must", False)),
    (_MAY_NOT, ("may", False)),
    (_MUST, ("must", True)),
    (_MAY, ("may", True)),
)
"""What denies stands first: "får inte" also has "får"."""


def _tells(word: str) -> bool:
    if stem(word) in CONTRASTS:
        return True
    return not is_stop_word(word) and _WEAK.fullmatch(word) is None


def _absent(sentence: str) -> frozenset[str]:
    phrases = _WITHOUT.findall(sentence)
    return frozenset(stem(word) for phrase in phrases for word in words(phrase) if _tells(word))


def _groups(sentence: str, spoken: list[str]) -> frozenset[str]:
    roles = {stem(word) for word in spoken if _ROLES.fullmatch(word)}
    return frozenset(roles.union(*(kind.said_in(sentence) for kind in KINDS)))
