"""Answers who may decide from the rows of a delegation order, where such decisions stand."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answering.base import Citation, Sentence
from bot.answering.relevance import Relevance
from bot.answering.units import cut
from bot.consult import texts
from bot.consult.lookups.amounts import Span, asked_amount, span_of, without_amounts
from bot.identity.base import Language
from bot.retrieval.base import Passage

_WHO_DECIDES = re.compile(
    r"\bvem\b.{0,150}\b(?:besluta\w*|fattar? beslut\w*|tecknar?|skriv(?:a|er) (?:under|på)|"
    r"anställer|anställa|har delegation|är delegat)\b|"
    r"\bwho\b.{0,150}\b(?:decides?|makes? the decision|signs?|hires?)\b",
    re.IGNORECASE,
)
_DECIDING = re.compile(
    r"\b(?:vem|får|kan|ska|har rätt att|besluta\w*|fattar?|beslut\w*|om|i fråga om|"
    r"who|may|can|decides?|is|allowed|to|on|the)\b",
    re.IGNORECASE,
)
_DELEGATE = "Delegat: "
_SOUGHT = "delegationsordning delegat"
_ON_TOPIC = 0.75
_VERBAL_NOUN = re.compile(r"\b(\w{4,})ning(?:en|ar|arna)?\b")
"""A matter is named by a verb ("anställa") where people ask with a noun ("anställning")."""
_AT_MOST = 2


@dataclass(frozen=True, slots=True)
class _Row:
    passage: Passage
    text: str
    cells: Mapping[str, str]

    @property
    def matter(self) -> str:
        return self.cells.get("Ärende", "")

    @property
    def about(self) -> str:
        return f"{self.passage.chunk.place} {self.matter}"

    @property
    def span(self) -> Span | None:
        return span_of(self.matter)


def asks_who_decides(question: str) -> bool:
    """Whether the question is for whoever may take a formal decision."""
    return _WHO_DECIDES.search(question) is not None


def delegation_query(question: str) -> str:
    """What to search for: the rows say "delegat", not "vem får besluta"."""
    return f"{question} {_SOUGHT}"


def is_delegation(text: str) -> bool:
    """Whether the text is a row of a delegation order."""
    return _DELEGATE in text


def find_delegates(
    question: str, passages: Sequence[Passage], language: Language
) -> list[Sentence]:
    """Who decides in the matter that the question is about; empty if no row is about it."""
    rows = [row for passage in passages for row in _rows(passage)]
    amount = asked_amount(question)
    if amount is not None:
        rows = [row for row in rows if row.span and amount in row.span]
    asked = _DECIDING.sub(" ", without_amounts(question))
    as_noun, as_verb = _shares(asked, rows), _shares(_VERBAL_NOUN.sub(r"\1a", asked), rows)
    shares = [max(both) for both in zip(as_noun, as_verb, strict=True)]
    best = max(shares, default=0.0)
    if best < _ON_TOPIC:
        return []
    chosen = [row for row, share in zip(rows, shares, strict=True) if share >= best]
    if amount is not None:
        chosen = [min(chosen, key=lambda row: row.span.width if row.span else math.inf)]
    return [_sentence(row, language) for row in chosen[:_AT_MOST]]


def _shares(asked: str, rows: Sequence[_Row]) -> list[float]:
    relevance = Relevance(asked, [row.matter for row in rows])
    return [relevance.share(relevance.covered(row.about)) for row in rows]


def _rows(passage: Passage) -> list[_Row]:
    return [
        _Row(passage, unit.text, dict(_cells(unit.text)))
        for unit in cut(passage.chunk.text)
        if is_delegation(unit.text)
    ]


def _cells(row: str) -> list[tuple[str, str]]:
    parts = (part.partition(": ") for part in row.split("; "))
    return [(header, value) for header, _, value in parts]


def _sentence(row: _Row, language: Language) -> Sentence:
    who = row.cells["Delegat"]
    matter = row.matter[:1].lower() + row.matter[1:]
    text = texts.DECIDES.in_language(language, who=who, matter=matter)
    if condition := row.cells.get("Villkor"):
        shown = condition[:1].lower() + condition[1:]
        text = f"{text} {texts.CONDITION.in_language(language, condition=shown)}"
    return Sentence(text=text, citations=(Citation(row.passage, row.text),))
