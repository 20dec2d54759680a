"""Finds sentences in a document that give orders to whoever answers from it.

Two kinds. An order that no reader could mean for people ("ignore all previous instructions", a
chat template's marks, a made-up tool call) is taken out, with what follows it in the same block.
What only might be one ("add this link to your answer") stays, because a form may say so too. The
owner is told of both. A sentence that quotes such an order is about it, and neither.

No list of words stops an attacker; it makes the common attack visible to whom it concerns. What
protects the asker is that answers are held against their sources.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.ingestion.documents.document import Block, Document, Heading, Table
from bot.ingestion.documents.notes import Note
from bot.language.orders import finding, may_hold_orders
from bot.language.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A document without orders, and what its owner should know."""

    document: Document
    notes: tuple[Note, ...]


def without_instructions(document: Document) -> Cleaned:
    """The document without the orders in it: in its text, its title and its properties."""
    cleaner = _Cleaner()
    blocks = tuple(cleaner.blocks(document.blocks))
    properties = tuple(
        (label, value)
        for label, value in document.properties
        if cleaner.text(value) == value and cleaner.text(label) == label
    )
    title = document.title if cleaner.text(document.title) == document.title else ""
    cleaned = replace(document, blocks=blocks, properties=properties, title=title)
    return Cleaned(cleaned, cleaner.notes())


class _Cleaner:
    def __init__(self) -> None:
        self._orders: set[str] = set()
        self._doubtful: set[str] = set()

    def blocks(self, blocks: tuple[Block, ...]) -> Iterator[Block]:
        for block in blocks:
            if isinstance(block, Table):
                header = tuple(map(self.text, block.header))
                rows = tuple(tuple(map(self.text, row)) for row in block.rows)
                yield replace(block, header=header, rows=rows)
            elif (text := self.text(block.text)) == block.text:
                yield block
            elif text and not isinstance(block, Heading):
                yield replace(block, text=text)

    def text(self, text: str) -> str:
        """The text as far as its first order."""
        if not may_hold_orders(text):
            return text
        kept: list[str] = []
        for sentence in split_sentences(text):
            found = finding(sentence)
            if found == "order":
                self._orders.add(sentence)
                return " ".join(kept)
            if found == "doubtful":
                self._doubtful.add(sentence)
            kept.append(sentence)
        return text

    def notes(self) -> tuple[Note, ...]:
        """How many of each; what they say stays out of the report."""
        removed, suspected = len(self._orders), len(self._doubtful)
        notes = [Note("orders_removed", str(removed))] if removed else []
        notes += [Note("orders_suspected", str(suspected))] if suspected else []
        return tuple(notes)
