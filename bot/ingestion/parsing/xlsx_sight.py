"""Decides which cells of a sheet a reader sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.worksheet.worksheet import Worksheet

from bot.ingestion.parsing.cleaning import smuggled, weight

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell

_SHOWS_NOTHING = ";;;"
"""The number format under which a cell stays empty whatever it holds."""


class Sight:
    """What is seen of one sheet, and how much is not."""

    def __init__(self, sheet: Worksheet) -> None:
        self.hidden = 0
        """Characters met so far that nobody sees."""
        self._sheet = sheet
        # Table styles and conditional formats fill cells that have no fill themselves.
        self._plain = not sheet.tables and not len(sheet.conditional_formatting)
        self._unseen: dict[int, bool] = {}
        """Style → whether it shows nothing. A sheet has few; openpyxl builds each anew for every
        cell that asks."""

    @property
    def columns(self) -> list[int]:
        """The numbers of the columns that are shown."""
        # One dimension may stand for a range of columns, keyed by its first.
        hidden = [
            (dimension.min or 0, dimension.max or 0)
            for dimension in self._sheet.column_dimensions.values()
            if dimension.hidden
        ]
        return [
            number
            for number in range(1, self._sheet.max_column + 1)
            if not any(first <= number <= last for first, last in hidden)
        ]

    def hides_row(self, number: int) -> bool:
        """Whether the row is hidden, by hand or by a filter."""
        return bool(self._sheet.row_dimensions[number].hidden)

    def pass_over(self, cell: Cell | MergedCell) -> None:
        """Count what a cell holds that is not shown."""
        if cell.value is not None:
            self.hidden += weight(str(cell.value))

    def sees(self, cell: Cell | MergedCell) -> bool:
        """Whether the cell's content can be seen; counted if not."""
        if cell.has_style and self._has_unseen_style(cell):
            self.pass_over(cell)
            return False
        if isinstance(cell.value, str):
            self.hidden += smuggled(cell.value)
        return True

    def _has_unseen_style(self, cell: Cell | MergedCell) -> bool:
        if cell.style_id not in self._unseen:
            colour = cell.font.color
            white = (
                self._plain
                and colour is not None
                and colour.type == "rgb"
                and str(colour.rgb)[-6:].upper() == "FFFFFF"
                and cell.fill.fill_type is None
            )
            self._unseen[cell.style_id] = white or cell.number_format == _SHOWS_NOTHING
        return self._unseen[cell.style_id]
