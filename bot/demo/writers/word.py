"""Writes .docx: real heading styles, tables with header rows, document properties."""

from __future__ import annotations

import io
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.text.paragraph import Paragraph as WordParagraph

from bot.demo.writers.archive import normalise
from bot.demo.writers.source import Block, Heading, Items, Paragraph, Source, Spans, Table, blocks


def write(source: Source, target: Path) -> None:
    """Write the document, with the metadata table on its first page."""
    document = Document()
    _properties(document, source)
    if "liggande" in source.meta:
        section = document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    document.sections[0].header.paragraphs[0].text = "Exempelkommun"
    document.add_heading(source.title, level=0)
    _table(document, source.metadata_rows, header=False)
    for block in blocks(source.markdown):
        _add(document, block)
    content = io.BytesIO()
    document.save(content)
    normalise(content.getvalue(), target, source.changed)


def _properties(document: DocumentType, source: Source) -> None:
    properties = document.core_properties
    properties.title = source.title
    properties.author = source.meta.get("dokumentansvarig", "Exempelkommun")
    properties.subject = source.meta.get("dokumenttyp", "")
    properties.comments = ""
    properties.language = "sv-SE"
    properties.created = properties.modified = source.changed


def _add(document: DocumentType, block: Block) -> None:
    match block:
        case Heading(level, text):
            document.add_heading(text, level=level - 1)
        case Paragraph(spans):
            _runs(document.add_paragraph(), spans)
        case Items(items, numbered):
            for item in items:
                style = "List Number" if numbered else "List Bullet"
                _runs(document.add_paragraph(style=style), item)
        case Table(rows):
            _table(document, rows, header=True)


def _runs(paragraph: WordParagraph, spans: Spans) -> None:
    for span in spans:
        paragraph.add_run(span.text).bold = span.bold or None


def _table(document: DocumentType, rows: tuple[tuple[str, ...], ...], *, header: bool) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for y, values in enumerate(rows):
        for x, (cell, value) in enumerate(zip(table.rows[y].cells, values, strict=True)):
            cell.paragraphs[0].add_run(value).bold = (y == 0 if header else x == 0) or None
    if header:
        # python-docx has no door to "repeat as header row", which screen readers also go by.
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph()
