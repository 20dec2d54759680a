"""What happened during one turn: how long retrieval and answering took, and who answered."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from bot.answering.base import Answerer, Question, Remark, Sentence
from bot.identity.base import Audience, User
from bot.reply import Timings
from bot.retrieval.base import Passage, Retriever
from bot.skill import Services


class Trace:
    """Watches the services of one turn."""

    def __init__(self, services: Services) -> None:
        self._started = time.perf_counter()
        self._retriever = _TimedRetriever(services.retriever)
        self._answerer = _TimedAnswerer(services.answerer)
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
    def __init__(self, inner: Retriever) -> None:
        self._inner = inner
        self.seconds = 0.0

    async def search(
        self, query: str, *, reader: User, audience: Audience, limit: int = 8
    ) -> Sequence[Passage]:
        started = time.perf_counter()
        try:
            return await self._inner.search(query, reader=reader, audience=audience, limit=limit)
        finally:
            self.seconds += time.perf_counter() - started

    async def context(
        self, chunk_id: str, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        started = time.perf_counter()
        try:
            return await self._inner.context(chunk_id, reader=reader, audience=audience)
        finally:
            self.seconds += time.perf_counter() - started


class _TimedAnswerer:
    def __init__(self, inner: Answerer) -> None:
        self._inner = inner
        self.name = inner.name
        self.answered_by = inner.name
        self.seconds = 0.0

    async def answer(
        self, question: Question, passages: Sequence[Passage], *, asker: User
    ) -> AsyncIterator[Sentence | Remark]:
        resumed = time.perf_counter()
        async for part in self._inner.answer(question, passages, asker=asker):
            self.seconds += time.perf_counter() - resumed
            if isinstance(part, Remark):
                self.answered_by = part.answered_by
            yield part
            resumed = time.perf_counter()
        self.seconds += time.perf_counter() - resumed
