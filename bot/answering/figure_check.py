"""Whether a claim's figures stand in its sources, and stand there together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.answering.figures import Figure, figures
from bot.answering.material import Content, Source, overlap

_SAME_MATTER = 0.6
"""How near, compared with the nearest statement, the one that has the figures must be."""
_AND = r"\s(?:och|samt|and)\s(?!(?:en |ett |a )?hal[fv])"
_SEGMENT = re.compile(
    rf"[,;](?=\s)(?!\s\d{{4}}\b)|(?<!\d){_AND}|{_AND}(?!\d)|\s(?:men|medan|but|while)\s",
    re.IGNORECASE,
)


def figures_stand(
    claim: str, sources: Sequence[Source], *, content: Callable[[str], Content]
) -> bool:
    """Whether each group of figures that belong together does so in a source as well.

    `content` says what the claim's words are in Swedish.
    """
    return all(
        _stand_together(group.figures, content(group.words), sources) for group in _groups(claim)
    )


@dataclass(slots=True)
class _Group:
    words: str
    figures: list[Figure]


def _groups(claim: str) -> list[_Group]:
    """The figures between commas and conjunctions; a lone one goes with those beside it.

    "Från 40 år, 31 dagar" is one fact; "31 dagar från 40 år och 32 dagar från 50 år" are two.
    """
    groups: list[_Group] = []
    for segment in _SEGMENT.split(claim):
        if not (found := figures(segment)):
            continue
        if groups and (len(found) == 1 or len(groups[-1].figures) == 1):
            groups[-1].words += f" {segment}"
            groups[-1].figures += found
        else:
            groups.append(_Group(segment, found))
    return groups


def _stand_together(group: Sequence[Figure], said: Content, sources: Sequence[Source]) -> bool:
    """Whether one statement has all of them and speaks of the same as they do.

    It has those of its heading, and of the sentence before it in the same paragraph.
    """
    holding: list[float] = []
    best = 0.0
    for source in sources:
        missing = [figure for figure in group if not figure.is_in(source.about)]
        if not missing:
            return True
        before: tuple[Figure, ...] = ()
        for statement in source.statements:
            near = overlap(said, statement.terms_in_place)
            best = max(best, near)
            given = statement.figures + statement.heading_figures
            given += before if statement.unit.follows else ()
            if all(figure.is_in(given) for figure in missing):
                holding.append(near)
            before = statement.figures
    return bool(holding) and max(holding) >= _SAME_MATTER * best
