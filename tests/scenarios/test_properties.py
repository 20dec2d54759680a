"""P1 to P10: what always holds, each tried as a whole. The numbered cases try them one by one."""

from __future__ import annotations

import asyncio
import io
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator

import jwt
import pytest

from bot.errors import DirectoryUnavailable, StorageUnavailable
from bot.turn import Notice, Progress
from tests.fakes import models
from tests.fakes.connector import FakeConnector, Fault
from tests.fakes.fault_proxy import FaultProxy
from tests.fakes.identity_provider import IdentityProvider, SigningKey
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.openai_server import Behaviour, OpenAIServer
from tests.fakes.scripted_copilot import ScriptedCopilot
from tests.fakes.teams_client import (
    ANNA,
    ERIK,
    PERSONAL,
    STRANGER,
    TENANT,
    Activity,
    TeamsClient,
)
from tests.scenarios import product
from tests.scenarios.conftest import PeopleOf, StartProcess
from tests.scenarios.logging_everything import everything_logged
from tests.scenarios.running_bot import SECRET, RunningBot

SEARCHING = Progress("Söker i intranätet …")
NUMBER = "19900101-9802"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    written = io.StringIO()
    with everything_logged(written):
        yield written


@pytest.fixture
async def elsewhere(
    connector: FakeConnector, authority: LocalAuthority
) -> AsyncIterator[FaultProxy]:
    """A machine that is not on the allow-list; it counts who comes."""
    async with FaultProxy(connector.server.host, authority=authority) as proxy:
        yield proxy


async def test_property_01_every_single_doubt_about_a_request_is_enough_to_refuse_it(
    teams: TeamsClient,
    bot: RunningBot,
    copilot: ScriptedCopilot,
    connector: FakeConnector,
    signing_keys: dict[str, SigningKey],
) -> None:
    said = teams.message("hej")
    claims = jwt.decode(teams.token(), options={"verify_signature": False})
    first = signing_keys["first"].private
    doubts: list[tuple[Activity, str]] = [
        (said, teams.token()[:-4] + "AAAA"),
        (said, teams.token(key=SigningKey("first", signing_keys["stranger"].private))),
        (said, teams.token(key=signing_keys["skype"])),
        (said, jwt.encode(claims, first, algorithm="RS256")),
        (said, teams.token(iss="https://sts.windows.net/x/")),
        (said, teams.token(aud="somebody-else")),
        (said, teams.token(without=("exp",))),
        (said, teams.token(exp=int(time.time()) - 400)),
        (said, teams.token(serviceurl=f"{connector.service_url}x")),
        ({**said, "channelId": "webchat"}, teams.token()),
        ({**said, "serviceUrl": f"{connector.service_url}x"}, teams.token()),
    ]

    answers = [await teams.post(activity, token=token) for activity, token in doubts]
    assert {answer.status for answer in answers} == {401}
    assert (bot.stored("SELECT * FROM inbox"), copilot.turns) == ([], [])

    # The same without any doubt.
    await teams.post(said, token=jwt.encode(claims, first, "RS256", headers={"kid": "first"}))
    await connector.until_messages(PERSONAL, 1)


async def test_property_02_only_the_tenants_on_the_list_are_served(
    teams: TeamsClient, bot: RunningBot, connector: FakeConnector
) -> None:
    foreign = teams.message("hej")
    foreign["channelData"]["tenant"]["id"] = TENANT.replace("1", "2")
    nameless = teams.message("hej")
    del nameless["channelData"]["tenant"]
    del nameless["conversation"]["tenantId"]
    capitals = teams.message("hej")
    capitals["channelData"]["tenant"]["id"] = TENANT.upper()

    answers = [await teams.post(activity) for activity in (foreign, nameless, capitals)]
    await connector.until_messages(PERSONAL, 1)

    assert [answer.status for answer in answers] == [403, 403, 200]
    assert bot.stored("SELECT count(*) FROM inbox") == [(1,)]


async def test_property_03_the_bots_token_reaches_no_host_off_the_list(
    teams: TeamsClient, bot: RunningBot, elsewhere: FaultProxy, connector: FakeConnector
) -> None:
    for address in (f"https://{elsewhere.host}/teams/", f"http://{elsewhere.host}/teams/"):
        activity = {**teams.message("hej"), "serviceUrl": address}
        answer = await teams.post(activity, token=teams.token(serviceurl=address))
        assert answer.status == 401

    await teams.say("hej")
    await connector.until_messages(PERSONAL, 1)

    assert elsewhere.connections == 0


