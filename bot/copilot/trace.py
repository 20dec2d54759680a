"""What happened during one turn: how long retrieval and answering took, and who answered."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Sequence
from dataclasses import replace

from bot.answering.base import Answerer, Question, Remark, Sentence
from bot.identity.base import Audience, User
from bot.reply import Timings
from bot.retrieval.base import Chunk, Passage, Retriever
from bot.skill import Services
from bot.telemetry import NO_SPANS, Spans


class Trace:
    """Watches the services of one turn."""

    def __init__(self, services: Services, spans: Spans = NO_SPANS) -> None:
        self._started = time.perf_counter()
        self._retriever = _TimedRetriever(services.retriever, spans)
        self._answerer = _TimedAnswerer(services.answerer, spans)
        self.services = replace(services, retriever=self._retriever, answerer=self._answerer)

    @property
    def model(self) -> str:
        """Who wrote the sentences, as `Answerer.name`."""
        return self._answerer.answered_by

    def timings(self) -> Timings:
        """Wall-clock milliseconds so far."""
        return Timings(
            retrieve=round(self._retriever.seconds * 1000, 1),
            answer=round(self._answerer.seconds * 1000, 1),
            total=round((time.perf_counter() - self._started) * 1000, 1),
        )


class _TimedRetriever:
    def __init__(self, inner: Retriever, spans: Spans) -> None:
        self._inner = inner
        self._spans = spans
        self.seconds = 0.0

    async def search(
        self, query: str, *, reader: User, audience: Audience, limit: int = 8
    ) -> Sequence[Passage]:
        started = time.perf_counter()
        try:
            with self._spans.hop("retrieve") as span:
                found = await self._inner.search(
                    query, reader=reader, audience=audience, limit=limit
                )
                span.note(count=len(found))
                return found
        finally:
            self.seconds += time.perf_counter() - started

    async def context(
        self, chunk_id: str, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        return await self._timed(self._inner.context(chunk_id, reader=reader, audience=audience))

    async def document(
        self, document_id: str, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        found = self._inner.document(document_id, reader=reader, audience=audience)
        return await self._timed(found)

    async def successors(
        self, chunk: Chunk, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        return await self._timed(self._inner.successors(chunk, reader=reader, audience=audience))

    async def _timed(self, finding: Awaitable[Sequence[Passage]]) -> Sequence[Passage]:
        started = time.perf_counter()
        try:
            return await finding
        finally:
            self.seconds += time.perf_counter() - started


class _TimedAnswerer:
    def __init__(self, inner: Answerer, spans: Spans) -> None:
        self._inner = inner
        self._spans = spans
        self.name = inner.name
        self.answered_by = inner.name
        self.seconds = 0.0

    async def answer(
        self, question: Question, passages: Sequence[Passage], *, asker: User
    ) -> AsyncIterator[Sentence | Remark]:
        resumed = time.perf_counter()
        with self._spans.aside("answer") as span:
            async for part in self._inner.answer(question, passages, asker=asker):
                self.seconds += time.perf_counter() - resumed
                if isinstance(part, Remark):
                    self.answered_by = part.answered_by
                yield part
                resumed = time.perf_counter()
            span.note(model=self.answered_by)
        self.seconds += time.perf_counter() - resumed
