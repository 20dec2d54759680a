"""Builds headings, paragraphs, lists and tables from the lines of a PDF."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from statistics import median

from bot.ingestion.documents.document import Block, Heading, ListItem, Paragraph, Table
from bot.ingestion.parsing.joining import join_lines
from bot.ingestion.parsing.pdf_page import Line, Page
from bot.ingestion.parsing.pdf_tables import Grid, find_tables
from bot.ingestion.parsing.text import LIST_MARKER

_PARAGRAPH_SIGN = re.compile(r"(?:\d{1,3}(?: ?[a-z])? ?§|§ ?\d{1,3}|Mom\.? \d)")
_SENTENCE_END = re.compile(r"[.:!?…][\"”)]?$")
_MAX_HEADING = 200


@dataclass(frozen=True, slots=True)
class Typography:
    """What the document's type says: which size is running text, which are headings."""

    body: float
    leading: float
    """Distance from one line of running text to the next, in points."""
    levels: dict[float, int]
    """Size → heading level."""
    bold_level: int | None
    """The level of bold lines in the size of running text; None when much of the text is bold."""

    @classmethod
    def of(cls, pages: Sequence[Sequence[Line]]) -> Typography:
        """Measure the lines of each page that stand outside tables."""
        weights: Counter[float] = Counter()
        bold = 0
        for line in chain.from_iterable(pages):
            weights[_half(line.size)] += len(line.text)
            bold += len(line.text) if line.bold else 0
        body = weights.most_common(1)[0][0] if weights else 10.0
        larger = sorted((size for size in weights if size >= body * 1.12), reverse=True)
        levels = {size: min(level, 6) for level, size in enumerate(larger, 1)}
        bold_level = min(len(larger) + 1, 6) if bold < 0.4 * sum(weights.values()) else None
        return cls(body, _leading(pages, body), levels, bold_level)

    def level(self, line: Line) -> int | None:
        """The heading level the line's type gives it; None for running text."""
        if (level := self.levels.get(_half(line.size))) is not None:
            return level
        if line.bold and line.size >= 0.95 * self.body and line.text[-1] not in ".:;,":
            return self.bold_level
        return None

    def is_note(self, line: Line) -> bool:
        """Whether it is set smaller than running text, as footnotes are."""
        return line.size < 0.87 * self.body


def _half(size: float) -> float:
    return round(size * 2) / 2


def _leading(pages: Sequence[Sequence[Line]], body: float) -> float:
    steps = [
        one.box.top - other.box.top
        for lines in pages
        for one, other in pairwise(lines)
        if _half(one.size) == body == _half(other.size) and abs(one.box.left - other.box.left) < 2
    ]
    near = [step for step in steps if 0.8 * body < step < 2 * body]
    return median(near) if near else 1.25 * body


def blocks_of(pages: Sequence[Page]) -> tuple[Block, ...]:
    """The document's blocks in reading order."""
    tables = {page.number: find_tables(page) for page in pages}
    running = [
        [line for line in page.lines if all(g.cell(line) is None for g in tables[page.number])]
        for page in pages
    ]
    builder = _Builder(Typography.of(running if any(running) else [page.lines for page in pages]))
    for page in pages:
        for item in _items(page, tables[page.number]):
            if isinstance(item, Line):
                builder.line(item, page)
            else:
                builder.table(*item, page)
    builder.close()
    return tuple(builder.blocks)


def _items(page: Page, grids: Sequence[Grid]) -> Iterator[Line | tuple[Grid, list[Line]]]:
    """Lines and tables in reading order; a table stands where its first line was."""
    inside: dict[Grid, list[Line]] = defaultdict(list)
    order: list[Line | Grid] = []
    for line in page.lines:
        grid = next((grid for grid in grids if grid.cell(line) is not None), None)
        if grid is None:
            order.append(line)
        else:
            inside[grid].append(line)
    for grid in inside:
        # Columns are read one by one; what stands above the table also comes before it.
        below = (
            number
            for number, item in enumerate(order)
            if isinstance(item, Line) and item.box.top <= grid.box.bottom + 2
        )
        order.insert(next(below, len(order)), grid)
    for item in order:
        yield item if isinstance(item, Line) else (item, inside[item])


