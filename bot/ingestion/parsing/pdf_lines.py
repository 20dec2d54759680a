"""The lines of a PDF's pages as a reader sees them, with what is drawn around them."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import (
    LAParams,
    LTChar,
    LTComponent,
    LTContainer,
    LTCurve,
    LTFigure,
    LTImage,
    LTLayoutContainer,
    LTLine,
    LTRect,
    LTTextBox,
    LTTextLine,
)
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from bot.ingestion.parsing.cleaning import clean, weight

_BOLD = re.compile(r"bold|black|heavy|semib|demi|-bd", re.IGNORECASE)
_TINY = 2.5
"""Points; smaller text is not meant to be read."""
_MARK_LENGTH = 8
"""Characters; what numbers a paragraph or an item is not longer."""
_MARK = 20.0
"""Points; a drawing smaller than this is a mark."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies inside."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text."""

    text: str
    box: Box
    size: float
    bold: bool


@dataclass(slots=True)
class Page:
    """One page: its lines in reading order, and the edges that are drawn on it."""

    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    """Drawn lines and rectangles, the skeleton of tables."""
    marks: list[Box] = field(default_factory=list)
    """Small drawings, such as the tick in a table's cell."""
    has_image: bool = False
    hidden: int = 0
    """Characters that nobody sees."""


def open_pdf(data: bytes) -> PDFDocument:
    """The document. Raises what pdfminer raises."""
    return PDFDocument(PDFParser(io.BytesIO(data)))


def pages(document: PDFDocument) -> Iterator[Page]:
    """Every page in turn."""
    resources = PDFResourceManager()
    # Without detection of vertical text; otherwise pdfminer's measured defaults.
    device = PDFPageAggregator(resources, laparams=LAParams())
    interpreter = PDFPageInterpreter(resources, device)
    for number, source in enumerate(PDFPage.create_pages(document), 1):
        interpreter.process_page(source)
        yield _page(number, device.get_result())


def _page(number: int, layout: LTLayoutContainer) -> Page:
    page = Page(number=number, width=layout.width, height=layout.height)
    fills = list(_fills(layout))
    _collect(layout, page, fills)
    page.lines = _joined(page)
    return page


def _collect(container: LTContainer[LTComponent], page: Page, fills: list[Box]) -> None:
    for item in container:
        if isinstance(item, LTTextBox):
            for text_line in item:
                if isinstance(text_line, LTTextLine) and (line := _line(text_line, page, fills)):
                    page.lines.append(line)
        elif isinstance(item, LTImage):
            page.has_image = True
        elif isinstance(item, LTFigure):
            page.has_image = page.has_image or any(isinstance(part, LTImage) for part in item)
            if max(item.width, item.height) < _MARK and len(item):
                page.marks.append(_box(item))
            _collect(item, page, fills)
        elif isinstance(item, (LTLine, LTRect)):
            page.rules.append(_box(item))


def _line(text_line: LTTextLine, page: Page, fills: list[Box]) -> Line | None:
    text = ""
    sizes: Counter[float] = Counter()
    bold = total = 0
    boxes = []
    for char in text_line:
        if not isinstance(char, LTChar):
            text += char.get_text() if hasattr(char, "get_text") else ""
            continue
        if not _visible(char, page, fills):
            page.hidden += weight(char.get_text())
            continue
        text += char.get_text()
        if char.get_text().strip():
            sizes[round(char.size, 1)] += 1
            bold += _is_bold(char.fontname)
            total += 1
            boxes.append(_box(char))
    if not total:
        return None
    box = Box(
        min(part.left for part in boxes),
        min(part.bottom for part in boxes),
        max(part.right for part in boxes),
        max(part.top for part in boxes),
    )
    # A glyph without a character, such as the bullet of many fonts.
    text = re.sub(r"\(cid:\d+\)", "", re.sub(r"^\s*\(cid:\d+\)", "• ", text))
    # A soft hyphen at the end of the line is a hyphen to whoever joins lines.
    shown = clean(re.sub("\u00ad\\s*$", "-", text))
    if not shown:
        return None
    return Line(shown, box, sizes.most_common(1)[0][0], bold >= 0.8 * total)


def _joined(page: Page) -> list[Line]:
    """Put together a mark and what stands close after it: "2 §" or "3." and its first words."""
    joined: list[Line] = []
    for line in page.lines:
        partner = next((other for other in joined if _adjoin(other, line, page)), None)
        if partner is None:
            joined.append(line)
        elif len(partner.text) >= len(line.text):
            joined[joined.index(partner)] = _side_by_side(partner, line)
        else:
            # Numbers are often read as a column of their own, all before their texts.
            joined.remove(partner)
            joined.append(_side_by_side(partner, line))
    return joined


def _adjoin(one: Line, other: Line, page: Page) -> bool:
    size = max(one.size, other.size)
    if abs(one.box.bottom - other.box.bottom) > 0.3 * size:
        return False
    left, right = (one, other) if one.box.left <= other.box.left else (other, one)
    if len(left.text) > _MARK_LENGTH or not -2 <= right.box.left - left.box.right < 1.6 * size:
        return False
    y = (left.box.top + left.box.bottom) / 2
    return not any(
        rule.bottom <= y <= rule.top
        and any(left.box.right - 1 <= x <= right.box.left + 1 for x in (rule.left, rule.right))
        for rule in page.rules
    )


def _side_by_side(one: Line, other: Line) -> Line:
    left, right = (one, other) if one.box.left <= other.box.left else (other, one)
    longer = max(one, other, key=lambda line: len(line.text))
    box = Box(
        left.box.left,
        min(one.box.bottom, other.box.bottom),
        max(left.box.right, right.box.right),
        max(one.box.top, other.box.top),
    )
    return Line(f"{left.text} {right.text}", box, longer.size, longer.bold)


@lru_cache(maxsize=256)
def _is_bold(font: str) -> bool:
    return _BOLD.search(font) is not None


def _visible(char: LTChar, page: Page, fills: list[Box]) -> bool:
    if char.size < _TINY:
        return False
    x, y = (char.x0 + char.x1) / 2, (char.y0 + char.y1) / 2
    if not (-1 <= x <= page.width + 1 and -1 <= y <= page.height + 1):
        return False
    return not _is_white(char.graphicstate.ncolor) or any(fill.holds(x, y) for fill in fills)


def _is_white(colour: object) -> bool:
    if isinstance(colour, (int, float)):
        return colour > 0.98
    if isinstance(colour, (tuple, list)) and all(isinstance(part, (int, float)) for part in colour):
        if len(colour) == 4:
            return all(part < 0.02 for part in colour)
        return bool(colour) and all(part > 0.98 for part in colour)
    return False


def _fills(container: LTContainer[LTComponent]) -> Iterator[Box]:
    """What is behind text: filled shapes that are not white, and pictures."""
    for item in container:
        if isinstance(item, LTFigure):
            yield from _fills(item)
        elif isinstance(item, LTImage) or (
            isinstance(item, LTCurve) and item.fill and not _is_white(item.non_stroking_color)
        ):
            yield _box(item)


def _box(item: LTComponent) -> Box:
    return Box(item.x0, item.y0, item.x1, item.y1)
