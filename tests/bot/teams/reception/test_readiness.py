"""Whether Kollega is ready: bounded, cheap, and calm about what something stands in for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from bot.errors import ModelUnavailable, SendError, StorageUnavailable
from bot.teams.reception.readiness import VALID_FOR_S, Component, Readiness
from tests.fakes.clock import Clock


class Dependency:
    """Does what it is told, and counts how often it is asked."""

    def __init__(self, trouble: Exception | None = None) -> None:
        self.trouble = trouble
        self.asked = 0
        self.hangs = False
        self.answers = asyncio.Event()

    async def check(self) -> None:
        self.asked += 1
        if self.hangs:
            await self.answers.wait()
        if self.trouble is not None:
            raise self.trouble


@pytest.fixture
def clock() -> Clock[float]:
    return Clock(0.0)


@pytest.fixture
def store() -> Dependency:
    return Dependency()


@pytest.fixture
def model() -> Dependency:
    return Dependency()


@pytest.fixture
async def readiness(
    store: Dependency, model: Dependency, clock: Clock[float]
) -> AsyncIterator[Readiness]:
    components = (
        Component(name="store", check=store.check),
        Component(name="model", check=model.check, is_needed=False),
    )
    readiness = Readiness(components, clock=clock)
    yield readiness
    await readiness.close()


async def test_is_ready_when_everything_is_there(readiness: Readiness) -> None:
    found = await readiness.find_out()

    assert (found.status, found.http_status) == ("ready", 200)
    assert found.components == {"store": "ok", "model": "ok"}


@pytest.mark.parametrize(
    "trouble",
    [StorageUnavailable("full"), SendError("no token", unsent=True), LookupError("a defect")],
)
async def test_is_not_ready_without_what_it_needs(
    readiness: Readiness, store: Dependency, trouble: Exception
) -> None:
    store.trouble = trouble

    found = await readiness.find_out()

    assert (found.status, found.http_status) == ("failing", 503)
    assert found.components == {"store": "failing", "model": "ok"}


async def test_is_ready_and_says_degraded_when_something_stands_in(
    readiness: Readiness, model: Dependency
) -> None:
    model.trouble = ModelUnavailable("left alone")

    found = await readiness.find_out()

    assert (found.status, found.http_status) == ("degraded", 200)


async def test_does_not_wait_for_what_hangs(readiness: Readiness, store: Dependency) -> None:
    store.hangs = True
    begun = time.monotonic()

    found = await readiness.find_out()

    assert found.components["store"] == "failing"
    assert time.monotonic() - begun < 3.0


async def test_what_answers_slowly_is_found_there_the_next_time(
    readiness: Readiness, store: Dependency, clock: Clock[float]
) -> None:
    store.hangs = True
    assert not (await readiness.find_out()).is_ready
    clock.now += VALID_FOR_S + 1
    store.answers.set()

    assert (await readiness.find_out()).is_ready
    assert store.asked == 1


async def test_probing_often_costs_one_look(
    readiness: Readiness, store: Dependency, clock: Clock[float]
) -> None:
    await asyncio.gather(*(readiness.find_out() for _ in range(50)))
    assert store.asked == 1

    store.trouble = StorageUnavailable("full")
    assert (await readiness.find_out()).is_ready
    clock.now += VALID_FOR_S + 1

    assert not (await readiness.find_out()).is_ready
    assert store.asked == 2
