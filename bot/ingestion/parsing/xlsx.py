"""Reads Excel workbooks: each visible sheet as tables with their header rows."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from bot.ingestion.documents.document import Block, Document, Heading, Paragraph, Table
from bot.ingestion.parsing.cleaning import clean
from bot.ingestion.parsing.office import core_properties, opening
from bot.ingestion.reasons import UnreadableError

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell

_AMOUNT = re.compile(r"\b(?:kr|kronor|sek|\w*belopp\w*)\b", re.IGNORECASE)
_MAX_CELLS = 2_000_000
"""Cells that a sheet may span; one stray cell at the far corner spans seventeen billion."""


def parse_xlsx(data: bytes) -> Document:
    """A workbook. Hidden sheets, rows and columns are left out; formulas show their last value."""
    with opening(".xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
        properties = core_properties(book.properties)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        blocks = tuple(block for sheet in sheets for block in _sheet(sheet))
    if not any(isinstance(block, (Table, Paragraph)) for block in blocks):
        raise UnreadableError("no_text")
    return Document(title=dict(properties).get("title", ""), blocks=blocks, properties=properties)


def _sheet(sheet: Worksheet) -> Iterator[Block]:
    if sheet.max_row * sheet.max_column > _MAX_CELLS:
        raise UnreadableError("too_large", f"{sheet.max_row} × {sheet.max_column}")
    groups = [group for group in _groups(sheet) if group]
    if groups:
        yield Heading(clean(sheet.title), 1)
    for group in groups:
        yield from _blocks(group)


def _groups(sheet: Worksheet) -> Iterator[list[list[str]]]:
    """Rows that stand together, between empty ones."""
    shown = [
        number for number in range(1, sheet.max_column + 1) if not _is_hidden_column(sheet, number)
    ]
    group: list[list[str]] = []
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if sheet.row_dimensions[number].hidden:
            continue
        row = [_text(cells[column - 1]) for column in shown]
        if any(row):
            group.append(row)
        else:
            yield group
            group = []
    yield group


def _is_hidden_column(sheet: Worksheet, number: int) -> bool:
    # One dimension may stand for a range of columns, keyed by its first.
    return any(
        dimension.hidden and (dimension.min or 0) <= number <= (dimension.max or 0)
        for dimension in sheet.column_dimensions.values()
    )


def _blocks(rows: list[list[str]]) -> Iterator[Block]:
    """Lines of one cell are text; the first fuller row heads the table below it."""
    while rows and sum(map(bool, rows[0])) == 1:
        yield Paragraph(next(filter(None, rows.pop(0))))
    notes = []
    while rows and sum(map(bool, rows[-1])) == 1 and len(rows[-1][0]) > 40:
        notes.append(Paragraph(rows.pop()[0]))
    used = [n for n in range(len(rows[0])) if any(row[n] for row in rows)] if rows else []
    table = [tuple(row[n] for n in used) for row in rows]
    if len(table) > 1 and _is_header(table[0]):
        yield Table(table[0], tuple(_with_amounts(table[0], row) for row in table[1:]))
    elif table:
        yield Table((), tuple(table))
    yield from reversed(notes)


def _with_amounts(header: tuple[str, ...], row: tuple[str, ...]) -> tuple[str, ...]:
    """Amounts of money grouped as they are read, "700 000"."""
    return tuple(
        _grouped(cell) if cell.isdigit() and _AMOUNT.search(name) else cell
        for name, cell in zip(header, row, strict=True)
    )


def _grouped(digits: str) -> str:
    return f"{int(digits):,}".replace(",", " ")


def _is_header(row: tuple[str, ...]) -> bool:
    filled = [cell for cell in row if cell]
    return len(filled) > 1 and not any(re.fullmatch(r"[\d ,.%-]+(?: kr)?", cell) for cell in filled)


def _text(cell: Cell | MergedCell) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, datetime):
        plain = value.time() == time()
        return value.date().isoformat() if plain else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (int, float)):
        return _number(value, cell.number_format)
    return clean(str(value))


def _number(value: float, number_format: str) -> str:
    """A number as Swedish readers see it in the sheet."""
    if "%" in number_format:
        return f"{_plain(value * 100)} %"
    unit = " kr" if re.search(r"kr|SEK", number_format) else ""
    text = _plain(value)
    if "#,##0" in number_format or "# ##0" in number_format:
        whole, comma, decimals = text.partition(",")
        text = _grouped(whole) + comma + decimals
    return text + unit


def _plain(value: float) -> str:
    return f"{round(value, 6):.10g}".replace(".", ",") if value % 1 else f"{int(value)}"
