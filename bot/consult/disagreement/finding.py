"""Notices when two documents say different things of the same, and which one applies.

Figures with a unit are compared in sentences about the same subject (`figures_differ`); what they
allow, forbid, require or exempt from by `contradiction`. What disagrees in other words, or in a
table, is not noticed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.answering.base import Sentence
from bot.answering.relevance import union
from bot.answering.signals import Asked
from bot.answering.units import Unit, cut
from bot.consult.disagreement.contradiction import contradict, lean_on_headings
from bot.consult.disagreement.figures_differ import figures_differ
from bot.consult.disagreement.precedence import Reason, precedence
from bot.language.analysis import stem, terms
from bot.retrieval.base import Passage

_ON_TOPIC = 0.6
"""The least share of the question that a sentence must speak about."""
_DOCUMENT = frozenset(
    map(stem, ["policy", "riktlinje", "rutin", "avtal", "kollektivavtal", "information", "för"])
)
"""Says nothing of what a document is about."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a passage."""

    passage: Passage
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Two statements about the same thing; `winner` applies if the reason is a verdict."""

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


def find_opposed(said: Sequence[Sentence], passages: Sequence[Passage]) -> Disagreement | None:
    """The first disagreement of what was answered with another document, whatever was asked."""
    cited = {(c.passage.chunk.id, c.quote) for sentence in said for c in sentence.citations}
    statements = _all(passages)
    for ours in statements:
        if not any((ours.passage.chunk.id, quote) in cited for quote in ours.unit.quotes):
            continue
        for theirs in statements:
            if _disagree(ours, theirs):
                return _judged(ours, theirs)
    return None


def _all(passages: Sequence[Passage]) -> list[Statement]:
    return [Statement(passage, unit) for passage in passages for unit in cut(passage.chunk.text)]


def _statements(question: str, passages: Sequence[Passage]) -> Iterator[Statement]:
    statements = _all(passages)
    relevance = Asked.of(question, tuple(passages)).relevance
    for statement in statements:
        unit, chunk = statement.unit, statement.passage.chunk
        about = (f"{chunk.title} {chunk.place}", unit.heading, unit.text)
        if relevance.share(union(*map(relevance.covered, about))) >= _ON_TOPIC:
            yield statement


def _disagree(first: Statement, second: Statement) -> bool:
    if first.passage.chunk.document_id == second.passage.chunk.document_id:
        return False
    ours, theirs = first.unit, second.unit
    return figures_differ(ours.text, theirs.text) or (
        _are_sentences(ours, theirs) and _contradict(first, second)
    )


def _are_sentences(*units: Unit) -> bool:
    return all(unit.quotable and not unit.is_row and not unit.needs_heading for unit in units)


def _contradict(first: Statement, second: Statement) -> bool:
    if not contradict(first.unit.text, second.unit.text):
        return False
    ours, theirs = _context(first), _context(second)
    leans = lean_on_headings(first.unit.text, second.unit.text)
    return not leans or not ours or not theirs or bool(ours & theirs)


def _context(statement: Statement) -> set[str]:
    """What the sentence stands under, in stems and parts of compounds."""
    chunk = statement.passage.chunk
    above = f"{chunk.title} {chunk.place} {statement.unit.heading}"
    return {term.text for term in terms(above)} - _DOCUMENT


def _judged(first: Statement, second: Statement) -> Disagreement:
    comes_first, reason = precedence(first.passage.chunk, second.passage.chunk)
    winner, loser = (first, second) if comes_first else (second, first)
    return Disagreement(winner=winner, loser=loser, reason=reason)
