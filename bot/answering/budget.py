"""What the model may cost: tokens a day, counted where every process sees them."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.errors import BudgetSpent, ModelUnavailable, StorageUnavailable
from bot.storage.base import TokenLedger

SPENT = "today's token budget is spent"
UNKNOWN = "the token budget cannot be read"
_SWEDEN = ZoneInfo("Europe/Stockholm")
_log = logging.getLogger(__name__)


def _now() -> datetime:
    return datetime.now(UTC)


class TokenBudget(Protocol):
    """Lets the model be called, or not."""

    def call(self, *, at_most: int, cost: Callable[[], int]) -> AbstractAsyncContextManager[None]:
        """One call, which lasts as long as the `async with` block.

        `at_most` tokens are set aside for it; what it came to is asked of `cost` when it ends.
        Entering raises `BudgetSpent` if that much is not left, and `ModelUnavailable` if it cannot
        be found out.
        """
        ...


class Unlimited:
    """A `TokenBudget` without an end."""

    @asynccontextmanager
    async def call(self, *, at_most: int, cost: Callable[[], int]) -> AsyncIterator[None]:
        """As the protocol says; never refuses."""
        yield


class DailyBudget:
    """A `TokenBudget` that begins anew at midnight in Sweden.

    A process that dies during a call leaves what was set aside for it counted as spent.
    """

    def __init__(
        self, ledger: TokenLedger, *, per_day: int, now: Callable[[], datetime] = _now
    ) -> None:
        self._ledger = ledger
        self._per_day = per_day
        self._now = now

    @asynccontextmanager
    async def call(self, *, at_most: int, cost: Callable[[], int]) -> AsyncIterator[None]:
        """As the protocol says."""
        day = self._now().astimezone(_SWEDEN).date()
        try:
            has_room = await self._ledger.reserve(day, at_most, limit=self._per_day)
        except StorageUnavailable:
            raise ModelUnavailable(UNKNOWN) from None
        if not has_room:
            raise BudgetSpent(SPENT)
        try:
            yield
        finally:
            try:
                await self._ledger.correct(day, cost() - at_most)
            except StorageUnavailable:
                _log.warning("a call of the model stays counted at its most")
