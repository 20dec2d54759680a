"""The child process that reads approved answers out of Office files, within its limits.

Takes the paths on stdin, one a line of JSON, and gives the rows of each as one JSON object.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.ingestion.approvals.rows import column_of
from bot.ingestion.documents.document import Block, Document, Heading, ListItem, Paragraph, Table
from bot.ingestion.parsing import parse
from bot.ingestion.parsing.sniffing import check_content
from bot.ingestion.reasons import UnreadableError
from bot.ingestion.workers.limits import Limits, allow_cpu, confine

_LIMITS = Limits(memory_mb=1024, cpu_s=20, file_mb=20)
_MOST_ROWS, _MOST_COLUMNS = 5_000, 40
_Rows = list[tuple[str, dict[str, str]]]
"""Where each row stands, and its cells."""


def read_file(path: Path) -> _Rows:
    """The rows of a workbook, or the one row that a document is. Raises `UnreadableError`."""
    with path.open("rb") as file:
        data = file.read(_LIMITS.file_mb * 2**20 + 1)
    if len(data) > _LIMITS.file_mb * 2**20:
        raise UnreadableError("too_large", f"> {_LIMITS.file_mb} MB")
    if path.suffix.lower() == ".xlsx":
        check_content(data, "xlsx")
        return list(_workbook(path))
    cells = dict(_cells(parse(data, path.name)))
    return [("", cells)] if cells else []


def _workbook(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Cells as they are written, line breaks kept: an answer is shown word by word."""
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True, read_only=True, keep_links=False)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        labels: list[str] = []
        rows = sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS, values_only=True)
        for number, row in enumerate(rows, 1):
            texts = ["" if value is None else str(value).strip() for value in row]
            if any(column_of(text) in ("question", "document", "what") for text in texts):
                labels = texts
            elif labels and any(texts):
                yield f"{sheet.title}, rad {number}", dict(zip(labels, texts, strict=False))


def _cells(document: Document) -> Iterator[tuple[str, str]]:
    """The labelled lines and two-column tables of a document; the rest of it is the answer."""
    headings = [block.text for block in document.blocks if isinstance(block, Heading)]
    if question := document.title or next(iter(headings), ""):
        yield "fråga", question
    yield from document.properties
    answer: list[str] = []
    for block in document.blocks:
        if pairs := list(_pairs(block)):
            yield from pairs
        elif not isinstance(block, Heading):
            answer.append(_text(block))
    if answer:
        yield "svar", _joined(answer)


def _pairs(block: Block) -> Iterator[tuple[str, str]]:
    if isinstance(block, Table):
        rows = (block.header, *block.rows)
        pairs = [(row[0], row[1]) for row in rows if len(row) == 2]
    elif isinstance(block, Heading):
        pairs = []
    else:
        label, colon, value = block.text.partition(":")
        pairs = [(label, value)] if colon else []
    yield from ((label, value) for label, value in pairs if column_of(label))


def _text(block: Block) -> str:
    match block:
        case Table():
            return "\n".join("; ".join(row) for row in (block.header, *block.rows))
        case ListItem():
            return f"{block.marker} {block.text}"
        case Paragraph() | Heading():
            return block.text


def _joined(parts: list[str]) -> str:
    """Paragraphs apart, items of a list together."""
    return "\n\n".join(parts).replace("\n\n- ", "\n- ")


def main() -> None:
    """Run as a child."""
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out:
        # A parser that prints must not end up in the reply.
        sys.stdout.flush()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        confine(_LIMITS)
        allow_cpu(_LIMITS.cpu_s)
        found: dict[str, _Rows | None] = {}
        for name in json.load(sys.stdin):
            try:
                found[name] = read_file(Path(name))
            except (OSError, UnreadableError, ValueError, KeyError, RecursionError):
                found[name] = None
        json.dump(found, out)


if __name__ == "__main__":
    main()
