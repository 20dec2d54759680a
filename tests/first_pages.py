"""The labelled first pages of tests/data/metadata, made into files and read again."""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Literal

from docx.document import Document as WordDocument
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas

from bot.ingestion.documents.reading import read
from bot.retrieval.base import DocumentMetadata
from tests.bot.ingestion.samples import pdf, word

Part = Literal["known", "held_out", "later"]
FIELDS = ("title", *(field.name for field in fields(DocumentMetadata)))

_PAGES = Path(__file__).parent / "data" / "metadata"
_SAME_BODY = {"kf": "kommunfullmäktige", "ks": "kommunstyrelsen"}


@dataclass(frozen=True, slots=True)
class FirstPage:
    """A page, the file it is made into, and what it states."""

    name: str
    format: str
    facts: Mapping[str, str | date]
    properties: Mapping[str, str]
    lines: Sequence[str]

    def file(self) -> bytes:
        """The page in its format."""
        make = {"docx": _docx, "pdf": _pdf, "html": _html}.get(self.format)
        return make(self) if make else "\n".join(self.lines).encode()

    def read(self) -> dict[str, str | date]:
        """What ingestion reads of it."""
        reading = read(self.file(), f"{self.name}.{self.format}")
        found = {field: getattr(reading.metadata, field) for field in FIELDS[1:]}
        return {"title": reading.title} | {k: v for k, v in found.items() if v is not None}


def first_pages(part: Part) -> Iterator[FirstPage]:
    """The pages that the reading was written against, or those that were kept out of it."""
    for path in sorted((_PAGES / part).glob("*.page")):
        head, _, body = path.read_text(encoding="utf-8").partition("+++\n")
        table = tomllib.loads(head)
        yield FirstPage(
            name=path.stem,
            format=table["format"],
            facts=table["facts"],
            properties=table.get("properties", {}),
            lines=body.splitlines(),
        )


def same(field: str, found: str | date, stated: str | date) -> bool:
    """Whether two values of a field are one: case, spaces and usual short names aside."""
    if field == "decided_by":
        one, other = str(found).casefold(), str(stated).casefold()
        return _SAME_BODY.get(one, one) == _SAME_BODY.get(other, other)
    return " ".join(str(found).casefold().split()) == " ".join(str(stated).casefold().split())


def _runs(lines: Sequence[str]) -> Iterator[tuple[str, list[list[str]] | str]]:
    """("table", rows) or (kind, text) in order; a table ends where the number of cells changes."""
    for width, group in groupby(lines, key=lambda line: line.count("|") if line[:1] == "|" else 0):
        if width:
            yield "table", [[c.strip() for c in line.strip("| ").split("|")] for line in group]
            continue
        for line in group:
            if match := re.match(r"(#+|\^|_) (.*)", line):
                yield match[1], match[2]
            elif line.strip():
                yield "", line


def _padded(rows: list[list[str]]) -> list[list[str]]:
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]


def _docx(page: FirstPage) -> bytes:
    def build(document: WordDocument) -> None:
        for name, value in page.properties.items():
            setattr(document.core_properties, name, value)
        for kind, content in _runs(page.lines):
            if isinstance(content, list):
                rows = _padded(content)
                table = document.add_table(len(rows), len(rows[0]))
                for row, cells in enumerate(rows):
                    for column, text in enumerate(cells):
                        table.cell(row, column).text = text
            elif kind in "^_" and kind:
                section = document.sections[0]
                (section.header if kind == "^" else section.footer).paragraphs[0].text = content
            elif kind:
                document.add_heading(content, len(kind))
            else:
                document.add_paragraph(content)

    return word(build)


def _html(page: FirstPage) -> bytes:
    parts = []
    for kind, content in _runs(page.lines):
        if isinstance(content, list):
            rows = (f"<tr><th>{a}</th>" + "".join(f"<td>{c}</td>" for c in r) for a, *r in content)
            parts.append(f"<table>{''.join(rows)}</table>")
        else:
            tag = f"h{len(kind)}" if kind.startswith("#") else "p"
            parts.append(f"<{tag}>{html.escape(content)}</{tag}>")
    title = str(page.facts["title"])
    head = f'<meta charset="utf-8"><title>{html.escape(title)}</title>'
    return f"<html><head>{head}</head><body><main>{''.join(parts)}</main></body></html>".encode()


def _pdf(page: FirstPage) -> bytes:
    def draw(canvas: Canvas) -> None:
        top = A4[1] - 3 * cm
        for kind, content in _runs(page.lines):
            if isinstance(content, list):
                top = _grid(canvas, content, top) - 16
            elif kind in "^_" and kind:
                canvas.setFont("Helvetica", 8)
                canvas.drawString(2 * cm, A4[1] - 1.2 * cm if kind == "^" else 1.2 * cm, content)
            else:
                top = _text(canvas, content, top, size=22 - 5 * len(kind) if kind else 11)

    return pdf(draw)


def _text(canvas: Canvas, text: str, top: float, *, size: int) -> float:
    """Wrapped lines, and some space below."""
    canvas.setFont("Helvetica-Bold" if size > 11 else "Helvetica", size)
    line = ""
    for word_ in text.split():
        if canvas.stringWidth(f"{line} {word_}") > A4[0] - 4.5 * cm:
            canvas.drawString(2 * cm, top, line)
            top, line = top - size * 1.2, ""
        line = f"{line} {word_}".strip()
    canvas.drawString(2 * cm, top, line)
    return top - size * 1.2 - 9


def _grid(canvas: Canvas, rows: list[list[str]], top: float) -> float:
    canvas.setFont("Helvetica", 10)
    width = (A4[0] - 4 * cm) / max(map(len, rows))
    edges = [2 * cm + n * width for n in range(max(map(len, rows)) + 1)]
    levels = [top + 12 - n * 18 for n in range(len(rows) + 1)]
    canvas.grid(edges, levels)
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            while canvas.stringWidth(text) > width - 8:
                canvas.setFont("Helvetica", canvas._fontsize - 1)
            canvas.drawString(edges[column] + 4, levels[number] - 13, text)
            canvas.setFont("Helvetica", 10)
    return levels[-1]
