"""Says a table row as a phrase: "Ärende: Avsked; Delegat: Kommundirektören" is for machines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answering.base import Sentence
from bot.answering.relevance import Relevance

_ROW = re.compile(r"[^:;]{1,80}: [^;]+(?:; [^:;]{1,80}: [^;]+)+\.?")
_BESIDE_THE_POINT = re.compile(
    r"(?:nr|nummer|id|område|källa|anmärkning|gäller från)\.?", re.IGNORECASE
)
"""Columns that sort or document the table. Who wants them opens the source."""
_ANSWER = re.compile(r"svar|answer", re.IGNORECASE)
_IN_KRONOR = re.compile(r"^(?P<what>.*?) i kronor$", re.IGNORECASE)
_SAID = 2
"""As many cells as a listener remembers; others are said where the question touches them."""
_TOUCHED = 0.3

_Cell = tuple[str, str]


def readable(sentence: Sentence, question: str) -> Sentence:
    """The sentence; if it is a table row, as a phrase of the cells that matter here."""
    if not _ROW.fullmatch(sentence.text):
        return sentence
    return replace(sentence, text=_phrase(sentence.text.removesuffix("."), question))


def _phrase(row: str, question: str) -> str:
    cells = [_cell(part) for part in row.split("; ")]
    kept = [cell for cell in cells if not _BESIDE_THE_POINT.fullmatch(cell[0])]
    first, *others = kept or cells
    subject = " ".join(first) if first[1][0].isdigit() else first[1]
    if len(others) == 1 and _ANSWER.fullmatch(others[0][0]):
        return _ended(others[0][1])
    said = ", ".join(_said(cell) for cell in _telling(others, question))
    return _ended(f"{subject} – {said}" if said else subject)


def _cell(part: str) -> _Cell:
    header, _, value = part.partition(": ")
    return header.removesuffix("?"), value


def _telling(cells: Sequence[_Cell], question: str) -> list[_Cell]:
    """The first cells, and those that speak about the question."""
    relevance = Relevance(question, [" ".join(cell) for cell in cells])
    return [
        cell
        for order, cell in enumerate(cells)
        if order < _SAID or relevance.share(relevance.covered(" ".join(cell))) >= _TOUCHED
    ]


def _said(cell: _Cell) -> str:
    header, value = cell
    if money := _IN_KRONOR.match(header):
        header, value = money["what"], f"{value} kronor"
    name = header[0].lower() + header[1:] if header[1:2].islower() else header
    return f"{name} {value}" if value[0].isdigit() else f"{name}: {value}"


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
