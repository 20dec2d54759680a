"""A source shown in its context: the cited piece with what stands around it."""

from __future__ import annotations

from collections.abc import AsyncIterator

from bot.answering.base import Citation, Sentence
from bot.copilot import texts
from bot.retrieval.base import Retriever
from bot.turn import Event, Notice, Turn


async def show_source(chunk_id: str, turn: Turn, retriever: Retriever) -> AsyncIterator[Event]:
    """The passages around a chunk, quoted whole, if the person may still read them."""
    passages = await retriever.context(chunk_id, reader=turn.user, audience=turn.audience)
    if not passages:
        text = texts.SOURCE_GONE.in_language(turn.language)
        yield Notice(text=text, outcome="not_found")
    for passage in passages:
        text = passage.chunk.text
        yield Sentence(text=text, citations=(Citation(passage, text),))
