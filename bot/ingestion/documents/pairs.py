"""Finds the labels and values of a document's first page, whatever layout they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.ingestion.documents.document import Block, Document, Heading, Table
from bot.ingestion.documents.labels import LABELS, LONGEST_LABEL, label_key

_FIRST_BLOCKS = 40
"""How far into a document its first page may reach, where pages are unknown."""
_WITHOUT_COLON = re.compile(
    r"(?P<label>Dokumentansvarig|Dokumentägare|Diarienummer|Målgrupp|Beslutsinstans|Beslutsdatum)"
    r" (?P<value>[A-ZÅÄÖ\d][^.]{1,60})"
)
"""What remains of a table's row where the lines around it are not seen."""


def is_label_table(table: Table) -> bool:
    """Whether a table lists "label | value", so that its first row is no header."""
    return len(table.header) == 2 and _is_label(table.header[0])


def first_blocks(document: Document) -> Sequence[Block]:
    """The blocks of the first two pages, or as many as fit there."""
    first = document.blocks[:_FIRST_BLOCKS]
    return [block for block in first if (block.page or 1) <= 2]


def find_pairs(document: Document) -> Iterator[tuple[str, str]]:
    """Every label and value of the properties and the first page, most reliable first."""
    for label, value in document.properties:
        if label != "page":
            yield label, value
    blocks = first_blocks(document)
    for block in blocks:
        if isinstance(block, Table):
            yield from _table_pairs(block)
    texts = [block.text for block in blocks if not isinstance(block, (Table, Heading))]
    texts += [value for label, value in document.properties if label == "page"]
    for text in texts:
        yield from _line_pairs(text)
    for label, value in pairwise(texts):
        # A label on one line and its value on the next, as boxes in a page head are read.
        if _is_label(label) and ":" not in value and not _is_label(value):
            yield label, value
    for text in texts:
        if match := _WITHOUT_COLON.fullmatch(text):
            yield match["label"], match["value"]


def _is_label(text: str) -> bool:
    return label_key(text) in LABELS


def _table_pairs(table: Table) -> Iterator[tuple[str, str]]:
    """The pairs of a table about the document itself, in any of its layouts.

    A table of other things may have a column "Gäller till" or a row "Ansvarig" too: one label
    alone says nothing, and neither do labels above many rows.
    """
    rows = [table.header, *table.rows] if table.header else list(table.rows)
    heads = [_is_head(row) for row in rows]
    beside = [
        pair
        for number, row in enumerate(rows)
        if not heads[number] and not (number and heads[number - 1])
        for pair in _row_pairs(row)
    ]
    if sum(_is_label(label) for label, _ in beside) >= 2 or len(beside) == 1:
        yield from beside
    for number in range(len(rows) - 1):
        if heads[number] and not heads[number + 1] and all(heads[number + 2 : number + 3]):
            above, below = rows[number], rows[number + 1]
            yield from ((a, b) for a, b in zip(above, below, strict=False) if a and b)


def _is_head(row: tuple[str, ...]) -> bool:
    """Whether a row holds labels whose values stand below it."""
    cells = [cell for cell in row if cell]
    labels = sum(map(_is_label, cells))
    return labels >= 2 and labels >= len(cells) / 2 and not _is_alternating(cells)


def _is_alternating(cells: Sequence[str]) -> bool:
    return not any(map(_is_label, cells[1::2]))


def _row_pairs(row: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    cells = [cell for cell in row if cell]
    for cell in cells:
        yield from _line_pairs(cell)
    if len(cells) in (2, 4, 6):
        pairs = zip(cells[::2], cells[1::2], strict=True)
        yield from ((label, value) for label, value in pairs if not _is_label(value))


def _line_pairs(text: str) -> Iterator[tuple[str, str]]:
    """ "Dnr: KS 2023/412", also several after one another."""
    parts = re.split(r"\s*(?:\||·|•|;)\s*", text)
    for part in parts:
        label, colon, value = part.partition(":")
        if colon and value.strip() and len(label) < LONGEST_LABEL:
            yield label, value.strip()
