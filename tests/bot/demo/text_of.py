"""The words of a document of any format, read without the product's own parsers."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

from lxml import etree
from pypdf import PdfReader

CONTENT = {
    ".docx": ("word/document.xml",),
    ".odt": ("content.xml",),
    ".pptx": ("ppt/slides/slide", "ppt/notesSlides/notesSlide"),
    ".xlsx": ("xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet"),
}
"""The parts of each zip-based format that hold what a person reads."""


def text_of(path: Path) -> str:
    """All text of the document, white space folded."""
    match path.suffix:
        case ".pdf":
            text = " ".join(page.extract_text() for page in PdfReader(path).pages)
        case suffix if suffix in CONTENT:
            text = _zipped(path, CONTENT[suffix])
        case _:
            text = path.read_text(encoding="utf-8")
    return " ".join(text.split())


def _zipped(path: Path, parts: tuple[str, ...]) -> str:
    with ZipFile(path) as archive:
        names = [
            name
            for name in sorted(archive.namelist())
            if name.startswith(parts) and name.endswith(".xml")
        ]
        roots = (etree.fromstring(archive.read(name)) for name in names)
        return " ".join(str(text) for root in roots for text in root.itertext())
