"""Writes .pptx: each second-level heading is a slide, a block quote its speaker's notes."""

from __future__ import annotations

import io
from pathlib import Path

from pptx import Presentation
from pptx.slide import Slide
from pptx.util import Inches, Pt

from bot.demo.writers.archive import normalise
from bot.demo.writers.source import Block, Heading, Items, Paragraph, Source, Table, blocks, plain

TITLE_LAYOUT, CONTENT_LAYOUT, TITLE_ONLY_LAYOUT = 0, 1, 5


def write(source: Source, target: Path) -> None:
    """Write the presentation, with a title slide first."""
    deck = Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[TITLE_LAYOUT])
    first.shapes.title.text = source.title
    owner = source.meta["dokumentansvarig"]
    first.placeholders[1].text = f"Exempelkommun\nDokumentansvarig: {owner}"
    for heading, content in _slides(blocks(source.markdown)):
        tabular = any(isinstance(block, Table) for block in content)
        layout = deck.slide_layouts[TITLE_ONLY_LAYOUT if tabular else CONTENT_LAYOUT]
        slide = deck.slides.add_slide(layout)
        slide.shapes.title.text = heading
        for block in content:
            _add(slide, block)
    properties = deck.core_properties
    properties.title, properties.author = source.title, owner
    properties.created = properties.modified = source.changed
    output = io.BytesIO()
    deck.save(output)
    normalise(output.getvalue(), target, source.changed)


def _slides(content: tuple[Block, ...]) -> list[tuple[str, list[Block]]]:
    slides: list[tuple[str, list[Block]]] = []
    for block in content:
        if isinstance(block, Heading):
            slides.append((block.text, []))
        else:
            slides[-1][1].append(block)
    return slides


def _add(slide: Slide, block: Block) -> None:
    match block:
        case Items(items, _):
            slide.placeholders[1].text = "\n".join(plain(item) for item in items)
        case Paragraph(spans, quoted=True):
            frame = slide.notes_slide.notes_text_frame
            if frame is not None:
                frame.text = plain(spans)
        case Table(rows):
            _table(slide, rows)
        case other:
            raise ValueError(f"a slide has no place for {other}")


def _table(slide: Slide, rows: tuple[tuple[str, ...], ...]) -> None:
    size = (Inches(0.5), Inches(1.7), Inches(9), Inches(0.45 * len(rows)))
    table = slide.shapes.add_table(len(rows), len(rows[0]), *size).table
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            table.cell(y, x).text = text
            table.cell(y, x).text_frame.paragraphs[0].font.size = Pt(16)
