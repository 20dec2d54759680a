"""Whether one sentence allows what another forbids, or requires what another exempts from.

Made to be right when it says so rather than to find all: sentences about different things, for
different people, under different conditions or at different times must not pass, so whatever one
sentence has and the other lacks counts against it.
"""

from __future__ import annotations

from functools import lru_cache

from bot.consult.disagreement.norms import CONTRASTS, Norm, read_norm

_SHARED = 2
"""The least number of words that both are about."""
_ALIKE = 0.5
"""The least share of all their words."""
_MORE_ALLOWED = 1
"""How many words the permission may add to what the prohibition is about."""


def contradict(first: str, second: str) -> bool:
    """Whether both sentences cannot be followed. Swedish."""
    ours, theirs = _norm(first), _norm(second)
    if ours is None or theirs is None:
        return False
    if ours.axis == theirs.axis:
        if ours.positive == theirs.positive:
            return _only_and_all(ours, theirs) or _only_and_all(theirs, ours)
        strict, lenient = _ordered(ours, theirs)
        return _same_subject(strict, lenient)
    required, allowed = (ours, theirs) if ours.axis == "must" else (theirs, ours)
    if not required.positive:
        return False
    return _allowed_without(required, allowed)


def lean_on_headings(first: str, second: str) -> bool:
    """Whether either says so little that what it is about may stand above it."""
    norms = _norm(first), _norm(second)
    return any(norm is None or len(norm.about) <= _SHARED for norm in norms)


_norm = lru_cache(maxsize=4096)(read_norm)


def _ordered(ours: Norm, theirs: Norm) -> tuple[Norm, Norm]:
    """What binds, and what sets free: a prohibition or a duty comes first."""
    binds = ours.positive == (ours.axis == "must")
    return (ours, theirs) if binds else (theirs, ours)


def _same_subject(strict: Norm, lenient: Norm) -> bool:
    if strict.only or lenient.only or strict.without != lenient.without:
        return False
    narrower, wider = _left(strict, lenient), _left(lenient, strict) - CONTRASTS
    if narrower or len(wider) > (_MORE_ALLOWED if strict.axis == "may" else 0):
        return False
    return strict.groups == lenient.groups and _overlap(
        strict.about | strict.without, lenient.about | lenient.without
    )


def _left(one: Norm, other: Norm) -> set[str]:
    """What only the first is about; of things named together, one in common is enough."""
    left = set(one.about - other.about)
    for pair in one.joined:
        if pair & other.about:
            left -= pair
    return left


def _overlap(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    shared = ours & theirs
    return len(shared) >= _SHARED and len(shared) >= _ALIKE * len(ours | theirs)


def _allowed_without(required: Norm, allowed: Norm) -> bool:
    """ "Kurser kräver chefens godkännande", "Kurser kan bokas utan chefens godkännande"."""
    if not allowed.positive or not allowed.without or not allowed.without <= required.about:
        return False
    rest = required.about - allowed.without
    return bool(rest) and rest <= allowed.about and required.groups <= allowed.groups


def _only_and_all(limited: Norm, free: Norm) -> bool:
    """ "Endast chefer får beställa mobil", "Alla medarbetare får beställa mobil"."""
    if not limited.only or free.only or not limited.positive or limited.axis != "may":
        return False
    if free.freely:
        limit = limited.about - limited.groups
        return bool(limit) and limit <= free.about and len(free.about - limit) <= _MORE_ALLOWED
    return _for_other_roles(limited, free)


def _for_other_roles(limited: Norm, free: Norm) -> bool:
    """ "Avtal får endast undertecknas av förvaltningschefen", "… av enhetschefen"."""
    if not limited.groups or not free.groups or limited.groups & free.groups:
        return False
    ours, theirs = limited.about - limited.groups, free.about - free.groups
    return ours == theirs and len(ours) >= _SHARED
