"""What a body from a website really is, whatever its address or its server calls it."""

from __future__ import annotations

import codecs

from bot.ingestion.parsing.sniffing import EXTENSIONS, Format, check_content
from bot.ingestion.reasons import UnreadableError

PAGE = ".html"
"""The extension of whatever is a web page."""

MEDIA = frozenset(
    (
        *(".avi", ".m4a", ".mov", ".mp3", ".mp4", ".mpeg", ".ogg", ".wav", ".webm", ".wmv"),
        *(".bmp", ".gif", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".tif", ".tiff", ".webp"),
        *(".css", ".ics", ".js", ".json", ".rss", ".ttf", ".webmanifest", ".woff", ".woff2"),
        *(".7z", ".gz", ".rar", ".tar", ".xml", ".zip"),
    )
)
"""Never asked for, and not worth telling: a site has thousands, and no text in them."""
UNREAD = frozenset(
    (".doc", ".dot", ".odp", ".ods", ".one", ".ppt", ".pps", ".rtf", ".vsd", ".vsdx", ".xls")
)
"""Documents of formats that are not read: not asked for, but told."""

_PACKED: tuple[tuple[str, Format], ...] = (
    (".docx", "docx"),
    (".xlsx", "xlsx"),
    (".pptx", "pptx"),
    (".odt", "odt"),
)
_PAGE_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body")


def extension_for(data: bytes, *, content_type: str, named: str) -> str:
    """The extension under which the parsers know such a body; "" for what they do not read.

    `named` is the extension of its address.
    """
    if not data:
        return named if named in EXTENSIONS else PAGE
    if b"%PDF-" in data[:1024]:
        return ".pdf"
    if data.startswith(b"PK\x03\x04"):
        return _packed(data) or (named if named in dict(_PACKED) else "")
    start = data[:1024].lstrip(codecs.BOM_UTF8 + b" \t\r\n").lower()
    if "html" in content_type or start.startswith(_PAGE_STARTS):
        return PAGE
    if named in EXTENSIONS:
        return named
    return ".txt" if content_type == "text/plain" else ""


def is_document(extension: str) -> bool:
    """Whether an address with this extension leads to a document rather than to a page."""
    return extension in EXTENSIONS and EXTENSIONS[extension] != "html"


def _packed(data: bytes) -> str:
    for extension, form in _PACKED:
        try:
            check_content(data, form)
        except UnreadableError:
            continue
        return extension
    return ""
