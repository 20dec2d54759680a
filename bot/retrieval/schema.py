"""The fields of the local index, and the folder of the version that this code reads and writes."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

import tantivy

from bot.language.analysis import analysis_version
from bot.retrieval import records
from bot.retrieval.base import Chunk
from bot.retrieval.views import view

SAYS = "\x1f"
_LAYOUT = "9"
"""Counts changes of the fields and of what is stored in them."""


def build_schema() -> tantivy.Schema:
    """Access, identity and text. Analysed words are joined by spaces, so tantivy only splits."""
    builder = tantivy.SchemaBuilder()
    for name in ("chunk", "document", "readers", "replaces"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("position", indexed=True)
    for name in ("stems", "parts", "heading"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("grams", tokenizer_name="whitespace", index_option="basic")
    builder.add_integer_field("length", fast=True)
    for name in ("ranked", "record"):
        builder.add_bytes_field(name, stored=True)
    return builder.build()


def version_folder(directory: Path) -> Path:
    """Where this version's index lies. Another analysis gets another folder, so that processes of
    both versions keep working while the new index is being filled."""
    made_by = f"{_LAYOUT}:{analysis_version()}:{version('tantivy')}"
    return directory / f"index-{hashlib.sha256(made_by.encode()).hexdigest()[:12]}"


def to_document(chunk: Chunk) -> tantivy.Document:
    """What is indexed of a chunk."""
    text = view(heading=f"{chunk.title}\n{chunk.place}", text=chunk.text)
    document = tantivy.Document(
        chunk=chunk.id,
        document=chunk.document_id,
        position=chunk.position,
        readers=sorted(chunk.readers),
        stems=text.stems,
        parts=text.parts,
        grams=text.grams,
        heading=text.heading,
        length=text.ranked.length,
        ranked=text.ranked.packed().encode(),
        record=records.to_bytes(chunk),
    )
    if chunk.metadata.replaces:
        # Which document says so is part of the term: the terms are all that is read back.
        document.add_text("replaces", chunk.document_id + SAYS + chunk.metadata.replaces)
    return document
