"""Other parsers that can be installed with `pip install -e ".[bench]"`, as functions from bytes to
text."""

from __future__ import annotations

import importlib
import io
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

from bot.ingestion.documents.chunking import row_text
from bot.ingestion.documents.document import Block, Heading, ListItem, Paragraph, Table
from bot.ingestion.parsing import parse

Reader = Callable[[bytes, str], str]
"""From a file's bytes and name to its text, with Markdown's marks or without."""
OURS = "Kollega"


def readers(extension: str) -> Iterator[tuple[str, Reader]]:
    """Ours, then those of the others that are installed and read this format."""
    yield OURS, _ours
    for name, (module, extensions, reader) in _PEERS.items():
        if extension in extensions and find_spec(module) is not None:
            yield name, reader


def _ours(data: bytes, name: str) -> str:
    document = parse(data, name)
    notes = [note.in_language("sv") for note in document.notes]
    return "\n".join([*(line for block in document.blocks for line in _lines(block)), *notes])


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f"{'#' * level} {text}"
        case ListItem(text, marker):
            yield f"{marker} {text}"
        case Paragraph(text):
            yield text
        case Table(header, rows):
            yield from (row_text(header, row) for row in rows)


def _markitdown(data: bytes, name: str) -> str:
    module = importlib.import_module("markitdown")
    extension = name[name.rindex(".") :]
    info = module.StreamInfo(extension=extension, charset="utf-8")
    found = module.MarkItDown().convert_stream(io.BytesIO(data), stream_info=info)
    return str(found.text_content)


def _mammoth(data: bytes, name: str) -> str:
    return str(importlib.import_module("mammoth").convert_to_markdown(io.BytesIO(data)).value)


def _docx2python(data: bytes, name: str) -> str:
    with importlib.import_module("docx2python").docx2python(io.BytesIO(data)) as found:
        return str(found.text)


def _pypdf(data: bytes, name: str) -> str:
    pages = importlib.import_module("pypdf").PdfReader(io.BytesIO(data)).pages
    return "\n".join(page.extract_text() for page in pages)


def _pdfplumber(data: bytes, name: str) -> str:
    with importlib.import_module("pdfplumber").open(io.BytesIO(data)) as found:
        return "\n".join(_plumbed(page) for page in found.pages)


def _plumbed(page: Any) -> str:
    tables = [" | ".join(cell or "" for cell in row) for t in page.extract_tables() for row in t]
    return "\n".join([page.extract_text(), *tables])


def _pypdfium2(data: bytes, name: str) -> str:
    document = importlib.import_module("pypdfium2").PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def _trafilatura(data: bytes, name: str) -> str:
    module = importlib.import_module("trafilatura")
    return str(module.extract(data, output_format="markdown", include_tables=True) or "")


def _inscriptis(data: bytes, name: str) -> str:
    return str(importlib.import_module("inscriptis").get_text(data.decode("utf-8", "replace")))


_OFFICE = frozenset(("docx", "pptx", "xlsx", "html", "pdf", "msg"))
_PEERS: dict[str, tuple[str, frozenset[str], Reader]] = {
    "markitdown": ("markitdown", _OFFICE, _markitdown),
    "mammoth": ("mammoth", frozenset(("docx",)), _mammoth),
    "docx2python": ("docx2python", frozenset(("docx",)), _docx2python),
    "pypdf": ("pypdf", frozenset(("pdf",)), _pypdf),
    "pdfplumber": ("pdfplumber", frozenset(("pdf",)), _pdfplumber),
    "pypdfium2 alone": ("pypdfium2", frozenset(("pdf",)), _pypdfium2),
    "trafilatura": ("trafilatura", frozenset(("html",)), _trafilatura),
    "inscriptis": ("inscriptis", frozenset(("html",)), _inscriptis),
}
"""Name → module, formats, reader. All of them are under MIT, BSD or Apache licences."""
