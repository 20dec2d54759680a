"""The model's answer, or without one the answer of an answerer that needs no model."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from bot.answering import completion
from bot.answering.base import Answerer, Question, Remark, RemarkKind, Sentence
from bot.answering.breaker import LEFT_ALONE
from bot.answering.budget import SPENT
from bot.errors import ModelUnavailable
from bot.identity.base import User
from bot.retrieval.base import Passage

_UNREACHABLE = (
    completion.NO_CONNECTION,
    completion.SERVER_ERROR,
    completion.KEY_REFUSED,
    completion.UNKNOWN_MODEL,
    completion.NO_TOKEN,
    LEFT_ALONE,
)
_KINDS: Mapping[str, RemarkKind] = {
    completion.RATE_LIMITED: "busy",
    completion.TOO_SLOW: "too_slow",
    completion.FILTERED: "filtered",
    SPENT: "budget_spent",
    **dict.fromkeys(_UNREACHABLE, "unreachable"),
}
"""What the reader is told of a failure; of any other, that the model gave nothing usable."""
_log = logging.getLogger(__name__)


class FallbackAnswerer:
    """Answers with `first`, and with `second` when `first` gives nothing that can be shown.

    `first` failing, being too slow, or writing only what its sources do not bear out is all the
    same: it raises `ModelUnavailable`. After some sentences nothing is added: two answerers in one
    answer would repeat and contradict each other. No sentence and no error means that the passages
    do not say; then `second`, which compares words and does not understand, is not asked either.
    """

    def __init__(self, first: Answerer, second: Answerer) -> None:
        self._first = first
        self._second = second
        self.name = first.name

    async def answer(
        self, question: Question, passages: Sequence[Passage], *, asker: User
    ) -> AsyncIterator[Sentence | Remark]:
        """The sentences of one of the two, with a remark if the first did not finish."""
        said = False
        try:
            async with _closing(self._first.answer(question, passages, asker=asker)) as answer:
                async for part in answer:
                    said = said or isinstance(part, Sentence)
                    yield part
        except ModelUnavailable as error:
            _log.warning(
                "the model did not answer", extra={"cause": str(error), "model": self.name}
            )
            if said:
                yield Remark(kind="cut_short", answered_by=self.name)
                return
            kind = _KINDS.get(str(error), "fell_back")
        else:
            return
        yield Remark(kind=kind, answered_by=self._second.name)
        async for part in self._second.answer(question, passages, asker=asker):
            yield part


@asynccontextmanager
async def _closing(
    answer: AsyncIterator[Sentence | Remark],
) -> AsyncIterator[AsyncIterator[Sentence | Remark]]:
    """Ends the answer at once when whoever reads it stops, so that no model goes on writing."""
    try:
        yield answer
    finally:
        if isinstance(answer, AsyncGenerator):
            await answer.aclose()
