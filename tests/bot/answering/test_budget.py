"""What the model may cost in a day: what is counted, and what happens when it is spent."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator, AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.answering.base import Remark, Sentence
from bot.answering.budget import DailyBudget
from bot.answering.extractive import ExtractiveAnswerer
from bot.answering.fallback import FallbackAnswerer
from bot.answering.openai import LONGEST_ANSWER, OpenAIAnswerer
from bot.answering.prompts import LARGEST_PROMPT, build_prompt
from bot.app.trust import trust
from bot.errors import BudgetSpent, ModelUnavailable
from bot.storage.database import SQLiteDatabase
from bot.storage.sqlite_tokens import SQLiteTokenLedger
from tests.bot.answering.sources import ANNA, LEAVE, PASSAGES, question
from tests.fakes import models
from tests.fakes.clock import Clock
from tests.fakes.openai_server import Behaviour, OpenAIServer

PER_DAY = 10_000
EVENING = datetime(2026, 11, 24, 22, 59, tzinfo=UTC)
"""A minute before midnight in Sweden."""
TODAY = date(2026, 11, 24)
ASKED = question("Hur många dagar får jag spara?")
PROMPT = build_prompt(ASKED, PASSAGES).tokens


@pytest.fixture
def clock() -> Clock[datetime]:
    return Clock(EVENING)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[SQLiteDatabase]:
    database = SQLiteDatabase(tmp_path / "state.sqlite")
    yield database
    await database.close()


@pytest.fixture
def ledger(database: SQLiteDatabase) -> SQLiteTokenLedger:
    return SQLiteTokenLedger(database)


@pytest.fixture
async def answerer(
    server: OpenAIServer, ledger: SQLiteTokenLedger, clock: Clock[datetime]
) -> AsyncIterator[OpenAIAnswerer]:
    answerer = OpenAIAnswerer.build(
        base_url=server.url,
        api_key=None,
        model="modell-1",
        tls=trust(None),
        first_sentence_s=0.5,
        total_s=2.0,
        budget=DailyBudget(ledger, per_day=PER_DAY, now=clock),
    )
    yield answerer
    await answerer.close()


async def ask(answerer: OpenAIAnswerer) -> list[Sentence]:
    return [part async for part in answerer.answer(ASKED, PASSAGES, asker=ANNA)]


async def test_what_the_model_says_that_it_used_is_counted(
    server: OpenAIServer, answerer: OpenAIAnswerer, ledger: SQLiteTokenLedger
) -> None:
    server.behaviour = Behaviour(usage=777, model=models.declines)
    await ask(answerer)

    assert await ledger.spent(TODAY) == 777


async def test_a_model_that_does_not_say_is_counted_at_the_most_it_can_have_used(
    server: OpenAIServer, answerer: OpenAIAnswerer, ledger: SQLiteTokenLedger
) -> None:
    server.behaviour = Behaviour(usage=None)

    assert await ask(answerer)
    assert PROMPT < await ledger.spent(TODAY) < PROMPT + 100
    assert "stream_options" not in server.requests[-1]


@pytest.mark.parametrize("behaviour", [Behaviour(cut_after=5), Behaviour(silent_s=9)])
async def test_an_answer_that_is_lost_is_counted_all_the_same(
    server: OpenAIServer, answerer: OpenAIAnswerer, ledger: SQLiteTokenLedger, behaviour: Behaviour
) -> None:
    server.behaviour = behaviour
    with pytest.raises(ModelUnavailable):
        await ask(answerer)

    assert await ledger.spent(TODAY) >= PROMPT


async def test_an_answer_that_nobody_reads_to_the_end_is_counted(
    server: OpenAIServer, answerer: OpenAIAnswerer, ledger: SQLiteTokenLedger
) -> None:
    server.behaviour = Behaviour(pause_s=0.02)
    answer = answerer.answer(ASKED, PASSAGES, asker=ANNA)
    assert isinstance(answer, AsyncGenerator)
    async with contextlib.aclosing(answer):
        await anext(answer)

    assert await ledger.spent(TODAY) > PROMPT


async def test_a_refused_call_costs_nothing(
    server: OpenAIServer, answerer: OpenAIAnswerer, ledger: SQLiteTokenLedger
) -> None:
    server.behaviour = Behaviour(status=429)
    with pytest.raises(ModelUnavailable):
        await ask(answerer)

    assert await ledger.spent(TODAY) == 0


async def test_case_60_a_spent_budget_means_no_call_and_the_sources_own_words(
    server: OpenAIServer, answerer: OpenAIAnswerer, ledger: SQLiteTokenLedger
) -> None:
    await ledger.reserve(TODAY, PER_DAY, limit=PER_DAY)
    both = FallbackAnswerer(answerer, ExtractiveAnswerer())

    remark, *said = [part async for part in both.answer(ASKED, [LEAVE], asker=ANNA)]

    assert server.requests == []
    assert remark == Remark(kind="budget_spent", answered_by="extractive")
    assert any(isinstance(part, Sentence) and "30 dagar" in part.text for part in said)
    assert await ledger.spent(TODAY) == PER_DAY


async def test_a_call_that_could_exceed_the_budget_is_not_made(
    server: OpenAIServer, answerer: OpenAIAnswerer, ledger: SQLiteTokenLedger
) -> None:
    await ledger.reserve(TODAY, PER_DAY - PROMPT - LONGEST_ANSWER + 1, limit=PER_DAY)

    with pytest.raises(BudgetSpent):
        await ask(answerer)
    await ledger.correct(TODAY, -1)
    assert await ask(answerer)


async def test_the_budget_is_whole_again_at_midnight_in_sweden(
    answerer: OpenAIAnswerer, ledger: SQLiteTokenLedger, clock: Clock[datetime]
) -> None:
    await ledger.reserve(TODAY, PER_DAY, limit=PER_DAY)
    with pytest.raises(BudgetSpent):
        await ask(answerer)

    clock.now = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)

    assert await ask(answerer)


async def test_a_budget_that_cannot_be_read_is_not_spent_from(
    server: OpenAIServer, answerer: OpenAIAnswerer, database: SQLiteDatabase
) -> None:
    await database.close()

    with pytest.raises(ModelUnavailable):
        await ask(answerer)
    assert server.requests == []


def test_the_readme_says_how_much_a_question_takes() -> None:
    assert LARGEST_PROMPT + LONGEST_ANSWER <= 4500
