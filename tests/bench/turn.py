"""The whole application in one process: a question through the copilot to a cited answer."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from bot.app import Kollega, open_kollega
from bot.commands.demo import QUESTIONS
from bot.reply import Reply
from bot.settings import Settings
from bot.turn import Turn
from tests.bench.table import Row, shown, times
from tests.bench.usage import in_own_process, usage

_WARM_UP = 6


@dataclass(frozen=True, slots=True)
class _Found:
    """What was measured of many turns."""

    cpu_ms: float
    p50_ms: float
    p99_ms: float
    retrieve_ms: float
    """p50 of the part that is retrieval."""
    peak_mb: float


async def measure(data: Path, *, turns: int = 150) -> list[Row]:
    """The demo's questions over the sample municipality in `data`, again and again."""
    return list(_rows(await in_own_process(_measure, data, turns)))


def _measure(data: Path, turns: int) -> _Found:
    return asyncio.run(_answer(data, turns))


async def _answer(data: Path, turns: int) -> _Found:
    async with open_kollega(Settings(data=data)) as kollega:
        for number in range(_WARM_UP):
            await _ask(kollega, number)
        gc.freeze()  # as `kollega serve` does
        began, total, retrieve = usage(), [], []
        for number in range(turns):
            timings = (await _ask(kollega, number)).timings
            total.append(timings.total)
            retrieve.append(timings.retrieve)
        spent = usage()
    cuts = quantiles(total, n=100)
    return _Found(
        cpu_ms=(spent.cpu_s - began.cpu_s) / turns * 1000,
        p50_ms=cuts[49],
        p99_ms=cuts[98],
        retrieve_ms=quantiles(retrieve, n=100)[49],
        peak_mb=spent.peak_mb,
    )


async def _ask(kollega: Kollega, number: int) -> Reply:
    person, question = QUESTIONS[number % len(QUESTIONS)]
    reply = await kollega.copilot.reply(
        Turn(
            text=question.sv,
            user=kollega.directory.person(person),
            conversation_id=f"bench-{number}",
            language="sv",
            audience="private",
        )
    )
    if reply.outcome != "answered":
        raise AssertionError(f"the demo's question was {reply.outcome}")
    return reply


def _rows(found: _Found) -> Iterator[Row]:
    yield Row("Whole turn, question to cited answer", shown(found.cpu_ms), "ms CPU")
    yield Row(
        "… p50 / p99",
        f"{shown(found.p50_ms)} / {shown(found.p99_ms)}",
        "ms",
        f"{times(found.p50_ms, found.retrieve_ms, 'its retrieval')}",
    )
    yield Row("… memory", shown(found.peak_mb), "MB peak")
