"""The fields of the local index, and the folder of the version that this code reads and writes."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

import tantivy

from bot.language.analysis import Term, analysis_version, terms
from bot.retrieval import records
from bot.retrieval.base import Chunk

_LAYOUT = "1"
"""Counts changes of the fields and of what is stored in them."""


def build_schema() -> tantivy.Schema:
    """Access, identity and text. Analysed words are joined by spaces, so tantivy only splits."""
    builder = tantivy.SchemaBuilder()
    for name in ("chunk", "document", "readers", "replaces"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("position", indexed=True)
    for name in ("stems", "parts", "title"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    builder.add_bytes_field("record", stored=True)
    return builder.build()


def version_folder(directory: Path) -> Path:
    """Where this version's index lies. Another analysis gets another folder, so that processes of
    both versions keep working while the new index is being filled."""
    made_by = f"{_LAYOUT}:{analysis_version()}:{version('tantivy')}"
    return directory / f"index-{hashlib.sha256(made_by.encode()).hexdigest()[:12]}"


def to_document(chunk: Chunk) -> tantivy.Document:
    """What is indexed of a chunk."""
    text = terms(chunk.text)
    document = tantivy.Document(
        chunk=chunk.id,
        document=chunk.document_id,
        position=chunk.position,
        readers=sorted(chunk.readers),
        stems=_joined([term for term in text if term.weight == 1]),
        parts=_joined([term for term in text if term.weight != 1]),
        title=_joined(terms(f"{chunk.title} {chunk.place}")),
        record=records.to_bytes(chunk),
    )
    if chunk.metadata.replaces:
        document.add_text("replaces", chunk.metadata.replaces)
    return document


def _joined(found: list[Term]) -> str:
    return " ".join(term.text for term in found)
