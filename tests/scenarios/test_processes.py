"""Several processes on one store, and real signals to stop: nothing is lost and nothing doubled."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from socket import create_connection

import aiohttp
import pytest

from tests.fakes import models
from tests.fakes.blob_server import BlobServer, Trouble
from tests.fakes.connector import FakeConnector
from tests.fakes.fault_proxy import FaultProxy
from tests.fakes.identity_provider import IdentityProvider
from tests.fakes.openai_server import Behaviour, OpenAIServer
from tests.fakes.teams_client import GROUP, PERSONAL, Activity, TeamsClient
from tests.scenarios.bot_process import BotProcess
from tests.scenarios.conftest import PeopleOf, StartProcess
from tests.scenarios.kept import Kept, in_a_file, in_azurite, in_the_fake
from tests.scenarios.product import ANNA
from tests.scenarios.waiting import until

pytestmark = pytest.mark.timeout(120)

STORES = ["sqlite", "blob", pytest.param("azurite", marks=pytest.mark.azurite)]

QUESTION = "Får jag flyga till Göteborg?"
FIRST = "Flyg får användas när tågresan tar mer än fem timmar."
WRITTEN = f"{FIRST} [1] Närmaste chef godkänner flygresan i förväg. [1]"
PROMPT = Behaviour(model=models.writes(WRITTEN))
SLOW = Behaviour(model=PROMPT.model, piece=20, pause_s=0.1)
STALLED = Behaviour(model=PROMPT.model, stalls_after=len(WRITTEN) - 10)


@pytest.fixture
async def blobs() -> AsyncIterator[BlobServer]:
    async with BlobServer() as server:
        yield server


@pytest.fixture(params=STORES)
def kept(request: pytest.FixtureRequest) -> Kept:
    """Every test holds whatever the processes keep their state in."""
    if request.param == "sqlite":
        return in_a_file()
    if request.param == "azurite":
        return in_azurite(request.getfixturevalue("azurite_endpoint"))
    return in_the_fake(request.getfixturevalue("blobs"))


async def test_case_61_an_activity_delivered_to_two_processes_and_to_a_third_is_answered_once(
    start_process: StartProcess, people_of: PeopleOf, connector: FakeConnector, kept: Kept
) -> None:
    async with start_process() as first, start_process() as second:
        said = people_of(first).message("Hej!", by=ANNA)
        answers = await asyncio.gather(
            *(people_of(process).deliver(said) for process in (first, second, first, second))
        )
        await connector.until_messages(PERSONAL, 1)
        await until(lambda: not kept.unfinished(second.data))
        first.kill()
        async with start_process() as third:
            again = await asyncio.gather(
                *(people_of(process).deliver(said) for process in (second, third))
            )
            await people_of(third).say("Tack!", by=ANNA)
            await connector.until_messages(PERSONAL, 2)

    assert {answer.status for answer in (*answers, *again)} == {200}
    assert len(connector.messages(PERSONAL)) == 2


async def test_case_76_asked_to_stop_in_the_middle_of_a_stream_the_process_ends_it_first(
    start_process: StartProcess,
    people_of: PeopleOf,
    connector: FakeConnector,
    model: OpenAIServer,
    kept: Kept,
) -> None:
    model.behaviour = SLOW
    async with _from_a_shell(start_process()) as (process, shell):
        await people_of(process).say(QUESTION, by=ANNA)
        await connector.until_messages(PERSONAL, 1)
        asked_at = time.monotonic()
        shell.send_signal(signal.SIGTERM)
        code = await asyncio.wait_for(shell.wait(), 35)

    assert code == 0
    assert time.monotonic() - asked_at < 30
    assert [arrival.kind for arrival in connector.arrivals][-1] == "final"
    assert FIRST in connector.texts(PERSONAL)[0]
    assert not kept.unfinished(process.data)


@pytest.mark.soak
async def test_case_76_a_stream_that_cannot_end_in_time_is_resumed_by_the_next_process(
    start_process: StartProcess,
    people_of: PeopleOf,
    connector: FakeConnector,
    model: OpenAIServer,
) -> None:
    model.behaviour = STALLED
    async with start_process() as first:
        await people_of(first).say(QUESTION, by=ANNA)
        await connector.until(lambda: "update" in _kinds(connector))
        asked_at = time.monotonic()
        first.terminate()
        assert await first.ended() == 0
        assert time.monotonic() - asked_at < 30

    model.behaviour = PROMPT
    async with start_process():
        await connector.until(lambda: _kinds(connector)[-1] in ("final", "put"), timeout_s=15)

    [text] = connector.texts(PERSONAL)
    assert FIRST in text


@pytest.mark.soak
@pytest.mark.parametrize("kept", ["sqlite"], indirect=True)
async def test_case_73_while_another_process_holds_the_store_nothing_is_accepted(
    start_process: StartProcess, people_of: PeopleOf, connector: FakeConnector, kept: Kept
) -> None:
    async with start_process() as process:
        said = people_of(process).message("Hej!", by=ANNA)
        with closing(
            sqlite3.connect(process.data / "state.sqlite3", isolation_level=None)
        ) as other:
            other.execute("BEGIN IMMEDIATE")
            refused = await people_of(process).deliver(said)
        accepted = await people_of(process).deliver(said)
        await connector.until_messages(PERSONAL, 1)
        await until(lambda: not kept.unfinished(process.data))

    assert (refused.status, accepted.status) == (503, 200)
    assert len(connector.messages(PERSONAL)) == 1


@pytest.mark.parametrize("kept", ["blob"], indirect=True)
async def test_case_73_while_blob_storage_refuses_or_fails_nothing_is_accepted(
    start_process: StartProcess,
    people_of: PeopleOf,
    connector: FakeConnector,
    blobs: BlobServer,
    kept: Kept,
) -> None:
    async with start_process() as process:
        said = people_of(process).message("Hej!", by=ANNA)
        refused = []
        for trouble in (Trouble(403, "AuthorizationFailure"), Trouble(503, "ServerBusy")):
            blobs.troubles[:] = [trouble]
            refused.append((await people_of(process).deliver(said)).status)
        blobs.troubles.clear()
        accepted = await people_of(process).deliver(said)
        await connector.until_messages(PERSONAL, 1)
        await until(lambda: not kept.unfinished(process.data))

    assert (refused, accepted.status) == ([503, 503], 200)
    assert len(connector.messages(PERSONAL)) == 1


@pytest.mark.soak
async def test_case_76_connections_that_hang_do_not_keep_the_process_from_stopping(
    start_process: StartProcess, people_of: PeopleOf
) -> None:
    async with start_process() as process, AsyncExitStack() as connections:
        head = (
            f"POST /api/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n"
            f"Content-Type: application/json\r\nAuthorization: Bearer {people_of(process).token()}"
        )
        for sent in ("", head, f"{head}\r\n\r\n{{"):
            hanging = connections.enter_context(create_connection(("127.0.0.1", process.port)))
            hanging.sendall(sent.encode())
        await asyncio.sleep(0.5)
        asked_at = time.monotonic()
        process.terminate()

        assert await process.ended() == 0
        assert time.monotonic() - asked_at < 30


@pytest.mark.soak
async def test_case_68_what_a_killed_process_was_answering_is_taken_over_by_one_that_lives(
    start_process: StartProcess,
    people_of: PeopleOf,
    connector: FakeConnector,
    model: OpenAIServer,
) -> None:
    model.behaviour = STALLED
    async with start_process() as first, start_process() as second:
        said = people_of(first).message(QUESTION, by=ANNA)
        await people_of(first).deliver(said)
        await connector.until(lambda: "update" in _kinds(connector))
        model.behaviour = PROMPT
        first.kill()
        killed_at = time.monotonic()
        assert (await people_of(second).deliver(said)).status == 200

        await connector.until(lambda: _kinds(connector)[-1] in ("final", "put"), timeout_s=60)

    assert time.monotonic() - killed_at < 60
    [text] = connector.texts(PERSONAL)
    assert FIRST in text


@pytest.mark.soak
async def test_case_64_what_waits_behind_a_killed_answer_keeps_its_order(
    start_process: StartProcess,
    people_of: PeopleOf,
    connector: FakeConnector,
    model: OpenAIServer,
    kept: Kept,
) -> None:
    model.behaviour = PROMPT
    async with start_process() as first:
        teams = people_of(first)
        said = [teams.mention(QUESTION, by=ANNA) for _ in range(20)]
        for activity in said:
            assert (await teams.deliver(activity)).status == 200
        await connector.until(lambda: _kinds(connector).count("put") >= 5, timeout_s=30)
        first.kill()
    async with start_process():
        await until(lambda: not _unanswered(said, connector), timeout_s=60)
        await until(lambda: not kept.unfinished(first.data))

    order = dict.fromkeys(message["replyToId"] for message in connector.messages(GROUP))
    answers = [each for each in connector.messages(GROUP) if FIRST in each["text"]]
    assert list(order) == [activity["id"] for activity in said]
    assert max(Counter(each["replyToId"] for each in answers).values()) == 1
    assert len(answers) >= len(said) - 1


@pytest.mark.soak
@pytest.mark.timeout(180)
async def test_case_68_killed_eight_times_under_load_nothing_is_answered_twice_or_left_unsaid(
    start_process: StartProcess,
    connector: FakeConnector,
    identity_provider: IdentityProvider,
    session: aiohttp.ClientSession,
) -> None:
    settings = {"KOLLEGA_MESSAGES_PER_MINUTE": "1000"}
    moments = random.Random(68)
    async with FaultProxy("localhost:1") as door, AsyncExitStack() as processes:
        teams = TeamsClient(
            f"http://{door.host}/api/messages",
            connector=connector,
            identity_provider=identity_provider,
            session=session,
        )
        serving = await _started(start_process(**settings), door, processes)
        crowd = asyncio.create_task(_five_a_second(teams, messages=150))
        for _ in range(8):
            await asyncio.sleep(moments.uniform(1.5, 3.5))
            serving.kill()
            serving = await _started(start_process(**settings), door, processes)
        asked = await crowd
        await until(lambda: not _unanswered(asked, connector), timeout_s=60.0)
        await asyncio.sleep(2.0)

    answers = Counter(each["replyToId"] for each in _messages(connector) if FIRST in each["text"])
    assert {activity: times for activity, times in answers.items() if times > 1} == {}
    assert len(answers) > len(asked) * 0.7
    # A stream whose id died with its process stays open at Teams, which then refuses the next; that
    # answer comes as a plain message.
    assert set(connector.violations) <= {"a second stream in the same chat"}
    connector.violations.clear()


@pytest.mark.soak
@pytest.mark.timeout(180)
async def test_case_77_under_five_messages_a_second_rolling_restarts_lose_and_double_nothing(
    start_process: StartProcess,
    connector: FakeConnector,
    identity_provider: IdentityProvider,
    session: aiohttp.ClientSession,
) -> None:
    """Twice the next process starts before the last one is stopped, and twice only after."""
    settings = {"KOLLEGA_MESSAGES_PER_MINUTE": "1000"}
    async with FaultProxy("localhost:1") as door, AsyncExitStack() as processes:
        teams = TeamsClient(
            f"http://{door.host}/api/messages",
            connector=connector,
            identity_provider=identity_provider,
            session=session,
        )
        serving = await _started(start_process(**settings), door, processes)
        crowd = asyncio.create_task(_five_a_second(teams, messages=150))
        for overlapping in (True, False, True, False):
            await asyncio.sleep(6.0)
            if overlapping:
                last = serving
                serving = await _started(start_process(**settings), door, processes)
                last.terminate()
            else:
                serving.terminate()
                await serving.ended()
                serving = await _started(start_process(**settings), door, processes)
        asked = await crowd
        await until(lambda: not _unanswered(asked, connector), timeout_s=60.0)
        await asyncio.sleep(2.0)

    answers = Counter(each["replyToId"] for each in _messages(connector))
    assert {activity["id"]: answers[activity["id"]] for activity in asked} == dict.fromkeys(
        (activity["id"] for activity in asked), 1
    )


def _kinds(connector: FakeConnector) -> list[str]:
    return [arrival.kind for arrival in connector.arrivals]


@asynccontextmanager
async def _from_a_shell(
    process: BotProcess,
) -> AsyncIterator[tuple[BotProcess, asyncio.subprocess.Process]]:
    """The `kollega serve` command itself, with the settings that the process would have had."""
    with (process.data / "log").open("ab") as log:
        shell = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "serve", "--port", str(process.port)),
            env={**os.environ, **process.environment},
            cwd=process.data,
            stdout=log,
            stderr=log,
        )
    try:
        await process.until_ready()
        yield process, shell
    finally:
        if shell.returncode is None:
            shell.kill()
            await shell.wait()


async def _started(process: BotProcess, door: FaultProxy, stack: AsyncExitStack) -> BotProcess:
    """The process, ready and behind the door that Teams knows."""
    await stack.enter_async_context(process)
    door.target = f"localhost:{process.port}"
    return process


async def _five_a_second(teams: TeamsClient, *, messages: int) -> list[Activity]:
    """What twenty people asked, each message delivered until it is acknowledged, as Teams does."""
    asked = [teams.message(QUESTION, by=ANNA, to=f"a:{n % 20}") for n in range(messages)]
    began_at = time.monotonic()
    deliveries = []
    for number, activity in enumerate(asked):
        await asyncio.sleep(max(0.0, began_at + number / 5 - time.monotonic()))
        deliveries.append(asyncio.create_task(_deliver_until_acknowledged(teams, activity)))
    await asyncio.gather(*deliveries)
    return asked


async def _deliver_until_acknowledged(teams: TeamsClient, activity: Activity) -> None:
    while True:
        try:
            if (await teams.deliver(activity)).status == 200:
                return
        except aiohttp.ClientError:
            pass
        await asyncio.sleep(0.5)


def _messages(connector: FakeConnector) -> list[Activity]:
    """Finished messages of every chat."""
    shown = [message for chat in connector.conversations.values() for message in chat.values()]
    return [message for message in shown if message["type"] == "message"]


def _unanswered(asked: list[Activity], connector: FakeConnector) -> set[str]:
    return {each["id"] for each in asked} - {each["replyToId"] for each in _messages(connector)}
