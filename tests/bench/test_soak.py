"""Two hundred thousand turns leave nothing behind: `pytest -m soak tests/bench` (10–20 minutes)."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from statistics import median

import pytest

from tests.bench.bots import Bot, surroundings
from tests.bench.channel import KOLLEGA, USUAL
from tests.bench.usage import Usage

TURNS = 200_000
WINDOWS = 20
"""After each the people leave and others come, with new conversations and connections."""
SETTLED_AFTER = 5
"""Windows until caches are as large as they get."""
ROUND_S = 2.0
QUIET_S = 1.0
MAX_GROWTH_MB = 2.0


@pytest.mark.soak
@pytest.mark.timeout(7200)
async def test_memory_descriptors_tasks_and_threads_stay_flat_over_many_turns() -> None:
    async with surroundings() as around, around.running(KOLLEGA.server) as bot:
        seen = [usage async for usage in _windows(bot)]

    settled = seen[SETTLED_AFTER:]
    half = len(settled) // 2
    growth_mb = median(_resident(settled[half:])) - median(_resident(settled[:half]))
    assert growth_mb < MAX_GROWTH_MB, [round(mb, 1) for mb in _resident(seen)]
    for held in ("descriptors", "threads", "tasks"):
        counts = [getattr(usage, held) for usage in settled]
        assert max(counts) <= counts[0] + 2, f"{held}: {counts}"


async def _windows(bot: Bot) -> AsyncIterator[Usage]:
    """What the bot holds after each window, once nobody writes."""
    for number in range(1, WINDOWS + 1):
        turns = 0
        while turns < TURNS / WINDOWS:
            turns += (await bot.crowd.write(at_once=USUAL, for_s=ROUND_S)).turns
        await asyncio.sleep(QUIET_S)
        usage = await bot.usage()
        print(f"{number * TURNS // WINDOWS:,} turns: {usage}", file=sys.stderr, flush=True)
        yield usage


def _resident(usages: list[Usage]) -> list[float]:
    return [usage.resident_mb for usage in usages]
