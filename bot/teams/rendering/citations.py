"""Citations as Teams shows them natively: a number in the text, a pop-up with the source."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.answering.base import Citation
from bot.copilot.source_view import particulars
from bot.identity.base import Language
from bot.reply import Reply
from bot.retrieval.base import Chunk
from bot.teams import texts
from bot.teams.fields import Json, JsonObject
from bot.teams.rendering.markdown import shortened, unmarked

MAX_CITATIONS = 10
"""Teams takes twenty, the Agents Playground ten; more than ten sources nobody reads."""
MAX_NAME = 80
MAX_ABSTRACT = 160
MAX_PARTICULARS = 80
"""Of the abstract."""
MAX_URL = 2000
"""A longer address is left out, so that ten sources leave room for what they say."""
MAX_KEYWORDS = 3
MAX_KEYWORD = 28
ICONS = {
    "pdf": "PDF",
    "docx": "Microsoft Word",
    "xlsx": "Microsoft Excel",
    "pptx": "Microsoft PowerPoint",
    "txt": "Text",
}


def message_entity(reply: Reply, *, today: date) -> JsonObject:
    """The label "AI generated" and the citations, one `https://schema.org/Message`.

    A source as it stands and an answer that its owner approved are cited, but not generated.
    """
    entity: JsonObject = {
        "type": "https://schema.org/Message",
        "@type": "Message",
        "@context": "https://schema.org",
        "@id": "",
    }
    if reply.is_generated:
        entity["additionalType"] = ["AIGeneratedContent"]
    citations = reply.citations[:MAX_CITATIONS]
    if citations:
        entity["citation"] = [
            _claim(number, citation, language=reply.language, today=today)
            for number, citation in enumerate(citations, 1)
        ]
    return entity


def keywords(chunk: Chunk, *, language: Language, today: date) -> list[str]:
    """What kind of rule it is and when it applies: "Riktlinje", "Gäller från 2024-01-01"."""
    metadata = chunk.metadata
    found = []
    if metadata.layer is not None:
        found.append(texts.LAYERS[metadata.layer].in_language(language))
    if metadata.valid_from is not None:
        found.append(texts.VALID_FROM.in_language(language, day=metadata.valid_from))
    if metadata.valid_to is not None:
        validity = texts.EXPIRED if metadata.valid_to < today else texts.VALID_UNTIL
        found.append(validity.in_language(language, day=metadata.valid_to))
    return [shortened(keyword, MAX_KEYWORD) for keyword in found][:MAX_KEYWORDS]


def _claim(number: int, citation: Citation, *, language: Language, today: date) -> JsonObject:
    chunk = citation.passage.chunk
    appearance: JsonObject = {
        "@type": "DigitalDocument",
        "name": _name(chunk),
        "abstract": _abstract(citation, language),
    }
    if chunk.url.startswith("https://") and len(chunk.url) <= MAX_URL:
        appearance["url"] = chunk.url
    words: list[Json] = [*keywords(chunk, language=language, today=today)]
    if words:
        appearance["keywords"] = words
    icon = ICONS.get(chunk.document_id.rpartition(".")[2].lower())
    if icon:
        appearance["image"] = {"@type": "ImageObject", "name": icon}
    return {"@type": "Claim", "position": number, "appearance": appearance}


def _abstract(citation: Citation, language: Language) -> str:
    """The quote, and whose decision it is: the keywords have no room for that."""
    metadata = citation.passage.chunk.metadata
    decision = replace(metadata, layer=None, valid_from=None, valid_to=None, revised_on=None)
    known = shortened(unmarked(" · ".join(particulars(decision, language))), MAX_PARTICULARS)
    quote = unmarked(citation.quote)
    if not known:
        return shortened(quote, MAX_ABSTRACT)
    return f"{shortened(quote, MAX_ABSTRACT - len(known) - 3)} · {known}"


def _name(chunk: Chunk) -> str:
    """The title, with the place in the document where both fit."""
    title, place = unmarked(chunk.title), unmarked(chunk.place)
    both = f"{title}, {place}" if place else title
    return both if len(both) <= MAX_NAME else shortened(title or chunk.document_id, MAX_NAME)
