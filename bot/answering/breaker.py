"""Leaves a model that has failed again and again alone for a while."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing
from typing import cast

from bot.answering.base import Answerer, Question, Remark, Sentence
from bot.answering.completion import TROUBLES
from bot.circuit import Circuit
from bot.errors import ModelUnavailable
from bot.identity.base import User
from bot.retrieval.base import Passage

LEFT_ALONE = "the model has failed too often and is left alone"


class Breaker:
    """An `Answerer` that does not wait for a model that is down.

    Only trouble with the model's server counts: an answer that cannot be shown is no failure.
    """

    def __init__(self, inner: Answerer, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.name = inner.name
        self._inner = inner
        self._circuit = Circuit(clock=clock)

    async def answer(
        self, question: Question, passages: Sequence[Passage], *, asker: User
    ) -> AsyncIterator[Sentence | Remark]:
        """The model's answer; `ModelUnavailable` at once while it is left alone."""
        if not self._circuit.admits():
            raise ModelUnavailable(LEFT_ALONE)
        answer = self._inner.answer(question, passages, asker=asker)
        try:
            async with aclosing(cast("AsyncGenerator[Sentence | Remark, None]", answer)):
                async for part in answer:
                    self._circuit.succeeded()
                    yield part
            self._circuit.succeeded()
        except ModelUnavailable as error:
            if str(error) in TROUBLES:
                self._circuit.failed()
            raise

    async def check(self) -> None:
        """Raise `ModelUnavailable` while the model is left alone."""
        if self._circuit.is_open:
            raise ModelUnavailable(LEFT_ALONE)
