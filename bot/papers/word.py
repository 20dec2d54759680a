"""Writes a paper as an accessible .docx, on the municipality's template where there is one.

Accessible by EN 301 549 10.1: heading styles, real lists, repeated table headers, the language of
the text and a title. Marked as made with AI in the text and in the properties (AI Act, article 50).
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentType
from docx.opc.exceptions import OpcError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm
from docx.table import Table as DocxTable

from bot.errors import ConfigurationError
from bot.language.texts import Language
from bot.papers.base import Block, Bullets, Heading, Paper, Paragraph, Table

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LOCALES = {"sv": "sv-SE", "en": "en-GB"}
_AI = "AI-generated draft"
_A4_WIDTH = Mm(210)
_LETTER_MM, _BOLD_MM, _PADDING_MM = 1.9, 2.4, 4.5
"""Of text of 11 points, plain and bold, and of both sides of a cell."""
_WIDEST = 40
"""Characters of a cell that count for its column's width."""


def write_docx(paper: Paper, *, now: datetime, template: Path | None = None) -> bytes:
    """The document's bytes. Raises `ConfigurationError` if the template is no .docx."""
    document = blank_document(template)
    _describe(document, paper, now)
    _speak(document, paper.language)
    _styled(document, paper.title, "Title")
    document.add_paragraph().add_run(paper.mark).italic = True
    for block in paper.blocks:
        _add(document, block)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def file_name(paper: Paper) -> str:
    """ "Protokoll Socialnämnden 3 december 2026.docx": what SharePoint and Windows both take."""
    kept = "".join(one for one in paper.title if one.isalnum() or one in " -_,.§")
    return f"{' '.join(kept.split())[:100].rstrip(' .')}.docx"


def blank_document(template: Path | None) -> DocumentType:
    """The template without its text. Raises `ConfigurationError` if it is no .docx."""
    if template is None:
        return Document()
    try:
        document = Document(str(template))
    except (OSError, OpcError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise ConfigurationError(
            f"The template {template} is not a Word document (.docx): save it as .docx in Word."
        ) from error
    body = document.element.body
    for element in list(body):
        if element.tag != qn("w:sectPr"):  # margins, header and footer stay
            body.remove(element)
    return document


def _describe(document: DocumentType, paper: Paper, now: datetime) -> None:
    properties = document.core_properties
    properties.title = paper.title
    properties.author = properties.last_modified_by = "Kollega"
    properties.subject, properties.category = paper.kind, _AI
    properties.keywords, properties.comments = _AI, paper.mark
    properties.content_status = "Utkast" if paper.language == "sv" else "Draft"
    properties.language = _LOCALES[paper.language]
    properties.created = properties.modified = now.replace(tzinfo=None)
    properties.revision = 1


def _speak(document: DocumentType, language: Language) -> None:
    """The language of all text, which a screen reader reads it in."""
    fonts = document.styles["Normal"].element.get_or_add_rPr()
    styles = document.styles.element
    for old in list(styles.iter(qn("w:lang"))):
        old.getparent().remove(old)
    spoken = OxmlElement("w:lang")
    for name in ("w:val", "w:eastAsia"):
        spoken.set(qn(name), _LOCALES[language])
    fonts.append(spoken)


def _add(document: DocumentType, block: Block) -> None:
    match block:
        case Heading(text):
            _styled(document, text, "Heading 1")
        case Paragraph(text):
            document.add_paragraph(_clean(text))
        case Bullets(items):
            for item in items:
                _styled(document, item, "List Bullet")
        case Table():
            _table(document, block)


def _styled(document: DocumentType, text: str, style: str) -> None:
    """A template without that style still gets the text."""
    known = {one.name for one in document.styles}
    document.add_paragraph(_clean(text), style=style if style in known else None)


def _table(document: DocumentType, block: Table) -> None:
    table = document.add_table(rows=1 + len(block.rows), cols=len(block.header))
    if "Table Grid" in {one.name for one in document.styles}:
        table.style = "Table Grid"
    for number, (line, values) in enumerate(
        zip(table.rows, (block.header, *block.rows), strict=True)
    ):
        for cell, value in zip(line.cells, values, strict=True):
            cell.paragraphs[0].add_run(_clean(value)).bold = number == 0 or None
    _widen(document, table, block)
    # python-docx has no door to "repeat as header row", which screen readers also go by.
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph()


def _widen(document: DocumentType, table: DocxTable, block: Table) -> None:
    """Each column as wide as its longest word, and the rest of the page by how much they hold."""
    columns = list(zip(block.header, *block.rows, strict=True))
    words = [max(map(len, " ".join(column).split()), default=1) for column in columns]
    heads = [max(map(len, head.split()), default=1) for head in block.header]
    least = [
        Mm(max(_BOLD_MM * head, _LETTER_MM * word) + _PADDING_MM)
        for head, word in zip(heads, words, strict=True)
    ]
    held = [
        1 + max(0, min(_WIDEST, max(map(len, column))) - word)
        for word, column in zip(words, columns, strict=True)
    ]
    section = document.sections[-1]
    margins = (section.left_margin or 0) + (section.right_margin or 0)
    room = max((section.page_width or _A4_WIDTH) - margins, _A4_WIDTH // 2)
    spare = room - sum(least)
    table.autofit = False
    for column, narrow, share in zip(table.columns, least, held, strict=True):
        width = narrow + spare * share / sum(held) if spare > 0 else narrow * room / sum(least)
        column.width = Emu(round(width))
        for cell in column.cells:
            cell.width = column.width


def _clean(text: str) -> str:
    """Without what XML cannot hold."""
    return "".join(one for one in text if one >= " " or one in "\n\t")
