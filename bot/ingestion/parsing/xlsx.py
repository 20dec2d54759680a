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
from bot.ingestion.documents.notes import Note, hidden
from bot.ingestion.parsing.cleaning import clean
from bot.ingestion.parsing.office import core_properties, opening
from bot.ingestion.parsing.xlsx_sight import Sight
from bot.ingestion.parsing.xlsx_tables import Cell, blocks_of, grouped
from bot.ingestion.reasons import UnreadableError

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.cell.cell import MergedCell

_MAX_CELLS = 2_000_000
"""Cells that a sheet may span; one stray cell at the far corner spans seventeen billion."""
_ALONE = (None, 1)
_MAX_MERGED = 10_000
"""Cells in one merged area; a larger one is decoration."""


def parse_xlsx(data: bytes) -> Document:
    """A workbook. Hidden sheets, rows and columns are left out; formulas show their last value."""
    with opening(".xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
        properties = core_properties(book.properties)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        unseen = [clean(s.title) for s in book.worksheets if s.sheet_state != "visible"]
        sights = [Sight(sheet) for sheet in sheets]
        blocks = tuple(
            block
            for sheet, sight in zip(sheets, sights, strict=True)
            for block in _sheet(sheet, sight)
        )
        left_out = sum(sight.hidden for sight in sights)
    if not any(isinstance(block, (Table, Paragraph)) for block in blocks):
        raise UnreadableError("hidden_only" if left_out else "no_text")
    return Document(
        title=dict(properties).get("title", ""),
        blocks=blocks,
        properties=properties,
        notes=(
            *((Note("hidden_parts", ", ".join(unseen)),) if unseen else ()),
            *hidden(left_out),
        ),
    )


def _sheet(sheet: Worksheet, sight: Sight) -> Iterator[Block]:
    if sheet.max_row * sheet.max_column > _MAX_CELLS:
        raise UnreadableError("too_large", f"{sheet.max_row} × {sheet.max_column}")
    blocks = [block for rows in _groups(sheet, sight) for block in blocks_of(rows)]
    if blocks:
        yield Heading(clean(sheet.title), 1)
    yield from blocks


def _groups(sheet: Worksheet, sight: Sight) -> Iterator[list[list[Cell]]]:
    """Rows that stand together, between empty ones; what is hidden is left out."""
    shown = sight.columns
    unseen = sorted(set(range(1, sheet.max_column + 1)).difference(shown))
    merged = _merged(sheet)
    group: list[list[Cell]] = []
    for number, cells in enumerate(sheet.iter_rows(), 1):
        for column in unseen:
            sight.pass_over(cells[column - 1])
        if sight.hides_row(number):
            for column in shown:
                sight.pass_over(cells[column - 1])
            continue
        row = [
            Cell(_seen(cells[column - 1], sight), *merged.get((number, column), _ALONE))
            for column in shown
        ]
        if any(cell.text for cell in row):
            group.append(row)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _seen(cell: SheetCell | MergedCell, sight: Sight) -> str:
    return _text(cell) if cell.value is not None and sight.sees(cell) else ""


def _merged(sheet: Worksheet) -> dict[tuple[int, int], tuple[str | None, int]]:
    """Place in a merged area → what the area says if the place is not its first, and for its first
    how many rows it spans."""
    found: dict[tuple[int, int], tuple[str | None, int]] = {}
    for area in sheet.merged_cells.ranges:
        if area.size["rows"] * area.size["columns"] > _MAX_MERGED:
            continue
        text = _text(sheet.cell(area.min_row, area.min_col))
        for place in area.cells:
            found[place] = (text, 1)
        found[area.min_row, area.min_col] = (None, area.size["rows"])
    return found


def _text(cell: SheetCell | MergedCell) -> str:
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
        text = grouped(whole) + comma + decimals
    return text + unit


def _plain(value: float) -> str:
    return f"{round(value, 6):.10g}".replace(".", ",") if value % 1 else f"{int(value)}"
