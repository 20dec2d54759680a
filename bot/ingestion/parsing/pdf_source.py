"""Reads text, lines and pictures from the pages of a PDF, through PDFium."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

from bot.ingestion.parsing.cleaning import clean, weight
from bot.ingestion.parsing.ocr import PIXELS_PER_INCH, Picture, Recogniser
from bot.ingestion.parsing.pdf_drawing import Drawing, Handle, Matrix, Turn, address_of, drawing_of
from bot.ingestion.parsing.pdf_order import in_reading_order
from bot.ingestion.parsing.pdf_page import Box, Line, Page

_BOLD = re.compile(r"bold|black|heavy|semib|demi|-bd", re.IGNORECASE)
_TINY = 2.5
"""Points; smaller text is not meant to be read."""
_WIDE = 1.2
"""Times the size of the type: a wider space within one string is a gap between columns."""
_UNSEEN_MODES = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_NOTHING = bytes(ctypes.sizeof(ctypes.c_void_p))
"""The pointer to nothing: what PDFium says of spaces that it put in itself."""
_SCANNED = 0.5
"""Share of a page that its picture covers when unseen text over it is what OCR has read."""


def pages(document: PdfDocument, ocr: Recogniser | None = None) -> Iterator[Page]:
    """Every page in turn; `ocr` reads those that are scanned.

    Raises PdfiumError for a page that cannot be opened.
    """
    for number in range(len(document)):
        source = document[number]
        text = source.get_textpage()
        page = _page(number + 1, source, text)
        if ocr is not None and page.is_scanned:
            page.lines = ocr.lines(_picture(source))
            page.recognised = bool(page.lines)
        yield page
        text.close()
        source.close()


def _picture(source: PdfPage) -> Picture:
    bitmap = source.render(scale=PIXELS_PER_INCH / 72, grayscale=True)
    rows = memoryview(bitmap.buffer).cast("B")
    width, stride = bitmap.width, bitmap.stride
    grey = b"".join(rows[start : start + width] for start in range(0, len(rows), stride))
    return Picture(width, bitmap.height, grey)


def _page(number: int, source: PdfPage, text: PdfTextPage) -> Page:
    runs = list(_runs(text))
    turn = Turn.of(source, _direction(runs))
    drawing = drawing_of(source, turn)
    page = Page(
        number=number,
        width=turn.width,
        height=turn.height,
        rules=drawing.rules,
        marks=drawing.marks,
        pictured=drawing.pictured(turn.width * turn.height),
    )
    lines, upright = [], []
    for run in runs:
        line = _line(run, turn)
        if not _visible(run, line, page, drawing):
            page.hidden += weight(run.text)
        elif (angle := turn.angle(run.matrix)) == 0:
            upright.append(line)
        elif angle % 90 == 0:
            # Any other angle is a watermark.
            lines.append(line)
    page.lines = [*in_reading_order(upright, page.rules), *filter(lambda line: line.text, lines)]
    return page


@dataclass(frozen=True, slots=True)
class _Run:
    """Text that was drawn in one go, with where and how."""

    text: str
    start: tuple[float, float]
    end: tuple[float, float]
    size: float
    matrix: Matrix
    bold: bool
    unseen: bool
    colour: tuple[int, int, int]
    drawn_by: int
    """The drawing operation's own address, by which its place among the others is found."""


def _runs(page: PdfTextPage) -> Iterator[_Run]:
    raw, fonts = page.raw, dict[int, bool]()
    for start, text, drawn_by in _strings(raw, page.count_chars()):
        yield _run(raw, start, text, drawn_by, fonts)


def _strings(raw: Handle, count: int) -> Iterator[tuple[int, str, int]]:
    """Where each string begins that was drawn in one go, its letters, and what drew it.

    A space that PDFium put in after it, because the next one stands apart, belongs to it.
    """
    begun, start, letters = _NOTHING, 0, list[str]()
    for index in range(count):
        # The pointer's bytes are compared, which takes half the time of a cast to an address.
        drawn_by = bytes(pdfium.FPDFText_GetTextObject(raw, index))
        if drawn_by != begun or (letters and letters[-1] == " " and _gap(raw, index - 1)):
            letter = chr(pdfium.FPDFText_GetUnicode(raw, index)) if drawn_by == _NOTHING else ""
            if letters:
                yield start, "".join(letters) + letter.strip("\r\n"), address_of(begun)
            begun, start, letters = drawn_by, index, []
        if begun != _NOTHING and (letter := _letter(raw, index, first=not letters)):
            if letters or not letter.isspace():
                letters.append(letter)
            else:
                start = index + 1
    if letters:
        yield start, "".join(letters), address_of(begun)


