"""Everything of the azure configuration over loopback: Teams, Entra, Graph, Search and the model.

The product is the real one, with the real SDKs; each fake holds what it is sent and what it answers
against the published schema.
"""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bot import app
from bot.ingestion.sources.folder import FolderSource
from bot.settings import read
from tests.fakes.azure_search.server import SearchServer
from tests.fakes.graph_people import Account
from tests.fakes.openai_server import Behaviour, OpenAIServer
from tests.fakes.teams_client import TENANT, Person
from tests.scenarios.product import DOCUMENTS, Surroundings
from tests.scenarios.running_bot import APP_ID, SECRET
from tests.scenarios.signing_in import SignedIn, chat_of, signing_in

MODEL = "https://cognitiveservices.azure.com/.default"
_NUMBERS = itertools.count(1)


@dataclass
class Chain:
    """The running product and all that it depends on."""

    teams: SignedIn
    search: SearchServer
    model: OpenAIServer

    def newcomer(self, *groups: str, signed_in: bool = True) -> Person:
        """Somebody whom nothing is known of yet; whether they have signed in before."""
        number = next(_NUMBERS)
        person = Person(f"29:p{number}", f"{number:08}-0000-4000-8000-000000000000", f"P {number}")
        self.teams.graph.accounts[person.object_id] = Account(person.name, list(groups))
        if signed_in:
            self.teams.already(person)
        return person

    async def answer(self, question: str, person: Person) -> dict[str, Any]:
        """The last message of the person's chat, once what was asked is dealt with."""
        before = len(self.teams.connector.messages(chat_of(person)))
        await self.teams.ask(question, by=person)
        return await self.last(person, after=before)

    async def last(self, person: Person, *, after: int) -> dict[str, Any]:
        """The last message of the person's chat, once there are more than so many and it is
        whole."""
        chat, connector = chat_of(person), self.teams.connector

        def is_there() -> bool:
            messages = connector.messages(chat)
            return len(messages) > after and messages[-1]["type"] == "message"

        await connector.until(is_there, timeout_s=20)
        return connector.messages(chat)[-1]

    def mend(self) -> None:
        """Everything works again."""
        self.search.troubles.clear()
        self.search.delay_s = 0.0
        self.model.behaviour = Behaviour()
        self.model.refuse_tokens = 0
        graph, entra = self.teams.graph, self.teams.entra
        graph.status, graph.cut_after, graph.refuse_tokens, graph.challenge = None, None, 0, False
        graph.next_host = ""
        entra.broken, entra.hang_s = False, 0.0
        entra.disabled, entra.step_up, entra.step_up_for = set(), set(), set()
        self.teams.service.status = None

    def faults(self) -> list[str]:
        """What was not as published, so far, of all wires."""
        around = self.teams.around
        return [
            *self.search.faults,
            *self.model.faults,
            *self.teams.graph.faults,
            *self.teams.service.faults,
            *around.identity_provider.requests.faults,
            *around.connector.violations,
        ]


@asynccontextmanager
async def azure_chain(around: Surroundings) -> AsyncIterator[Chain]:
    """The product over an index that it has filled itself."""
    provider = around.identity_provider

    def admits(token: str) -> bool:
        entra = provider.on_behalf_of
        return entra is not None and entra.grants(token, MODEL) is not None

    async with (
        SearchServer(around.authority, scope_of=provider.scopes.get) as search,
        OpenAIServer(authority=around.authority, admits=admits) as model,
    ):
        settings = {
            "KOLLEGA_SEARCH_ENDPOINT": search.url,
            "KOLLEGA_OPENAI_BASE_URL": model.url,
            "KOLLEGA_OPENAI_IDENTITY": "user",
            "KOLLEGA_MODEL": "gpt-5-mini",
        }
        await _ingest(around, settings)
        async with signing_in(around, **settings) as teams:
            yield Chain(teams, search, model)


async def _ingest(around: Surroundings, settings: dict[str, str]) -> None:
    folder = around.path / "intranet"
    folder.mkdir()
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    environ = {
        **settings,
        "KOLLEGA_DATA": str(around.path / "writer"),
        "KOLLEGA_APP_ID": APP_ID,
        "KOLLEGA_APP_SECRET": SECRET,
        "KOLLEGA_TENANTS": TENANT,
        "KOLLEGA_AUTHORITY": around.identity_provider.server.url,
        "KOLLEGA_CA_FILE": str(around.authority.write_pem(around.path / "ca.pem")),
        "KOLLEGA_SSO_CONNECTION": "entra",
    }
    await app.ingest(read(environ), FolderSource(folder, name="intranet"))
