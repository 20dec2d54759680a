"""A small library of documents in a real index, and turns run against it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from bot.answering.base import Answerer
from bot.answering.extractive import ExtractiveAnswerer
from bot.errors import StorageUnavailable
from bot.identity.base import Audience, Language, User
from bot.reply import Reply
from bot.retrieval.base import Chunk, DocumentMetadata
from bot.retrieval.local import LocalIndex, LocalRetriever
from bot.services import Contact, Services
from bot.storage.base import Gap, GapStore
from bot.turn import Event, Turn

TODAY = date(2026, 11, 24)
ANNA = User(id="anna", name="Anna Lindqvist", groups=frozenset({"ekonomi"}))
FATIMA = User(id="fatima", name="Fatima Haddad", groups=frozenset({"hr"}))
GRETA = User(id="greta", name="Greta Holm", is_guest=True)

Run = Callable[[Turn, Services], AsyncIterator[Event]]


class Gaps:
    """Keeps gaps in a list; `broken`, it fails like a store that cannot be reached."""

    def __init__(self, *, broken: bool = False) -> None:
        self.kept: list[Gap] = []
        self._broken = broken

    @property
    def questions(self) -> list[str]:
        return [gap.question for gap in self.kept]

    async def add_gap(self, gap: Gap) -> None:
        if self._broken:
            raise StorageUnavailable("the store is gone")
        self.kept.append(gap)


@dataclass(slots=True)
class Library:
    """Documents of one or more sections, readable to everybody unless said otherwise."""

    directory: Path
    chunks: list[Chunk] = field(default_factory=list)

    def add(
        self,
        title: str,
        sections: Mapping[str, str],
        *,
        readers: frozenset[str] = frozenset({"alla"}),
        metadata: DocumentMetadata | None = None,
    ) -> str:
        """The document's id. Section headings become the places of its chunks."""
        document_id = f"intranet:{title.casefold().replace(' ', '-')}.md"
        for position, (heading, text) in enumerate(sections.items()):
            self.chunks.append(
                Chunk(
                    id=f"{document_id}#{position}",
                    document_id=document_id,
                    position=position,
                    title=title,
                    place=heading,
                    url=f"https://intranat.exempelkommun.example/{position}",
                    text=text,
                    readers=readers,
                    metadata=metadata or DocumentMetadata(),
                )
            )
        return document_id

    async def services(
        self,
        *,
        gaps: GapStore | None = None,
        answerer: Answerer | None = None,
        contacts: Mapping[str, Contact] | None = None,
    ) -> Services:
        """Services over the documents added so far."""
        await LocalIndex(self.directory).upsert(self.chunks)
        return Services(
            retriever=LocalRetriever(self.directory),
            answerer=answerer or ExtractiveAnswerer(),
            gaps=gaps or Gaps(),
            contacts=contacts or {},
            today=lambda: TODAY,
        )


def turn(
    text: str,
    *,
    user: User = ANNA,
    audience: Audience = "private",
    language: Language = "sv",
    facts: Mapping[str, str] | None = None,
) -> Turn:
    """A question from a person."""
    return Turn(
        text=text,
        user=user,
        conversation_id="19:conversation",
        language=language,
        audience=audience,
        facts=facts or {},
    )


async def reply_to(asked: Turn, services: Services, run: Run) -> Reply:
    """What the person sees when the turn has ended."""
    # The application names the skill; without one it would be a source that is shown.
    reply = Reply(language=asked.language, skill="asked")
    async for event in run(asked, services):
        reply = reply.with_event(event)
    return replace(reply, progress=None)


def cited_titles(reply: Reply) -> list[str]:
    """The titles of the cited documents, each once, in order."""
    return list(dict.fromkeys(citation.passage.chunk.title for citation in reply.citations))
