"""A source file of the sample: front matter and Markdown, read into blocks that writers lay out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

LAYOUT_KEYS = frozenset({"titel", "mall", "dragspel", "ämnesord", "liggande"})
"""Front matter that steers the layout; everything else is shown in the metadata table."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text, possibly bold."""

    text: str
    bold: bool = False


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, level 1–6."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `quoted` when the source has it as a block quote."""

    spans: Spans
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A bulleted or numbered list of one level."""

    items: tuple[Spans, ...]
    numbered: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first row is the header."""

    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Items | Table


@dataclass(frozen=True, slots=True)
class Source:
    """One document before it has a file format."""

    meta: Mapping[str, str]
    markdown: str

    @property
    def title(self) -> str:
        """The document's title."""
        return self.meta["titel"]

    @property
    def changed(self) -> datetime:
        """The one date that the file formats are stamped with, so that builds are repeatable."""
        for key in ("beslutsdatum", "senast granskad", "publicerad"):
            if key in self.meta:
                return datetime.fromisoformat(f"{self.meta[key]}T08:00:00")
        return datetime(2026, 1, 1, 8)

    @property
    def metadata_rows(self) -> tuple[tuple[str, str], ...]:
        """Label and value of each row in the metadata table of the first page."""
        return tuple((k.capitalize(), v) for k, v in self.meta.items() if k not in LAYOUT_KEYS)


def read(path: Path) -> Source:
    """Read front matter (`key: value` lines between `---`) and the Markdown below it."""
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    pairs = (line.split(": ", 1) for line in head.splitlines())
    return Source({key: value.strip() for key, value in pairs}, body.strip() + "\n")


def blocks(markdown: str) -> tuple[Block, ...]:
    """The Markdown as blocks, in reading order."""
    tree = SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(markdown))
    return tuple(block for node in tree.children for block in _blocks(node))


def plain(spans: Spans) -> str:
    """The spans' text without emphasis."""
    return "".join(span.text for span in spans)


def _blocks(node: SyntaxTreeNode, *, quoted: bool = False) -> Iterator[Block]:
    match node.type:
        case "heading":
            yield Heading(int(node.tag[1]), plain(_spans(node)))
        case "paragraph":
            yield Paragraph(_spans(node), quoted)
        case "bullet_list" | "ordered_list":
            yield Items(tuple(_spans(item) for item in node.children), node.type == "ordered_list")
        case "table":
            rows = (row for part in node.children for row in part.children)
            yield Table(tuple(tuple(plain(_spans(cell)) for cell in row.children) for row in rows))
        case "blockquote":
            for child in node.children:
                yield from _blocks(child, quoted=True)
        case other:
            raise ValueError(f"{other} has no layout in the sample")


def _spans(node: SyntaxTreeNode, *, bold: bool = False) -> Spans:
    if node.type == "text":
        return (Span(node.content, bold),)
    if node.type == "softbreak":
        return (Span(" ", bold),)
    inner = bold or node.type == "strong"
    return tuple(span for child in node.children for span in _spans(child, bold=inner))
