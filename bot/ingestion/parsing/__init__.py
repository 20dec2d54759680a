"""Reads a file of any supported format into a `Document`."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import partial
from pathlib import PurePath
from typing import cast

from bot.ingestion.documents.document import Document
from bot.ingestion.parsing.ocr import Recogniser
from bot.ingestion.parsing.sniffing import EXTENSIONS, Format, check_content
from bot.ingestion.reasons import UnreadableError

_PARSERS: dict[Format, tuple[str, str]] = {
    "docx": ("docx", "parse_docx"),
    "eml": ("eml", "parse_eml"),
    "html": ("html", "parse_html"),
    "md": ("markdown", "parse_markdown"),
    "msg": ("msg", "parse_msg"),
    "odt": ("odt", "parse_odt"),
    "pdf": ("pdf", "parse_pdf"),
    "pptx": ("pptx", "parse_pptx"),
    "txt": ("text", "parse_text"),
    "xlsx": ("xlsx", "parse_xlsx"),
}
"""Format → module and function. Loaded when first needed: all of them together cost a worker
process half a second at start, and most sources hold few formats."""

_MAIL = ("eml", "msg")
"""Formats whose parsers read the attachments too, with `parse`."""
Parse = Callable[[bytes, str], Document]


def parse(data: bytes, name: str, ocr: Recogniser | None = None) -> Document:
    """The document in `data`, told by the extension of `name` and then by its content.

    `ocr` reads scanned pages; without it they are only told of. Raises `UnreadableError`. Runs
    untrusted input: call it in a process that may die.
    """
    form = EXTENSIONS.get(PurePath(name).suffix.lower())
    if form is None:
        raise UnreadableError("unsupported", PurePath(name).suffix)
    check_content(data, form)
    module, function = _PARSERS[form]
    loaded = getattr(importlib.import_module(f"{__name__}.{module}"), function)
    if form in _MAIL:
        return cast(Callable[[bytes, Parse], Document], loaded)(data, partial(parse, ocr=ocr))
    if form == "pdf":
        return cast(Callable[[bytes, Recogniser | None], Document], loaded)(data, ocr)
    return cast(Callable[[bytes], Document], loaded)(data)
