"""When the model gives nothing usable, the extracts do, and the reader is told."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Sequence

import pytest

from bot.answering.base import Question, Remark, RemarkKind, Sentence
from bot.answering.extractive import ExtractiveAnswerer
from bot.answering.fallback import FallbackAnswerer
from bot.answering.openai import OpenAIAnswerer
from bot.identity.base import User
from bot.retrieval.base import Passage
from tests.bot.answering.sources import ANNA, LEAVE, PASSAGES, TRAVEL, passage, question
from tests.fakes import models
from tests.fakes.openai_server import Behaviour, OpenAIServer

ASKED = question("Hur många dagar får jag spara?")
UNREACHABLE = Remark(kind="unreachable", answered_by="extractive")
CUT_SHORT = Remark(kind="cut_short", answered_by="modell-1")


@pytest.fixture
def both(answerer: OpenAIAnswerer) -> FallbackAnswerer:
    return FallbackAnswerer(answerer, ExtractiveAnswerer())


async def answered(
    answerer: FallbackAnswerer, *passages: Passage, asked: Question = ASKED
) -> list[Sentence | Remark]:
    answer = answerer.answer(asked, passages or PASSAGES, asker=ANNA)
    return [part async for part in answer]


def texts(parts: Sequence[Sentence | Remark]) -> list[str]:
    return [part.text for part in parts if isinstance(part, Sentence)]


def test_is_named_after_the_model(both: FallbackAnswerer) -> None:
    assert both.name == "modell-1"


async def test_says_nothing_of_itself_when_the_model_answers(both: FallbackAnswerer) -> None:
    assert [type(part) for part in await answered(both, LEAVE, TRAVEL)] == [Sentence, Sentence]


@pytest.mark.parametrize(
    ("behaviour", "kind"),
    [
        (Behaviour(status=429, code="rate_limit_exceeded"), "busy"),
        (Behaviour(status=500), "unreachable"),
        (Behaviour(status=400, code="content_filter"), "filtered"),
        (Behaviour(cut_after=5), "fell_back"),
        (Behaviour(model=models.writes("")), "fell_back"),
        (Behaviour(model=models.cites_nothing), "fell_back"),
        (Behaviour(model=models.speaks_german), "fell_back"),
    ],
)
async def test_quotes_the_sources_when_the_model_gives_nothing_that_can_be_shown(
    server: OpenAIServer, both: FallbackAnswerer, behaviour: Behaviour, kind: RemarkKind
) -> None:
    server.behaviour = behaviour
    remark, *quoted = await answered(both)
    assert remark == Remark(kind=kind, answered_by="extractive")
    assert "Du får spara högst 30 dagar." in texts(quoted)


async def test_quotes_the_sources_when_the_model_is_slow(
    server: OpenAIServer, impatient: OpenAIAnswerer
) -> None:
    server.behaviour = Behaviour(silent_s=9)
    remark, *quoted = await answered(FallbackAnswerer(impatient, ExtractiveAnswerer()))
    assert remark == Remark(kind="too_slow", answered_by="extractive")
    assert quoted


async def test_says_that_it_fell_back_also_when_the_sources_do_not_say(
    server: OpenAIServer, both: FallbackAnswerer
) -> None:
    server.behaviour = Behaviour(status=500)
    foreign = passage("Stugan vid sjön hyrs ut till föreningar.", title="Fritid")
    assert await answered(both, foreign) == [UNREACHABLE]


async def test_says_that_the_answer_was_cut_short_and_adds_nothing(
    server: OpenAIServer, both: FallbackAnswerer
) -> None:
    server.behaviour = Behaviour(cut_after=60)
    parts = await answered(both, LEAVE, TRAVEL)
    assert texts(parts) == ["Du har 25 semesterdagar om året."]
    assert parts[-1] == CUT_SHORT


async def test_leaves_it_at_the_model_saying_that_the_sources_do_not_say(
    server: OpenAIServer, both: FallbackAnswerer
) -> None:
    server.behaviour = Behaviour(model=models.declines)
    assert await answered(both) == []


async def test_ends_the_models_work_when_nobody_reads_on(
    server: OpenAIServer, both: FallbackAnswerer
) -> None:
    server.behaviour = Behaviour(piece=2, pause_s=0.03)
    answer = both.answer(ASKED, (LEAVE, TRAVEL), asker=ANNA)
    assert isinstance(answer, AsyncGenerator)
    async with contextlib.aclosing(answer):
        await anext(answer)
    await asyncio.wait_for(server.left.wait(), 2)


class Broken:
    """An answerer with a fault of its own."""

    name = "broken"

    async def answer(
        self, question: Question, passages: Sequence[Passage], *, asker: User
    ) -> AsyncIterator[Sentence]:
        raise LookupError
        yield  # makes it a generator


async def test_does_not_hide_a_fault_of_our_own() -> None:
    with pytest.raises(LookupError):
        await answered(FallbackAnswerer(Broken(), ExtractiveAnswerer()))
