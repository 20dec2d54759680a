"""Where the words of a message leave the skill open, what is found decides."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from shutil import copytree

import pytest

from bot import app
from bot.app.kollega import Kollega
from bot.settings import Settings
from tests.bot.approved.owner import ask


@pytest.fixture
async def kollega(ingested_sample: Path, tmp_path: Path) -> AsyncIterator[Kollega]:
    data = copytree(ingested_sample, tmp_path / "data")
    async with app.open_kollega(Settings(data=Path(data))) as opened:
        yield opened


async def test_what_seems_out_of_scope_is_answered_where_the_documents_surely_do(
    kollega: Kollega,
) -> None:
    reply = await ask(kollega, "vad är nivå 3")

    assert reply.outcome == "answered"
    assert reply.skill == "policy"


@pytest.mark.parametrize("question", ["Vem vann fotbolls-VM 1994?", "recept på köttbullar"])
async def test_what_is_out_of_scope_stays_so(kollega: Kollega, question: str) -> None:
    reply = await ask(kollega, question)

    assert reply.outcome == "refused"


async def test_nobody_is_asked_which_skill_when_the_question_says_enough(kollega: Kollega) -> None:
    reply = await ask(kollega, "får ja ta egna bilen i tjänsten å va får man för det per mil")

    assert reply.outcome != "clarify"
