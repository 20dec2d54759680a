"""`kollega` over Azure AI Search, with the real Azure SDKs and Entra's tokens over the wire."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from bot.app import open_kollega
from bot.app.checking import check
from bot.settings import read
from tests.bot.commands.shell import Result, run_kollega
from tests.fakes.azure_search.server import SearchServer, Trouble
from tests.fakes.embedding_server import EmbeddingServer
from tests.fakes.identity_provider import IdentityProvider
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.openai_server import OpenAIServer

pytestmark = pytest.mark.timeout(180)
PEOPLE = """
[anna]
name = "Anna Berg"
user_id = "id-anna"
[helene]
name = "Helene Dahl"
user_id = "id-helene"
groups = ["hr"]
"""
ACCESS = 'readers = ["alla"]\n["loner.md"]\nreaders = ["hr"]\n'


class Azure:
    """The services, and a municipality that uses them."""

    def __init__(
        self, server: SearchServer, vectors: EmbeddingServer, provider: IdentityProvider, data: Path
    ) -> None:
        self.server = server
        self.vectors = vectors
        self.provider = provider
        self.data = data / "data"
        self.documents = data / "intranet"
        self.documents.mkdir()
        self.data.mkdir()
        (self.data / "people.toml").write_text(PEOPLE, encoding="utf-8")
        (self.documents / "access.toml").write_text(ACCESS, encoding="utf-8")
        self.write("resor.md", "# Resepolicy\n\nTåg väljs före flyg vid alla resor.\n")
        self.write("loner.md", "# Löner\n\nLönerna revideras den 1 april.\n")
        self.environment: Mapping[str, str] = {
            "KOLLEGA_APP_ID": provider.app_id,
            "KOLLEGA_APP_SECRET": provider.secret,
            "KOLLEGA_TENANTS": "tenant",
            "KOLLEGA_AUTHORITY": provider.server.url,
            "KOLLEGA_SEARCH_ENDPOINT": server.url,
            "KOLLEGA_CA_FILE": str(data / "ca.pem"),
        }

    def write(self, name: str, text: str) -> None:
        (self.documents / name).write_text(text, encoding="utf-8")

    async def run(self, *arguments: str, **more: str) -> Result:
        environment = {**self.environment, **more}
        return await asyncio.to_thread(
            run_kollega, *arguments, data=self.data, environment=environment
        )

    async def found(self, query: str, person: str) -> set[str]:
        """In this process: each command takes seconds on a busy machine."""
        async with open_kollega(read(self.environment, data=self.data)) as kollega:
            reader = kollega.directory.person(person)
            passages = await kollega.retriever.search(query, reader=reader, audience="private")
            return {passage.chunk.document_id for passage in passages}


@pytest.fixture
async def azure(tmp_path: Path) -> AsyncIterator[Azure]:
    authority = LocalAuthority()
    authority.write_pem(tmp_path / "ca.pem")
    provider = IdentityProvider(authority, app_id="app", secret="s3cret")
    async with (
        provider.server,
        SearchServer(authority, scope_of=provider.scopes.get) as server,
        EmbeddingServer([("tåg", "järnväg")]) as vectors,
    ):
        yield Azure(server, vectors, provider, tmp_path)
    assert provider.requests.faults == []


async def test_ingest_makes_the_index_and_each_person_finds_what_they_may_read(
    azure: Azure,
) -> None:
    result = await azure.run("ingest", str(azure.documents), "--json")
    assert result.code == 0, result.errors
    assert result.json["documents"]["added"] == 2

    assert await azure.found("lönerna", "anna") == set()
    assert await azure.found("lönerna", "helene") == {"intranet:loner.md"}
    assert await azure.found("flyg", "anna") == {"intranet:resor.md"}
    assert not (azure.data / "index").exists()

    azure.write("access.toml", 'readers = ["hr"]\n')
    await azure.run("ingest", str(azure.documents))
    assert await azure.found("flyg", "anna") == set()


async def test_a_model_for_vectors_makes_a_new_index_and_no_text_is_paid_for_twice(
    azure: Azure,
) -> None:
    await azure.run("ingest", str(azure.documents))
    more = {"KOLLEGA_OPENAI_BASE_URL": azure.vectors.url, "KOLLEGA_EMBEDDING_MODEL": "embed"}
    for _ in range(2):
        result = await azure.run("ingest", str(azure.documents), **more)
        assert result.code == 0, result.errors

    assert len(azure.server.shelves) == 1
    assert len(azure.vectors.inputs) == len(set(azure.vectors.inputs)) == 3  # one to measure
    result = await azure.run("search", "järnväg", "--as", "anna", "--json", **more)
    assert [one["document_id"] for one in result.json["passages"]] == ["intranet:resor.md"]


async def test_a_question_is_answered_from_it(azure: Azure) -> None:
    await azure.run("ingest", str(azure.documents))

    result = await azure.run("ask", "Får jag flyga på resor?", "--as", "anna", "--json")

    assert result.json["outcome"] == "answered", result.output
    assert "Tåg väljs före flyg" in result.json["text"]
    assert "from a library" not in result.errors


async def test_case_69_while_it_is_down_the_answer_says_so_and_nothing_is_made_up(
    azure: Azure,
) -> None:
    await azure.run("ingest", str(azure.documents))
    azure.server.troubles = [Trouble(503, times=1000)]

    result = await azure.run("ask", "Får jag flyga på resor?", "--as", "anna", "--json")

    assert (result.code, result.json["outcome"]) == (0, "unavailable")
    assert result.json["citations"] == []


async def test_azure_openai_knows_the_application_by_its_token(azure: Azure) -> None:
    await azure.run("ingest", str(azure.documents))
    async with OpenAIServer() as model:
        result = await azure.run(
            *("ask", "Får jag flyga på resor?", "--as", "anna", "--json"),
            KOLLEGA_OPENAI_BASE_URL=model.url,
            KOLLEGA_OPENAI_IDENTITY="application",
            KOLLEGA_MODEL="gpt-5-mini",
        )

    assert result.json["outcome"] == "answered", result.errors
    [shown] = set(model.keys)
    token = shown.removeprefix("Bearer ")
    assert azure.provider.scopes[token] == "https://cognitiveservices.azure.com/.default"


async def test_azure_openai_as_the_asker_needs_people_to_be_signed_in(azure: Azure) -> None:
    result = await azure.run(
        *("ask", "Får jag flyga?", "--as", "anna"),
        KOLLEGA_OPENAI_BASE_URL="http://127.0.0.1:9/v1",
        KOLLEGA_OPENAI_IDENTITY="user",
        KOLLEGA_MODEL="gpt-5-mini",
    )

    assert result.code == 2
    assert "KOLLEGA_SSO_CONNECTION" in result.errors


async def test_without_an_application_it_says_which_setting_is_missing(azure: Azure) -> None:
    result = await azure.run("search", "flyg", "--as", "anna", KOLLEGA_APP_ID="")

    assert result.code == 2
    assert "KOLLEGA_APP_ID" in result.errors


async def test_native_trimming_needs_people_to_be_signed_in(azure: Azure) -> None:
    result = await azure.run("search", "flyg", "--as", "anna", KOLLEGA_SEARCH_NATIVE="yes")

    assert result.code == 2
    assert "KOLLEGA_SSO_CONNECTION" in result.errors


async def test_the_sample_is_not_put_there_unasked(azure: Azure) -> None:
    result = await azure.run("search", "flyg", "--as", "anna")

    assert result.code == 1
    assert "ingest a source first" in result.errors
    assert azure.server.shelves == {}


async def test_the_check_sees_what_is_there_as_whoever_may_only_search(azure: Azure) -> None:
    keys = {"KOLLEGA_OPENID_METADATA_URL": azure.provider.metadata_url}
    settings = read({**azure.environment, **keys}, data=azure.data)
    before = {one.name: one for one in await check(settings, None, "sv")}
    assert (await azure.run("ingest", str(azure.documents))).code == 0
    azure.server.troubles.append(Trouble(403, "indexes", times=99))

    after = {one.name: one for one in await check(settings, None, "sv")}

    assert before["parts.index"].status == "red"
    assert "INGEST_APP" in (before["parts.index"].remedy or "")
    assert "index.contents" not in before
    assert (after["parts.index"].status, after["index.contents"].status) == ("green", "green")
