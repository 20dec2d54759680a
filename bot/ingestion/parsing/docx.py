"""Reads Word documents."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import docx
from lxml import etree

from bot.ingestion.documents.document import Block, Document, Heading, ListItem, Paragraph, Table
from bot.ingestion.documents.notes import hidden
from bot.ingestion.parsing.cleaning import clean
from bot.ingestion.parsing.docx_text import VAL, Runs, notes_of, path, unseen_styles, value
from bot.ingestion.parsing.office import core_properties, opening
from bot.ingestion.parsing.text import LIST_MARKER
from bot.ingestion.reasons import UnreadableError

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|rubrik) ?(\d)", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|innehåll\w*) ?(?:\d|heading)?", re.IGNORECASE)


def parse_docx(data: bytes) -> Document:
    """A Word document; tracked deletions, hidden text and the table of contents are left out."""
    with opening(".docx"):
        word = docx.Document(io.BytesIO(data))
        reader = _Reader(word)
        reader.read(word.element.body)
        blocks = _with_bold_headings(reader.blocks, reader.bold)
        properties = (*core_properties(word.core_properties), *_page_lines(word))
    if not blocks:
        raise UnreadableError("hidden_only" if reader.hidden else "no_text")
    return Document(
        title=reader.title or _first_heading(blocks),
        blocks=blocks,
        properties=properties,
        notes=hidden(reader.hidden),
    )


class _Reader:
    """Walks the body: paragraphs, tables, content controls and text boxes in reading order."""

    def __init__(self, word: WordDocument) -> None:
        self.blocks: list[Block] = []
        self.bold: list[int] = []
        """Positions of short paragraphs that are bold throughout."""
        self.title = ""
        self.hidden = 0
        self._names = {style.style_id: style.name or "" for style in word.styles}
        self._levels = {style.style_id: _outline_level(style.element) for style in word.styles}
        self._notes = notes_of(word)
        self._unseen = unseen_styles(word)
        self._anchored: list[Runs] = []
        """The paragraphs of the table that is being read, for what is anchored in them."""

    def read(self, parent: etree._Element) -> None:
        for element in parent.iterchildren():
            match element.tag:
                case tag if tag == f"{_W}p":
                    self._paragraph(element)
                case tag if tag == f"{_W}tbl":
                    self._table(element)
                case tag if tag == f"{_W}sdt":
                    for content in element.iterchildren(f"{_W}sdtContent"):
                        self.read(content)
                case tag if tag in (f"{_W}ins", f"{_W}moveTo", f"{_W}customXml"):
                    self.read(element)

    def _paragraph(self, element: etree._Element) -> None:
        runs = Runs(element, self._unseen)
        self.hidden += runs.hidden
        text = clean(runs.text)
        style = self._style(element)
        if text and not _CONTENTS.fullmatch(self._names.get(style, "")):
            self._text(element, text, style, bold=runs.bold)
        self._beside(runs.boxes, runs.note_ids)

    def _beside(self, boxes: Sequence[etree._Element], note_ids: Sequence[str]) -> None:
        """Text boxes and notes, which are read where they are anchored."""
        for box in boxes:
            self.read(box)
        self.blocks.extend(Paragraph(self._notes[note]) for note in note_ids if note in self._notes)

    def _text(self, element: etree._Element, text: str, style: str, *, bold: bool) -> None:
        name = self._names.get(style, "")
        level = self._level(element, style)
        if name.lower() in ("title", "rubrik", "titel"):
            self.title = self.title or text
            self.blocks.append(Heading(text, 1))
        elif level is not None:
            self.blocks.append(Heading(text, level))
        elif marker := self._marker(element, name):
            self.blocks.append(ListItem(text, marker))
        elif match := LIST_MARKER.match(text):
            self.blocks.append(ListItem(text[match.end() :], match["marker"]))
        else:
            if bold and len(text) < 90 and text[-1] not in ".,:;":
                self.bold.append(len(self.blocks))
            self.blocks.append(Paragraph(text))

    def _style(self, element: etree._Element) -> str:
        return value(element, "pPr", "pStyle")

    def _level(self, element: etree._Element, style: str) -> int | None:
        if match := _HEADING.match(self._names.get(style, "")):
            return int(match[1])
        own = _outline_level(element)
        return own if own is not None else self._levels.get(style)

    def _marker(self, element: etree._Element, name: str) -> str:
        listed = element.find(path("pPr", "numPr")) is not None
        # The number itself is made by Word when it lays the page out.
        return "-" if listed or name.lower().startswith(("list", "punkt", "numrerad")) else ""

    def _table(self, element: etree._Element) -> None:
        rows = list(_with_merged(list(self._cells(row)) for row in element.iterchildren(f"{_W}tr")))
        rows = [row for row in rows if any(row)]
        if max(map(len, rows), default=0) < 2:
            self._anchored = []
            for cell in element.iter(f"{_W}tc"):
                self.read(cell)
            return
        header: tuple[str, ...] = ()
        if len(rows) > 1 and _first_row_is_header(element, rows):
            header = tuple(rows.pop(0))
        self.blocks.append(Table(header, tuple(tuple(row) for row in rows)))
        anchored, self._anchored = self._anchored, []
        for runs in anchored:
            self._beside(runs.boxes, runs.note_ids)

    def _cells(self, row: etree._Element) -> Iterator[str | None]:
        """Each column's text; None where the cell above goes on."""
        for cell in row.iterchildren(f"{_W}tc"):
            texts = []
            for paragraph in cell.iter(f"{_W}p"):
                runs = Runs(paragraph, self._unseen)
                self.hidden += runs.hidden
                texts.append(clean(runs.text))
                self._anchored.append(runs)
            merge = cell.find(path("tcPr", "vMerge"))
            continued = merge is not None and merge.get(VAL) != "restart"
            yield None if continued else " ".join(filter(None, texts))
            span = value(cell, "tcPr", "gridSpan")
            yield from [""] * (min(int(span), 50) - 1 if span.isdigit() else 0)


