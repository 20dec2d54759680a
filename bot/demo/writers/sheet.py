"""Writes .xlsx: each second-level heading is a sheet, its table the rows."""

from __future__ import annotations

import io
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bot.demo.writers.archive import normalise
from bot.demo.writers.source import Heading, Source, Table, blocks


def write(source: Source, target: Path) -> None:
    """Write the workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for block in blocks(source.markdown):
        match block:
            case Heading(_, text):
                sheet = book.create_sheet(text)
            case Table(rows):
                _fill(sheet, rows)
            case other:
                raise ValueError(f"{target.name}: a sheet has no place for {other}")
    book.properties.title = source.title
    book.properties.creator = source.meta["dokumentansvarig"]
    book.properties.created = source.changed
    content = io.BytesIO()
    book.save(content)
    normalise(content.getvalue(), target, source.changed)


def _fill(sheet: Worksheet, rows: tuple[tuple[str, ...], ...]) -> None:
    for row in rows:
        sheet.append([_value(text) for text in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for number, column in enumerate(zip(*rows, strict=True), 1):
        width = min(max(map(len, column)) + 2, 60)
        sheet.column_dimensions[get_column_letter(number)].width = width


def _value(text: str) -> int | str:
    return int(text) if text.lstrip("-").isdecimal() else text
