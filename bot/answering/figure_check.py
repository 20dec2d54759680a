"""Whether a claim's figures stand in its sources, and stand there together.

"25 dagar, och från 40 år 31 dagar" has two parts that count the same; their figures must not be
exchanged, which is told by the words that only one of the parts has.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.answering.figures import Figure, figures
from bot.answering.material import Content, Source, Statement, content, number_terms, overlap

_SAME_MATTER = 0.6
"""How near, compared with the nearest statement, the one that has the figures must be."""
_MEANT = 0.5
"""More than this share of the words that only one part has shows that it is meant."""
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


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a statement that counts what another part counts as well."""

    text: str
    figures: Sequence[Figure]
    words: frozenset[str]
    """The terms in it that are no figures."""


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
        lone = groups and 1 in (len(found), len(groups[-1].figures))
        if lone and not _count_the_same(groups[-1].figures, found):
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
            near = overlap(said, statement.terms_in_place | source.about_terms)
            best = max(best, near)
            given = statement.figures + statement.heading_figures
            given += before if statement.unit.follows else ()
            if all(figure.is_in(given) for figure in missing) and _is_of_its_part(
                missing, said, statement
            ):
                holding.append(near)
            before = statement.figures
    return bool(holding) and max(holding) >= _SAME_MATTER * best


def parallel_parts(statement: Statement) -> Sequence[Part]:
    """The parts of a statement that have figures, if two of them count the same; else none."""
    if statement.unit.is_row or len(statement.unit.quotes) > 1 or len(statement.figures) < 2:
        return ()
    return _parts(statement.unit.text)


@lru_cache(maxsize=1024)
def _parts(text: str) -> Sequence[Part]:
    parts = [Part(part, tuple(figures(part)), _own(part)) for part in _SEGMENT.split(text)]
    held = tuple(part for part in parts if part.figures)
    pairs = itertools.combinations(held, 2)
    return held if any(_count_the_same(one.figures, other.figures) for one, other in pairs) else ()


def _is_of_its_part(group: Sequence[Figure], said: Content, statement: Statement) -> bool:
    """Whether one part has all the figures, and the claim does not speak of another part instead.

    What comes first may be understood in what follows ("i Stockholm högst 2 300 kronor"), but not
    the other way round.
    """
    parts = parallel_parts(statement)
    if not parts:
        return True
    claimed = frozenset[str]().union(*said)
    return any(
        all(figure.is_in((*part.figures, *statement.heading_figures)) for figure in group)
        and not _speaks_of_another(part, parts, claimed)
        for part in parts
    )


def _speaks_of_another(part: Part, parts: Sequence[Part], claimed: frozenset[str]) -> bool:
    others = [other for other in parts if other is not part]
    own = part.words.difference(*(other.words for other in others))
    is_meant = _share(own, claimed) >= _MEANT
    place = parts.index(part)
    return any(
        _share(other.words - part.words, claimed) > _MEANT
        and (parts.index(other) > place or not is_meant)
        for other in others
    )


def _own(text: str) -> frozenset[str]:
    return frozenset[str]().union(*content(text)) - number_terms(text)


def _share(words: Collection[str], claimed: Collection[str]) -> float:
    return sum(word in claimed for word in words) / len(words) if words else 0.0


def _count_the_same(one: Sequence[Figure], other: Sequence[Figure]) -> bool:
    return not _units(one).isdisjoint(_units(other))


def _units(found: Sequence[Figure]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (reading.kind, reading.unit)
        for figure in found
        for reading in figure.readings
        if reading.unit or reading.kind != "number"
    )
