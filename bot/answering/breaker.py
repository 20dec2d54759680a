"""Leaves a model that has failed again and again alone for a while."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing
from typing import cast

from bot.answering.base import Answerer, Question, Remark, Sentence
from bot.answering.completion import TROUBLES
from bot.errors import ModelUnavailable
from bot.identity.base import User
from bot.retrieval.base import Passage

LEFT_ALONE = "the model has failed too often and is left alone"
FAILURES = 5
"""In a row, before it is left alone."""
PAUSE_S = 30.0
"""How long, before one question is put to it as a trial."""


class Breaker:
    """An `Answerer` that does not wait for a model that is down.

    Only trouble with the model's server counts: an answer that cannot be shown is no failure.
    """

    def __init__(self, inner: Answerer, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.name = inner.name
        self._inner = inner
        self._clock = clock
        self._failures = 0
        self._next_trial_at = 0.0

    async def answer(
        self, question: Question, passages: Sequence[Passage], *, asker: User
    ) -> AsyncIterator[Sentence | Remark]:
        """The model's answer; `ModelUnavailable` at once while it is left alone."""
        self._admit()
        answer = self._inner.answer(question, passages, asker=asker)
        try:
            async with aclosing(cast("AsyncGenerator[Sentence | Remark, None]", answer)):
                async for part in answer:
                    self._failures = 0
                    yield part
            self._failures = 0
        except ModelUnavailable as error:
            if str(error) in TROUBLES:
                self._failures += 1
                self._next_trial_at = self._clock() + PAUSE_S
            raise

    async def check(self) -> None:
        """Raise `ModelUnavailable` while the model is left alone."""
        if self._failures >= FAILURES:
            raise ModelUnavailable(LEFT_ALONE)

    def _admit(self) -> None:
        if self._failures < FAILURES:
            return
        if self._clock() < self._next_trial_at:
            raise ModelUnavailable(LEFT_ALONE)
        self._next_trial_at = self._clock() + PAUSE_S  # nobody else tries while this one does
