"""The whole copilot over documents that a test writes, with a model behind the OpenAI wire."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.answering.base import Answerer
from bot.answering.extractive import ExtractiveAnswerer
from bot.answering.fallback import FallbackAnswerer
from bot.answering.openai import OpenAIAnswerer
from bot.app.trust import trust
from bot.copilot import Copilot
from bot.identity.base import Audience, Language, User, readable_groups
from bot.privacy.sensitive import SafeExits
from bot.reply import Reply
from bot.retrieval.base import Chunk, DocumentMetadata, Passage
from bot.retrieval.standing import mentions
from bot.services import Services
from bot.storage.base import Conversation, ConversationKey
from bot.storage.database import SQLiteDatabase
from bot.storage.sqlite import SQLiteConversationStore
from bot.storage.sqlite_replies import SQLiteReplyRecords
from bot.teams.fields import JsonObject
from bot.teams.outgoing import Outgoing
from bot.teams.rendering.message import Rendering, growing_text
from bot.turn import SubmittedAction, Turn
from skills import SKILLS
from tests.fakes.openai_server import Behaviour, OpenAIServer
from tests.skills.library import ANNA, TODAY, Gaps

HOST = "intranat.exempelkommun.se"


def document(name: str, text: str, *, title: str = "", readers: Sequence[str] = ("alla",)) -> Chunk:
    """A document of one passage."""
    return Chunk(
        id=f"intranet:{name}.md#0",
        document_id=f"intranet:{name}.md",
        position=0,
        title=title or name.capitalize(),
        place="",
        url=f"https://{HOST}/{name}",
        text=text,
        readers=frozenset(readers),
    )


def replacing(name: str, title: str) -> Chunk:
    """A document that says it replaces the one of this title."""
    return replace(document(name, title), metadata=DocumentMetadata(replaces=title))


class Shelf:
    """Finds all of its few documents for every query, for those who may read them."""

    def __init__(self) -> None:
        self.chunks: Sequence[Chunk] = ()

    async def search(
        self, query: str, *, reader: User, audience: Audience, limit: int = 8
    ) -> Sequence[Passage]:
        groups = readable_groups(reader, audience)
        found = [chunk for chunk in self.chunks if chunk.readers & groups]
        return [Passage(chunk, 10.0 - place) for place, chunk in enumerate(found[:limit])]

    async def context(
        self, chunk_id: str, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        found = await self.search("", reader=reader, audience=audience)
        return [passage for passage in found if passage.chunk.id == chunk_id]

    async def document(
        self, document_id: str, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        found = await self.search("", reader=reader, audience=audience)
        return [passage for passage in found if passage.chunk.document_id == document_id]

    async def successors(
        self, chunk: Chunk, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        found = await self.search("", reader=reader, audience=audience, limit=len(self.chunks))
        replaced = [one for one in found if mentions(one.chunk.metadata.replaces or "", chunk)]
        return [one for one in replaced if one.chunk.document_id != chunk.document_id]


@dataclass(frozen=True, slots=True)
class Answered:
    """Everything that left, and what remains."""

    replies: tuple[Reply, ...]
    activities: tuple[JsonObject, ...]
    """Each prefix that could have been streamed, then the message and what follows it."""
    remembered: Conversation
    gaps: tuple[str, ...]

    @property
    def reply(self) -> Reply:
        return self.replies[-1]


@dataclass(kw_only=True)
class Desk:
    """Answers questions; `shelf` and `server` are the test's to fill."""

    copilot: Copilot
    shelf: Shelf
    server: OpenAIServer
    conversations: SQLiteConversationStore
    gaps: Gaps
    _numbers: itertools.count[int] = field(default_factory=itertools.count)

    async def ask(
        self,
        text: str,
        *,
        chunks: Sequence[Chunk],
        behaviour: Behaviour | None = None,
        user: User = ANNA,
        language: Language = "sv",
        audience: Audience = "private",
        action: SubmittedAction | None = None,
        facts: Mapping[str, str] | None = None,
    ) -> Answered:
        """One turn in a conversation of its own."""
        self.shelf.chunks = chunks
        self.server.behaviour = behaviour or Behaviour()
        self.gaps.kept.clear()
        key = ConversationKey(f"c{next(self._numbers)}", user.id)
        turn = Turn(
            text=text,
            user=user,
            conversation_id=key.conversation_id,
            language=language,
            audience=audience,
            action=action,
            facts=facts or {},
        )
        replies = tuple([reply async for reply in self.copilot.handle(turn)])
        remembered = await self.conversations.load(key)
        return Answered(replies, _leaving(replies), remembered, tuple(self.gaps.questions))


def _leaving(replies: Sequence[Reply]) -> tuple[JsonObject, ...]:
    """Teams is shown no more than these, and each update begins with the one before."""
    prefixes = [growing_text(reply) or (reply.progress or "") for reply in replies]
    shown = [Outgoing(type="typing", text=text) for text in prefixes if text]
    last = Rendering(lambda: TODAY).message(replace(replies[-1], complete=True))
    return tuple(one.content() for one in (*shown, last, *last.following))


@asynccontextmanager
async def open_desk(folder: Path, *, answerer: Answerer | None = None) -> AsyncIterator[Desk]:
    """A desk with the answerers that production has, or with this one."""
    database = SQLiteDatabase(folder / "state.sqlite3")
    conversations = SQLiteConversationStore(database)
    shelf, gaps = Shelf(), Gaps()
    async with OpenAIServer() as server:
        model = OpenAIAnswerer.build(
            base_url=server.url, api_key="k", model="modell-1", tls=trust(None)
        )
        services = Services(
            retriever=shelf,
            answerer=answerer or FallbackAnswerer(model, ExtractiveAnswerer()),
            gaps=gaps,
            today=lambda: TODAY,
        )
        copilot = Copilot(
            skills=SKILLS,
            services=services,
            conversations=conversations,
            records=SQLiteReplyRecords(database),
            safe_exits=SafeExits({}),
            memory_days=30,
            record_days=365,
        )
        yield Desk(
            copilot=copilot, shelf=shelf, server=server, conversations=conversations, gaps=gaps
        )
        await model.close()
    await database.close()
