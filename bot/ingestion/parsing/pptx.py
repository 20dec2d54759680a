"""Reads PowerPoint presentations: each slide's title, text, tables and notes."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

import pptx
from pptx.shapes.autoshape import Shape
from pptx.shapes.graphfrm import GraphicFrame
from pptx.shapes.group import GroupShape

from bot.ingestion.documents.document import Block, Document, Heading, ListItem, Paragraph, Table
from bot.ingestion.documents.notes import Note, hidden, ranges
from bot.ingestion.parsing.cleaning import clean, smuggled, weight
from bot.ingestion.parsing.office import core_properties, opening
from bot.ingestion.parsing.pptx_sight import Sight, has_fill, seen_and_unseen, shows_white
from bot.ingestion.reasons import UnreadableError

if TYPE_CHECKING:
    from pptx.shapes.base import BaseShape
    from pptx.slide import Slide
    from pptx.table import Table as SlideTable

_LINE = 150_000
"""Length units (EMU, about 4 mm): shapes whose tops differ by less stand beside one another."""


def parse_pptx(data: bytes) -> Document:
    """A presentation; hidden slides are left out."""
    with opening(".pptx"):
        show = pptx.Presentation(io.BytesIO(data))
        properties = core_properties(show.core_properties)
        reader = _Reader(Sight(show.slide_width or 0, show.slide_height or 0))
        unshown: list[int] = []
        for number, slide in enumerate(show.slides, 1):
            if slide._element.get("show") == "0":
                unshown.append(number)
            else:
                reader.slide(slide, number)
    blocks = tuple(reader.blocks)
    if not any(isinstance(block, (Paragraph, ListItem, Table)) for block in blocks):
        raise UnreadableError("hidden_only" if reader.hidden else "no_text")
    notes = (Note("hidden_parts", f"bild {ranges(unshown)}"),) if unshown else ()
    return Document(
        title=next((block.text for block in blocks if isinstance(block, Heading)), ""),
        blocks=blocks,
        properties=properties,
        page_word="bild",
        notes=(*notes, *hidden(reader.hidden)),
    )


class _Reader:
    """Collects the blocks of slides."""

    def __init__(self, sight: Sight) -> None:
        self.blocks: list[Block] = []
        self.hidden = 0
        """Characters that nobody sees."""
        self._sight = sight

    def slide(self, slide: Slide, number: int) -> None:
        title = slide.shapes.title
        heading = clean(title.text_frame.text) if title is not None else ""
        if heading:
            self.blocks.append(Heading(heading, 1, number))
        skipped = title.shape_id if title is not None else None
        white = shows_white(slide)
        for shape in _in_order(slide.shapes):
            if shape.shape_id != skipped:
                self._shape(shape, number, white=white)
        frame = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
        if frame is not None and (notes := clean(frame.text)):
            self.blocks.append(Paragraph(f"Anteckning: {notes}", number))

    def _shape(self, shape: BaseShape, number: int, *, white: bool, grouped: bool = False) -> None:
        # Shapes in a group have a coordinate system of their own.
        if self._sight.misses(shape, placed=not grouped):
            if isinstance(shape, Shape):
                self.hidden += weight(shape.text_frame.text)
        elif isinstance(shape, GroupShape):
            for inner in _in_order(shape.shapes):
                self._shape(inner, number, white=white, grouped=True)
        elif isinstance(shape, GraphicFrame) and shape.has_table:
            self._table(shape.table, number)
        elif isinstance(shape, Shape):
            self._texts(shape, number, white=white or has_fill(shape))

    def _table(self, table: SlideTable, number: int) -> None:
        rows = [tuple(self._cell(cell.text) for cell in row.cells) for row in table.rows]
        filled = [row for row in rows if any(row)]
        header = filled.pop(0) if table.first_row and len(filled) > 1 else ()
        if filled:
            self.blocks.append(Table(header, tuple(filled), number))

    def _cell(self, text: str) -> str:
        self.hidden += smuggled(text)
        return clean(text)

    def _texts(self, shape: Shape, number: int, *, white: bool) -> None:
        texts = []
        for paragraph in shape.text_frame.paragraphs:
            seen, unseen = seen_and_unseen(paragraph, white=white)
            self.hidden += weight(unseen) + smuggled(seen)
            if text := clean(seen):
                texts.append(text)
        for text in texts:
            # The body of a slide is a list, unless it is one running text.
            listed = shape.is_placeholder and len(texts) > 1
            self.blocks.append(ListItem(text, "-", number) if listed else Paragraph(text, number))


def _in_order(shapes: Iterable[BaseShape]) -> list[BaseShape]:
    """Top to bottom, then left to right; a placeholder without a place of its own comes first."""
    return sorted(shapes, key=lambda shape: ((shape.top or 0) // _LINE, shape.left or 0))
