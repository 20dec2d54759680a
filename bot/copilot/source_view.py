"""A source shown by itself: the cited words in their context, what kind of rule it is and whose."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence

from bot.answering.base import Citation, Sentence
from bot.consult.sources import Search
from bot.consult.warnings import Cautions
from bot.copilot import texts
from bot.copilot.quoted import spans
from bot.identity.base import Language
from bot.retrieval.base import Chunk, DocumentMetadata, Passage
from bot.services import Services
from bot.turn import Action, Event, Notice, Turn


async def show_source(
    values: Mapping[str, str], turn: Turn, services: Services
) -> AsyncIterator[Event]:
    """The cited paragraph with the ones beside it, if the person may still read it, below a
    warning if it no longer applies.

    Whether a source is gone, has been changed or may no longer be read is told in the same words.
    """
    chunk_id = values.get("chunk_id", "")
    retriever = services.retriever
    around = await retriever.context(chunk_id, reader=turn.user, audience=turn.audience)
    passage = next((passage for passage in around if passage.chunk.id == chunk_id), None)
    if passage is None:
        text = texts.SOURCE_GONE.in_language(turn.language)
        yield Notice(text=text, outcome="not_found")
        return
    yield Notice(text=_heading(passage.chunk, turn.language), lead=True)
    search = Search(retriever=retriever, reader=turn.user, audience=turn.audience)
    cautions = Cautions(search, today=services.today(), language=turn.language)
    for warning in await cautions.about(passage.chunk):
        yield Notice(text=warning, warning=True, lead=True)
    found = spans(values.get("quote", ""), passage.chunk.text)
    for sentence in _in_context(passage, found):
        yield sentence
    if passage.chunk.url.startswith("https://"):
        label = texts.OPEN_DOCUMENT.in_language(turn.language)
        yield Notice(text="", actions=(Action(id="open", label=label, url=passage.chunk.url),))


def _in_context(passage: Passage, found: Sequence[tuple[int, int]]) -> Iterator[Sentence]:
    """The paragraphs or rows that hold the quoted words, the one before and the one after."""
    text = passage.chunk.text
    if not found:
        yield Sentence(text=text, citations=(Citation(passage, text),))
        return
    first, last = found[0][0], found[-1][1]
    start = text.rfind("\n", 0, first) + 1
    end = text.find("\n", last) if "\n" in text[last:] else len(text)
    if before := text[:start].strip().rpartition("\n")[2]:
        yield Sentence(text=before, citations=(Citation(passage, before),), is_context=True)
    quotes = tuple(Citation(passage, text[begins:ends]) for begins, ends in found)
    yield Sentence(text=text[start:end], citations=quotes)
    if after := text[end:].strip().partition("\n")[0]:
        yield Sentence(text=after, citations=(Citation(passage, after),), is_context=True)


def _decision(metadata: DocumentMetadata) -> str:
    return " ".join(filter(None, (metadata.decided_by, str(metadata.decided_on or ""))))


def particulars(metadata: DocumentMetadata, language: Language) -> list[str]:
    """What the document says of itself: its layer, who decided it and when, number, owner,
    validity. What it does not say is left out."""
    facts = (
        (texts.DECIDED if metadata.decided_by else texts.DATED, _decision(metadata)),
        (texts.REFERENCE_NUMBER, metadata.reference_number),
        (texts.OWNER, metadata.owner),
        (texts.REVISED, metadata.revised_on),
        (texts.VALID_FROM, metadata.valid_from),
        (texts.VALID_TO, metadata.valid_to),
    )
    known = [text.in_language(language, value=value) for text, value in facts if value]
    return ([metadata.layer.capitalize()] if metadata.layer else []) + known


def _heading(chunk: Chunk, language: Language) -> str:
    place = f"**{chunk.title}**" + (f", {chunk.place}" if chunk.place else "")
    return "\n\n".join(filter(None, (place, " · ".join(particulars(chunk.metadata, language)))))
