"""Whether a sentence says may where its source says may not, must, or at most where it says least.

Clauses are compared by the words that carry these meanings, Swedish and English; nothing is parsed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.sentences import split_sentences

_CLAUSE = re.compile(
    r"[,;:!?](?=\s|$)|[()–—]"
    r"|\b(?:men|om|när|utom|såvida|eftersom|medan|but|if|when|unless|except|because|while)\b",
    re.IGNORECASE,
)
_NO = re.compile(
    r"\b(?:inte|ej|icke|aldrig|ingen|inga|inget|ingenting|varken|förbjud\w*|förbud\w*|otillåt\w*"
    r"|not|never|no|none|cannot|neither|nor|forbidden|prohibited)\b|n['’]t\b",
    re.IGNORECASE,
)
_WITHOUT = re.compile(r"\b(?:utan|without)\b", re.IGNORECASE)
_FORBIDS = re.compile(r"\b(?:förbjud\w*|förbud\w*|otillåt\w*|forbidden|prohibited)", re.IGNORECASE)
_MAY = re.compile(
    r"\b(?:får|kan|tillåt\w*|rätt att|möjligt|may|can|cannot|can['’]t|allowed|permitted)\b",
    re.IGNORECASE,
)
_MUST = re.compile(r"\b(?:ska|skall|must|mustn['’]t|shall)\b", re.IGNORECASE)
_NEED = re.compile(
    r"\b(?:måste|behöv\w*|kräv\w*|obligatorisk\w*|need\w*|required?|requires|ha(?:ve|s) to"
    r"|mandatory)\b",
    re.IGNORECASE,
)
_SHOULD = re.compile(
    r"\b(?:bör|borde|rekommender\w*|should|shouldn['’]t|recommend\w*)\b", re.IGNORECASE
)
_MOST = re.compile(
    r"\b(?:högst|max(?:imalt|imum)?|längst|senast|inte mer än|upp till|mindre än|färre än|före"
    r"|innan|at most|up to|no more than|less than|fewer than|no later than|at the latest"
    r"|before|by)\b",
    re.IGNORECASE,
)
_LEAST = re.compile(
    r"\b(?:minst|lägst|tidigast|mer än|fler än|över|efter|at least|minimum|more than|over|after"
    r"|at the earliest)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Polarity:
    """What a clause says of yes and no, may and must, most and least."""

    denials: int
    """How many words like "inte": two of them are not one."""
    without: bool
    """Whether it says "utan", which denies only what comes after it."""
    duties: frozenset[str]
    """Of "may", "must", "should"; negated: of "may not", "need not"."""
    bounds: frozenset[str]
    """Of "most", "least"."""

    def clashes_with(self, other: Polarity) -> bool:
        """Whether both cannot be said of the same thing."""
        if self.denials != other.denials or self.without != other.without:
            return True
        return _apart(self.duties, other.duties) or _apart(self.bounds, other.bounds)


def clauses(text: str) -> list[str]:
    """The parts of a text between its commas and its conjunctions."""
    sentences = split_sentences(text)
    return [part for one in sentences for part in _CLAUSE.split(one) if part.strip()]


def polarity(clause: str) -> Polarity:
    """What a clause says of yes and no, may and must, most and least."""
    denials = len(_NO.findall(clause))
    may, must, should, need = (
        pattern.search(clause) is not None for pattern in (_MAY, _MUST, _SHOULD, _NEED)
    )
    if denials:
        may_not = may or must or should or _FORBIDS.search(clause) is not None
        duties = {"may not": may_not, "need not": need}
    else:
        duties = {"may": may, "must": must or need, "should": should}
    bounds = {"most": _MOST.search(clause), "least": _LEAST.search(clause)}
    return Polarity(
        denials,
        _WITHOUT.search(clause) is not None,
        frozenset(name for name, said in duties.items() if said),
        frozenset(name for name, said in bounds.items() if said),
    )


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other and not one & other)