class _Builder:
    """Joins lines into blocks; a paragraph may run on over the page."""

    def __init__(self, typography: Typography) -> None:
        self._type = typography
        self.blocks: list[Block] = []
        self._lines: list[Line] = []
        self._page = 0
        self._level: int | None = None
        self._notes: list[Paragraph] = []
        self._columns: tuple[float, ...] = ()
        """The columns of the table that ended the previous page's text, while nothing followed."""

    def line(self, line: Line, page: Page) -> None:
        if self._type.is_note(line):
            self._note(line, page)
            return
        self._columns = ()
        level = self._type.level(line)
        if level is None and self._lines and self._ends_heading(line):
            level = self._level
        if self._lines and not self._continues(line, level, page):
            self.close()
        if not self._lines:
            self._page, self._level = page.number, level
        self._lines.append(line)

    def _continues(self, line: Line, level: int | None, page: Page) -> bool:
        last = self._lines[-1]
        if level != self._level or abs(line.size - last.size) > 0.6:
            return False
        if _PARAGRAPH_SIGN.match(line.text) or (level is None and self._begins_item(line)):
            return False
        step = last.box.top - line.box.top
        if step <= 0 or page.number != self._page:
            # A new column or page: the sentence decides.
            return level is None and (
                last.text.endswith("-")
                or (line.text[0].islower() and not _SENTENCE_END.search(last.text))
            )
        if step > 1.35 * max(self._type.leading, 1.15 * line.size):
            return False
        edge = max(part.box.right for part in page.lines)
        ended = bool(_SENTENCE_END.search(last.text)) and not line.text[0].islower()
        return not (ended and last.box.right < edge - 0.25 * (edge - last.box.left))

    def _ends_heading(self, line: Line) -> bool:
        """A bold heading of several lines may end with a stop; a single bold line is text then."""
        last = self._lines[-1]
        return (
            self._level == self._type.bold_level
            and line.bold
            and line.size == last.size
            and 0 < last.box.top - line.box.top < 1.35 * self._type.leading
        )

    def _begins_item(self, line: Line) -> bool:
        """A dash or number only begins an item where the line before it could end."""
        last = self._lines[-1]
        return LIST_MARKER.match(line.text) is not None and bool(
            re.match(r"(?:1[.)]|a\)|[•\uf0b7\uf0a7])\s", line.text)
            or LIST_MARKER.match(self._lines[0].text)
            or re.search(r"[.:;,!?]$|\b(?:och|eller|samt)$", last.text)
        )

    def close(self) -> None:
        """End the block that is being built."""
        if self._lines:
            text = self._lines[0].text
            for line in self._lines[1:]:
                text = join_lines(text, line.text)
            self._add(text)
            self._lines = []
        self.blocks.extend(self._notes)
        self._notes = []

    def _add(self, text: str) -> None:
        match = LIST_MARKER.match(text)
        if self._level is not None and _may_head(text):
            anchor = f"page={self._page}"
            self.blocks.append(Heading(text, self._level, self._page, anchor))
        elif match and not _PARAGRAPH_SIGN.match(text):
            marker = match["marker"] if match["marker"][0].isalnum() else "-"
            self.blocks.append(ListItem(text[match.end() :], marker, self._page))
        else:
            self.blocks.append(Paragraph(text, self._page))

    def _note(self, line: Line, page: Page) -> None:
        if self._notes and self._notes[-1].page == page.number and not re.match(r"\d", line.text):
            self._notes[-1] = Paragraph(join_lines(self._notes[-1].text, line.text), page.number)
        else:
            self._notes.append(Paragraph(line.text, page.number))

    def table(self, grid: Grid, lines: list[Line], page: Page) -> None:
        self.close()
        rows = _rows(grid, [*lines, *_marks(grid, page)])
        header: tuple[str, ...] = ()
        if len(rows) > 1 and all(line.bold for line in rows[0][1]) and not _all_bold(rows[1:]):
            header = rows.pop(0)[0]
        texts = tuple(texts for texts, _ in rows)
        last = self.blocks[-1] if self.blocks else None
        continued = isinstance(last, Table) and _same(self._columns, grid.columns)
        if continued and isinstance(last, Table) and not header:
            header = last.header
        if texts:
            self.blocks.append(Table(header, texts, page.number))
        self._columns = grid.columns


def _may_head(text: str) -> bool:
    return (
        len(text) < _MAX_HEADING
        and any(map(str.isalpha, text))
        and not (text.endswith(".") and len(text) > 70)
    )


def _marks(grid: Grid, page: Page) -> Iterator[Line]:
    """A drawn tick in a cell, as text."""
    for mark in page.marks:
        line = Line("•", mark, mark.top - mark.bottom, False)
        if grid.cell(line) is not None:
            yield line


def _rows(grid: Grid, lines: list[Line]) -> list[tuple[tuple[str, ...], list[Line]]]:
    """Each row that holds text: its cells, and the lines they are made of."""
    cells: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in lines:
        if (place := grid.cell(line)) is not None:
            cells[place].append(line)
    rows = []
    for row in sorted({row for row, _ in cells}):
        parts = [
            sorted(cells.get((row, column), ()), key=lambda line: (-line.box.top, line.box.left))
            for column in range(len(grid.columns) - 1)
        ]
        rows.append((tuple(map(_joined, parts)), [line for part in parts for line in part]))
    return rows


def _joined(lines: Sequence[Line]) -> str:
    text = ""
    for line in lines:
        text = join_lines(text, line.text)
    return text


def _all_bold(rows: Sequence[tuple[tuple[str, ...], list[Line]]]) -> bool:
    return all(line.bold for _, lines in rows for line in lines)


def _same(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return len(one) == len(other) and all(abs(a - b) < 6 for a, b in zip(one, other, strict=True))
