"""The whole product, as it is put together for production over its embedded backends."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot import app
from bot.ingestion.folder import FolderSource
from bot.settings import Settings, read
from tests.fakes.connector import FakeConnector
from tests.fakes.identity_provider import IdentityProvider
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.teams_client import GROUP, PERSONAL, TENANT, Person, TeamsClient
from tests.scenarios.running_bot import APP_ID, SECRET

ANNA = Person("29:anna", "3f6b1c52-8a0e-4d7b-9c41-1d5e7a90b201", "Anna Lindqvist")
FATIMA = Person("29:fatima", "a18d3f76-02c9-4b5e-b7d4-3b709c12d403", "Fatima Haddad")
SECRET_FIGURE = "41 350"
DOCUMENTS = {
    "access.toml": 'readers = ["alla"]\n["loneutfall.md"]\nreaders = ["hr"]\n',
    "resepolicy.md": (
        "# Resepolicy\n\nBeslutad av kommunstyrelsen 2024-01-15, dnr KS 2024/12.\n"
        "Gäller från 2024-02-01.\n\n## Resor med flyg\n\n"
        "Flyg får användas när tågresan tar mer än fem timmar. "
        "Närmaste chef godkänner flygresan i förväg.\n"
    ),
    "loneutfall.md": (
        "# Löneutfall för undersköterskor\n\n"
        f"Medellönen för undersköterskor i löneöversynen blev {SECRET_FIGURE} kronor.\n"
    ),
}


@pytest.fixture(scope="session")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory over three documents, one of which only HR may read."""
    folder = tmp_path_factory.mktemp("intranet")
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    data = tmp_path_factory.mktemp("data")
    source = FolderSource(folder, name="intranet")
    asyncio.run(app.ingest(Settings(data=data), source))
    return data


@pytest.fixture
async def teams(
    ingested: Path,
    tmp_path: Path,
    authority: LocalAuthority,
    identity_provider: IdentityProvider,
    connector: FakeConnector,
    session: aiohttp.ClientSession,
) -> AsyncIterator[TeamsClient]:
    data = tmp_path / "data"
    shutil.copytree(ingested, data)
    settings = read(
        {
            "KOLLEGA_DATA": str(data),
            "KOLLEGA_APP_ID": APP_ID,
            "KOLLEGA_APP_SECRET": SECRET,
            "KOLLEGA_TENANTS": TENANT,
            "KOLLEGA_OPENID_METADATA_URL": identity_provider.metadata_url,
            "KOLLEGA_AUTHORITY": identity_provider.server.url,
            "KOLLEGA_SERVICE_HOSTS": connector.server.host,
            "KOLLEGA_CA_FILE": str(authority.write_pem(tmp_path / "ca.pem")),
        }
    )
    async with (
        app.open_kollega(settings) as kollega,
        app.serving(kollega, host="127.0.0.1", port=0, local=False) as port,
    ):
        yield TeamsClient(
            f"http://127.0.0.1:{port}/api/messages",
            connector=connector,
            identity_provider=identity_provider,
            session=session,
        )


async def _answer(connector: FakeConnector, conversation: str, count: int = 1) -> dict[str, Any]:
    def is_there() -> bool:
        messages = connector.messages(conversation)
        return len(messages) >= count and messages[-1]["type"] == "message"

    await connector.until(is_there, timeout_s=10)
    return connector.messages(conversation)[-1]


async def test_a_question_is_answered_from_the_intranet_with_its_source(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    await teams.say("Får jag flyga?", by=ANNA)
    message = await _answer(connector, PERSONAL)

    assert "mer än fem timmar" in message["text"]
    assert "[1]" in message["text"]
    entity = next(each for each in message["entities"] if each["type"].startswith("https:"))
    assert entity["citation"][0]["appearance"]["name"].startswith("Resepolicy")
    assert connector.arrivals[0].kind == "start"


async def test_the_source_is_shown_when_its_button_is_pressed(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    await teams.say("Får jag flyga?", by=ANNA)
    message = await _answer(connector, PERSONAL)
    buttons = message["attachments"][0]["content"]["actions"]
    source = next(button for button in buttons if button["title"].startswith("Visa källan"))

    await teams.deliver(teams.press(source, by=ANNA))
    shown = await _answer(connector, PERSONAL, 2)

    assert "Flyg får användas när tågresan tar mer än fem timmar." in shown["text"]


async def test_what_only_hr_may_read_is_shown_to_hr_alone(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    question = "Vad blev medellönen för undersköterskor i löneöversynen?"
    await teams.say(question, by=ANNA)
    await teams.say(question, by=FATIMA, to="a:fatima")
    await _answer(connector, PERSONAL)
    for_hr = await _answer(connector, "a:fatima")

    assert SECRET_FIGURE in for_hr["text"]
    assert SECRET_FIGURE not in str(
        [each.body for each in connector.arrivals if each.conversation_id == PERSONAL]
    )


async def test_case_28_what_only_hr_may_read_is_not_shown_in_a_group_though_hr_asks(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    question = "Vad blev medellönen för undersköterskor i löneöversynen?"
    await teams.deliver(teams.mention(question, by=FATIMA))
    await _answer(connector, GROUP)

    assert SECRET_FIGURE not in str([each.body for each in connector.arrivals])


async def test_the_welcome_says_what_this_is_and_offers_three_questions(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    added = teams.activity("conversationUpdate", by=ANNA, membersAdded=[{"id": "28:bot"}])

    await teams.deliver(added)
    message = await _answer(connector, PERSONAL)

    assert "Anna" in message["text"]
    assert "AI" in message["text"]
    assert len(message["attachments"][0]["content"]["actions"]) == 3


@pytest.mark.parametrize("text", ["", "😀", "x" * 50_000])
async def test_what_cannot_be_a_question_gets_a_calm_word(
    teams: TeamsClient, connector: FakeConnector, text: str
) -> None:
    await teams.say(text, by=ANNA)
    message = await _answer(connector, PERSONAL)

    assert 10 < len(message["text"]) < 400
    assert "Något gick fel" not in message["text"]
