"""A question through the whole azure configuration, and through it with each dependency failing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from bot.identity.graph import MAX_PAGES
from tests.fakes import models
from tests.fakes.azure_search.server import Trouble
from tests.fakes.azure_search.shelf import Shelf
from tests.fakes.connector import FakeConnector, Fault
from tests.fakes.graph_people import PAGE
from tests.fakes.identity_provider import IdentityProvider, SigningKey
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.openai_server import Behaviour
from tests.fakes.teams_client import Person
from tests.scenarios.azure_chain import MODEL, Chain, azure_chain
from tests.scenarios.product import SECRET_FIGURE, Surroundings
from tests.scenarios.running_bot import APP_ID, SECRET
from tests.scenarios.signing_in import OAUTH, QUESTION, SALARY, chat_of

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(120)]
ANSWER = "mer än fem timmar"
BOTH = (
    "Flyg får användas när tågresan tar mer än fem timmar. [1] "
    "Närmaste chef godkänner flygresan i förväg. [1]"
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(
    ingested: Path,
    tmp_path_factory: pytest.TempPathFactory,
    authority: LocalAuthority,
    signing_keys: dict[str, SigningKey],
) -> AsyncIterator[Chain]:
    """Everything, started once."""
    provider = IdentityProvider(authority, app_id=APP_ID, secret=SECRET)
    provider.keys = [signing_keys["skype"], signing_keys["first"]]
    connector = FakeConnector(authority, accepted_tokens=lambda: provider.issued)
    async with provider.server, connector.server, aiohttp.ClientSession() as session:
        around = Surroundings(
            ingested=ingested,
            path=tmp_path_factory.mktemp("azure"),
            authority=authority,
            identity_provider=provider,
            connector=connector,
            session=session,
        )
        async with azure_chain(around) as chain:
            yield chain


@pytest.fixture
def chain(running: Chain) -> Iterator[Chain]:
    """Everything in order again after each test."""
    yield running
    running.mend()
    assert running.faults() == []


async def test_a_question_passes_through_everything_in_the_askers_name(chain: Chain) -> None:
    fatima = chain.newcomer("g1", "g2", "g3", "hr", signed_in=False)

    await chain.teams.ask(SALARY, by=fatima)
    card = await chain.teams.card_shown(of=fatima)
    await chain.teams.teams.deliver(chain.teams.exchange(card, by=fatima))

    assert SECRET_FIGURE in (await chain.last(fatima, after=1))["text"]

    entra, graph = chain.teams.entra, chain.teams.graph
    asked = [scope.split()[0] for who, scope in entra.asked if who == fatima.object_id]
    assert asked == [f"{graph.server.url}/.default", MODEL]
    assert all("hr" in query["filter"] for query in chain.search.asked[-2:])
    assert entra.granted[chain.model.keys[-1].removeprefix("Bearer ")].user_id == fatima.object_id
    assert _kinds(chain, fatima)[-1] == "final"


async def test_what_the_asker_may_not_read_reaches_neither_them_nor_the_model(
    chain: Chain,
) -> None:
    anna = chain.newcomer("g1")

    said = await chain.answer(SALARY, anna)

    assert SECRET_FIGURE not in str(said)
    assert SECRET_FIGURE not in str(chain.model.requests[-1:])
    assert "hr" not in chain.search.asked[-1]["filter"]


NO_DIRECTORY = "Jag kan inte se vad du har rätt att läsa just nu"
NO_SOURCES = "Jag når inte mina källor just nu"
NOTHING_FOUND = "hittar"
Break = Callable[[Chain], None]


def _entra_is_away(chain: Chain) -> None:
    chain.teams.entra.broken = True


def _graph_answers(status: int) -> Break:
    def fail(chain: Chain) -> None:
        chain.teams.graph.status = status

    return fail


def _graph_breaks_off(chain: Chain) -> None:
    chain.teams.graph.cut_after = 1


def _search_answers(status: int) -> Break:
    def fail(chain: Chain) -> None:
        chain.search.troubles.append(Trouble(status, "search.post.search", times=99))

    return fail


@pytest.mark.parametrize(
    ("breaks", "told"),
    [
        pytest.param(_entra_is_away, NO_DIRECTORY, id="Entra away"),
        pytest.param(_graph_answers(403), NO_DIRECTORY, id="Graph 403"),
        pytest.param(_graph_answers(429), NO_DIRECTORY, id="Graph 429"),
        pytest.param(_graph_answers(500), NO_DIRECTORY, id="Graph 500"),
        pytest.param(_graph_breaks_off, NO_DIRECTORY, id="Graph breaks off"),
        pytest.param(_search_answers(403), NO_SOURCES, id="Search 403"),
        pytest.param(_search_answers(429), NO_SOURCES, id="Search 429"),
        pytest.param(_search_answers(503), NO_SOURCES, id="Search 503"),
    ],
)
async def test_what_fails_on_the_way_is_said_and_the_next_question_is_answered(
    chain: Chain, breaks: Break, told: str
) -> None:
    fatima = chain.newcomer("g1", "g2", "hr")
    breaks(chain)

    failed = await chain.answer(SALARY, fatima)

    assert told in failed["text"]
    assert "Referens: " in failed["text"]
    assert SECRET_FIGURE not in str(chain.teams.connector.messages(chat_of(fatima)))
    chain.mend()
    assert SECRET_FIGURE in (await chain.answer(SALARY, fatima))["text"]


async def test_more_groups_than_can_be_read_are_no_groups(chain: Chain) -> None:
    fatima = chain.newcomer(*(f"g{n}" for n in range(MAX_PAGES * PAGE)), "hr")

    assert NO_DIRECTORY in (await chain.answer(SALARY, fatima))["text"]


async def test_an_index_that_is_not_there_or_empty_gives_no_answer(chain: Chain) -> None:
    anna = chain.newcomer("g1")
    aliases = chain.search.aliases
    chain.search.aliases = {}
    missing = await chain.answer(QUESTION, anna)
    chain.search.aliases = aliases

    name = aliases["kollega"]
    filled = chain.search.shelves[name]
    chain.search.shelves[name] = Shelf(filled.definition, synonyms=chain.search.synonym_maps)
    empty = await chain.answer("Får man flyga i tjänsten?", anna)
    chain.search.shelves[name] = filled

    assert NO_SOURCES in missing["text"]
    assert NOTHING_FOUND in empty["text"]
    assert ANSWER in (await chain.answer(QUESTION, anna))["text"]


def _disabled(chain: Chain, person: Person) -> None:
    chain.teams.entra.disabled = {person.object_id}


def _must_prove_more(chain: Chain, person: Person) -> None:
    chain.teams.entra.step_up = {person.object_id}


def _must_prove_more_to_the_model(chain: Chain, person: Person) -> None:
    chain.teams.entra.step_up_for = {(person.object_id, MODEL)}


def _refused_by_graph(chain: Chain, person: Person) -> None:
    chain.teams.graph.refuse_tokens = 2


@pytest.mark.parametrize(
    ("breaks", "told"),
    [
        pytest.param(_disabled, "", id="invalid_grant"),
        pytest.param(_refused_by_graph, "", id="Graph 401"),
        pytest.param(_must_prove_more, "bekräftar din inloggning", id="claims"),
        pytest.param(
            _must_prove_more_to_the_model, "bekräftar din inloggning", id="claims of the model"
        ),
    ],
)
async def test_a_question_that_needs_another_sign_in_is_answered_after_it(
    chain: Chain, breaks: Callable[[Chain, Person], None], told: str
) -> None:
    fatima = chain.newcomer("hr")
    breaks(chain, fatima)
    asked_for = await chain.answer(SALARY, fatima)
    assert [each["contentType"] for each in asked_for["attachments"]] == [OAUTH]
    assert told in asked_for.get("text", "")

    chain.mend()
    await chain.teams.press_button(by=fatima)

    assert SECRET_FIGURE in (await chain.last(fatima, after=1))["text"]
    assert len(chain.teams.cards(of=fatima)) == 1


@pytest.mark.parametrize(
    ("behaviour", "told"),
    [
        pytest.param(Behaviour(status=429), "för mycket att göra", id="429"),
        pytest.param(Behaviour(status=500), "går inte att nå", id="500"),
        pytest.param(
            Behaviour(status=400, code="content_filter"), "innehållsfilter", id="filtered"
        ),
        pytest.param(Behaviour(cut_after=5), "inget svar som går att visa", id="cut at once"),
        pytest.param(
            Behaviour(model=models.writes(BOTH), cut_after=70),
            "Svaret blev avbrutet",
            id="cut in the middle",
        ),
    ],
)
async def test_case_70_each_failure_of_the_model_has_its_words_and_the_stream_ends(
    chain: Chain, behaviour: Behaviour, told: str
) -> None:
    anna = chain.newcomer("g1")
    chain.model.behaviour = behaviour

    said = await chain.answer(QUESTION, anna)

    assert told in said["text"]
    assert ANSWER in said["text"]
    assert _kinds(chain, anna).count("final") == 1


async def test_case_70_a_model_that_takes_nobodys_token_is_done_without(chain: Chain) -> None:
    anna = chain.newcomer("g1")
    chain.model.refuse_tokens = 2

    said = await chain.answer(QUESTION, anna)

    assert "går inte att nå" in said["text"]
    assert ANSWER in said["text"]


async def test_a_token_that_the_model_refuses_is_replaced_once(chain: Chain) -> None:
    anna = chain.newcomer("g1")
    chain.model.refuse_tokens = 1

    said = await chain.answer(QUESTION, anna)

    assert "källans egna ord" not in said["text"]
    assert len(set(chain.model.keys[-2:])) == 2


@pytest.mark.soak
async def test_case_70_a_model_or_a_search_that_is_silent_is_waited_for_and_no_longer(
    chain: Chain,
) -> None:
    anna, erik = chain.newcomer("g1"), chain.newcomer("g1")
    chain.model.behaviour = Behaviour(silent_s=30)
    slow_model = await chain.answer(QUESTION, anna)
    chain.mend()
    chain.search.delay_s = 9.0
    slow_search = await chain.answer(QUESTION, erik)

    assert "hann inte svara" in slow_model["text"]
    assert NO_SOURCES in slow_search["text"]


@pytest.mark.parametrize(
    "fault",
    [Fault(status=429, headers=(("Retry-After", "1"),)), Fault(status=502)],
    ids=["429", "502"],
)
async def test_what_teams_does_not_take_at_first_is_answered_once(
    chain: Chain, fault: Fault
) -> None:
    anna = chain.newcomer("g1")
    chain.teams.connector.fail("start", fault)

    await chain.answer(QUESTION, anna)

    texts = chain.teams.connector.texts(chat_of(anna))
    assert len([text for text in texts if ANSWER in text]) == 1


async def test_case_72_while_graph_fails_what_needs_no_groups_is_answered(chain: Chain) -> None:
    anna = chain.newcomer("g1")
    await chain.answer(QUESTION, anna)
    chain.teams.graph.status = 500

    known = await chain.answer("Får jag flyga till Stockholm?", anna)
    stranger = chain.newcomer("g1")
    unknown = await chain.answer("Jag vill inte leva längre", stranger)

    assert ANSWER in known["text"]
    assert "112" in unknown["text"]


def _kinds(chain: Chain, person: Person) -> list[str]:
    """What was sent to the person's chat, in order."""
    chat = chat_of(person)
    return [one.kind for one in chain.teams.connector.arrivals if one.conversation_id == chat]
