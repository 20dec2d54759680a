"""The whole product with a model server: as the `kollega` command, and as it is put together."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import app
from bot.ingestion.sources.folder import FolderSource
from bot.reply import Reply
from bot.settings import Settings, read
from bot.turn import Turn
from tests.bot.commands.shell import run_kollega
from tests.fakes import models
from tests.fakes.openai_server import Behaviour, OpenAIServer

KEY = "hemlig-nyckel-7"
QUESTION = "Hur stort är friskvårdsbidraget?"
DOCUMENTS = {
    "friskvard.md": (
        "# Friskvårdsbidrag\n\n## Belopp\n\nFriskvårdsbidraget är 3 000 kronor om året. "
        "Du får inte spara bidraget till nästa år.\n"
    ),
    "resor.md": "# Resepolicy\n\n## Hotell\n\nHotell får kosta högst 1 800 kronor per natt.\n",
    "access.toml": 'readers = ["alla"]\n',
}


@pytest.fixture(scope="session")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, data = tmp_path_factory.mktemp("intranet"), tmp_path_factory.mktemp("data")
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    asyncio.run(app.ingest(Settings(data=data), FolderSource(folder, name="intranet")))
    return data


@pytest.fixture
async def server() -> AsyncIterator[OpenAIServer]:
    async with OpenAIServer(Behaviour(model=_rephrases)) as server:
        yield server


def _rephrases(asked: models.Asked) -> str:
    number = next(number for number, text in asked.passages.items() if "3 000" in text)
    return f"Friskvårdsbidraget är tre tusen kronor per år. [{number}]"


def environment(server: OpenAIServer) -> dict[str, str]:
    return {
        "KOLLEGA_OPENAI_BASE_URL": server.url,
        "KOLLEGA_OPENAI_API_KEY": KEY,
        "KOLLEGA_MODEL": "modell-1",
        "KOLLEGA_LOG_LEVEL": "DEBUG",
    }


async def ask(server: OpenAIServer, data: Path, **more: str) -> Reply:
    settings = read({**environment(server), **more}, data=data)
    async with app.open_kollega(settings) as kollega:
        user = kollega.directory.person("anna")
        turn = Turn(
            text=QUESTION, user=user, conversation_id="1", language="sv", audience="private"
        )
        return await kollega.copilot.reply(turn)


async def test_the_command_answers_in_the_models_words_with_the_citations_of_the_index(
    server: OpenAIServer, ingested: Path
) -> None:
    result = await asyncio.to_thread(
        run_kollega,
        *("ask", QUESTION, "--as", "anna", "--json"),
        data=ingested,
        environment=environment(server),
    )
    assert result.code == 0, result.errors
    reply = result.json
    assert (reply["outcome"], reply["model"]) == ("answered", "modell-1")
    assert reply["sentences"][0] == {
        "text": "Friskvårdsbidraget är tre tusen kronor per år.",
        "citations": [1],
        "calculation": None,
    }
    assert reply["citations"][0]["title"] == "Friskvårdsbidrag"
    assert reply["citations"][0]["quote"] == "Friskvårdsbidraget är 3 000 kronor om året."
    for secret in (KEY, "riskvårdsbidrag"):
        assert secret not in result.errors


async def test_says_that_it_quotes_when_the_model_fails(
    server: OpenAIServer, ingested: Path
) -> None:
    server.behaviour = Behaviour(status=500)
    reply = await ask(server, ingested)
    assert reply.model == "extractive"
    assert "Friskvårdsbidraget är 3 000 kronor om året." in reply.text()
    assert "källans egna ord" in reply.text()


@pytest.mark.parametrize("model", [models.lies, models.exfiltrates, models.cites_nothing])
async def test_shows_no_figure_and_no_address_of_the_models_own_when_the_model_misbehaves(
    server: OpenAIServer, ingested: Path, model: models.Model
) -> None:
    server.behaviour = Behaviour(model=model, piece=3)
    reply = await ask(server, ingested)
    assert reply.outcome == "answered"
    assert models.EVIL not in reply.text()
    assert "7 444" not in reply.text()
    assert "3 000 kronor" in reply.text()
    source = "".join(DOCUMENTS.values())
    quotes = [quote for citation in reply.citations for quote in citation.quote.split(" … ")]
    assert all(quote in source for quote in quotes)


async def test_says_that_it_found_nothing_when_the_model_says_so(
    server: OpenAIServer, ingested: Path
) -> None:
    server.behaviour = Behaviour(model=models.declines)
    reply = await ask(server, ingested)
    assert reply.outcome == "not_found"


async def test_case_60_when_the_budget_is_spent_no_call_is_made_also_after_a_restart(
    server: OpenAIServer, ingested: Path, tmp_path: Path
) -> None:
    server.behaviour = Behaviour(model=_rephrases, usage=50_000)
    data = tmp_path / "data"
    shutil.copytree(ingested, data)
    budget = {"KOLLEGA_TOKENS_PER_DAY": "10000"}

    first = await ask(server, data, **budget)
    second = await ask(server, data, **budget)

    assert (first.model, second.model) == ("modell-1", "extractive")
    assert len(server.requests) == 1
    assert "Friskvårdsbidraget är 3 000 kronor om året." in second.text()
    assert "Dagens kvot för språkmodellen är slut" in second.text()
