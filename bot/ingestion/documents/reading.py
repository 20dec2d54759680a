"""What remains of a file after parsing: title, metadata and pieces, ready to become chunks."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from hashlib import blake2s
from pathlib import PurePath
from typing import Any, cast, get_args
from urllib.parse import quote, urlsplit

from bot.ingestion.documents.chunking import Piece, Sizes, cut
from bot.ingestion.documents.document import Document, Heading, Table
from bot.ingestion.documents.instructions import without_instructions
from bot.ingestion.documents.metadata import read_metadata
from bot.ingestion.documents.notes import Note, note_of
from bot.ingestion.documents.pairs import is_label_table
from bot.ingestion.documents.sensitive import Mark, MarkFinder
from bot.ingestion.parsing import parse
from bot.ingestion.parsing.ocr import Recogniser
from bot.ingestion.parsing.sensitivity_labels import Label, sensitivity_labels
from bot.ingestion.reasons import UnreadableError
from bot.language.orders import finding
from bot.retrieval.base import Chunk, DocumentMetadata, Layer

VERSION = 5
"""Raised whenever the same file would be read differently, so that the next sync reads it again."""

MAX_TEXT = 8_000_000
"""Characters of text that one document may hold."""

_HEAD_BLOCKS = 6
_NAMELESS = "Dokument"
_MARKS = MarkFinder()

Overrides = Mapping[str, str | date]
"""Names of `DocumentMetadata` fields, "title" or "url", with the value that counts."""

DATES = frozenset(("decided_on", "review_by", "revised_on", "valid_from", "valid_to"))
"""The fields of `DocumentMetadata` that are dates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One file, read."""

    title: str
    url: str | None
    """The address the document gives for itself, if it is http or https."""
    metadata: DocumentMetadata
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...] = ()
    marks: tuple[Mark, ...] = ()
    """Why it must not be shared widely."""
    labels: tuple[Label, ...] = ()
    """Sensitivity labels that the file carries."""


def read(
    data: bytes, name: str, ocr: Recogniser | None = None, *, sizes: Sizes | None = None
) -> Reading:
    """Parse and cut a file; `ocr` reads scanned pages, `sizes` differ from their defaults only
    where they are compared. Raises `UnreadableError`."""
    cleaned = without_instructions(_with_plain_labels(parse(data, name, ocr)))
    document = cleaned.document
    pieces = cut(document, sizes)
    if not pieces:
        raise UnreadableError("orders_only" if cleaned.notes else "no_text")
    if sum(len(piece.text) for piece in pieces) > MAX_TEXT:
        raise UnreadableError("too_much_text")
    titled = replace(document, title=document.title or _head(document) or _name_title(name))
    return Reading(
        title=titled.title,
        url=_own_url(titled),
        metadata=read_metadata(titled),
        pieces=pieces,
        notes=(*document.notes, *cleaned.notes),
        marks=_MARKS.find(titled, pieces),
        labels=sensitivity_labels(data),
    )


def _with_plain_labels(document: Document) -> Document:
    """Formats that take every first row for a header also take the first label for one."""
    blocks = tuple(
        replace(block, header=(), rows=(block.header, *block.rows))
        if isinstance(block, Table) and is_label_table(block)
        else block
        for block in document.blocks
    )
    return replace(document, blocks=blocks)


def _head(document: Document) -> str:
    """The first heading, where only a table or a line of facts stands above it."""
    first = (block for block in document.blocks[:_HEAD_BLOCKS] if isinstance(block, Heading))
    return next((heading.text for heading in first if heading.level == 1), "")


def _name_title(name: str) -> str:
    stem = re.sub(r"[_-]+", " ", PurePath(name).stem).strip()
    return _NAMELESS if finding(stem) == "order" else stem[:1].upper() + stem[1:]


def _own_url(document: Document) -> str | None:
    for label, value in document.properties:
        if label.lower() == "url" and urlsplit(value).scheme in ("http", "https"):
            return value
    return None


def chunks_of(
    reading: Reading,
    *,
    document_id: str,
    url: str,
    readers: frozenset[str],
    overrides: Overrides,
) -> tuple[Chunk, ...]:
    """The reading as chunks; `url` is used when the document gives none for itself."""
    named = dict(overrides)
    title = str(named.pop("title", reading.title))
    address = str(named.pop("url", reading.url or url))
    metadata = replace(reading.metadata, **cast(dict[str, Any], named))
    return tuple(
        Chunk(
            id=_chunk_id(document_id, position, piece),
            document_id=document_id,
            position=position,
            title=title,
            place=piece.place,
            url=_with_anchor(address, piece.anchor),
            text=piece.text,
            readers=readers,
            metadata=metadata,
        )
        for position, piece in enumerate(reading.pieces)
    )


def _with_anchor(address: str, anchor: str) -> str:
    if not anchor or "#" in address:
        return address
    return f"{address}#{quote(anchor, safe='=-_.~')}"


def _chunk_id(document_id: str, position: int, piece: Piece) -> str:
    """Tells the text too, so that an old citation never shows another text than it quoted."""
    digest = blake2s(f"{piece.place}\n{piece.text}".encode(), digest_size=4).hexdigest()
    return f"{document_id}#{position}-{digest}"


def encode(reading: Reading) -> bytes:
    """The reading as JSON, for a pipe or a file."""
    return json.dumps(asdict(reading), default=date.isoformat, ensure_ascii=False).encode()


def decode(data: bytes) -> Reading:
    """The reading that `encode` wrote.

    Raises ValueError for anything else: the bytes come from a process that parsed untrusted input.
    """
    try:
        raw = json.loads(data)
        return Reading(
            title=str(raw["title"]),
            url=None if raw["url"] is None else str(raw["url"]),
            metadata=_metadata(raw["metadata"]),
            pieces=tuple(
                Piece(str(piece["place"]), str(piece["text"]), str(piece["anchor"]))
                for piece in raw["pieces"]
            ),
            notes=tuple(
                known
                for note in raw["notes"]
                if (known := note_of(str(note["code"]), str(note["detail"]))) is not None
            ),
            marks=tuple(mark for mark in get_args(Mark) if mark in raw["marks"]),
            labels=tuple(Label(str(one["id"]), str(one["name"])) for one in raw["labels"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a reading") from error


def _metadata(raw: Mapping[str, str | None]) -> DocumentMetadata:
    values: dict[str, Any] = {}
    for field in fields(DocumentMetadata):
        value = raw[field.name]
        if value is not None and field.name in DATES:
            values[field.name] = date.fromisoformat(value)
        elif value is None or field.name != "layer" or value in get_args(Layer):
            values[field.name] = value
    return DocumentMetadata(**values)
