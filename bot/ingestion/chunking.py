"""Cuts a document into pieces that can be cited: each under one heading, none too long."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.ingestion.document import Block, Document, Heading, ListItem, Paragraph, Table
from bot.language.sentences import split_sentences

TARGET = 900
"""Characters; a piece is closed at the next boundary once it is this long."""
LIMIT = 1200
"""Characters; what would make a piece longer than this begins a new one."""
TABLE_LIMIT = 2400
"""Characters; a table is kept whole up to this length."""

_SIGN = re.compile(
    r"(?:(?P<after>\d{1,3}(?: ?[a-z])?) ?§|§ ?(?P<before>\d{1,3}(?: ?[a-z])?))(?!§)(?=[\s.]|$)"
)
_SUBSECTION = re.compile(r"(?:Mom\.?|Moment) ?(\d{1,2})\b", re.IGNORECASE)
_UNDER_PARAGRAPH = re.compile(
    r"allmänna råd|kommentar|anmärkning|protokollsanteckning|anm\b", re.IGNORECASE
)
"""Headings that stand inside a paragraph of law rather than ending it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a document: where it stands, its text, and the fragment that leads to it."""

    place: str
    text: str
    anchor: str = ""


def cut(document: Document) -> tuple[Piece, ...]:
    """The document's pieces in reading order; each starts with its own text, not its heading."""
    cutter = _Cutter(document)
    for block in document.blocks:
        cutter.add(block)
    cutter.close()
    return tuple(cutter.pieces)


class _Cutter:
    def __init__(self, document: Document) -> None:
        self.pieces: list[Piece] = []
        self._document = document
        self._path: list[Heading] = []
        self._paragraph = ""
        self._subsection = ""
        self._lines: list[str] = []
        self._length = 0
        self._page: int | None = None

    def add(self, block: Block) -> None:
        match block:
            case Heading():
                self._heading(block)
            case Paragraph(text, page):
                self._sign(text)
                self._put(text, page)
            case ListItem(text, marker, page):
                self._put(f"{marker} {text}", page)
            case Table():
                self._table(block)

    def _heading(self, heading: Heading) -> None:
        self.close()
        while self._path and self._path[-1].level >= heading.level:
            self._path.pop()
        if not _UNDER_PARAGRAPH.match(heading.text):
            self._paragraph = self._subsection = ""
        if sign := _SIGN.match(heading.text):
            self._paragraph = sign["after"] or sign["before"]
        if heading.text != self._document.title:
            self._path.append(heading)

    def _sign(self, text: str) -> None:
        """A paragraph of law or a subsection begins a piece of its own."""
        if sign := _SIGN.match(text):
            self.close()
            if self._path and _UNDER_PARAGRAPH.match(self._path[-1].text):
                self._path.pop()
            self._paragraph, self._subsection = sign["after"] or sign["before"], ""
        elif part := _SUBSECTION.match(text):
            self.close()
            self._subsection = part[1]

    def _put(self, text: str, page: int | None) -> None:
        if self._length + len(text) > LIMIT or self._length >= TARGET:
            carried = self._lead_in()
            self.close()
            for line in carried:
                self._append(line, page)
        for part in _portions(text):
            if self._length and self._length + len(part) > LIMIT:
                self.close()
            self._append(part, page)

    def _lead_in(self) -> list[str]:
        """A last line that ends with a colon belongs to the list that follows it."""
        if len(self._lines) > 1 and self._lines[-1].endswith(":"):
            return [self._lines.pop()]
        return []

    def _append(self, text: str, page: int | None) -> None:
        if not self._lines:
            self._page = page
        self._lines.append(text)
        self._length += len(text) + 1

    def _table(self, table: Table) -> None:
        rows = [line for row in table.rows if (line := row_text(table.header, row))]
        length = sum(map(len, rows)) + len(rows)
        if self._length + length > TABLE_LIMIT or (self._length > 300 and length > LIMIT):
            carried = self._lead_in()
            self.close()
            for line in carried:
                self._append(line, table.page)
        for row in rows:
            for part in _portions(row, TABLE_LIMIT):
                if self._length and self._length + len(part) > TABLE_LIMIT:
                    self.close()
                self._append(part, table.page)

    def close(self) -> None:
        """End the piece that is being collected."""
        if self._lines:
            text = "\n".join(self._lines)
            self.pieces.append(Piece(self._place(), text, self._anchor()))
        self._lines = []
        self._length = 0
        self._page = None

    def _place(self) -> str:
        parts = []
        if self._page is not None:
            parts.append(f"{self._document.page_word} {self._page}")
        if self._paragraph:
            part = f" mom. {self._subsection}" if self._subsection else ""
            parts.append(f"{self._paragraph} §{part}")
        if self._path:
            parts.append(" › ".join(heading.text for heading in self._path))
        return " · ".join(parts)

    def _anchor(self) -> str:
        if self._path and not self._path[-1].anchor.startswith("page="):
            return self._path[-1].anchor
        return f"page={self._page}" if self._page and self._document.page_word == "s." else ""


def row_text(header: tuple[str, ...], row: tuple[str, ...]) -> str:
    """A table row as "Header: value; Header: value"; what is empty is left out."""
    if not header:
        cells = [cell for cell in row if cell]
        if len(cells) == 2:
            return f"{cells[0].rstrip(':')}: {cells[1]}"
        return "; ".join(cells)
    named = zip((*header, *[""] * len(row)), row, strict=False)
    return "; ".join(
        f"{name.rstrip(':')}: {cell}" if name else cell for name, cell in named if cell
    )


def _portions(text: str, limit: int = LIMIT) -> Iterator[str]:
    """The text, cut between sentences (then words) where it is longer than a piece may be."""
    if len(text) <= limit:
        yield text
        return
    portion = ""
    for sentence in split_sentences(text):
        for part in _words(sentence, limit):
            if portion and len(portion) + len(part) >= limit:
                yield portion
                portion = part
            else:
                portion = f"{portion} {part}".strip()
    if portion:
        yield portion


def _words(sentence: str, limit: int) -> Iterator[str]:
    while len(sentence) > limit:
        space = sentence.rfind(" ", limit // 2, limit)
        end = space if space > 0 else limit
        yield sentence[:end].rstrip()
        sentence = sentence[end:].lstrip()
    yield sentence
