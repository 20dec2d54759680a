"""A source shown by itself: the cited piece whole, with what kind of rule it is and whose."""

from __future__ import annotations

from collections.abc import AsyncIterator

from bot.answering.base import Citation, Sentence
from bot.copilot import texts
from bot.identity.base import Language
from bot.retrieval.base import Chunk, DocumentMetadata, Retriever
from bot.turn import Event, Notice, Turn


async def show_source(chunk_id: str, turn: Turn, retriever: Retriever) -> AsyncIterator[Event]:
    """The chunk, quoted whole, if the person may still read it."""
    around = await retriever.context(chunk_id, reader=turn.user, audience=turn.audience)
    passage = next((passage for passage in around if passage.chunk.id == chunk_id), None)
    if passage is None:
        text = texts.SOURCE_GONE.in_language(turn.language)
        yield Notice(text=text, outcome="not_found")
        return
    yield Notice(text=_heading(passage.chunk, turn.language), lead=True)
    text = passage.chunk.text
    yield Sentence(text=text, citations=(Citation(passage, text),))


def _decision(metadata: DocumentMetadata) -> str:
    return " ".join(filter(None, (metadata.decided_by, str(metadata.decided_on or ""))))


def _heading(chunk: Chunk, language: Language) -> str:
    metadata = chunk.metadata
    facts = (
        (texts.DECIDED if metadata.decided_by else texts.DATED, _decision(metadata)),
        (texts.REFERENCE_NUMBER, metadata.reference_number),
        (texts.OWNER, metadata.owner),
        (texts.REVISED, metadata.revised_on),
        (texts.VALID_FROM, metadata.valid_from),
        (texts.VALID_TO, metadata.valid_to),
    )
    known = [text.in_language(language, value=value) for text, value in facts if value]
    layer = [metadata.layer.capitalize()] if metadata.layer else []
    place = f"**{chunk.title}**" + (f", {chunk.place}" if chunk.place else "")
    return "\n\n".join(filter(None, (place, " · ".join(layer + known))))
