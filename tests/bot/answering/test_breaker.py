"""A model that is down is left alone, and tried again one question at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import pytest

from bot.answering.base import Remark, Sentence
from bot.answering.breaker import LEFT_ALONE, Breaker
from bot.answering.openai import OpenAIAnswerer
from bot.circuit import FAILURES, PAUSE_S
from bot.errors import ModelUnavailable
from tests.bot.answering.sources import ANNA, PASSAGES, question
from tests.fakes import models
from tests.fakes.clock import Clock
from tests.fakes.openai_server import Behaviour, OpenAIServer

ASKED = question()
DOWN = Behaviour(status=401)
"""One that the client does not repeat by itself, so that a call is one request."""


@pytest.fixture
def clock() -> Clock[float]:
    return Clock(0.0)


@pytest.fixture
def breaker(answerer: OpenAIAnswerer, clock: Clock[float]) -> Breaker:
    return Breaker(answerer, clock=clock)


async def ask(breaker: Breaker) -> list[Sentence | Remark]:
    return [part async for part in breaker.answer(ASKED, PASSAGES, asker=ANNA)]


async def fail(breaker: Breaker, times: int = 1) -> str:
    reason = ""
    for _ in range(times):
        with pytest.raises(ModelUnavailable) as raised:
            await ask(breaker)
        reason = str(raised.value)
    return reason


async def test_case_71_after_five_failures_the_model_is_not_called(
    server: OpenAIServer, breaker: Breaker
) -> None:
    server.behaviour = DOWN
    assert await fail(breaker, FAILURES) != LEFT_ALONE
    with pytest.raises(ModelUnavailable):
        await breaker.check()

    assert await fail(breaker, 20) == LEFT_ALONE
    assert len(server.requests) == FAILURES == 5


async def test_case_71_after_the_pause_one_question_tries_and_the_others_do_not_wait(
    server: OpenAIServer, breaker: Breaker, clock: Clock[float]
) -> None:
    server.behaviour = DOWN
    await fail(breaker, FAILURES)
    clock.now += PAUSE_S
    server.behaviour = Behaviour(silent_s=0.2)

    trial = asyncio.create_task(ask(breaker))
    await asyncio.sleep(0)
    others = await asyncio.gather(*(fail(breaker) for _ in range(5)))

    assert set(others) == {LEFT_ALONE}
    assert await trial
    assert await ask(breaker)
    assert len(server.requests) == FAILURES + 2
    await breaker.check()


async def test_case_71_a_trial_that_fails_begins_a_new_pause(
    server: OpenAIServer, breaker: Breaker, clock: Clock[float]
) -> None:
    server.behaviour = DOWN
    await fail(breaker, FAILURES)
    clock.now += PAUSE_S

    await fail(breaker)
    assert await fail(breaker, 3) == LEFT_ALONE
    assert len(server.requests) == FAILURES + 1


async def test_a_success_in_between_begins_the_count_anew(
    server: OpenAIServer, breaker: Breaker
) -> None:
    for _ in range(3):
        server.behaviour = DOWN
        await fail(breaker, FAILURES - 1)
        server.behaviour = Behaviour()
        assert await ask(breaker)


@pytest.mark.parametrize(
    "behaviour",
    [
        Behaviour(model=models.cites_nothing),
        Behaviour(model=models.writes("")),
        Behaviour(status=400, code="content_filter"),
    ],
)
async def test_an_answer_that_cannot_be_shown_is_no_failure_of_the_model(
    server: OpenAIServer, breaker: Breaker, behaviour: Behaviour
) -> None:
    server.behaviour = behaviour

    assert await fail(breaker, FAILURES + 1) != LEFT_ALONE


async def test_a_trial_that_nobody_waits_for_does_not_close_the_way_for_good(
    server: OpenAIServer, breaker: Breaker, clock: Clock[float]
) -> None:
    server.behaviour = DOWN
    await fail(breaker, FAILURES)
    clock.now += PAUSE_S
    server.behaviour = Behaviour(silent_s=5)
    trial = asyncio.create_task(ask(breaker))
    await asyncio.wait_for(server.was_asked.wait(), 2)
    trial.cancel()
    await asyncio.gather(trial, return_exceptions=True)

    server.behaviour = Behaviour()
    clock.now += PAUSE_S
    assert await ask(breaker)


async def test_the_models_work_ends_when_nobody_reads_on(
    server: OpenAIServer, breaker: Breaker
) -> None:
    server.behaviour = Behaviour(piece=2, pause_s=0.03)
    answer = breaker.answer(ASKED, PASSAGES, asker=ANNA)
    assert isinstance(answer, AsyncGenerator)
    await anext(answer)
    await answer.aclose()

    await asyncio.wait_for(server.left.wait(), 2)
