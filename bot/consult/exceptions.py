"""What an answer must not be given without: the exception that stands right after its rule."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.base import Citation, Sentence
from bot.answering.signals import units_of
from bot.answering.units import Unit

_EXCEPTS = re.compile(
    r"^(?:Undantag\w*|Undantagna|Dock|Men|Däremot|Except\w*|However)\b"
    r"|\b(?:dock|(?:besluta\w*|bevilja\w*|medge\w*) (?:om )?undantag"
    r"|gäller (?:dock |också |heller )?inte(?! längre)|inte heller|undantaget är)\b",
    re.IGNORECASE,
)
_WITHIN = 2
"""How many sentences further down the exception may stand."""


def exception_to(said: Sequence[Sentence]) -> Sentence | None:
    """The exception from what a sentence of the answer quotes, cited; None if there is none, or
    the answer has it.

    It is told by words that open exceptions, in the sentences that follow in the same paragraph or
    list; one that is worded otherwise is not seen.
    """
    quoted = {citation.quote for sentence in said for citation in sentence.citations}
    for sentence in said:
        for citation in sentence.citations:
            if found := _after(citation, quoted):
                return found
    return None


def _after(citation: Citation, quoted: set[str]) -> Sentence | None:
    units = units_of(citation.passage)
    at = next((unit.position for unit in units if citation.quote in unit.quotes), None)
    if at is None or units[at].is_row:
        return None
    for unit in units[at + 1 : at + 1 + _WITHIN]:
        if not _goes_on(unit, units[at]):
            return None
        if _EXCEPTS.search(unit.text) and quoted.isdisjoint(unit.quotes):
            quotes = tuple(Citation(citation.passage, quote) for quote in unit.quotes)
            return Sentence(text=unit.text, citations=quotes)
    return None


def _goes_on(unit: Unit, rule: Unit) -> bool:
    return unit.quotable and not unit.is_row and unit.heading == rule.heading
