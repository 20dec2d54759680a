"""Reads bytes as text, and plain text files."""

from __future__ import annotations

import codecs
import re
from functools import reduce

from bot.ingestion.documents.document import Block, Document, Heading, ListItem, Paragraph
from bot.ingestion.documents.labels import is_labelled
from bot.ingestion.documents.notes import Note, hidden
from bot.ingestion.parsing.cleaning import clean, smuggled
from bot.ingestion.parsing.joining import join_lines
from bot.ingestion.reasons import UnreadableError

LIST_MARKER = re.compile(r"(?P<marker>[-*•–·▪◦\uf0b7\uf0a7]|\d{1,3}[.)]|[a-zåäö]\))\s+(?=\S)")
"""What begins an item of a list written as text."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f]")
_MAX_STRAY = 0.01
"""Share of wrong bytes in a text that is otherwise UTF-8, and of control characters in any text."""
_LONGEST_TITLE = 80


def decode(data: bytes, declared: str | None = None) -> tuple[str, tuple[Note, ...]]:
    """The text, and a note when its encoding had to be guessed.

    UTF-8 is the rule. Older Swedish files are Windows-1252; a file that is UTF-8 but for a few
    stray bytes keeps its letters, and the strays show as "�". Raises `UnreadableError` when
    the bytes are no text.
    """
    text, notes = _decode(data, declared)
    if len(_CONTROL.findall(text)) > _MAX_STRAY * len(text):
        raise UnreadableError("not_text")
    return text, notes


def _decode(data: bytes, declared: str | None) -> tuple[str, tuple[Note, ...]]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, "replace"), ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    if declared and (text := _decode_as(data, declared)) is not None:
        return text, ()
    repaired = data.decode("utf-8", "replace")
    strays = repaired.count("\ufffd")
    if strays <= _MAX_STRAY * len(repaired) and re.search("[åäöÅÄÖéüÉ]", repaired):
        return repaired, (Note("encoding"),)
    text = _decode_as(data, "cp1252")
    return (text if text is not None else data.decode("latin-1")), (Note("encoding"),)


def _decode_as(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def parse_text(data: bytes) -> Document:
    """A plain text file: paragraphs between empty lines, headings in capitals or underlined."""
    text, notes = decode(data)
    blocks: list[Block] = []
    for part in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [line for line in part.split("\n") if clean(line)]
        if not blocks and (title := _title_line(lines)):
            blocks.append(Heading(title, 1))
            lines = lines[1:]
        blocks.extend(_blocks(lines))
    if not blocks:
        raise UnreadableError("no_text")
    if len(blocks) == 1 and isinstance(blocks[0], Heading):
        blocks = [Paragraph(blocks[0].text)]
    title = next((block.text for block in blocks[:1] if isinstance(block, Heading)), "")
    return Document(title=title, blocks=tuple(blocks), notes=(*notes, *hidden(smuggled(text))))


def blocks_of_text(text: str) -> list[Block]:
    """The paragraphs, lists and headings of text that has no title of its own."""
    blocks: list[Block] = []
    for part in re.split(r"\n[ \t]*\n", text):
        blocks.extend(_blocks([line for line in part.split("\n") if clean(line)]))
    return blocks


def _title_line(lines: list[str]) -> str:
    """The first line, if it is a title: alone, in capitals, or above a line about the document."""
    first = clean(lines[0]) if lines and len(lines[0]) < 2 * _LONGEST_TITLE else ""
    if not first or len(first) > _LONGEST_TITLE or first[-1] in ".,:;?!" or is_labelled(first):
        return ""
    if LIST_MARKER.match(lines[0].strip()) or re.fullmatch(r"[\W_]+", first):
        return ""
    stands_out = len(lines) == 1 or first.isupper() or is_labelled(lines[1])
    return first if stands_out and any(map(str.isalpha, first)) else ""


def _blocks(lines: list[str]) -> list[Block]:
    blocks: list[Block] = []
    pending: list[str] = []
    for line in lines:
        if re.fullmatch(r"\s*(=|-|_|\*){3,}\s*", line):
            if len(pending) == 1:
                blocks.append(Heading(clean(pending.pop()), 1 if "=" in line else 2))
            continue
        if match := LIST_MARKER.match(line.strip()):
            blocks.extend(_paragraph(pending))
            pending = []
            blocks.append(ListItem(clean(line.strip()[match.end() :]), match["marker"]))
        elif is_labelled(line):
            blocks.extend(_paragraph(pending))
            pending = []
            blocks.append(Paragraph(clean(line)))
        elif not pending and line[0].isspace() and (item := _last_item(blocks)):
            blocks[-1] = ListItem(f"{item.text} {clean(line)}", item.marker)
        else:
            pending.append(line)
    blocks.extend(_paragraph(pending))
    return blocks


def _last_item(blocks: list[Block]) -> ListItem | None:
    last = blocks[-1] if blocks else None
    return last if isinstance(last, ListItem) else None


def _paragraph(lines: list[str]) -> list[Block]:
    text = reduce(join_lines, map(clean, lines), "")
    if not text:
        return []
    if len(lines) == 1 and len(text) < 80 and text.isupper() and any(map(str.isalpha, text)):
        return [Heading(text, 1)]
    return [Paragraph(text)]
