"""Finds tables on a PDF page from the lines drawn around their cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.ingestion.parsing.pdf_page import Box, Line, Page

_THIN = 2.5
"""Points; a drawn shape thinner than this is a line."""
_MIN_FILLED = 0.25
_MAX_FILL = 0.8
"""Share of a column's width that labels and values fill at most; running text fills more."""
_MAX_LABEL = 35
"""Characters in the first column of a table without lines."""
_NEAR = 4.0
"""Points; edges closer than this are the same edge."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: the positions of its vertical and horizontal edges."""

    columns: tuple[float, ...]
    """Left to right."""
    rows: tuple[float, ...]
    """Top to bottom."""

    @property
    def box(self) -> Box:
        """The area it covers."""
        return Box(self.columns[0], self.rows[-1], self.columns[-1], self.rows[0])

    def cell(self, line: Line) -> tuple[int, int] | None:
        """Row and column that the line stands in."""
        x, y = line.box.left + 1, (line.box.top + line.box.bottom) / 2
        if not self.box.holds(x, y):
            return None
        row = sum(1 for edge in self.rows[1:-1] if y < edge)
        column = sum(1 for edge in self.columns[1:-1] if x > edge - 1)
        return row, column


def find_tables(page: Page) -> list[Grid]:
    """The tables of a page, drawn with lines or not."""
    ruled = find_ruled_tables(page)
    free = [line for line in page.lines if all(grid.cell(line) is None for grid in ruled)]
    return [*ruled, *_unruled(free)]


def find_ruled_tables(page: Page) -> list[Grid]:
    """The tables of a page that are drawn with lines."""
    return [grid for grid in _ruled(page) if _has_columns(grid, page.lines)]


def _has_columns(grid: Grid, lines: Sequence[Line]) -> bool:
    """A table has text in two columns and in a fair part of its cells; a decoration has not."""
    cells = {cell for line in lines if (cell := grid.cell(line)) is not None}
    size = (len(grid.rows) - 1) * (len(grid.columns) - 1)
    return len({column for _, column in cells}) > 1 and len(cells) >= _MIN_FILLED * size


def _ruled(page: Page) -> list[Grid]:
    edges = [edge for rule in page.rules for edge in _edges(rule)]
    grids = []
    for group in _connected(edges):
        columns = _merged([e.left for e in group if _is_vertical(e)])
        rows = _merged([e.bottom for e in group if not _is_vertical(e)])
        if len(columns) >= 3 and len(rows) >= 3:
            grids.append(Grid(tuple(columns), tuple(reversed(rows))))
    return grids


def _edges(rule: Box) -> list[Box]:
    wide, high = rule.right - rule.left, rule.top - rule.bottom
    if wide <= _THIN or high <= _THIN:
        return [rule] if max(wide, high) > 5 else []
    return [
        Box(rule.left, rule.bottom, rule.left, rule.top),
        Box(rule.right, rule.bottom, rule.right, rule.top),
        Box(rule.left, rule.bottom, rule.right, rule.bottom),
        Box(rule.left, rule.top, rule.right, rule.top),
    ]


def _is_vertical(edge: Box) -> bool:
    return edge.top - edge.bottom > edge.right - edge.left


def _connected(edges: Sequence[Box]) -> list[list[Box]]:
    """Groups of edges that touch one another."""
    groups: list[tuple[Box, list[Box]]] = []
    for edge in edges:
        touching = [group for group in groups if _touch(group[0], edge)]
        groups = [group for group in groups if group not in touching]
        members = [edge, *(member for _, part in touching for member in part)]
        groups.append((_around([edge, *(box for box, _ in touching)]), members))
    return [members for _, members in groups]


def _touch(one: Box, other: Box) -> bool:
    return (
        one.left - _NEAR <= other.right
        and other.left - _NEAR <= one.right
        and one.bottom - _NEAR <= other.top
        and other.bottom - _NEAR <= one.top
    )


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        min(box.left for box in boxes),
        min(box.bottom for box in boxes),
        max(box.right for box in boxes),
        max(box.top for box in boxes),
    )


def _merged(positions: list[float]) -> list[float]:
    merged: list[float] = []
    for position in sorted(positions):
        if not merged or position - merged[-1] > _NEAR:
            merged.append(position)
    return merged


def _unruled(lines: Sequence[Line]) -> list[Grid]:
    """Tables without drawn lines: short texts that stand in columns, row after row.

    Columns of running text look alike but fill their width; labels and values do not.
    """
    rows = [row for row in _baselines(lines) if row]
    grids = []
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and _fits(rows[start], rows[end]):
            end += 1
        if grid := _column_grid(rows[start:end]):
            grids.append(grid)
        start = max(end, start + 1)
    return grids


def _baselines(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that stand side by side, top to bottom."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: -line.box.bottom):
        if rows and abs(rows[-1][0].box.bottom - line.box.bottom) < _NEAR:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.box.left) for row in rows]


def _fits(first: list[Line], row: list[Line]) -> bool:
    """Whether `row` has the columns of `first`, or goes on in one of its later columns."""
    if len(first) < 2 or len(first) > 6:
        return False
    lefts = [line.box.left for line in first]
    if len(row) == len(first):
        return all(abs(line.box.left - left) < _NEAR for line, left in zip(row, lefts, strict=True))
    return len(row) == 1 and any(abs(row[0].box.left - left) < _NEAR for left in lefts[1:])


def _column_grid(rows: list[list[Line]]) -> Grid | None:
    full = [row for row in rows if len(row) > 1]
    if len(full) < 3:
        return None
    lefts = [min(row[number].box.left for row in full) for number in range(len(full[0]))]
    for number, left in enumerate(lefts[1:]):
        widths = [row[number].box.right - row[number].box.left for row in full]
        if max(widths) > _MAX_FILL * (left - lefts[number]):
            return None
    if max(len(row[0].text) for row in full) > _MAX_LABEL:
        return None
    right = max(line.box.right for row in rows for line in row)
    tops = [max(line.box.top for line in row) + 1 for row in full]
    bottom = min(line.box.bottom for line in rows[-1]) - 1
    return Grid((*(left - 2 for left in lefts), right + 2), (*tops, bottom))
