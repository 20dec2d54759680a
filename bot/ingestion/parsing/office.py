"""What the Office formats share: opening safely and reading the file's properties."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from lxml import etree

from bot.ingestion.parsing.cleaning import clean
from bot.ingestion.reasons import UnreadableError


class CoreProperties(Protocol):
    """The properties that python-docx, python-pptx and openpyxl name alike."""

    title: str | None
    subject: str | None
    keywords: str | None
    category: str | None


_BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    SyntaxError,  # ElementTree's ParseError is one
    TypeError,
    ValueError,
    etree.LxmlError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What the Office parsers let through on a broken file; they document no exception tree."""


@contextmanager
def opening(name: str) -> Iterator[None]:
    """Turn what a parser raises on a broken file into `UnreadableError`."""
    try:
        yield
    except _BROKEN as error:
        raise UnreadableError("damaged", name) from error


def core_properties(core: CoreProperties) -> tuple[tuple[str, str], ...]:
    """Label and value of the properties that say what a document is."""
    named = (
        ("title", core.title),
        ("subject", core.subject),
        ("keywords", core.keywords),
        ("category", core.category),
    )
    return tuple((label, clean(value)) for label, value in named if value and clean(value))
