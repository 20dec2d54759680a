"""What is drawn on a page of a PDF: the edges of tables, pictures, and what covers what."""

from __future__ import annotations

import ctypes
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import SupportsBytes

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage

from bot.ingestion.parsing.pdf_page import Box

Handle = SupportsBytes
"""A pointer of PDFium's; its bytes are its address."""
Matrix = tuple[float, float, float, float, float, float]
Colour = tuple[int, int, int]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_MARK = 20.0
"""Points; a drawing smaller than this is a mark."""
_FINE = 3.0
"""Points; a filled shape thinner than this is a line."""
_MAX_DEPTH = 12
_MAX_SHAPES = 20_000
"""Shapes of one page that are looked at; a map has more, and no table."""
_SAME_COLOUR = 40
"""Sum of channel differences below which text cannot be told from what is behind it."""


@dataclass(frozen=True, slots=True)
class Turn:
    """From a page's own coordinates to those of its reader."""

    box: Box
    """The page as it lies in the file."""
    quarters: int
    """How many quarters clockwise it is turned before it is read."""

    @classmethod
    def of(cls, page: PdfPage, text_quarters: int) -> Turn:
        """`text_quarters`: how most of its text is turned, counter-clockwise."""
        left, bottom, right, top = page.get_bbox()
        return cls(Box(left, bottom, right, top), text_quarters % 4)

    @property
    def width(self) -> float:
        """The width that the reader sees."""
        box = self.box
        return box.top - box.bottom if self.quarters % 2 else box.right - box.left

    @property
    def height(self) -> float:
        """The height that the reader sees."""
        box = self.box
        return box.right - box.left if self.quarters % 2 else box.top - box.bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where the reader sees the point."""
        box = self.box
        match self.quarters:
            case 1:
                return y - box.bottom, box.right - x
            case 2:
                return box.right - x, box.top - y
            case 3:
                return box.top - y, x - box.left
            case _:
                return x - box.left, y - box.bottom

    def angle(self, matrix: Matrix) -> int:
        """How text is turned for the reader, in whole degrees counter-clockwise."""
        own = math.degrees(math.atan2(matrix[1], matrix[0]))
        return round(own - 90 * self.quarters) % 360

    def around(self, left: float, bottom: float, right: float, top: float) -> Box:
        """The box of two opposite corners."""
        (x0, y0), (x1, y1) = self.point(left, bottom), self.point(right, top)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


@dataclass(frozen=True, slots=True)
class _Fill:
    box: Box
    order: int
    colour: Colour | None
    """None where it is not one: pictures and shades."""
    opaque: bool


@dataclass(slots=True)
class Drawing:
    """All that is drawn besides text."""

    rules: list[Box] = field(default_factory=list)
    marks: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    fills: list[_Fill] = field(default_factory=list)
    orders: dict[int, int] = field(default_factory=dict)
    """Address of a drawing operation → its place among all."""

    def pictured(self, area: float) -> float:
        """Share of that area which pictures cover, overlaps counted twice but 1 at most."""
        return min(sum(box.area for box in self.pictures) / area, 1.0) if area > 0 else 0.0

    def shows(self, colour: Colour, x: float, y: float, drawn_by: int, *, scanned: bool) -> bool:
        """Whether text of that colour can be seen there.

        It is hidden by what is drawn over it (a black bar, a white one), and when it has the
        colour of what is behind it. On a scanned page text under the picture is what OCR read.
        """
        order = self.orders.get(drawn_by, 0)
        behind: Colour | None = (255, 255, 255)
        for fill in self.fills:
            if not fill.box.holds(x, y):
                continue
            if fill.order < order:
                behind = fill.colour
            elif fill.opaque and fill.colour is not None:
                return False
        if behind is None or scanned:
            return True
        return sum(abs(a - b) for a, b in zip(colour, behind, strict=True)) >= _SAME_COLOUR


def address_of(handle: Handle) -> int:
    """Where in memory it is; the same for the same drawing operation."""
    return int.from_bytes(bytes(handle), sys.byteorder)


def drawing_of(page: PdfPage, turn: Turn) -> Drawing:
    """What is drawn on the page."""
    drawing = Drawing()
    for count, (item, matrix) in enumerate(_objects(page)):
        if count > _MAX_SHAPES:
            break
        drawing.orders[address_of(item)] = count
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _path(drawing, item, matrix, turn, count)
        elif kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING):
            box = _bounds(item, matrix, turn)
            drawing.fills.append(_Fill(box, count, None, opaque=False))
            if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                drawing.pictures.append(box)
        if kind in (pdfium.FPDF_PAGEOBJ_FORM, pdfium.FPDF_PAGEOBJ_IMAGE):
            box = _bounds(item, matrix, turn)
            if 0 < max(box.right - box.left, box.top - box.bottom) < _MARK:
                drawing.marks.append(box)
    return drawing


def _objects(page: PdfPage) -> Iterator[tuple[Handle, Matrix]]:
    """Every drawing operation in order, with the matrix of the forms it lies in."""
    for index in range(pdfium.FPDFPage_CountObjects(page.raw)):
        yield from _with_inner(pdfium.FPDFPage_GetObject(page.raw, index), _IDENTITY, 0)


def _with_inner(item: Handle, outer: Matrix, depth: int) -> Iterator[tuple[Handle, Matrix]]:
    yield item, outer
    if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
        inner = _times(_matrix(item), outer)
        for index in range(pdfium.FPDFFormObj_CountObjects(item)):
            yield from _with_inner(pdfium.FPDFFormObj_GetObject(item, index), inner, depth + 1)


def _matrix(item: Handle) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that does `first` and then `second` (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(item: Handle, matrix: Matrix, turn: Turn) -> Box:
    edges = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(item, *edges)
    left, bottom, right, top = (edge.value for edge in edges)
    return turn.around(*_apply(matrix, left, bottom), *_apply(matrix, right, top))


def _path(drawing: Drawing, item: Handle, outer: Matrix, turn: Turn, order: int) -> None:
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, mode, stroked)
    if not (mode.value or stroked.value):
        return
    drawing.rules.extend(_straight(item, _times(_matrix(item), outer), turn))
    box = _bounds(item, outer, turn)
    if mode.value and min(box.right - box.left, box.top - box.bottom) > _FINE:
        colour = [ctypes.c_uint() for _ in range(4)]
        pdfium.FPDFPageObj_GetFillColor(item, *colour)
        red, green, blue, alpha = (part.value for part in colour)
        if alpha:
            opaque = alpha == 255 and not pdfium.FPDFPageObj_HasTransparency(item)
            drawing.fills.append(_Fill(box, order, (red, green, blue), opaque))


def _straight(item: Handle, matrix: Matrix, turn: Turn) -> Iterator[Box]:
    """The upright and level parts of a path."""
    for outline in _outlines(item, matrix, turn):
        for (x0, y0), (x1, y1) in pairwise(outline):
            if abs(x0 - x1) < 1 or abs(y0 - y1) < 1:
                yield Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _outlines(item: Handle, matrix: Matrix, turn: Turn) -> Iterator[list[tuple[float, float]]]:
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdfium.FPDFPath_CountSegments(item), _MAX_SHAPES)):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            yield points
            points = []
        points.append(turn.point(*_apply(matrix, x.value, y.value)))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    yield points
