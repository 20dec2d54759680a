"""Finds the tables in the rows of a sheet: side by side, with headers of one line or more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.ingestion.documents.document import Block, Paragraph, Table

_AMOUNT = re.compile(r"\b(?:kr|kronor|sek|\w*belopp\w*)\b", re.IGNORECASE)
_NUMBER = re.compile(r"[\d ,.%-]+(?: kr)?")
_MAX_HEADER = 3
"""Lines of a header."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is shown."""

    text: str
    merged_from: str | None = None
    """What the merged area says that it lies in, unless it is the area's first."""
    rows: int = 1
    """Rows of the area that it is the first of."""

    @property
    def told(self) -> str:
        """Its text, or that of its merged area."""
        return self.text if self.merged_from is None else self.merged_from


def blocks_of(rows: list[list[Cell]]) -> Iterator[Block]:
    """Lines of one cell are text; what is left is one table, or several side by side."""
    while rows and _filled(rows[0]) == 1:
        yield Paragraph(next(cell.text for cell in rows.pop(0) if cell.text))
    notes = []
    while rows and _filled(rows[-1]) == 1 and len(rows[-1][0].text) > 40:
        notes.append(Paragraph(rows.pop()[0].text))
    for first, last in _stretches(rows):
        yield from _table([row[first : last + 1] for row in rows])
    yield from reversed(notes)


def _filled(row: Sequence[Cell]) -> int:
    return sum(1 for cell in row if cell.text)


def _stretches(rows: list[list[Cell]]) -> list[tuple[int, int]]:
    """First and last column of each table; an empty column with tables on both sides parts them."""
    used = _used(rows)
    runs: list[list[int]] = []
    for column in used:
        if runs and column == runs[-1][-1] + 1:
            runs[-1].append(column)
        else:
            runs.append([column])
    if any(len(run) < 2 for run in runs):
        # A single column is no table: what looks like a gap is only room.
        runs = [used]
    return [(run[0], run[-1]) for run in runs if run]


def _used(rows: list[list[Cell]]) -> list[int]:
    return [n for n in range(len(rows[0])) if any(row[n].told for row in rows)] if rows else []


def _table(rows: list[list[Cell]]) -> Iterator[Block]:
    rows = [row for row in rows if any(cell.told for cell in row)]
    used = _used(rows)
    table = [[row[n] for n in used] for row in rows]
    depth = _header_lines(table)
    header = _header(table[:depth])
    body = tuple(_with_amounts(header, _body_row(row)) for row in table[depth:])
    if body:
        yield Table(header, body)


def _header_lines(table: list[list[Cell]]) -> int:
    """How many lines the header has: its merged cells tell."""
    if len(table) < 2 or not _is_header(table[0]):
        return 0
    depth = max(cell.rows for cell in table[0])
    if _is_grouped(table[0]) and len(table) > 2 and _is_header(table[1]):
        depth = max(depth, 2)
    return depth if depth <= _MAX_HEADER and depth < len(table) else 1


def _is_header(row: Sequence[Cell]) -> bool:
    """Labels throughout; a label over several columns may be a year."""
    filled = [cell.text for cell in row if cell.text]
    numbers = sum(1 for text in filled if _NUMBER.fullmatch(text))
    return len(filled) > 1 and (numbers < len(filled) if _is_grouped(row) else numbers == 0)


def _is_grouped(row: Sequence[Cell]) -> bool:
    """Whether a label stands over several columns."""
    return any(cell.merged_from for cell in row)


def _header(lines: list[list[Cell]]) -> tuple[str, ...]:
    """Each column's labels from top to bottom, "2026 Vuxen"."""
    columns = zip(*lines, strict=True) if lines else ()
    return tuple(
        " ".join(dict.fromkeys(cell.told for cell in column if cell.told)) for column in columns
    )


def _body_row(row: Sequence[Cell]) -> tuple[str, ...]:
    """A cell merged downwards is told in each row, one merged sideways once."""
    return tuple(
        "" if number and cell.merged_from and row[number - 1].told == cell.told else cell.told
        for number, cell in enumerate(row)
    )


def _with_amounts(header: tuple[str, ...], row: tuple[str, ...]) -> tuple[str, ...]:
    """Amounts of money grouped as they are read, "700 000"."""
    if not header:
        return row
    return tuple(
        grouped(cell) if cell.isdigit() and _AMOUNT.search(name) else cell
        for name, cell in zip(header, row, strict=True)
    )


def grouped(digits: str) -> str:
    """Digits in groups of three."""
    return f"{int(digits):,}".replace(",", " ")
