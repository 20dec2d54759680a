"""Whether a claim is a statement of its source with a figure, a "inte" or a "högst" changed.

The other checks let a paraphrase differ; a sentence with all the words of a statement and no others
is no paraphrase, so it must have its figures, denials and bounds as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.figures import Figure
from bot.answering.material import Content, Source, Statement, overlap
from bot.answering.polarity import polarity
from bot.language.analysis import terms

_SAME = 0.9
"""The share of each one's words that the other has, from which they are the same sentence."""
_BOUNDS = ("högst", "minst", "senast", "tidigast", "lägst", "längst")
_BOUND = re.compile(rf"\b(?:{'|'.join(_BOUNDS)})\b", re.IGNORECASE)
_BOUND_TERMS = frozenset(term.text for term in terms(" ".join(_BOUNDS)))


def is_altered(
    text: str, said: Content, claimed: Sequence[Figure], sources: Sequence[Source]
) -> bool:
    """Whether statements have the same words as the claim, and none says the same with them."""
    matter = {word: weight for word, weight in said.items() if _BOUND_TERMS.isdisjoint(word)}
    twins = [
        statement
        for source in sources
        for statement in source.statements
        if not (statement.unit.is_row and ";" not in text)  # a row told as a sentence is no row
        and overlap(matter, statement.terms) >= _SAME
        and _share_said(statement, matter) >= _SAME
    ]
    return bool(twins) and not any(_says_the_same(text, claimed, twin) for twin in twins)


def _share_said(statement: Statement, said: Content) -> float:
    words, own = frozenset[str]().union(*said), statement.terms - _BOUND_TERMS
    return len(own & words) / len(own) if own else 0.0


def _says_the_same(text: str, claimed: Sequence[Figure], statement: Statement) -> bool:
    """One that leaves a figure out, or has a bound in other words, may say the same."""
    own, given = statement.unit.text, statement.figures
    bounds, own_bounds = _bounds(text), _bounds(own)
    has_all = len(claimed) != len(given) or all(figure.is_in(claimed) for figure in given)
    return (
        has_all
        and all(figure.is_in(given) for figure in claimed)
        and polarity(text).denials == polarity(own).denials
        and not (bounds and own_bounds and bounds != own_bounds)
    )


def _bounds(text: str) -> list[str]:
    return sorted(found.casefold() for found in _BOUND.findall(text))
