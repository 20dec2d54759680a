"""A paper as headings, paragraphs, lists and tables: what every form of it is made from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

from bot.language.texts import Language

PaperKind = Literal["agenda", "kallelse", "invitation", "notes", "minutes", "actions", "summary"]


@dataclass(frozen=True, slots=True)
class Heading:
    """Begins a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """An unordered list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header; every row is as long as the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Bullets | Table
_KINDS = {one.__name__: one for one in (Heading, Paragraph, Bullets, Table)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A draft that a person reads through, changes and sends themselves."""

    kind: PaperKind
    title: str
    language: Language
    mark: str
    """That it is a draft made with AI: stands first, and in the document's properties."""
    blocks: tuple[Block, ...]

    def preview(self) -> str:
        """As Markdown, without the title."""
        return "\n\n".join([f"*{self.mark}*", *map(_shown, self.blocks)])

    def as_state(self) -> str:
        """As JSON that `read_paper` reads."""
        blocks = [[type(block).__name__, *_fields(block)] for block in self.blocks]
        return json.dumps(
            [self.kind, self.title, self.language, self.mark, blocks], ensure_ascii=False
        )


def read_paper(state: str) -> Paper | None:
    """The paper that was kept; None if the text is none."""
    try:
        kind, title, language, mark, blocks = json.loads(state)
        return Paper(
            kind=kind,
            title=title,
            language=language,
            mark=mark,
            blocks=tuple(_block(*block) for block in blocks),
        )
    except (ValueError, TypeError, KeyError):
        return None


def _fields(block: Block) -> list[object]:
    match block:
        case Heading(text) | Paragraph(text):
            return [text]
        case Bullets(items):
            return [items]
        case Table(header, rows):
            return [header, rows]


def _block(kind: str, first: object, rows: object = ()) -> Block:
    match _KINDS[kind], first, rows:
        case (made, str(text), _) if made in (Heading, Paragraph):
            return Heading(text) if made is Heading else Paragraph(text)
        case (made, list(items), _) if made is Bullets:
            return Bullets(tuple(map(str, items)))
        case (_, list(header), list(lines)):
            return Table(tuple(map(str, header)), tuple(tuple(map(str, line)) for line in lines))
    raise ValueError(kind)


def _shown(block: Block) -> str:
    match block:
        case Heading(text):
            return f"**{text}**"
        case Paragraph(text):
            return text
        case Bullets(items):
            return "\n".join(f"- {item}" for item in items)
        case Table(header, rows):
            return "\n".join(f"- {_row(header, row)}" for row in rows)


def _row(header: tuple[str, ...], row: tuple[str, ...]) -> str:
    """A table of two columns is names and values; of wider ones each cell is named."""
    if len(header) == 2:
        return f"{row[0]}: {row[1]}"
    named = zip(header[2:], row[2:], strict=True)
    told = "; ".join(f"{name}: {value}" for name, value in named if value)
    return ". ".join(filter(None, (row[0], row[1]))) + (f" ({told})" if told else "")
