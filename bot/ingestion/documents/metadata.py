"""Reads what a steering document says of itself on its first page, in tables and properties.

Unknown stays None: a wrong validity on an answer is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from datetime import date
from itertools import pairwise

from bot.ingestion.documents.dates import find_dates, parse_date
from bot.ingestion.documents.document import Block, Document, Heading, ListItem, Paragraph, Table
from bot.ingestion.documents.labels import LABELS, label_key
from bot.ingestion.documents.layers import layer_of_title, layer_of_type
from bot.retrieval.base import DocumentMetadata, Layer

_FIRST_BLOCKS = 40
"""How far into a document its first page may reach, where pages are unknown."""
_MAX_VALUE = 200

_NOBODY = re.compile(
    r"^(?:-|–|—|/|ej(?: \w+)?|saknas|inget|ingen|inga|nytt dokument|n/?a|okänt|xx+|åååå.*)\W*$",
    re.IGNORECASE,
)
_OPEN = re.compile(r"tills ?vidare|until further notice", re.IGNORECASE)
_BODY = (
    r"kommunfullmäktige|kommunstyrelsen|regionfullmäktige|regionstyrelsen|fullmäktige|"
    r"kommundirektören|förvaltningschefen?|[a-zåäö]+direktören|[a-zåäö]+chefen|"
    r"(?:[a-zåäö]+(?:-,? | och ))*[a-zåäö]+(?:nämnden|utskottet|styrelsen)|KF|KS"
)
_DECISION = re.compile(
    rf"\b(?:antag(?:en|et|na)|beslutad(?:e|t)?|beslutat|fastställ(?:d|da|t)|godkänd)\s+"
    rf"(?:av\s+(?P<body>{_BODY})\b)?(?P<rest>[^.;]{{0,60}})",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\bgäller (?:från(?: och med)?|fr\.? ?o\.? ?m\.?)\s+(?P<date>[^,;]{4,30})", re.IGNORECASE
)
_TO = re.compile(
    r"\b(?:gäller|giltig\w*|upphör\w*[^.]{0,20}) (?:längst )?"
    r"(?:till(?: och med)?|t\.? ?o\.? ?m\.?)\s+(?P<date>[^,;]{4,30})",
    re.IGNORECASE,
)
_ENACTED = re.compile(r"beslutade den (?P<date>\d[^.,]{6,20}\d{4})\.?", re.IGNORECASE)
"""The line of a regulation that stands below its title, after pages of contents."""
_IN_FORCE = re.compile(
    r"(?:\d+\. )?denna (?:författning|lag|förordning) träder i kraft (?:den )?(?P<date>[^.]{4,30})",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\b(?:dnr|diarienummer|diarienr)\.?:?\s*"
    r"(?P<number>(?:[A-ZÅÄÖ]{1,6}[ -]?)?\d{2,4}[/:-]\d[\w./:-]*)",
    re.IGNORECASE,
)


def is_label_table(table: Table) -> bool:
    """Whether a table lists "label | value", so that its first row is no header."""
    return len(table.header) == 2 and label_key(table.header[0]) in LABELS


def read_metadata(document: Document) -> DocumentMetadata:
    """What the document says of itself."""
    found = DocumentMetadata()
    stated: dict[str, str] = {}
    for label, value in _pairs(document):
        name = LABELS.get(label_key(label))
        if name and not _NOBODY.match(value) and len(value) <= _MAX_VALUE:
            stated.setdefault(name, value)
    found = _from_stated(found, stated)
    found = _fill(found, _from_prose(document))
    layer = _layer(document.title, stated)
    if layer == "lag":
        found = _fill(found, _from_statute(document))
    return replace(found, layer=layer)


def _layer(title: str, stated: dict[str, str]) -> Layer | None:
    if "layer" in stated or "type" in stated:
        return layer_of_type(stated.get("layer") or stated.get("type", ""))
    return layer_of_title(title)


def _from_stated(found: DocumentMetadata, stated: dict[str, str]) -> DocumentMetadata:
    valid_from, valid_to = _validity(stated)
    decided_on = parse_date(stated.get("decided_on", ""), whole=True)
    return replace(
        found,
        decided_by=_decider(stated),
        # "Beslutad av: Kommunstyrelsen 2023-12-05" states both in one.
        decided_on=decided_on or parse_date(stated.get("decided_by", ""), whole=True),
        reference_number=stated.get("reference_number"),
        owner=stated.get("owner"),
        valid_from=valid_from,
        valid_to=valid_to,
        replaces=stated.get("replaces"),
        audience=stated.get("audience"),
    )


def _decider(stated: dict[str, str]) -> str | None:
    for name in ("decided_by", "decided_on"):
        text = stated.get(name, "")
        body = re.split(r"\s*(?:,|\(|§|\bden\b|\d{4}-|\d{1,2} [a-z]+ \d{4})", text, maxsplit=1)[
            0
        ].strip()
        if body and not any(map(str.isdigit, body)):
            return re.sub(r"^(?:av|i) ", "", body)
    return None


def _validity(stated: dict[str, str]) -> tuple[date | None, date | None]:
    start = parse_date(stated.get("valid_from", ""))
    end_text = stated.get("valid_to", "")
    end = None if _OPEN.search(end_text) else parse_date(end_text, last=True)
    span = stated.get("validity", "")
    if span and not _OPEN.search(span):
        dates = list(zip(find_dates(span), find_dates(span, last=True), strict=True))
        if len(dates) == 2:
            start, end = start or dates[0][0], end or dates[1][1]
        elif len(dates) == 1 and re.search(r"\bt\.? ?o\.? ?m|\btill\b|[–-] *\d", span):
            end = end or dates[0][1]
        elif len(dates) == 1 and re.search(r"\bfr|\bfrån\b", span):
            start = start or dates[0][0]
    elif span:
        start = start or parse_date(span)
    return start, end


def _fill(found: DocumentMetadata, more: DocumentMetadata) -> DocumentMetadata:
    """What was found first, completed by the rest."""
    empty = {f.name: getattr(more, f.name) for f in fields(found) if getattr(found, f.name) is None}
    return replace(found, **empty)


def _from_prose(document: Document) -> DocumentMetadata:
    """What sentences of the first page say: "Antagen av kommunfullmäktige 2023-06-12, § 45"."""
    found = DocumentMetadata()
    for text in _first_texts(document):
        if match := _DECISION.search(text):
            decided_on = parse_date(match["rest"], whole=True)
            if decided_on:
                body = match["body"]
                found = _fill(
                    found,
                    DocumentMetadata(decided_by=body and _capital(body), decided_on=decided_on),
                )
        if match := _FROM.search(text):
            found = _fill(found, DocumentMetadata(valid_from=parse_date(match["date"])))
        if match := _TO.search(text):
            found = _fill(found, DocumentMetadata(valid_to=parse_date(match["date"], last=True)))
        if match := _NUMBER.search(text):
            found = _fill(found, DocumentMetadata(reference_number=match["number"].rstrip(".,")))
    return found


def _from_statute(document: Document) -> DocumentMetadata:
    """When a law or regulation was decided, and when it first entered into force."""
    decided_on = valid_from = None
    for number, block in enumerate(document.blocks):
        if not isinstance(block, (Paragraph, ListItem)):
            continue
        if number < _FIRST_BLOCKS and (match := _ENACTED.fullmatch(block.text)):
            decided_on = decided_on or parse_date(match["date"], whole=True)
        if valid_from is None and (match := _IN_FORCE.match(block.text)):
            valid_from = parse_date(match["date"], whole=True)
    return DocumentMetadata(decided_on=decided_on, valid_from=valid_from)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _first_texts(document: Document) -> Iterator[str]:
    for label, value in document.properties:
        if label == "page":
            yield value
    # Prose states the document's own facts at once or not at all: further down it tells of others.
    for block in _first_blocks(document)[:12]:
        if isinstance(block, (Paragraph, ListItem)) and len(block.text) < 400:
            yield block.text


def _first_blocks(document: Document) -> Sequence[Block]:
    first = document.blocks[:_FIRST_BLOCKS]
    return [block for block in first if (block.page or 1) <= 2]


def _pairs(document: Document) -> Iterator[tuple[str, str]]:
    """Every label and value of the properties and the first page, most reliable first."""
    for label, value in document.properties:
        if label != "page":
            yield label, value
    blocks = _first_blocks(document)
    for block in blocks:
        if isinstance(block, Table):
            yield from _table_pairs(block)
    texts = [block.text for block in blocks if not isinstance(block, (Table, Heading))]
    texts += [value for label, value in document.properties if label == "page"]
    for text in texts:
        yield from _line_pairs(text)
    for label, value in pairwise(texts):
        # A label on one line and its value on the next, as boxes in a page head are read.
        if label_key(label) in LABELS and ":" not in value and label_key(value) not in LABELS:
            yield label, value


def _table_pairs(table: Table) -> Iterator[tuple[str, str]]:
    """The pairs of a table about the document itself, in any of its layouts.

    A table of other things may have a column "Gäller till" or a row "Ansvarig" too: one label
    alone says nothing, and neither do labels above many rows.
    """
    rows = [table.header, *table.rows] if table.header else list(table.rows)
    beside = [pair for row in rows for pair in _row_pairs(row)]
    if sum(label_key(label) in LABELS for label, _ in beside) >= 2 or len(beside) == 1:
        yield from beside
    if len(rows) == 2 and sum(label_key(cell) in LABELS for cell in rows[0]) >= 2:
        yield from ((a, b) for a, b in zip(rows[0], rows[1], strict=False) if a and b)


def _row_pairs(row: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    cells = [cell for cell in row if cell]
    for cell in cells:
        yield from _line_pairs(cell)
    if len(cells) in (2, 4, 6):
        yield from zip(cells[::2], cells[1::2], strict=True)


def _line_pairs(text: str) -> Iterator[tuple[str, str]]:
    """ "Dnr: KS 2023/412", also several after one another."""
    parts = re.split(r"\s*(?:\||·|•|;)\s*", text)
    for part in parts:
        label, colon, value = part.partition(":")
        if colon and value.strip() and len(label) < 45:
            yield label, value.strip()
