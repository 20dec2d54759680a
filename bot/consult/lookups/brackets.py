"""Finds the rule for an amount where rules come in steps: "Mellan 50 000 och 100 000 kronor"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.base import Citation, Sentence
from bot.answering.relevance import Relevance
from bot.answering.units import Unit, cut
from bot.consult.lookups.amounts import Span, asked_amount, span_of, without_amounts
from bot.consult.lookups.delegation import is_delegation
from bot.retrieval.base import Passage

_ABOUT_A_LIMIT = re.compile(r"\b(?:gräns|tak|limit)\w*", re.IGNORECASE)
_STEPS = 2
"""So many steps make a rule that depends on the amount."""
_ON_TOPIC = 0.3


@dataclass(frozen=True, slots=True)
class _Step:
    passage: Passage
    unit: Unit
    span: Span


def find_bracket(question: str, passages: Sequence[Passage]) -> Sentence | None:
    """The step that the amount asked about falls within, from the passage most about the question.

    None if no amount is asked about, if it is the limit itself that is asked for, or if no passage
    has steps.
    """
    amount = asked_amount(question)
    if amount is None or _ABOUT_A_LIMIT.search(question):
        return None
    steps = [step for passage in passages for step in _ladder(passage)]
    relevance = Relevance(without_amounts(question), [step.unit.text for step in steps])

    def fit(step: _Step) -> tuple[float, bool, float]:
        """Of equals, a sentence rather than a table row, and the narrowest step."""
        chunk = step.passage.chunk
        about = f"{chunk.title} {chunk.place} {step.unit.heading} {step.unit.text}"
        is_sentence = ";" not in step.unit.text
        return round(relevance.share(relevance.covered(about)), 1), is_sentence, -step.span.width

    best = max((step for step in steps if amount in step.span), key=fit, default=None)
    if best is None or fit(best)[0] < _ON_TOPIC:
        return None
    quotes = tuple(Citation(best.passage, quote) for quote in best.unit.quotes)
    return Sentence(text=best.unit.text, citations=quotes)


def _ladder(passage: Passage) -> list[_Step]:
    steps = [
        _Step(passage, unit, span)
        for unit in cut(passage.chunk.text)
        if unit.quotable and not is_delegation(unit.text) and (span := span_of(unit.text))
    ]
    return steps if len({step.span for step in steps}) >= _STEPS else []