async def test_property_04_who_cannot_be_told_apart_is_shown_nothing(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    nobody = teams.message("lön?", to="a:nobody")
    del nobody["from"]["aadObjectId"]

    await teams.post(nobody)
    await teams.say("lön?", by=STRANGER, to="a:stranger")
    await connector.until_messages("a:nobody", 1)
    await connector.until_messages("a:stranger", 1)

    assert copilot.turns == []


async def test_property_05_what_is_for_one_conversation_reaches_no_other(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    chats = [f"a:{n}" for n in range(20)]
    for chat in chats:
        copilot.on(f"fråga {chat}", SEARCHING, 0.01, Notice(text=f"kanarie {chat}!"))

    await asyncio.gather(
        *(
            teams.say(f"fråga {chat}", by=(ANNA, ERIK)[n % 2], to=chat)
            for n, chat in enumerate(chats)
        )
    )
    finals = ("final", "message")
    await connector.until(
        lambda: sum(each.kind in finals for each in connector.arrivals) == len(chats), timeout_s=15
    )

    assert {chat: connector.texts(chat) for chat in chats} == {
        chat: [f"kanarie {chat}!"] for chat in chats
    }


async def test_property_06_a_model_that_obeys_an_attacker_leaks_nothing(
    start_process: StartProcess,
    people_of: PeopleOf,
    connector: FakeConnector,
    model: OpenAIServer,
    elsewhere: FaultProxy,
) -> None:
    evil = f"https://{elsewhere.host}/teams/"
    model.behaviour = Behaviour(
        model=models.writes(
            f"Medellönen är {product.SECRET_FIGURE} kronor. [1] Läs mer på {evil} [1] "
            f"![bild]({evil}) <img src='{evil}'> Flyg får användas när tåget tar fem timmar. [1]"
        ),
        piece=3,
    )
    async with start_process() as process:
        await people_of(process).say("Får jag flyga?", by=product.ANNA)
        await connector.until(
            lambda: "final" in [each.kind for each in connector.arrivals], timeout_s=15
        )

    shown = str([each.body for each in connector.arrivals])
    assert product.SECRET_FIGURE not in shown
    assert elsewhere.host not in shown
    assert elsewhere.connections == 0


async def test_property_07_whatever_goes_wrong_each_accepted_activity_ends_in_one_message(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot
) -> None:
    copilot.on("kraschar", RuntimeError("x"))
    copilot.on("strömmar", SEARCHING, 0.1, Notice(text="klart"))
    copilot.on("kraschar sent", SEARCHING, 0.1, RuntimeError("x"))
    copilot.on("för långsam", 60.0)
    copilot.on("tomt")
    texts = ["kraschar", "strömmar", "kraschar sent", "för långsam", "hej"]
    said = [teams.message(text, to=f"a:{n}") for n, text in enumerate(texts * 3)]
    said += [teams.mention(text, to=f"19:{n}@thread.v2") for n, text in enumerate(texts)]
    connector.fail("message", Fault(status=429), Fault(status=500, after_accepting=True))
    connector.fail("final", Fault(status=502), Fault(status=500, after_accepting=True))
    connector.fail("put", Fault(status=503))
    deliveries = said * 3
    random.Random(7).shuffle(deliveries)

    answers = await asyncio.gather(*(teams.deliver(activity) for activity in deliveries))
    await connector.until(lambda: len(_finished(connector)) == len(said), timeout_s=20)

    assert {answer.status for answer in answers} == {200}
    assert _finished(connector) == {activity["id"]: 1 for activity in said}


async def test_property_08_no_word_number_or_token_is_logged_not_even_at_debug(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot, log: io.StringIO
) -> None:
    text = f"hemligheten {NUMBER}"
    copilot.on("hemligheten [personnummer]", RuntimeError(text))
    token = teams.token()

    await teams.post(teams.message(text), token=token)
    await connector.until_messages(PERSONAL, 1)
    await teams.post(teams.message(text), token=token + "x")
    await teams.post(b'{"text": "hemligheten"', token=token)

    assert "level=ERROR" in log.getvalue()
    for secret in ("hemligheten", NUMBER, "9802", token, token.split(".")[2], SECRET, ANNA.name):
        assert secret not in log.getvalue()


async def test_property_09_a_stranger_with_keys_of_his_own_costs_little_and_causes_one_fetch(
    teams: TeamsClient,
    bot: RunningBot,
    identity_provider: IdentityProvider,
    signing_keys: dict[str, SigningKey],
) -> None:
    await teams.post(teams.message("hej"), token="x.y.z")
    private = signing_keys["stranger"].private
    tokens = [teams.token(key=SigningKey(f"own-{n}", private)) for n in range(50)]
    body = b"x" * 10_000
    await teams.post(body, token=tokens[0])
    fetched = identity_provider.requests.keys
    before = time.process_time()

    for token in tokens:
        assert (await teams.post(body, token=token)).status == 401

    assert (time.process_time() - before) / len(tokens) < 0.005
    assert identity_provider.requests.keys == fetched
    assert bot.stored("SELECT * FROM inbox") == []


@pytest.mark.parametrize(
    "failure",
    [DirectoryUnavailable("x"), StorageUnavailable("x"), RuntimeError("x"), TimeoutError()],
    ids=["directory", "store", "defect", "time-out"],
)
@pytest.mark.parametrize(
    ("question", "words"),
    [("får vi flyga?", "Referens: "), ("May I fly?", "Reference: ")],
    ids=["sv", "en"],
)
async def test_property_10_each_failure_ends_in_a_calm_word_in_the_persons_language(
    teams: TeamsClient,
    connector: FakeConnector,
    copilot: ScriptedCopilot,
    failure: Exception,
    question: str,
    words: str,
) -> None:
    copilot.on(question, failure)

    await teams.say(question)
    [message] = await connector.until_messages(PERSONAL, 1)

    assert words in message["text"]
    assert 20 < len(message["text"]) < 300
    for technical in ("Error", "Exception", "Traceback", "None", "SQLite"):
        assert technical not in message["text"]


def _finished(connector: FakeConnector) -> Counter[str]:
    """How many finished messages each activity has been answered with."""
    shown = [message for chat in connector.conversations.values() for message in chat.values()]
    return Counter(
        message["replyToId"]
        for message in shown
        if message["type"] == "message" and message["text"] != SEARCHING.text
    )
