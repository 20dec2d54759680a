"""Cuts a document into pieces that can be cited: each under one heading, none too long."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.ingestion.documents.document import Block, Document, Heading, ListItem, Paragraph, Table
from bot.language.sentences import split_sentences

_MANY = 8
_NEARLY_ALL = 0.6

_SIGN = re.compile(
    r"(?:(?P<after>\d{1,3}(?: ?[a-z])?) ?§|§ ?(?P<before>\d{1,3}(?: ?[a-z])?))(?!§)(?=[\s.]|$)"
)
_SUBSECTION = re.compile(r"(?:Mom\.?|Moment) ?(\d{1,2})\b", re.IGNORECASE)
_UNDER_PARAGRAPH = re.compile(
    r"allmänna råd|kommentar|anmärkning|protokollsanteckning|anm\b", re.IGNORECASE
)
"""Headings that stand inside a paragraph of law rather than ending it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How long pieces are, in characters; chosen by `python -m tests.bench chunks`."""

    target: int = 900
    """A piece is closed at the next boundary once it is this long."""
    limit: int = 1200
    """What would make a piece longer than this begins a new one."""
    table: int = 2400
    """A table is kept whole up to this length."""
    short: int = 250
    """What is left of a section and shorter than this joins the piece before it."""
    page_end: int = 400
    """A piece longer than this does not run on over the page, so that its page is true."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a document: where it stands, its text, and the fragment that leads to it."""

    place: str
    text: str
    anchor: str = ""


def cut(document: Document, sizes: Sizes | None = None) -> tuple[Piece, ...]:
    """The document's pieces in reading order; each starts with its own text, not its heading."""
    cutter = _Cutter(document, sizes or Sizes())
    for block in document.blocks:
        cutter.add(block)
    cutter.close()
    shared = _shared_heading(cutter.drafts)
    return tuple(
        Piece(_place(draft, document.page_word, shared), "\n".join(draft.lines), _anchor(draft))
        for draft in cutter.drafts
    )


@dataclass(slots=True)
class _Draft:
    """A piece that is being collected."""

    path: tuple[Heading, ...] = ()
    paragraph: str = ""
    page: int | None = None
    page_anchor: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def length(self) -> int:
        return sum(map(len, self.lines)) + len(self.lines)


def _shared_heading(drafts: Sequence[_Draft]) -> Heading | None:
    """A heading that nearly everything stands below tells no place from another."""
    tops = Counter(draft.path[0] for draft in drafts if draft.path)
    if len(drafts) < _MANY or not tops:
        return None
    heading, count = tops.most_common(1)[0]
    return heading if count > _NEARLY_ALL * len(drafts) else None


def _place(draft: _Draft, page_word: str, shared: Heading | None) -> str:
    path = [heading.text for heading in draft.path if heading is not shared]
    parts = (
        f"{page_word} {draft.page}" if draft.page is not None else "",
        draft.paragraph,
        " › ".join(path),
    )
    return " · ".join(filter(None, parts))


def _anchor(draft: _Draft) -> str:
    if draft.path and not draft.path[-1].anchor.startswith("page="):
        return draft.path[-1].anchor
    return draft.page_anchor


class _Cutter:
    def __init__(self, document: Document, sizes: Sizes) -> None:
        self.drafts: list[_Draft] = []
        self._sizes = sizes
        self._document = document
        self._path: list[Heading] = []
        self._paragraph = ""
        self._subsection = ""
        self._draft = _Draft()

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
        lines = self._draft.lines
        if len(lines) == 1 and _SIGN.fullmatch(lines[0]):
            # The sign stands on a line of its own: it opens the text that follows.
            text = f"{lines.pop()} {text}"
        length = self._draft.length
        if (
            length + len(text) > self._sizes.limit
            or length >= self._sizes.target
            or self._turns(page)
        ):
            self._close_before_list(page)
        for part in _portions(text, self._sizes.limit):
            if self._draft.lines and self._draft.length + len(part) > self._sizes.limit:
                self.close()
            self._append(part, page)

    def _turns(self, page: int | None) -> bool:
        """Whether a new page begins and the piece is long enough to leave on the last one."""
        return self._draft.page != page and self._draft.length > self._sizes.page_end

    def _close_before_list(self, page: int | None) -> None:
        """End the piece; a last line that ends with a colon goes with the list that follows it."""
        lines = self._draft.lines
        carried = [lines.pop()] if len(lines) > 1 and lines[-1].endswith(":") else []
        self.close()
        for line in carried:
            self._append(line, page)

    def _append(self, text: str, page: int | None) -> None:
        draft = self._draft
        if not draft.lines:
            draft.page = page
            draft.page_anchor = f"page={page}" if page and self._document.page_word == "s." else ""
        draft.lines.append(text)

    def _table(self, table: Table) -> None:
        rows = [line for row in table.rows if (line := row_text(table.header, row))]
        length = sum(map(len, rows)) + len(rows)
        if (
            self._draft.length + length > self._sizes.table
            or (self._draft.length > self._sizes.short and length > self._sizes.limit)
            or self._turns(table.page)
        ):
            self._close_before_list(table.page)
        for row in rows:
            for part in _portions(row, self._sizes.table):
                if self._draft.lines and self._draft.length + len(part) > self._sizes.table:
                    self.close()
                self._append(part, table.page)

    def close(self) -> None:
        """End the piece that is being collected."""
        draft, self._draft = self._draft, _Draft()
        if not draft.lines:
            return
        draft.path = tuple(self._path)
        if self._paragraph:
            part = f" mom. {self._subsection}" if self._subsection else ""
            draft.paragraph = f"{self._paragraph} §{part}"
        last = self.drafts[-1] if self.drafts else None
        if (
            last is not None
            and draft.length < self._sizes.short
            and (last.path, last.paragraph, last.page) == (draft.path, draft.paragraph, draft.page)
            and last.length + draft.length < self._sizes.limit + self._sizes.short
        ):
            # The rest of a section is too short to stand alone.
            last.lines.extend(draft.lines)
        else:
            self.drafts.append(draft)


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


def _portions(text: str, limit: int) -> Iterator[str]:
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
    start = 0
    while len(sentence) - start > limit:
        space = sentence.rfind(" ", start + limit // 2, start + limit)
        end = space if space > 0 else start + limit
        yield sentence[start:end].rstrip()
        start = end
        while start < len(sentence) and sentence[start].isspace():
            start += 1
    yield sentence[start:]
