"""Colleagues found in Microsoft Graph, in the name of whoever asks."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Sequence

import aiohttp
import pytest

from bot.errors import DirectoryUnavailable
from bot.identity.assertions import Assertion
from bot.identity.base import Refusal, User
from bot.identity.graph_client import Graph
from bot.identity.graph_people import MAX_PAGES, GraphPeople
from tests.fakes.graph_people import COLLEAGUES, PAGE, Account, PeopleServer
from tests.fakes.identity_provider import SigningKey
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.on_behalf_of import OnBehalfOf

TENANT = "11111111-2222-3333-4444-555555555555"
ANNA = User(id="oid-anna", name="Anna Lindqvist", unit="Hemtjänst norr")


class Exchanged:
    """A `TokenSource` that asks the fake Entra without the way there."""

    def __init__(self, entra: OnBehalfOf) -> None:
        self._entra = entra

    async def token(self, user: User, audience: str, *, after: Refusal | None = None) -> str:
        assertion = Assertion(user.id, TENANT, self._entra.sign_in(user.id), time.time() + 60)
        form = {"assertion": assertion.token, "scope": f"{audience}/.default"}
        _, answer = await self._entra.exchange(TENANT, form)
        return str(answer["access_token"])


@pytest.fixture(scope="module")
def key() -> SigningKey:
    return SigningKey.generate("entra")


@pytest.fixture(scope="module")
def authority() -> LocalAuthority:
    return LocalAuthority()


@pytest.fixture
async def graph(authority: LocalAuthority, key: SigningKey) -> AsyncIterator[PeopleServer]:
    entra = OnBehalfOf(app_id="kollega", tenant=TENANT, key=key.private)
    server = PeopleServer(authority, entra)
    server.accounts = {
        "oid-anna": Account("Anna Lindqvist", unit="Hemtjänst norr", manager="oid-maja"),
        "oid-maja": Account("Maja Ek", unit="Hemtjänst norr", mail="maja@example.org"),
        "oid-anna-2": Account("Anna Ståhl", unit="Skola"),
        "oid-annika": Account("Annika Berg", unit="Skola"),
        "oid-gone": Account("Anna Ek", unit="Hemtjänst norr", enabled=False),
        "oid-erik": Account("Erik Nyström", unit="Hemtjänst norr"),
        "oid-quote": Account("Per d'Arc", unit="Kultur 'o fritid"),
    }
    async with server.server:
        yield server
    assert server.faults == []


@pytest.fixture
async def people(graph: PeopleServer, authority: LocalAuthority) -> AsyncIterator[GraphPeople]:
    connector = aiohttp.TCPConnector(ssl=authority.client_context())
    async with aiohttp.ClientSession(connector=connector) as session:
        tokens = Exchanged(graph._entra)
        yield GraphPeople(Graph(session, url=graph.server.url, tokens=tokens))


def names(found: Sequence[User]) -> list[str]:
    return [user.name for user in found]


@pytest.mark.parametrize(
    ("called", "expected"),
    [
        ("Anna", ["Anna Lindqvist", "Anna Ståhl"]),
        ("anna l", ["Anna Lindqvist"]),
        ("Ståhl", ["Anna Ståhl"]),
        ("Annik", []),
        ('" OR "displayName:Erik', []),
        ("d'Arc", ["Per d'Arc"]),
        ("!", []),
    ],
)
async def test_colleagues_are_found_by_what_they_are_called(
    people: GraphPeople, called: str, expected: list[str]
) -> None:
    assert names(await people.named(called, asker=ANNA)) == expected


async def test_a_name_spelt_almost_so_is_asked_about(people: GraphPeople) -> None:
    assert names(await people.resembling("Annicka", asker=ANNA)) == ["Annika Berg"]
    assert await people.resembling("Xy", asker=ANNA) == ()


async def test_the_unit_is_everybody_who_still_works_there(people: GraphPeople) -> None:
    unit = await people.in_unit("hemtjänst norr", asker=ANNA)

    assert names(unit) == ["Anna Lindqvist", "Maja Ek", "Erik Nyström"]
    assert names(await people.in_unit("Kultur 'o fritid", asker=ANNA)) == ["Per d'Arc"]


async def test_the_manager_is_the_askers_own(people: GraphPeople) -> None:
    manager = await people.manager(asker=ANNA)

    assert manager is not None
    assert (manager.id, manager.mail) == ("oid-maja", "maja@example.org")
    assert await people.manager(asker=User(id="oid-maja", name="Maja Ek")) is None


async def test_whoever_has_left_is_not_there_any_more(
    people: GraphPeople, graph: PeopleServer
) -> None:
    graph.accounts["oid-maja"].enabled = False

    assert await people.manager(asker=ANNA) is None
    assert await people.with_id("oid-gone", asker=ANNA) is None
    assert await people.with_id("oid-nobody", asker=ANNA) is None
    assert await people.with_id("../me?x=y", asker=ANNA) is None
    erik = await people.with_id("oid-erik", asker=ANNA)
    assert erik is not None
    assert erik.name == "Erik Nyström"


async def test_without_the_permission_nobody_is_guessed(
    people: GraphPeople, graph: PeopleServer
) -> None:
    graph.permissions.remove(COLLEAGUES)

    for asked in (people.named("Anna", asker=ANNA), people.manager(asker=ANNA)):
        with pytest.raises(DirectoryUnavailable, match="403"):
            await asked


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_failure_of_graph_is_no_empty_answer(
    people: GraphPeople, graph: PeopleServer, status: int
) -> None:
    graph.status = status

    with pytest.raises(DirectoryUnavailable, match=str(status)):
        await people.in_unit("Skola", asker=ANNA)


async def test_more_people_than_can_be_read_are_no_answer(
    people: GraphPeople, graph: PeopleServer
) -> None:
    graph.accounts |= {f"oid-{n}": Account(f"Anna {n}") for n in range(MAX_PAGES * PAGE)}

    with pytest.raises(DirectoryUnavailable, match="longer"):
        await people.named("Anna", asker=ANNA)


async def test_a_group_is_everybody_in_it_page_by_page_without_those_who_have_left(
    graph: PeopleServer, people: GraphPeople
) -> None:
    graph.lists = {"g-1": "Ledningsgruppen", "g-2": "Alla 'o envar"}
    for one in ("oid-anna", "oid-maja", "oid-erik", "oid-gone"):
        graph.accounts[one].groups.append("g-1")

    found = await people.in_group("ledningsgruppen", asker=ANNA)

    assert names(found) == ["Anna Lindqvist", "Maja Ek", "Erik Nyström"]
    assert await people.in_group("Alla 'o envar", asker=ANNA) == []
    assert await people.in_group("Ingen sådan", asker=ANNA) == ()


async def test_of_two_groups_with_one_name_neither_is_guessed(
    graph: PeopleServer, people: GraphPeople
) -> None:
    graph.lists = {"g-1": "Projekt", "g-2": "Projekt"}
    graph.accounts["oid-maja"].groups.append("g-1")

    assert await people.in_group("Projekt", asker=ANNA) == ()
