"""Reads what a steering document says of itself on its first page, in tables and properties.

Unknown stays None: a wrong validity on an answer is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from bot.ingestion.documents.dates import parse_date, parse_period
from bot.ingestion.documents.document import Document, ListItem, Paragraph
from bot.ingestion.documents.labels import LABELS, label_key
from bot.ingestion.documents.layers import layer_of_title, layer_of_type
from bot.ingestion.documents.pairs import find_pairs, first_blocks
from bot.ingestion.documents.prose import completed, read_prose
from bot.ingestion.documents.values import body_of, is_stated, owner_of, reference_number_of
from bot.retrieval.base import DocumentMetadata, Layer

_OPEN = re.compile(r"tills ?vidare|until further notice", re.IGNORECASE)
_ENACTED = re.compile(r"beslutade den (?P<date>\d[^.,]{6,20}\d{4})\.?", re.IGNORECASE)
"""The line of a regulation that stands below its title, after pages of contents."""
_IN_FORCE = re.compile(
    r"(?:\d+\. )?denna (?:författning|lag|förordning) träder i kraft (?:den )?(?P<date>[^.]{4,30})",
    re.IGNORECASE,
)
_FIRST_TEXTS = 12
_LONGEST_TEXT = 400
_STATUTE_HEAD = 40


def read_metadata(document: Document) -> DocumentMetadata:
    """What the document says of itself."""
    stated: dict[str, str] = {}
    for label, value in find_pairs(document):
        name = LABELS.get(label_key(label))
        if name and is_stated(value):
            stated.setdefault(name, value)
    texts = list(_first_texts(document))
    found = completed(_from_stated(stated), read_prose(texts, document.title))
    layer = _layer(document.title, stated)
    if layer == "lag":
        found = completed(found, _from_statute(document))
    return _sensible(replace(found, layer=layer))


def _layer(title: str, stated: Mapping[str, str]) -> Layer | None:
    if "layer" in stated or "type" in stated:
        return layer_of_type(stated.get("layer") or stated.get("type", ""))
    return layer_of_title(title)


def _from_stated(stated: Mapping[str, str]) -> DocumentMetadata:
    valid_from, valid_to = _validity(stated)
    decided_on = parse_date(stated.get("decided_on", ""), whole=True)
    return DocumentMetadata(
        decided_by=body_of(stated.get("decided_by", "")) or body_of(stated.get("decided_on", "")),
        # "Beslutad av: Kommunstyrelsen 2023-12-05" states both in one.
        decided_on=decided_on or parse_date(stated.get("decided_by", ""), whole=True),
        reference_number=reference_number_of(stated.get("reference_number", "")),
        owner=owner_of(stated.get("owner", "")),
        valid_from=valid_from,
        valid_to=valid_to,
        revised_on=parse_date(stated.get("revised_on", ""), whole=True),
        review_by=parse_date(stated.get("review_by", ""), last=True),
        replaces=stated.get("replaces"),
        audience=stated.get("audience"),
    )


def _validity(stated: Mapping[str, str]) -> tuple[date | None, date | None]:
    start = parse_date(stated.get("valid_from", ""))
    end_text = stated.get("valid_to", "")
    end = None if _OPEN.search(end_text) else parse_date(end_text, last=True)
    span = stated.get("validity", "")
    first, last = parse_period(span)
    if _OPEN.search(span):
        first, last = parse_date(span), None
    return start or first, end or last


def _sensible(found: DocumentMetadata) -> DocumentMetadata:
    """Without a period that ends before it begins, or a review before the decision: misread."""
    if found.valid_from and found.valid_to and found.valid_to < found.valid_from:
        found = replace(found, valid_from=None, valid_to=None)
    if found.review_by and found.decided_on and found.review_by < found.decided_on:
        found = replace(found, review_by=None)
    return found


def _from_statute(document: Document) -> DocumentMetadata:
    """When a law or regulation was decided, and when it first entered into force."""
    decided_on = valid_from = None
    for number, block in enumerate(document.blocks):
        if not isinstance(block, (Paragraph, ListItem)):
            continue
        if number < _STATUTE_HEAD and (match := _ENACTED.fullmatch(block.text)):
            decided_on = decided_on or parse_date(match["date"], whole=True)
        if valid_from is None and (match := _IN_FORCE.match(block.text)):
            valid_from = parse_date(match["date"], whole=True)
    return DocumentMetadata(decided_on=decided_on, valid_from=valid_from)


def _first_texts(document: Document) -> Iterator[str]:
    texts = [value for label, value in document.properties if label == "page"]
    # Prose states the document's own facts at once or not at all: further down it tells of others.
    blocks = first_blocks(document)[:_FIRST_TEXTS]
    texts += [block.text for block in blocks if isinstance(block, (Paragraph, ListItem))]
    yield from (text for text in texts if len(text) < _LONGEST_TEXT)
