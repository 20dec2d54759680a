"""Notices when two documents give different figures for the same thing, and which one applies.

Only figures with a unit in sentences about the same subject are compared. Two texts that disagree
in words alone ("får", "får inte") are not noticed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, get_args

from bot.answering.relevance import Relevance
from bot.answering.units import Unit, cut
from bot.language.analysis import is_stop_word, stem, words
from bot.retrieval.base import Chunk, Layer, Passage

_ON_TOPIC = 0.6
"""The least share of the question that a sentence must speak about."""
_ALIKE = 0.5
"""The least share of the two sentences' words that both have."""
_LAYERS: tuple[str | None, ...] = (*get_args(Layer), None)
_AGREEMENTS = {"lag", "centralt kollektivavtal", "lokalt kollektivavtal"}
"""An agreement may replace a law where the law allows it: no verdict among these."""
_NUMBERS = {
    "en": "1", "ett": "1", "två": "2", "tre": "3", "fyra": "4", "fem": "5", "sex": "6", "sju": "7",
    "åtta": "8", "nio": "9", "tio": "10", "elva": "11", "tolv": "12", "tretton": "13",
    "fjorton": "14", "femton": "15", "tjugo": "20", "trettio": "30", "fyrtio": "40",
    "femtio": "50",
}  # fmt: skip
_UNITS = {
    "kr": "kr", "kronor": "kr", "procent": "%", "%": "%",
    "timme": "h", "timmar": "h", "dag": "d", "dagar": "d", "arbetsdagar": "d", "vecka": "v",
    "veckor": "v", "månad": "m", "månader": "m", "år": "år", "minuter": "min", "tecken": "tecken",
}  # fmt: skip
_FIGURE = re.compile(
    rf"\b((?<!\d[  ])\d[\d  ]*(?:,\d+)?|{'|'.join(_NUMBERS)})\s*(?:hela |sparade |extra )?"
    rf"({'|'.join(sorted(map(re.escape, _UNITS), key=len, reverse=True))})(?!\w)",
    re.IGNORECASE,
)

Reason = Literal["layer", "date", "unclear"]


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a passage that gives figures."""

    passage: Passage
    unit: Unit
    figures: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Two statements about the same thing; `winner` applies, unless the reason is "unclear"."""

    winner: Statement
    loser: Statement
    reason: Reason


def find_disagreement(question: str, passages: Sequence[Passage]) -> Disagreement | None:
    """The first disagreement among the passages about what is asked, if there is one."""
    statements = list(_statements(question, passages))
    for first, second in combinations(statements, 2):
        if _disagree(first, second):
            return _judged(first, second)
    return None


def _statements(question: str, passages: Sequence[Passage]) -> Iterator[Statement]:
    units = [
        Statement(passage, unit, figures)
        for passage in passages
        for unit in cut(passage.chunk.text)
        if (figures := _figures(unit.text))
    ]
    relevance = Relevance(question, [statement.unit.text for statement in units])
    for statement in units:
        unit, chunk = statement.unit, statement.passage.chunk
        about = f"{chunk.title} {chunk.place} {unit.heading} {unit.text}"
        if relevance.share(relevance.covered(about)) >= _ON_TOPIC:
            yield statement


def _figures(text: str) -> frozenset[tuple[str, str]]:
    found = set()
    for number, unit in _FIGURE.findall(text):
        digits = "".join(number.split()).casefold()
        found.add((_NUMBERS.get(digits, digits), _UNITS[unit.casefold()]))
    return frozenset(found)


def _disagree(first: Statement, second: Statement) -> bool:
    if first.passage.chunk.document_id == second.passage.chunk.document_id:
        return False
    same_unit = {unit for _, unit in first.figures} & {unit for _, unit in second.figures}
    if not same_unit or first.figures & second.figures:
        return False
    ours, theirs = _content(first.unit.text), _content(second.unit.text)
    return len(ours & theirs) >= _ALIKE * len(ours | theirs)


def _content(text: str) -> set[str]:
    return {stem(w) for w in words(text) if not is_stop_word(w) and not w[0].isdigit()}


def _judged(first: Statement, second: Statement) -> Disagreement:
    ours, theirs = first.passage.chunk, second.passage.chunk
    ranks = _rank(ours), _rank(theirs)
    if ranks[0] != ranks[1]:
        winner, loser = (first, second) if ranks[0] < ranks[1] else (second, first)
        layers = {ours.metadata.layer, theirs.metadata.layer}
        reason: Reason = "unclear" if layers <= _AGREEMENTS else "layer"
        return Disagreement(winner=winner, loser=loser, reason=reason)
    winner, loser = (first, second) if _decided(ours) >= _decided(theirs) else (second, first)
    decided_later = _decided(ours) != _decided(theirs) and _same_owner(ours, theirs)
    return Disagreement(winner=winner, loser=loser, reason="date" if decided_later else "unclear")


def _rank(chunk: Chunk) -> int:
    return _LAYERS.index(chunk.metadata.layer)


def _decided(chunk: Chunk) -> str:
    metadata = chunk.metadata
    decided = metadata.decided_on or metadata.valid_from
    return decided.isoformat() if decided else ""


def _same_owner(ours: Chunk, theirs: Chunk) -> bool:
    """Only within one authority does the newer decision win."""
    return ours.metadata.decided_by == theirs.metadata.decided_by
