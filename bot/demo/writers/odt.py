"""Writes .odt: headings, lists and tables as OpenDocument text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from odf import dc, meta
from odf.element import Element
from odf.opendocument import OpenDocumentText
from odf.style import ParagraphProperties, Style, TextProperties
from odf.table import Table as OdfTable
from odf.table import TableCell, TableColumn, TableHeaderRows, TableRow
from odf.text import H, List, ListItem, P

from bot.demo.writers.archive import normalise
from bot.demo.writers.source import Block, Heading, Items, Paragraph, Source, Table, blocks, plain


def write(source: Source, target: Path) -> None:
    """Write the document, with the metadata table on its first page."""
    document = OpenDocumentText()
    # odfpy has no way to say which generator and dates to write; the ones it made are removed.
    document.meta.childNodes.clear()
    document.meta.addElement(dc.Title(text=source.title))
    document.meta.addElement(dc.Date(text=source.changed.isoformat()))
    document.meta.addElement(meta.InitialCreator(text=source.meta["dokumentansvarig"]))
    for level, size in ((1, "20pt"), (2, "14pt"), (3, "12pt")):
        style = Style(name=f"Heading{level}", family="paragraph")
        style.addElement(TextProperties(fontsize=size, fontweight="bold"))
        style.addElement(ParagraphProperties(margintop="4mm", marginbottom="2mm"))
        document.styles.addElement(style)
    document.text.addElement(H(outlinelevel=1, stylename="Heading1", text=source.title))
    document.text.addElement(_table(source.metadata_rows, header=False))
    for block in blocks(source.markdown):
        for element in _elements(block):
            document.text.addElement(element)
    content = io.BytesIO()
    document.write(content)
    normalise(content.getvalue(), target, source.changed)


def _elements(block: Block) -> Iterator[Element]:
    match block:
        case Heading(level, text):
            yield H(outlinelevel=level, stylename=f"Heading{level}", text=text)
        case Paragraph(spans):
            yield P(text=plain(spans))
        case Items(items, _):
            bullets = List()
            for item in items:
                entry = ListItem()
                entry.addElement(P(text=plain(item)))
                bullets.addElement(entry)
            yield bullets
        case Table(rows):
            yield _table(rows, header=True)


def _table(rows: tuple[tuple[str, ...], ...], *, header: bool) -> Element:
    table = OdfTable()
    table.addElement(TableColumn(numbercolumnsrepeated=len(rows[0])))
    head = TableHeaderRows()
    if header:
        table.addElement(head)
    for number, values in enumerate(rows):
        row = TableRow()
        for value in values:
            cell = TableCell()
            cell.addElement(P(text=value))
            row.addElement(cell)
        (head if header and number == 0 else table).addElement(row)
    return table