def _with_merged(rows: Iterable[list[str | None]]) -> Iterator[list[str]]:
    """A cell over several rows is told in each, since each row is read alone."""
    above: list[str] = []
    for row in rows:
        filled = [
            (above[column] if column < len(above) else "") if text is None else text
            for column, text in enumerate(row)
        ]
        yield filled
        above = filled


def _outline_level(element: etree._Element) -> int | None:
    level = value(element, "pPr", "outlineLvl")
    return int(level) + 1 if level in tuple("012345678") else None


def _first_row_is_header(table: etree._Element, rows: list[list[str]]) -> bool:
    """Word marks repeated header rows; else a first row in bold, full and unlike the next."""
    first = next(table.iterchildren(f"{_W}tr"))
    if first.find(path("trPr", "tblHeader")) is not None:
        return True
    if not all(rows[0]):
        return False
    cells = [Runs(cell).bold for cell in first.iterchildren(f"{_W}tc")]
    below = list(table.iterchildren(f"{_W}tr"))[1]
    second = [Runs(cell).bold for cell in below.iterchildren(f"{_W}tc")]
    if all(cells) and not all(second):
        return True
    look = table.find(path("tblPr", "tblLook"))
    marked = look is not None and look.get(f"{_W}firstRow") == "1"
    return marked and value(table, "tblPr", "tblStyle") != "" and not _is_label_table(rows)


def _is_label_table(rows: list[list[str]]) -> bool:
    """Whether it lists "label | value", so that its first row is as much content as the rest."""
    return (
        len(rows[0]) == 2
        and all(len(row) == 2 and len(row[0]) < 40 for row in rows)
        and any(row[0].endswith(":") for row in rows)
    )


def _with_bold_headings(blocks: list[Block], bold: list[int]) -> tuple[Block, ...]:
    """Where no heading style is used, short lines in bold are the headings."""
    real = [block for block in blocks if isinstance(block, Heading)]
    if len(real) > 1:
        return tuple(blocks)
    heads = set(bold)
    return tuple(
        Heading(block.text, 2) if number in heads and isinstance(block, Paragraph) else block
        for number, block in enumerate(blocks)
    )


def _first_heading(blocks: tuple[Block, ...]) -> str:
    first = blocks[0]
    return first.text if isinstance(first, Heading) else ""


def _page_lines(word: WordDocument) -> tuple[tuple[str, str], ...]:
    """The lines of page headers and footers, where many templates keep the dnr."""
    lines: dict[str, None] = {}
    for section in list(word.sections)[:3]:
        for part in (
            section.first_page_header,
            section.header,
            section.first_page_footer,
            section.footer,
        ):
            if part.is_linked_to_previous:
                continue
            for row in part._element.iter(f"{_W}tr"):
                cells = [clean("".join(cell.itertext())) for cell in row.iterchildren(f"{_W}tc")]
                lines[" | ".join(filter(None, cells))] = None
            for paragraph in part._element.iter(f"{_W}p"):
                lines[clean(Runs(paragraph).text)] = None
    return tuple(("page", line) for line in lines if line)
