"""The product with Entra around it: people sign in, and everything is done in their name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from tests.fakes.connector import FakeConnector
from tests.fakes.graph_people import Account, PeopleServer
from tests.fakes.on_behalf_of import OnBehalfOf
from tests.fakes.sign_in_service import CONNECTION, SignInServer
from tests.fakes.teams_client import TENANT, Activity, Answer, Person, TeamsClient
from tests.scenarios.product import ANNA, ERIK, FATIMA, Surroundings, product
from tests.scenarios.running_bot import APP_ID

OAUTH = "application/vnd.microsoft.card.oauth"
QUESTION = "Får jag flyga?"
SALARY = "Vad blev medellönen för undersköterskor i löneöversynen?"


@dataclass
class SignedIn:
    """Everything that signs people in, and Teams in front of the bot."""

    teams: TeamsClient
    connector: FakeConnector
    entra: OnBehalfOf
    service: SignInServer
    graph: PeopleServer
    around: Surroundings

    async def ask(self, text: str = QUESTION, *, by: Person = ANNA) -> Answer:
        return await self.teams.say(text, by=by, to=chat_of(by))

    def card(self, *, of: Person = ANNA) -> dict[str, Any]:
        """The latest card to sign in with."""
        return self.cards(of=of)[-1]

    def cards(self, *, of: Person = ANNA) -> list[dict[str, Any]]:
        return [
            each["content"]
            for message in self.connector.messages(chat_of(of))
            for each in message.get("attachments", [])
            if each["contentType"] == OAUTH
        ]

    async def card_shown(self, count: int = 1, *, of: Person = ANNA) -> dict[str, Any]:
        await self.connector.until(lambda: len(self.cards(of=of)) >= count, timeout_s=20)
        return self.card(of=of)

    async def told(self, words: str, *, of: Person = ANNA) -> str:
        """The first message that has these words in it, once there is one."""

        def found() -> list[str]:
            return [each for each in self.connector.texts(chat_of(of)) if words in each]

        await self.connector.until(lambda: bool(found()), timeout_s=20)
        return found()[0]

    def exchange(
        self, card: dict[str, Any], *, by: Person = ANNA, token: str | None = None, **value: Any
    ) -> Activity:
        """What each of a person's clients sends when it sees the card."""
        token = token if token is not None else self.entra.sign_in(by.object_id)
        sent = {
            "id": card["tokenExchangeResource"]["id"],
            "connectionName": card["connectionName"],
            "token": token,
            **value,
        }
        return self.teams.invoke("signin/tokenExchange", sent, by=by, to=chat_of(by))

    async def press_button(self, *, by: Person = ANNA) -> Answer:
        """Sign in on the page behind the card's button, and come back."""
        self.service.codes["123456"] = by.id, self.entra.sign_in(by.object_id)
        state = {"state": "123456"}
        return await self.teams.deliver(
            self.teams.invoke("signin/verifyState", state, by=by, to=chat_of(by))
        )

    def already(self, person: Person, **claims: object) -> None:
        """Somebody has signed in before."""
        self.service.kept[person.id] = self.entra.sign_in(person.object_id, **claims)


def chat_of(person: Person) -> str:
    """The person's own chat with the bot."""
    return person.id.replace("29:", "a:")


@asynccontextmanager
async def signing_in(around: Surroundings, **settings: str) -> AsyncIterator[SignedIn]:
    """The product, whose people are in Entra alone."""
    provider = around.identity_provider
    entra = OnBehalfOf(app_id=APP_ID, tenant=TENANT, key=provider.keys[-1].private)
    provider.on_behalf_of = entra
    service = SignInServer(around.authority, accepted_tokens=lambda: provider.issued)
    graph = PeopleServer(around.authority, entra)
    graph.accounts = {
        ANNA.object_id: Account(ANNA.name, ["g1", "g2", "g3"]),
        ERIK.object_id: Account(ERIK.name),
        FATIMA.object_id: Account(FATIMA.name, ["g1", "g2", "g3", "g4", "hr"]),
    }
    async with service.server, graph.server:
        configured = {
            "KOLLEGA_SSO_CONNECTION": CONNECTION,
            "KOLLEGA_SIGN_IN_URL": service.server.url,
            "KOLLEGA_GRAPH_URL": graph.server.url,
        }
        async with product(around, **{**configured, **settings}) as teams:
            yield SignedIn(teams, around.connector, entra, service, graph, around)
    assert service.faults == []
    assert graph.faults == [], graph.faults
