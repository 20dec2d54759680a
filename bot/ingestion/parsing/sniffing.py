"""Finds out what a file really is before a parser opens it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

from bot.ingestion.reasons import UnreadableError

Format = Literal["docx", "eml", "html", "md", "msg", "odt", "pdf", "pptx", "txt", "xlsx"]

EXTENSIONS: dict[str, Format] = {
    ".docx": "docx",
    ".eml": "eml",
    ".htm": "html",
    ".html": "html",
    ".markdown": "md",
    ".md": "md",
    ".msg": "msg",
    ".odt": "odt",
    ".pdf": "pdf",
    ".pptx": "pptx",
    ".txt": "txt",
    ".xlsx": "xlsx",
}
"""Lower-case file extension → format."""

MAX_UNPACKED = 300 * 2**20
"""Bytes that an Office file may unpack to; real ones stay far below."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The container of Outlook messages, password-protected Office files, .doc, .xls and .ppt."""
_MAIN_PART = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
    "odt": "content.xml",
}
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)",
    re.IGNORECASE | re.DOTALL,
)
_SIGNATURES = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "zip"),
    (_OLE, "Office 97–2003"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
)


def check_content(data: bytes, expected: Format) -> None:
    """Raise `UnreadableError` if the bytes are not what the file name says."""
    if not data:
        raise UnreadableError("empty")
    if expected == "pdf":
        _check_pdf(data)
    elif expected in _MAIN_PART:
        _check_office(data, expected)
    elif expected == "msg":
        if not data.startswith(_OLE):
            raise _mismatch(data, ".msg")
    elif found := _signature(data):
        raise UnreadableError("really_other", found)


def _check_pdf(data: bytes) -> None:
    # Readers accept a preamble of up to 1024 bytes (ISO 32000-1, annex H.3, note 13).
    if b"%PDF-" not in data[:1024]:
        raise _mismatch(data, "PDF")


def _check_office(data: bytes, expected: Format) -> None:
    if data.startswith(_OLE):
        # MS-OFFCRYPTO keeps the encrypted package in a stream with this name, in UTF-16.
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableError("encrypted_office")
        raise UnreadableError("really_other", "Office 97–2003")
    if not data.startswith(b"PK"):
        raise _mismatch(data, f".{expected}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise UnreadableError("damaged", f".{expected}") from error
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise UnreadableError("too_large", f"> {MAX_UNPACKED >> 20} MB")
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableError("encrypted_office")
    _check_main_part({entry.filename for entry in entries}, expected)


def _check_main_part(names: set[str], expected: Format) -> None:
    if _MAIN_PART[expected] in names:
        return
    for other, part in _MAIN_PART.items():
        if part in names:
            raise UnreadableError("really_other", f".{other}")
    raise UnreadableError("damaged", f".{expected}")


def _mismatch(data: bytes, expected: str) -> UnreadableError:
    if _HTML_START.match(data[:4096]):
        return UnreadableError("really_other", "HTML")
    if found := _signature(data):
        return UnreadableError("really_other", found)
    return UnreadableError("damaged", expected)


def _signature(data: bytes) -> str | None:
    return next((name for start, name in _SIGNATURES if data.startswith(start)), None)
