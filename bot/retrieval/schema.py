"""The fields of the local index. A change of them, or of what they hold, is another layout."""

from __future__ import annotations

import tantivy

from bot.identity.base import EVERYONE
from bot.retrieval import records
from bot.retrieval.base import Chunk
from bot.retrieval.stored import pack
from bot.retrieval.views import counted_grams, restricted, view

SAYS = "\x1f"
COUNTED = "*"
"""The n-gram of every chunk that n-grams are counted in."""


def build_schema() -> tantivy.Schema:
    """Access, identity and text."""
    builder = tantivy.SchemaBuilder()
    for name in ("chunk", "document", "readers", "replaces"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("position", indexed=True)
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("grams", tokenizer_name="whitespace", index_option="basic")
    builder.add_integer_field("length", fast=True)
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


def to_document(chunk: Chunk, *, with_grams: bool) -> tantivy.Document:
    """What is indexed of a chunk; `with_grams`: it is one of those that n-grams are counted in."""
    text = view(title=chunk.title, place=chunk.place, text=chunk.text)
    # Twice as quick as naming the fields when the document is made: their types are not looked for.
    document = tantivy.Document()
    document.add_text("chunk", chunk.id)
    document.add_text("document", chunk.document_id)
    document.add_integer("position", chunk.position)
    for group in chunk.readers:
        document.add_text("readers", group)
    document.add_text("terms", text.terms if EVERYONE in chunk.readers else restricted(text.terms))
    document.add_integer("length", text.length)
    document.add_bytes("stored", pack(records.to_bytes(chunk), text.marked))
    if with_grams:
        document.add_text("grams", f"{COUNTED} {counted_grams(chunk.text)}")
    if chunk.metadata.replaces:
        # Which document says so is part of the term: the terms are all that is read back.
        document.add_text("replaces", chunk.document_id + SAYS + chunk.metadata.replaces)
    return document
