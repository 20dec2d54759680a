"""Puts the text of a page together: pieces to lines, and lines in the order they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.ingestion.parsing.cleaning import clean
from bot.ingestion.parsing.pdf_page import Box, Line

_SPACE = 0.17
"""Times the size of the type: a gap wider than this is a space."""
_TOGETHER = 0.9
"""Times the size of the type: a gap wider than this ends the line."""
_MARK_GAP = 1.8
"""The same after a mark, which stands further from what it marks."""
_MARK_LENGTH = 8
"""Characters; what numbers a paragraph or an item is not longer."""
_COLUMN_LINES = 4
"""Lines that stand side by side before they count as columns."""
_RUNNING = 0.55
"""Share of their column's width that lines of running text fill, on average."""
_GUTTER = 6.0
"""Points between columns, at least."""


def in_reading_order(pieces: Sequence[Line], rules: Sequence[Box]) -> list[Line]:
    """The lines that the pieces make up: down each column, one column after the other."""
    walls = [rule for rule in rules if rule.top - rule.bottom > max(rule.right - rule.left, 4)]
    lines = [line for row in _rows(pieces) for line in _lines(row, walls)]
    return list(_columns(sorted(lines, key=lambda line: (-line.box.top, line.box.left))))


def _rows(pieces: Sequence[Line]) -> list[list[Line]]:
    """Pieces on one base line, left to right; a raised mark belongs to its line."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: (-_base(piece), -piece.size)):
        row = next((row for row in rows[-3:] if _on_one_line(row[0], piece)), None)
        if row is None:
            rows.append([piece])
        elif piece.size > 1.2 * row[0].size:
            # The mark stood higher, and came before its line.
            row.insert(0, piece)
        else:
            row.append(piece)
    return [sorted(row, key=lambda piece: piece.box.left) for row in rows]


def _base(line: Line) -> float:
    """The height of the line that its letters stand on."""
    return line.box.bottom + 0.22 * line.size


def _on_one_line(one: Line, other: Line) -> bool:
    small, large = sorted((one, other), key=lambda line: line.size)
    apart = abs(_base(one) - _base(other))
    return apart < (0.3 if small.size > 0.8 * large.size else 0.5) * large.size


def _lines(row: list[Line], walls: Sequence[Box]) -> Iterator[Line]:
    line = row[0]
    for piece in row[1:]:
        if _adjoin(line, piece, walls):
            line = _side_by_side(line, piece)
        else:
            yield from _whole(line)
            line = piece
    yield from _whole(line)


def _whole(line: Line) -> Iterator[Line]:
    if text := clean(line.text):
        yield replace(line, text=text)


def _adjoin(left: Line, right: Line, walls: Sequence[Box]) -> bool:
    gap = right.box.left - left.box.right
    is_mark = len(left.text.rstrip()) <= _MARK_LENGTH
    size = max(left.size, right.size)
    if gap > (_MARK_GAP if is_mark else _TOGETHER) * size or gap < -size:
        return False
    y = left.box.bottom + 0.5 * left.size
    near, far = left.box.right - 1, right.box.left + 1
    return not any(wall.bottom <= y <= wall.top and near <= wall.left <= far for wall in walls)


def _side_by_side(left: Line, right: Line) -> Line:
    box = Box(
        min(left.box.left, right.box.left),
        min(left.box.bottom, right.box.bottom),
        max(left.box.right, right.box.right),
        max(left.box.top, right.box.top),
    )
    apart = left.text.endswith(" ") or right.box.left - left.box.right > _SPACE * left.size
    longer = max(left, right, key=lambda line: len(line.text))
    return Line(f"{left.text.rstrip()}{' ' * apart}{right.text}", box, longer.size, longer.bold)


@dataclass(frozen=True, slots=True)
class _Gutter:
    """An empty strip between columns: where it begins and ends, and how far it reaches."""

    left: float
    right: float
    first: int
    """The first of the lines, from the top, that stand beside it."""
    last: int

    @property
    def lines(self) -> int:
        return self.last - self.first + 1


def _columns(lines: list[Line]) -> Iterator[Line]:
    """Lines in reading order: what is above columns, the left one, the right one, what is below."""
    gutter = _widest_gutter(lines)
    if gutter is None:
        yield from lines
        return
    beside = lines[gutter.first : gutter.last + 1]
    yield from _columns(lines[: gutter.first])
    yield from _columns([line for line in beside if line.box.right <= gutter.right])
    yield from _columns([line for line in beside if line.box.right > gutter.right])
    yield from _columns(lines[gutter.last + 1 :])


def _widest_gutter(lines: list[Line]) -> _Gutter | None:
    """The gutter with most lines beside it."""
    if len(lines) < 2 * _COLUMN_LINES:
        return None
    edges = sorted({round(line.box.left) for line in lines})
    found = [gutter for edge in edges[1:] for gutter in _gutters(lines, edge)]
    return max(found, key=lambda gutter: gutter.lines, default=None)


def _gutters(lines: list[Line], edge: float) -> Iterator[_Gutter]:
    """Stretches of lines that all end before `edge` or begin at it or after."""
    first = 0
    for number in range(len(lines) + 1):
        crossed = number == len(lines) or (
            lines[number].box.left < edge - 1 and lines[number].box.right > edge - _GUTTER
        )
        if crossed:
            if gutter := _gutter(lines, first, number - 1, edge):
                yield gutter
            first = number + 1


def _gutter(lines: list[Line], first: int, last: int, edge: float) -> _Gutter | None:
    left = [line for line in lines[first : last + 1] if line.box.left < edge - 1]
    right = [line for line in lines[first : last + 1] if line.box.left >= edge - 1]
    if min(len(left), len(right)) < _COLUMN_LINES:
        return None
    if not (_is_running(left) and _is_running(right)):
        return None
    return _Gutter(max(line.box.right for line in left), edge - 1, first, last)


def _is_running(lines: list[Line]) -> bool:
    """Whether the lines fill their column, as text does and labels or figures do not."""
    width = max(line.box.right for line in lines) - min(line.box.left for line in lines)
    # Lines side by side are columns within the column.
    rows = len({round(_base(line) / 3) for line in lines})
    shown = sum(line.box.right - line.box.left for line in lines) / rows
    return shown > _RUNNING * width and sum(len(line.text) for line in lines) > 18 * len(lines)
