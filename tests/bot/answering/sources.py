"""Passages about leave, travel and training, and questions to them."""

from __future__ import annotations

from datetime import date

from bot.answering.base import Question
from bot.identity.base import Language, User
from bot.retrieval.base import Chunk, DocumentMetadata, Passage

ANNA = User(id="00000000-anna", name="Anna Lindqvist", groups=frozenset({"ekonomi"}))


def passage(
    text: str,
    *,
    title: str = "Semester",
    place: str = "s. 2 · Semesterdagar",
    metadata: DocumentMetadata | None = None,
) -> Passage:
    """A passage as retrieval gives it."""
    chunk = Chunk(
        id=f"{title}-{hash(text)}",
        document_id=f"intranet:{title}.md",
        position=0,
        title=title,
        place=place,
        url="https://intranat.exempelkommun.se/dokument",
        text=text,
        readers=frozenset({"alla"}),
        metadata=metadata or DocumentMetadata(),
    )
    return Passage(chunk, 1.0)


LEAVE = passage(
    "Du har 25 semesterdagar om året. Från det år du fyller 40 har du 31 dagar. "
    "Från det år du fyller 50 har du 32 dagar.\n"
    "Du får spara högst 30 dagar. Du får inte ta ut semester under provanställningen utan "
    "chefens godkännande.",
    metadata=DocumentMetadata(
        layer="centralt kollektivavtal",
        valid_from=date(2024, 4, 1),
    ),
)
TRAVEL = passage(
    "Flyg får användas när tågresan tar mer än fem timmar. Första klass får inte bokas. "
    "Hotell får kosta högst 1 800 kr per natt. Boka resan senast klockan 16.00 eller ring "
    "08-123 45 67. Mejla resor@exempelkommun.se om tåget är inställt.",
    title="Resepolicy 2024",
    place="s. 4 · Resor med flyg",
)
TABLE = passage(
    "Ålder: under 40; Dagar: 25\nÅlder: 40–49; Dagar: 31\nÅlder: 50 och äldre; Dagar: 32",
    title="Tabell",
    place="Dagar efter ålder",
)
PASSAGES = (LEAVE, TRAVEL, TABLE)


def question(text: str = "Hur många dagar har jag?", language: Language = "sv") -> Question:
    """A question that stands on its own."""
    return Question(text=text, language=language)
