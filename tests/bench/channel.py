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
    slow_rate: list[float] = field(default_factory=list)
    stranger_ms: float = 0.0
    peak_mb: float = 0.0


async def measure(
    *,
    round_s: float = 0.3,
    rounds: int = 7,
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
        for _ in range((rounds + 1) // 2):
            for contestant, bot in bots.items():
                await _measure_slow(bot, found[contestant], round_s)
        for contestant, bot in bots.items():
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
    load = await bot.crowd.write(at_once=max(CROWDS), for_s=max(6 * round_s, SLOW_CONNECTOR_S))
    sink.delay_s = 0.0
    found.slow_rate.append(load.turns / load.seconds)


async def _measure_stranger(bot: Bot, found: _Found, round_s: float) -> None:
    before = await bot.usage()
    load = await bot.crowd.knock(bytes_each=STRANGERS_BYTES, for_s=round_s)
    found.stranger_ms = ((await bot.usage()).cpu_s - before.cpu_s) / load.turns * 1000


def _rows(found: Mapping[Contestant, _Found]) -> Iterator[Row]:
    limit, ours = found[LIMIT], found[KOLLEGA]
    for bot, its in found.items():
        cpu = median(its.cpu_ms)
        to_limit, to_ours = _ratio(its.cpu_ms, limit.cpu_ms), _ratio(its.cpu_ms, ours.cpu_ms)
        # Kollega is compared with the limit, the others with Kollega.
        ratio, other = (to_limit, LIMIT) if bot == KOLLEGA else (to_ours, KOLLEGA)
        yield Row(
            f"Echo turn: {bot.name}",
            shown(cpu),
            "ms CPU",
            times(ratio, 1, other.name),
            {
                f"echo_cpu_ms.{bot.server}": cpu,
                f"echo_cpu_to_limit.{bot.server}": to_limit,
                f"echo_cpu_to_kollega.{bot.server}": to_ours,
            },
        )
    for bot, its in found.items():
        rates = {at_once: median(its.rate[at_once]) for at_once in CROWDS}
        yield Row(
            f"{' / '.join(map(str, CROWDS))} people at once: {bot.name}",
            " / ".join(map(shown, rates.values())),
            "turns/s",
            _of_limit(bot, _ratio(its.rate[USUAL], limit.rate[USUAL])),
            {f"echo_turns_per_s.{at_once}.{bot.server}": rate for at_once, rate in rates.items()},
        )
    for bot, its in found.items():
        rate, ratio = median(its.slow_rate), _ratio(its.slow_rate, limit.slow_rate)
        yield Row(
            f"{max(CROWDS)} at once, connector takes 200 ms: {bot.name}",
            shown(rate),
            "turns/s",
            _of_limit(bot, ratio),
            {f"slow_turns_per_s.{bot.server}": rate, f"slow_to_limit.{bot.server}": ratio},
        )
    for bot, its in found.items():
        yield Row(
            f"Memory after that: {bot.name}",
            shown(its.peak_mb),
            "MB peak",
            _of_limit(bot, its.peak_mb / limit.peak_mb),
            {f"peak_mb.{bot.server}": its.peak_mb},
        )
    yield Row(
        "A stranger with 256 KiB is refused: Kollega",
        shown(ours.stranger_ms),
        "ms CPU",
        figures={"stranger_cpu_ms.kollega": ours.stranger_ms},
    )


def _ratio(values: Sequence[float], others: Sequence[float]) -> float:
    """Within each round, because the machine is not as fast in the next."""
    return median(value / other for value, other in zip(values, others, strict=True))


def _of_limit(bot: Contestant, ratio: float) -> str:
    return "" if bot == LIMIT else times(ratio, 1, LIMIT.name)