def _letter(raw: Handle, index: int, *, first: bool) -> str:
    code = pdfium.FPDFText_GetUnicode(raw, index)
    odd = first or not 32 <= code < 0xE000
    if odd and pdfium.FPDFText_HasUnicodeMapError(raw, index) == 1:
        # A glyph without a character, such as the bullet of many fonts.
        return "•"
    # PDFium gives 2 for a hyphen that divides a word at the end of a line.
    return "-" if code == 2 else chr(code) if 0 < code < 0x110000 else ""


def _gap(raw: Handle, index: int) -> bool:
    """Whether the space is one that PDFium put in for a jump, and wide."""
    if pdfium.FPDFText_IsGenerated(raw, index) != 1:
        return False
    before, after = _box(raw, index - 1), _box(raw, index + 1)
    return after.left - before.right > _WIDE * max(before.top - before.bottom, 1)


def _box(raw: Handle, index: int) -> Box:
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(raw, index, box)
    return Box(box.left, box.bottom, box.right, box.top)


def _run(raw: Handle, start: int, text: str, drawn_by: int, fonts: dict[int, bool]) -> _Run:
    end = start + len(text.rstrip()) - 1
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(raw, start, matrix)
    a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(raw, start, x, y)
    box = _box(raw, end)
    # The far edge of the last letter, along the direction of writing.
    edge = max(
        ((px - x.value) * a + (py - y.value) * b)
        for px in (box.left, box.right)
        for py in (box.bottom, box.top)
    ) / (math.hypot(a, b) or 1)
    length = math.hypot(a, b) or 1
    colour = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFText_GetFillColor(raw, start, *colour)
    operation = ctypes.cast(drawn_by, pdfium.FPDF_PAGEOBJECT)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(operation)
    return _Run(
        text=text,
        start=(x.value, y.value),
        end=(x.value + edge * a / length, y.value + edge * b / length),
        size=pdfium.FPDFText_GetFontSize(raw, start) * math.hypot(c, d),
        matrix=(a, b, c, d, 0.0, 0.0),
        bold=_is_bold(operation, fonts),
        unseen=mode in _UNSEEN_MODES or colour[3].value == 0,
        colour=(colour[0].value, colour[1].value, colour[2].value),
        drawn_by=drawn_by,
    )


def _is_bold(operation: Handle, known: dict[int, bool]) -> bool:
    font = pdfium.FPDFTextObj_GetFont(operation)
    address = ctypes.cast(font, ctypes.c_void_p).value or 0
    if address not in known:
        name = ctypes.create_string_buffer(256)
        pdfium.FPDFFont_GetBaseFontName(font, name, 256)
        known[address] = _BOLD.search(name.value.decode("utf-8", "replace")) is not None
    return known[address]


def _direction(runs: list[_Run]) -> int:
    """How most of the text is turned, in quarters: wide tables are often set sideways."""
    quarters: Counter[int] = Counter()
    for run in runs:
        quarters[round(math.degrees(math.atan2(run.matrix[1], run.matrix[0])) / 90) % 4] += len(
            run.text
        )
    return quarters.most_common(1)[0][0] if quarters else 0


def _line(run: _Run, turn: Turn) -> Line:
    (x0, y0), (x1, y1) = turn.point(*run.start), turn.point(*run.end)
    # Letters reach this far below and above the line they stand on, in nearly every type.
    box = Box(
        min(x0, x1), min(y0, y1) - 0.22 * run.size, max(x0, x1), max(y0, y1) + 0.78 * run.size
    )
    # A soft hyphen at the end of the line is a hyphen to whoever joins lines.
    text = clean(re.sub("\u00ad\\s*$", "-", run.text))
    if run.text[-1:].isspace():
        text += " "
    return Line(text, box, round(run.size, 1), run.bold)


def _visible(run: _Run, line: Line, page: Page, drawing: Drawing) -> bool:
    if run.size < _TINY:
        return False
    x, y = (line.box.left + line.box.right) / 2, (line.box.bottom + line.box.top) / 2
    if not (-1 <= x <= page.width + 1 and -1 <= y <= page.height + 1):
        return False
    if run.unseen:
        return page.pictured >= _SCANNED
    return drawing.shows(run.colour, x, y, run.drawn_by, scanned=page.pictured >= _SCANNED)
