"""Keeps what the models use: what this process has counted is added to the store every minute."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.errors import StorageUnavailable
from bot.storage.usage import ModelUse, UsageLedger
from bot.telemetry import Meter

EVERY_S = 60.0
"""What a killed process has counted since the last time is lost."""
_SWEDEN = ZoneInfo("Europe/Stockholm")
_log = logging.getLogger(__name__)


def swedish_day() -> date:
    """A municipality's day, whatever the machine's clock shows."""
    return datetime.now(UTC).astimezone(_SWEDEN).date()


@asynccontextmanager
async def keeping_usage(
    ledger: UsageLedger,
    meter: Meter,
    *,
    every_s: float = EVERY_S,
    today: Callable[[], date] = swedish_day,
) -> AsyncIterator[None]:
    """While open, and once more at its end; what the store does not take is added the next time."""
    keeper = _Keeper(ledger, meter, today)
    task = asyncio.create_task(keeper.keep_regularly(every_s))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})
        await keeper.keep()


class _Keeper:
    def __init__(self, ledger: UsageLedger, meter: Meter, today: Callable[[], date]) -> None:
        self._ledger = ledger
        self._meter = meter
        self._today = today
        self._kept = ModelUse()

    async def keep_regularly(self, every_s: float) -> None:
        while True:
            await self.keep()
            await self._show()
            await asyncio.sleep(every_s)

    async def keep(self) -> None:
        """Whatever is being written when the task is cancelled is finished first."""
        counted, day = _counted(self._meter), self._today()
        new = _less(counted, self._kept)
        if not new:
            return
        self._kept = counted
        adding = asyncio.ensure_future(self._ledger.add(day, new))
        try:
            await asyncio.shield(adding)
        except StorageUnavailable:
            self._kept = _less(self._kept, new)
            _log.warning("what the models have used could not be stored")
        except asyncio.CancelledError:
            await asyncio.wait({adding})
            if adding.exception() is not None:
                self._kept = _less(self._kept, new)
            raise

    async def _show(self) -> None:
        """In the metrics, what all processes have stored of today."""
        day = self._today()
        try:
            used = (await self._ledger.since(day)).get(day, ModelUse())
        except StorageUnavailable:
            return
        self._meter.used_today = {"requests": used.requests, "tokens": used.tokens}


def _counted(meter: Meter) -> ModelUse:
    """Since the process began. A call that the budget refused has reached no model."""
    calls, tokens = meter.model_calls.values, meter.model_tokens.values
    return ModelUse(
        requests=int(calls.get(("answered",), 0) + calls.get(("failed",), 0)),
        prompt=int(tokens.get(("prompt",), 0)),
        completion=int(tokens.get(("completion",), 0)),
        embedding=int(tokens.get(("embedding",), 0)),
    )


def _less(one: ModelUse, other: ModelUse) -> ModelUse:
    return ModelUse(
        requests=one.requests - other.requests,
        prompt=one.prompt - other.prompt,
        completion=one.completion - other.completion,
        embedding=one.embedding - other.embedding,
    )
