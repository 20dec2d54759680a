"""Reads PowerPoint presentations: each slide's title, text, tables and notes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pptx
from pptx.shapes.autoshape import Shape
from pptx.shapes.graphfrm import GraphicFrame
from pptx.shapes.group import GroupShape

from bot.ingestion.documents.document import Block, Document, Heading, ListItem, Paragraph, Table
from bot.ingestion.parsing.cleaning import clean
from bot.ingestion.parsing.office import core_properties, opening
from bot.ingestion.reasons import UnreadableError

if TYPE_CHECKING:
    from pptx.shapes.base import BaseShape
    from pptx.slide import Slide
    from pptx.table import Table as SlideTable
    from pptx.text.text import TextFrame

_LINE = 150_000
"""Length units (EMU, about 4 mm): shapes whose tops differ by less stand beside one another."""


def parse_pptx(data: bytes) -> Document:
    """A presentation; hidden slides are left out."""
    with opening(".pptx"):
        show = pptx.Presentation(io.BytesIO(data))
        properties = core_properties(show.core_properties)
        blocks: list[Block] = []
        for number, slide in enumerate(show.slides, 1):
            if slide._element.get("show") != "0":
                blocks.extend(_slide(slide, number))
    if not any(isinstance(block, (Paragraph, ListItem, Table)) for block in blocks):
        raise UnreadableError("no_text")
    title = next((block.text for block in blocks if isinstance(block, Heading)), "")
    return Document(title=title, blocks=tuple(blocks), properties=properties, page_word="bild")


def _slide(slide: Slide, number: int) -> Iterator[Block]:
    title = slide.shapes.title
    heading = clean(title.text_frame.text) if title is not None else ""
    if heading:
        yield Heading(heading, 1, number)
    skipped = title.shape_id if title is not None else None
    for shape in _in_order(slide.shapes):
        if shape.shape_id != skipped:
            yield from _shape(shape, number)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        notes = clean(slide.notes_slide.notes_text_frame.text)
        if notes:
            yield Paragraph(f"Anteckning: {notes}", number)


def _in_order(shapes: Iterable[BaseShape]) -> list[BaseShape]:
    """Top to bottom, then left to right; a placeholder without a place of its own comes first."""
    return sorted(shapes, key=lambda shape: ((shape.top or 0) // _LINE, shape.left or 0))


def _shape(shape: BaseShape, number: int) -> Iterator[Block]:
    if isinstance(shape, GroupShape):
        for inner in _in_order(shape.shapes):
            yield from _shape(inner, number)
    elif isinstance(shape, GraphicFrame) and shape.has_table:
        yield from _table(shape.table, number)
    elif isinstance(shape, Shape):
        yield from _texts(shape.text_frame, number, listed=shape.is_placeholder)


def _table(table: SlideTable, number: int) -> Iterator[Block]:
    rows = [tuple(clean(cell.text) for cell in row.cells) for row in table.rows]
    filled = [row for row in rows if any(row)]
    header = filled.pop(0) if table.first_row and len(filled) > 1 else ()
    if filled:
        yield Table(header, tuple(filled), number)


def _texts(frame: TextFrame, number: int, *, listed: bool) -> Iterator[Block]:
    texts = [text for paragraph in frame.paragraphs if (text := clean(paragraph.text))]
    for text in texts:
        # The body of a slide is a list, unless it is one running text.
        yield ListItem(text, "-", number) if listed and len(texts) > 1 else Paragraph(text, number)
