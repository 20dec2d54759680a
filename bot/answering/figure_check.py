"""Whether a claim's figures stand in its sources, and stand there together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.figures import Figure, figures
from bot.answering.material import Source

_AND = r"\s(?:och|samt|and)\s(?!(?:en |ett |a )?hal[fv])"
_SEGMENT = re.compile(
    rf"[,;](?=\s)(?!\s\d{{4}}\b)|(?<!\d){_AND}|{_AND}(?!\d)|\s(?:men|medan|but|while)\s",
    re.IGNORECASE,
)


def figures_stand(claim: str, sources: Sequence[Source]) -> bool:
    """Whether each group of figures that belong together does so in a source as well."""
    return all(_stand_together(group, sources) for group in _groups(claim))


def _groups(claim: str) -> list[list[Figure]]:
    """The figures between commas and conjunctions; a lone one goes with those beside it.

    "Från 40 år, 31 dagar" is one fact; "31 dagar från 40 år och 32 dagar från 50 år" are two.
    """
    groups: list[list[Figure]] = []
    for segment in _SEGMENT.split(claim):
        if not (found := figures(segment)):
            continue
        if groups and (len(found) == 1 or len(groups[-1]) == 1):
            groups[-1] += found
        else:
            groups.append(found)
    return groups


def _stand_together(group: Sequence[Figure], sources: Sequence[Source]) -> bool:
    """Whether one statement, with its heading and the sentence before it, has all of them."""
    for source in sources:
        missing = [figure for figure in group if not figure.is_in(source.about)]
        if not missing:
            return True
        before: tuple[Figure, ...] = ()
        for statement in source.statements:
            given = statement.figures + statement.heading_figures
            given += before if statement.unit.follows else ()
            if all(figure.is_in(given) for figure in missing):
                return True
            before = statement.figures
    return False
