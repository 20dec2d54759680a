"""Writes .pdf: text layer, running header, page numbers, tables that repeat their header row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from html import escape
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, ListFlowable, SimpleDocTemplate, Spacer
from reportlab.platypus import Paragraph as PdfParagraph
from reportlab.platypus import Table as PdfTable

from bot.demo.writers.source import Block, Heading, Items, Paragraph, Source, Spans, Table, blocks

TEXT = ParagraphStyle("text", fontName="Helvetica", fontSize=10.5, leading=15, spaceAfter=6)
CELL = ParagraphStyle("cell", fontName="Helvetica", fontSize=9, leading=11.5)
BOLD = ParagraphStyle("bold", parent=CELL, fontName="Helvetica-Bold")
TITLE = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=20, leading=25, spaceAfter=10)
HEADINGS = {
    2: ParagraphStyle(
        "h2",
        fontName="Helvetica-Bold",
        fontSize=14,
        leading=18,
        spaceBefore=12,
        spaceAfter=4,
        keepWithNext=1,
    ),
    3: ParagraphStyle(
        "h3",
        fontName="Helvetica-Bold",
        fontSize=11.5,
        leading=15,
        spaceBefore=8,
        spaceAfter=3,
        keepWithNext=1,
    ),
}
LINES = [
    ("GRID", (0, 0), (-1, -1), 0.5, HexColor("#8a8a8a")),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]
SHADED = ("BACKGROUND", (0, 0), (-1, 0), HexColor("#e4ecf3"))
MARGIN = 22 * mm
CELL_PADDING = 13.0
"""Points: reportlab's padding, left and right, and a hair."""


def write(source: Source, target: Path) -> None:
    """Write the document, with the metadata table on its first page."""
    document = SimpleDocTemplate(
        str(target),
        pagesize=landscape(A4) if "liggande" in source.meta else A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=28 * mm,
        bottomMargin=24 * mm,
        title=source.title,
        lang="sv-SE",
        author=source.meta.get("dokumentansvarig", "Exempelkommun"),
        subject=source.meta.get("dokumenttyp", ""),
        creator="Exempelkommun",
        # No date and no random id: the same source gives the same bytes.
        invariant=1,
    )
    story: list[Flowable] = [PdfParagraph(escape(source.title), TITLE)]
    story += _table(source.metadata_rows, document.width, header=False)
    for block in blocks(source.markdown):
        story += _flow(block, document.width)
    frame = partial(_frame, source)
    document.build(story, onFirstPage=frame, onLaterPages=frame)


def _frame(source: Source, canvas: Canvas, document: SimpleDocTemplate) -> None:
    """Draw the running header and footer."""
    width, height = document.pagesize
    canvas.setFont("Helvetica", 8.5)
    canvas.drawString(MARGIN, height - 16 * mm, f"Exempelkommun · {source.title}")
    number = source.meta.get("diarienummer", "")
    canvas.drawRightString(width - MARGIN, height - 16 * mm, number)
    canvas.drawCentredString(width / 2, 13 * mm, f"Sida {canvas.getPageNumber()}")


def _flow(block: Block, width: float) -> Iterator[Flowable]:
    match block:
        case Heading(level, text):
            yield PdfParagraph(escape(text), HEADINGS[level])
        case Paragraph(spans):
            yield PdfParagraph(_markup(spans), TEXT)
        case Items(items, numbered):
            kind = (
                {"bulletType": "1", "bulletFormat": "%s."} if numbered else {"bulletType": "bullet"}
            )
            yield ListFlowable([PdfParagraph(_markup(item), TEXT) for item in items], **kind)
        case Table(rows):
            yield from _table(rows, width, header=True)


def _markup(spans: Spans) -> str:
    return "".join(
        f"<b>{escape(span.text)}</b>" if span.bold else escape(span.text) for span in spans
    )


def _table(rows: Sequence[Sequence[str]], width: float, *, header: bool) -> Iterator[Flowable]:
    cells = [
        [
            PdfParagraph(escape(value), BOLD if (row == 0 if header else column == 0) else CELL)
            for column, value in enumerate(values)
        ]
        for row, values in enumerate(rows)
    ]
    yield PdfTable(
        cells,
        colWidths=_widths(rows, width),
        repeatRows=int(header),
        style=[*LINES, SHADED] if header else LINES,
    )
    yield Spacer(1, 4 * mm)


def _widths(rows: Sequence[Sequence[str]], width: float) -> list[float]:
    """Room for the longest word of each column; what is left goes to the long texts."""
    columns = list(zip(*rows, strict=True))
    words = [max(_width(word) for text in column for word in text.split()) for column in columns]
    texts = [min(max(map(_width, column)), 60 * mm) for column in columns]
    left = width - sum(words)
    return [word + left * text / sum(texts) for word, text in zip(words, texts, strict=True)]


def _width(text: str) -> float:
    return float(stringWidth(text, BOLD.fontName, BOLD.fontSize)) + CELL_PADDING
