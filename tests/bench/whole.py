"""The whole application behind the channel: what it needs while people ask it in Teams."""

from __future__ import annotations

from tests.bench.bots import surroundings
from tests.bench.channel import USUAL
from tests.bench.table import Row, shown


async def measure(*, for_s: float = 5.0) -> list[Row]:
    """Questions that are answered from the sample municipality's documents."""
    async with surroundings() as around:
        around.sink.expected = b'"AIGeneratedContent"'
        async with around.running("whole") as bot:
            await bot.crowd.write(at_once=1, for_s=for_s / 5)
            before = await bot.usage()
            load = await bot.crowd.write(at_once=USUAL, for_s=for_s)
            after = await bot.usage()
    cpu_ms = (after.cpu_s - before.cpu_s) / load.turns * 1000
    return [
        Row(
            f"The whole application in Teams, {USUAL} people at once",
            shown(cpu_ms),
            "ms CPU",
            figures={"whole_cpu_ms.kollega": cpu_ms},
        ),
        Row(
            "… memory after that",
            shown(after.peak_mb),
            "MB peak",
            figures={"whole_peak_mb.kollega": after.peak_mb},
        ),
    ]
