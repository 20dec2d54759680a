"""Reads PDF files: running heads removed, tables kept whole, headings told by their type."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfiumError

from bot.ingestion.documents.document import Block, Document, Heading
from bot.ingestion.documents.notes import Note, hidden, ranges
from bot.ingestion.parsing.cleaning import clean
from bot.ingestion.parsing.ocr import Recogniser
from bot.ingestion.parsing.pdf_page import Line, Page
from bot.ingestion.parsing.pdf_source import pages
from bot.ingestion.parsing.pdf_structure import blocks_of
from bot.ingestion.parsing.pdf_tables import find_ruled_tables
from bot.ingestion.reasons import ReasonCode, UnreadableError

_MARGIN = 0.13
"""Share of the page's height, at the top and at the bottom, where running heads stand."""
_PAGE_NUMBER = re.compile(
    r"(?:sid(?:a|an)?\.? ?|s\. ?)?\d{1,4}(?: ?(?:\(\d{1,4}\)|/ ?\d{1,4}|av \d{1,4}))?",
    re.IGNORECASE,
)
_LEADERS = re.compile(r"(?:\.{4,}|(?: \.){4,}|…{2,})\s*\d{0,4}$")
"""Dot leaders: a line of the table of contents."""
_NO_TITLE = re.compile(
    r"\.\w{3,4}$|^Microsoft Word|^(?:untitled|namnlös|dokument|document)\W*\d*$", re.IGNORECASE
)
"""What programs write where nobody has given a title."""


def parse_pdf(data: bytes, ocr: Recogniser | None = None) -> Document:
    """A PDF as a document; `ocr` reads its scanned pages."""
    try:
        with PdfDocument(data) as source:
            read = list(pages(source, ocr))
            facts = _properties(source.get_metadata_dict(skip_empty=True))
    except PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise UnreadableError("encrypted_pdf") from error
        raise UnreadableError("damaged", "PDF") from error
    silent = [page for page in read if not page.lines]
    if len(silent) == len(read):
        raise UnreadableError(_why_silent(read, ocr))
    running = _take_running_heads(read)
    for page in read:
        page.lines = [line for line in page.lines if not _LEADERS.search(line.text)]
    blocks = blocks_of(read)
    if not blocks:
        raise UnreadableError("no_text")
    return Document(
        title=_title(blocks, dict(facts).get("Title", "")),
        blocks=blocks,
        properties=(*facts, *(("page", line) for line in running)),
        notes=tuple(_notes(read, ocr)),
    )


def _why_silent(read: Sequence[Page], ocr: Recogniser | None) -> ReasonCode:
    if any(page.hidden for page in read):
        return "hidden_only"
    if not any(page.is_scanned for page in read):
        return "no_text"
    return "ocr_missing" if ocr is not None and ocr.missing else "scanned_pdf"


def _notes(read: Sequence[Page], ocr: Recogniser | None) -> Iterator[Note]:
    if scanned := ranges(page.number for page in read if page.is_scanned):
        missing = ocr is not None and ocr.missing
        yield Note("ocr_missing" if missing else "pages_without_text", scanned)
    if recognised := ranges(page.number for page in read if page.recognised):
        yield Note("pages_recognised", recognised)
    yield from hidden(sum(page.hidden for page in read))


def _title(blocks: Sequence[Block], stored: str) -> str:
    """The largest heading of the first pages; else what the file says, unless it is a file name."""
    first = [block for block in blocks if isinstance(block, Heading) and (block.page or 1) <= 2]
    if first:
        return min(first, key=lambda heading: heading.level).text
    return "" if _NO_TITLE.search(stored) else stored


def _properties(stored: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (label, text)
        for label in ("Title", "Subject", "Keywords")
        if (text := clean(stored.get(label, "")))
    )


def _take_running_heads(read: Sequence[Page]) -> tuple[str, ...]:
    """Remove what repeats at the edges of pages, and page numbers; returns the texts removed."""
    edges = {page.number: list(_edge_lines(page)) for page in read}
    found: dict[str, set[int]] = defaultdict(set)
    for number, lines in edges.items():
        for line in lines:
            found[_pattern(line.text)].add(number)
    enough = 2 if len(read) < 6 else 3
    sizes = Counter(line.size for page in read for line in page.lines for _ in line.text)
    small = 0.92 * sizes.most_common(1)[0][0]
    removed: dict[str, None] = {}
    for page in read:
        for line in edges[page.number]:
            repeated = len(found[_pattern(line.text)]) >= enough
            is_head = line.size < small and line.box.bottom > page.height / 2
            is_number = _PAGE_NUMBER.fullmatch(line.text) is not None
            if is_number or repeated or is_head:
                page.lines.remove(line)
                if not is_number:
                    removed[line.text] = None
    return tuple(removed)


def _edge_lines(page: Page) -> Iterator[Line]:
    """Lines at the top and the bottom of a page that belong to no table."""
    tables = find_ruled_tables(page)
    for line in page.lines:
        at_edge = (
            line.box.bottom > (1 - _MARGIN) * page.height or line.box.top < _MARGIN * page.height
        )
        if at_edge and all(table.cell(line) is None for table in tables):
            yield line


def _pattern(text: str) -> str:
    """The text with its numbers left out: "Sida 3 av 18" repeats on every page."""
    return re.sub(r"\d+", "#", text.casefold())
