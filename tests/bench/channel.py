"""The channel: an authenticated echo turn, side by side with the limit and with other SDKs."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from importlib.util import find_spec
from statistics import median

from tests.bench.bots import Bot, surroundings
from tests.bench.table import Row, shown, times

CROWDS = (1, 16, 64)
"""How many people write at the same time."""
USUAL = 16
"""The number at which CPU time is told."""
SLOW_CONNECTOR_S = 0.2
STRANGERS_BYTES = 256 * 1024 - 1


@dataclass(frozen=True, slots=True)
class Contestant:
    """A bot that is measured."""

    server: str
    """Its module in `tests.bench.servers`."""
    name: str
    needs: str = ""
    """The package without which it cannot run."""


LIMIT = Contestant("bare_token", "bare aiohttp + PyJWT")
KOLLEGA = Contestant("kollega", "Kollega's whole channel")
CONTESTANTS = (
    Contestant("bare", "bare aiohttp, no token check"),
    LIMIT,
    KOLLEGA,
    Contestant(
        "botbuilder_stock",
        "botbuilder 4.17 as it comes",
        needs="botbuilder.integration.aiohttp",
    ),
    Contestant(
        "agents_sdk",
        "Microsoft 365 Agents SDK, no token check",
        needs="microsoft_agents.hosting.aiohttp",
    ),
    Contestant("teams_sdk", "Teams SDK, no token check", needs="microsoft_teams.apps"),
)


@dataclass(slots=True)
class _Found:
    """What was measured of one bot, a value for each round."""

    cpu_ms: list[float] = field(default_factory=list)
    rate: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    slow_rate: float = 0.0
    stranger_ms: float = 0.0
    peak_mb: float = 0.0


async def measure(
    *,
    round_s: float = 0.6,
    rounds: int = 3,
    contestants: Sequence[Contestant] = CONTESTANTS,
) -> list[Row]:
    """The bots take turns, each under load for `round_s` at a time.

    `LIMIT` and `KOLLEGA` are always among the `contestants`.
    """
    found = {contestant: _Found() for contestant in contestants if _can_run(contestant)}
    async with AsyncExitStack() as stack:
        around = await stack.enter_async_context(surroundings())
        bots = {
            each: await stack.enter_async_context(around.running(each.server)) for each in found
        }
        for bot in bots.values():
            await bot.crowd.write(at_once=1, for_s=round_s / 2)
        for _ in range(rounds):
            for contestant, bot in bots.items():
                await _measure(bot, found[contestant], round_s)
        for contestant, bot in bots.items():
            await _measure_slow(bot, found[contestant], round_s)
            found[contestant].peak_mb = (await bot.usage()).peak_mb
        await _measure_stranger(bots[KOLLEGA], found[KOLLEGA], round_s)
    return list(_rows(found))


def _can_run(contestant: Contestant) -> bool:
    try:
        if not contestant.needs or find_spec(contestant.needs):
            return True
    except ModuleNotFoundError:
        pass
    print(f"left out: {contestant.name} (no {contestant.needs})", file=sys.stderr)
    return False


async def _measure(bot: Bot, found: _Found, round_s: float) -> None:
    for at_once in CROWDS:
        before = await bot.usage()
        load = await bot.crowd.write(at_once=at_once, for_s=round_s)
        spent = (await bot.usage()).cpu_s - before.cpu_s
        found.rate[at_once].append(load.turns / load.seconds)
        if at_once == USUAL:
            found.cpu_ms.append(spent / load.turns * 1000)


async def _measure_slow(bot: Bot, found: _Found, round_s: float) -> None:
    """How much waiting costs: nobody could do more than the crowd's size over the delay."""
    sink = bot.crowd.sink
    sink.delay_s = SLOW_CONNECTOR_S
    load = await bot.crowd.write(at_once=max(CROWDS), for_s=max(4 * round_s, SLOW_CONNECTOR_S))
    sink.delay_s = 0.0
    found.slow_rate = load.turns / load.seconds


async def _measure_stranger(bot: Bot, found: _Found, round_s: float) -> None:
    before = await bot.usage()
    load = await bot.crowd.knock(bytes_each=STRANGERS_BYTES, for_s=round_s)
    found.stranger_ms = ((await bot.usage()).cpu_s - before.cpu_s) / load.turns * 1000


def _rows(found: Mapping[Contestant, _Found]) -> Iterator[Row]:
    limit = found[LIMIT]
    for bot, its in found.items():
        cpu = median(its.cpu_ms)
        yield Row(f"Echo turn: {bot.name}", shown(cpu), "ms CPU", _compared(bot, found))
    for bot, its in found.items():
        rates = [median(its.rate[at_once]) for at_once in CROWDS]
        yield Row(
            f"{' / '.join(map(str, CROWDS))} people at once: {bot.name}",
            " / ".join(map(shown, rates)),
            "turns/s",
            ""
            if its is limit
            else times(median(its.rate[USUAL]), median(limit.rate[USUAL]), LIMIT.name),
        )
    for bot, its in found.items():
        yield Row(
            f"{max(CROWDS)} at once, connector takes 200 ms: {bot.name}",
            shown(its.slow_rate),
            "turns/s",
            "" if its is limit else times(its.slow_rate, limit.slow_rate, LIMIT.name),
        )
    for bot, its in found.items():
        yield Row(
            f"Memory after that: {bot.name}",
            shown(its.peak_mb),
            "MB peak",
            "" if its is limit else times(its.peak_mb, limit.peak_mb, LIMIT.name),
        )
    stranger = shown(found[KOLLEGA].stranger_ms)
    yield Row("A stranger with 256 KiB is refused: Kollega", stranger, "ms CPU")


def _compared(bot: Contestant, found: Mapping[Contestant, _Found]) -> str:
    """Kollega with the limit, the others with Kollega."""
    other = LIMIT if bot == KOLLEGA else KOLLEGA
    return times(median(found[bot].cpu_ms), median(found[other].cpu_ms), other.name)
