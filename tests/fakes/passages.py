"""Passages and grounded sentences as retrieval and answering give them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.answering.base import Citation, Sentence
from bot.retrieval.base import Chunk, DocumentMetadata, Passage

TRAVEL = Chunk(
    id="chunk-resor",
    document_id="intranet:resor/resepolicy.pdf",
    position=3,
    title="Resepolicy",
    place="s. 4 · Resor med flyg",
    url="https://intranat.exempelkommun.se/resor/resepolicy.pdf",
    text="Flyg får användas när tågresan tar mer än fem timmar.",
    readers=frozenset({"alla"}),
    metadata=DocumentMetadata(layer="riktlinje", valid_from=date(2024, 1, 1)),
)


def sentence(text: str, *chunks: Chunk) -> Sentence:
    """A claim that cites the chunks, by default the travel policy, word for word."""
    citations = (Citation(Passage(chunk, 1.0), chunk.text) for chunk in chunks or (TRAVEL,))
    return Sentence(text=text, citations=tuple(citations))


def chunk(number: int) -> Chunk:
    """One of many chunks."""
    document_id = f"intranet:dokument-{number}.md"
    return replace(
        TRAVEL, id=f"chunk-{number}", document_id=document_id, title=f"Dokument {number}"
    )
