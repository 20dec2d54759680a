"""A parsed document before it is cut into chunks: the same shape whatever the file format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.ingestion.documents.notes import Note


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the highest."""

    text: str
    level: int
    page: int | None = None
    anchor: str = ""
    """The fragment that leads here in the document's own address, without "#"."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text without line breaks."""

    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item of a list."""

    text: str
    marker: str = "-"
    """As it is read out: "-", "1." or "a)"."""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `header` is empty when no row is a header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    page: int | None = None


Block = Heading | Paragraph | ListItem | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document, in reading order."""

    title: str
    """Empty when the document shows none."""
    blocks: tuple[Block, ...]
    properties: tuple[tuple[str, str], ...] = ()
    """What the file says of itself outside its text: front matter, meta elements, file properties,
    page headers and footers. Labels as written, in order."""
    page_word: Literal["s.", "bild"] = "s."
    notes: tuple[Note, ...] = ()
