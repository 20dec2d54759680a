"""Reads OpenDocument text files, from their content.xml."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from bot.ingestion.documents.document import Block, Document, Heading, ListItem, Paragraph, Table
from bot.ingestion.documents.notes import hidden
from bot.ingestion.parsing.cleaning import clean, smuggled, weight
from bot.ingestion.parsing.odt_styles import OdtStyles
from bot.ingestion.parsing.office import opening
from bot.ingestion.reasons import UnreadableError

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_SKIPPED = frozenset(
    f"{_TEXT}{name}"
    for name in ("table-of-content", "tracked-changes", "note-citation", "sequence-decls")
) | {f"{_OFFICE}annotation"}
_MAX_REPEATED = 50
"""Cells and rows that repeat fill a sheet to its edge; nobody writes so many alike."""
_MAX_DEPTH = 200


def parse_odt(data: bytes) -> Document:
    """An OpenDocument text."""
    with opening(".odt"), zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read(
            "META-INF/manifest.xml"
        ):
            raise UnreadableError("encrypted_office")
        content = _xml(archive.read("content.xml"))
        properties = _properties(archive, names)
        styles = [content]
        if "styles.xml" in names:
            styles.insert(0, _xml(archive.read("styles.xml")))
        reader = _Reader(content, OdtStyles(styles))
    if not reader.blocks:
        raise UnreadableError("hidden_only" if reader.hidden else "no_text")
    return Document(
        title=reader.title or dict(properties).get("title", ""),
        blocks=tuple(reader.blocks),
        properties=properties,
        notes=hidden(reader.hidden),
    )


def _xml(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(data, parser)


def _properties(archive: zipfile.ZipFile, names: set[str]) -> tuple[tuple[str, str], ...]:
    if "meta.xml" not in names:
        return ()
    meta = _xml(archive.read("meta.xml"))
    found = [
        (label, clean(element.text or ""))
        for label in ("title", "subject", "description")
        for element in meta.iter(f"{_DC}{label}")
    ]
    return tuple((label, value) for label, value in found if value)


class _Reader:
    """Walks the body and collects blocks."""

    def __init__(self, content: etree._Element, styles: OdtStyles) -> None:
        self.blocks: list[Block] = []
        self.title = ""
        self.hidden = 0
        """Characters that nobody sees."""
        self._styles = styles
        for body in content.iter(f"{_OFFICE}text"):
            self._children(body, "", 0)

    def _children(self, parent: etree._Element, marker: str, depth: int) -> None:
        for child in parent:
            if depth < _MAX_DEPTH and isinstance(child.tag, str) and child.tag not in _SKIPPED:
                self._element(child, marker, depth + 1)

    def _element(self, element: etree._Element, marker: str, depth: int) -> None:
        if self._styles.hides(element):
            self.hidden += weight("".join(map(str, element.itertext())))
            return
        match element.tag.rpartition("}")[2]:
            case "h":
                level = element.get(f"{_TEXT}outline-level", "1")
                self._heading(self._text(element), int(level) if level.isdigit() else 1)
            case "p":
                self._paragraph(element, marker)
            case "list":
                for number, item in enumerate(element.iterchildren(f"{_TEXT}list-item"), 1):
                    self._children(item, self._marker(element, number), depth)
            case "table":
                self._table(element)
            case _:
                self._children(element, marker, depth)

    def _marker(self, element: etree._Element, number: int) -> str:
        """Whether a list is numbered stands in its style; its name is the best sign at hand."""
        style = element.get(f"{_TEXT}style-name", "").lower()
        return f"{number}." if "number" in style or "numr" in style else "-"

    def _heading(self, text: str, level: int) -> None:
        if text:
            self.blocks.append(Heading(text, min(level, 6)))
            if level == 1 and not self.title:
                self.title = text

    def _paragraph(self, element: etree._Element, marker: str) -> None:
        text = self._text(element)
        if text and self._styles.names(element) & {"Title", "Rubrik", "Titel"}:
            self.title = text
            self.blocks.append(Heading(text, 1))
        elif text and marker:
            self.blocks.append(ListItem(text, marker))
        elif text:
            self.blocks.append(Paragraph(text))
        for inner in element.iter(f"{_TEXT}note-body", f"{_DRAW}text-box"):
            self._children(inner, "", 0)

    def _text(self, element: etree._Element) -> str:
        text = "".join(self._pieces(element))
        self.hidden += smuggled(text)
        return clean(text)

    def _pieces(self, element: etree._Element) -> list[str]:
        pieces = [element.text or ""]
        for child in element:
            name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
            if name in ("s", "tab", "line-break"):
                pieces.append(" ")
            elif name and self._styles.hides(child):
                self.hidden += weight("".join(map(str, child.itertext())))
            elif name and name not in ("note", "annotation", "text-box", "frame"):
                pieces.extend(self._pieces(child))
            pieces.append(child.tail or "")
        return pieces

    def _table(self, table: etree._Element) -> None:
        heads = table.iterchildren(f"{_TABLE}table-header-rows")
        header_rows = [row for part in heads for row in part.iterchildren(f"{_TABLE}table-row")]
        rows = [
            self._cells(row) for row in table.iter(f"{_TABLE}table-row") if row not in header_rows
        ]
        filled = tuple(row for row in rows if any(row))
        if filled:
            self.blocks.append(Table(self._cells(header_rows[0]) if header_rows else (), filled))

    def _cells(self, row: etree._Element) -> tuple[str, ...]:
        cells: list[str] = []
        for cell in row:
            if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            repeated = cell.get(f"{_TABLE}number-columns-repeated", "1")
            count = min(int(repeated), _MAX_REPEATED) if repeated.isdigit() else 1
            text = clean(" ".join(self._text(part) for part in cell.iter(f"{_TEXT}p")))
            cells.extend([text] * count)
        while cells and not cells[-1]:
            cells.pop()
        return tuple(cells)
