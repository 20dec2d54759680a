"""Small documents of every format, made on the spot."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import docx
import openpyxl
import pptx
from docx.document import Document as WordDocument
from openpyxl.workbook import Workbook
from PIL import Image
from pptx.util import Cm
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

ODT_HEAD = (
    "<office:document-content "
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">'
    "<office:body><office:text>"
)
ODT_TAIL = "</office:text></office:body></office:document-content>"


def word(build: Callable[[WordDocument], None]) -> bytes:
    document = docx.Document()
    build(document)
    return _saved(document)


def workbook(build: Callable[[Workbook], None]) -> bytes:
    book = openpyxl.Workbook()
    build(book)
    return _saved(book)


def presentation(slides: Sequence[tuple[str, str, str]]) -> bytes:
    """Slides of (title, body, notes)."""
    show = pptx.Presentation()
    for title, body, notes in slides:
        slide = show.slides.add_slide(show.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = body
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
    return _saved(show)


def slide_with_table(rows: Sequence[Sequence[str]]) -> bytes:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.title.text = "Tabell"
    shape = slide.shapes.add_table(len(rows), len(rows[0]), Cm(2), Cm(5), Cm(20), Cm(5))
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            shape.table.cell(row, column).text = text
    return _saved(show)


def odt(body: str, styles: str = "") -> bytes:
    head = ODT_HEAD.replace("<office:body>", f"{styles}<office:body>")
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"{head}{body}{ODT_TAIL}",
        }
    )


def zipped(parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def pdf(*pages: Callable[[Canvas], None], **options: Any) -> bytes:
    """Pages of A4, each drawn by a function."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, **options)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def lines(
    *texts: str, size: int = 11, bold: bool = False, top: float = 700, left: float = 70
) -> Callable[[Canvas], None]:
    """Draws lines of running text below one another."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        for number, text in enumerate(texts):
            canvas.drawString(left, top - number * size * 1.2, text)

    return draw


def together(*parts: Callable[[Canvas], None]) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        for part in parts:
            part(canvas)

    return draw


def picture(canvas: Canvas) -> None:
    """A page that is an image, as a scanner makes it."""
    canvas.drawImage(ImageReader(Image.new("L", (200, 280), 200)), 0, 0, *A4)


def _saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
