"""The network between the bot, Teams and the identity provider fails in every way it can."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable

import aiohttp
import pytest

from bot.turn import Notice, Progress
from tests.fakes.connector import FakeConnector, Fault
from tests.fakes.fault_proxy import Ending, FaultProxy, Trouble
from tests.fakes.identity_provider import IdentityProvider, SigningKey
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.passages import sentence
from tests.fakes.scripted_copilot import ScriptedCopilot
from tests.fakes.teams_client import GROUP, PERSONAL, TeamsClient
from tests.scenarios.running_bot import RunningBot
from tests.scenarios.waiting import until

SEARCHING = Progress("Söker i intranätet …")
ANSWER = sentence("Du får flyga när tåget tar mer än fem timmar.")
SWALLOWED = Trouble(request_bytes=0, ending="silence")
UNANSWERED = Trouble(answer_bytes=0, ending="silence")
RESET_AFTER_REQUEST = Trouble(answer_bytes=0)
REFUSED = Trouble(on_accept="reset")


@pytest.fixture
async def way(connector: FakeConnector, authority: LocalAuthority) -> AsyncIterator[FaultProxy]:
    """The wire from the bot to Teams."""
    async with FaultProxy(connector.server.host, authority=authority) as proxy:
        connector.server.host = proxy.host
        yield proxy


@pytest.fixture
async def way_to_keys(
    identity_provider: IdentityProvider, authority: LocalAuthority
) -> AsyncIterator[FaultProxy]:
    """The wire from the bot to the identity provider."""
    async with FaultProxy(identity_provider.server.host, authority=authority) as proxy:
        identity_provider.server.host = proxy.host
        yield proxy


@pytest.fixture
async def bot(
    build_bot: Callable[..., RunningBot], way: FaultProxy, way_to_keys: FaultProxy
) -> AsyncIterator[RunningBot]:
    async with build_bot(send_timeout_s=0.4, pause_s=0.1) as running:
        yield running


@pytest.fixture
async def door(bot: RunningBot) -> AsyncIterator[FaultProxy]:
    """The wire from Teams to the bot."""
    async with FaultProxy(bot.endpoint.removeprefix("http://").partition("/")[0]) as proxy:
        yield proxy


@pytest.fixture
def teams(
    door: FaultProxy,
    connector: FakeConnector,
    identity_provider: IdentityProvider,
    session: aiohttp.ClientSession,
) -> TeamsClient:
    return TeamsClient(
        f"http://{door.host}/api/messages",
        connector=connector,
        identity_provider=identity_provider,
        session=session,
    )


@pytest.mark.parametrize("bytes_of_it", [0, 20], ids=["all of it", "its end"])
async def test_case_61_what_is_delivered_again_because_its_acknowledgement_was_lost_has_one_answer(
    teams: TeamsClient, connector: FakeConnector, door: FaultProxy, bytes_of_it: int
) -> None:
    said = teams.message("hej")
    door.troubles.append(Trouble(answer_bytes=bytes_of_it))
    with pytest.raises(aiohttp.ClientError):
        await teams.deliver(said)

    answer = await teams.deliver(said)
    await teams.say("sist")
    await connector.until_messages(PERSONAL, 2)

    assert answer.status == 200
    assert connector.texts(PERSONAL) == ["echo: hej", "echo: sist"]


@pytest.mark.parametrize("ending", ["reset", "close"])
async def test_a_delivery_that_breaks_off_has_no_effect_and_leaves_no_error_behind(
    teams: TeamsClient,
    connector: FakeConnector,
    door: FaultProxy,
    bot: RunningBot,
    caplog: pytest.LogCaptureFixture,
    ending: Ending,
) -> None:
    door.troubles.append(Trouble(request_bytes=1200, ending=ending))
    with pytest.raises(aiohttp.ClientError):
        await teams.say("avbruten")
    recorded = bot.stored("SELECT * FROM inbox")
    await teams.say("hel")
    await connector.until_messages(PERSONAL, 1)

    assert recorded == []
    assert connector.texts(PERSONAL) == ["echo: hel"]
    assert "ERROR" not in caplog.text


async def test_case_63_a_delivery_that_trickles_in_is_taken_when_it_is_whole(
    teams: TeamsClient, connector: FakeConnector, door: FaultProxy
) -> None:
    door.troubles.append(Trouble(piece_bytes=100, latency_s=0.01))

    trickling = asyncio.create_task(teams.say("droppvis"))
    await teams.say("snabb", to="a:other")
    await connector.until_messages("a:other", 1)

    assert (await trickling).status == 200
    await connector.until_messages(PERSONAL, 1)


async def test_case_65_a_connection_reset_after_the_message_was_written_causes_no_second(
    teams: TeamsClient, connector: FakeConnector, way: FaultProxy
) -> None:
    way.troubles.append(RESET_AFTER_REQUEST)

    await teams.say("ett")
    await teams.say("två")
    await connector.until_messages(PERSONAL, 2)

    assert [arrival.text for arrival in connector.arrivals] == ["echo: ett", "echo: två"]


async def test_case_65_a_connection_reset_before_anything_was_written_is_tried_again(
    teams: TeamsClient, connector: FakeConnector, way: FaultProxy
) -> None:
    way.troubles += [REFUSED, REFUSED]

    await teams.say("hej")
    await connector.until_messages(PERSONAL, 1)

    assert way.connections == 3
    assert len(connector.arrivals) == 1


async def test_case_65_a_server_error_after_the_message_was_taken_causes_no_second(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    connector.fail("message", Fault(status=500, after_accepting=True))

    await teams.say("ett")
    await teams.say("två")
    await connector.until_messages(PERSONAL, 2)

    assert [arrival.text for arrival in connector.arrivals] == ["echo: ett", "echo: två"]


@pytest.mark.parametrize("trouble", [SWALLOWED, UNANSWERED], ids=["request", "answer"])
async def test_case_65_a_message_swallowed_on_the_way_is_given_up_in_time_and_not_posted_again(
    teams: TeamsClient,
    connector: FakeConnector,
    way: FaultProxy,
    bot: RunningBot,
    caplog: pytest.LogCaptureFixture,
    trouble: Trouble,
) -> None:
    way.troubles.append(trouble)

    await teams.say("ett")
    await teams.say("två")
    await connector.until(lambda: "echo: två" in connector.texts(PERSONAL))
    await bot.stop()

    assert [arrival.text for arrival in connector.arrivals].count("echo: ett") <= 1
    assert "An answer could not be delivered" in caplog.text
    assert "Traceback" not in caplog.text
    assert bot.stored("SELECT count(*) FROM inbox WHERE body != ''") == [(0,)]


async def test_case_66_a_throttled_message_waits_though_the_network_is_slow(
    teams: TeamsClient, connector: FakeConnector, way: FaultProxy
) -> None:
    way.trouble = Trouble(latency_s=0.02)
    connector.fail("message", Fault(status=429, headers=(("Retry-After", "1"),)))

    await teams.say("hej")
    await connector.until_messages(PERSONAL, 1)

    first, second = connector.arrivals
    assert second.at - first.at >= 1.0


@pytest.mark.parametrize("ending", ["reset", "close"])
async def test_case_67_an_answer_cut_off_on_the_way_causes_no_second_message(
    teams: TeamsClient,
    connector: FakeConnector,
    way: FaultProxy,
    caplog: pytest.LogCaptureFixture,
    ending: str,
) -> None:
    cut = {"reset": Trouble(answer_bytes=170), "close": Trouble(answer_bytes=170, ending="close")}
    way.troubles.append(cut[ending])

    await teams.say("ett")
    await teams.say("två")
    await connector.until_messages(PERSONAL, 2)

    assert connector.texts(PERSONAL) == ["echo: ett", "echo: två"]
    assert len(connector.arrivals) == 2
    assert "its answer was cut off" in caplog.text


async def test_case_65_a_stream_whose_last_word_is_unanswered_is_replaced_by_the_same_text(
    teams: TeamsClient,
    connector: FakeConnector,
    copilot: ScriptedCopilot,
    way: FaultProxy,
    bot: RunningBot,
) -> None:
    copilot.on("får vi flyga?", SEARCHING, 0.3, ANSWER)
    await teams.say("får vi flyga?")
    await _until_placeholder_recorded(bot)
    way.troubles.append(UNANSWERED)
    await way.drop_connections()

    await connector.until(lambda: connector.arrivals[-1].kind == "put")

    assert connector.texts(PERSONAL) == [f"{ANSWER.text} [1]"]


async def test_case_65_a_group_gets_one_answer_though_its_replacement_is_cut_off(
    teams: TeamsClient,
    connector: FakeConnector,
    copilot: ScriptedCopilot,
    way: FaultProxy,
    bot: RunningBot,
) -> None:
    copilot.on("får vi flyga?", SEARCHING, 0.3, ANSWER)
    await teams.deliver(teams.mention("före"))  # from then on it is known who is in the group
    await connector.until_messages(GROUP, 1)
    await teams.deliver(teams.mention("får vi flyga?"))
    await _until_placeholder_recorded(bot)
    way.troubles.append(RESET_AFTER_REQUEST)
    await way.drop_connections()

    await connector.until(lambda: [each.kind for each in connector.arrivals].count("put") == 2)

    assert connector.texts(GROUP) == ["echo: före", f"{ANSWER.text} [1]"]


async def test_what_is_asked_while_teams_cannot_be_reached_is_answered_when_it_can(
    teams: TeamsClient, connector: FakeConnector, way: FaultProxy
) -> None:
    await teams.say("före")
    await connector.until_messages(PERSONAL, 1)
    await way.go_down()
    answers = [await teams.say("under"), await teams.say("också", to="a:erik")]

    # Longer than the attempts that a message is worth which nobody waits for.
    await asyncio.sleep(1.2)
    await way.come_back()
    await connector.until_messages(PERSONAL, 2, timeout_s=10)
    await connector.until_messages("a:erik", 1, timeout_s=10)

    assert {answer.status for answer in answers} == {200}
    assert [arrival.text for arrival in connector.arrivals].count("echo: under") == 1


async def test_a_wire_that_trickles_holds_up_only_its_own_conversation(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot, way: FaultProxy
) -> None:
    way.troubles.append(Trouble(piece_bytes=1, latency_s=0.02))
    await teams.say("långsam")
    await until(lambda: way.connections)

    await asyncio.gather(*(teams.say("snabb", to=f"a:{n}") for n in range(5)))
    for n in range(5):
        await connector.until_messages(f"a:{n}", 1)

    assert connector.messages(PERSONAL) == []


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble(on_accept="silence"),
        SWALLOWED,
        Trouble(answer_bytes=300, ending="silence"),
        Trouble(piece_bytes=1, latency_s=0.05),
    ],
    ids=["at accept", "before the headers", "in the body", "trickle"],
)
async def test_case_09_an_identity_provider_that_hangs_stalls_nobody(
    teams: TeamsClient,
    connector: FakeConnector,
    way_to_keys: FaultProxy,
    signing_keys: dict[str, SigningKey],
    trouble: Trouble,
) -> None:
    await teams.say("ett")
    await connector.until_messages(PERSONAL, 1)
    way_to_keys.trouble = trouble
    unknown = SigningKey("unknown", signing_keys["stranger"].private)
    waiting = asyncio.create_task(teams.post(teams.message("hej"), token=teams.token(key=unknown)))
    await until(lambda: way_to_keys.connections == 3)

    answer = asyncio.create_task(teams.say("två"))
    longest_stall_s = await _longest_stall(answer)

    assert answer.result().status == 200
    assert longest_stall_s < 0.1
    assert not waiting.done()
    waiting.cancel()
    await asyncio.wait({waiting})


@pytest.mark.soak
async def test_case_09_a_stranger_is_refused_after_five_seconds_of_a_hanging_identity_provider(
    teams: TeamsClient, way_to_keys: FaultProxy
) -> None:
    way_to_keys.trouble = Trouble(on_accept="silence")
    started = time.monotonic()

    answer = await teams.say("hej")

    assert answer.status == 503
    assert time.monotonic() - started < 10


async def test_case_08_a_known_key_is_enough_while_the_identity_provider_is_switched_off(
    teams: TeamsClient, connector: FakeConnector, way_to_keys: FaultProxy
) -> None:
    await teams.say("ett")
    await connector.until_messages(PERSONAL, 1)
    await way_to_keys.go_down()

    answer = await teams.say("två")
    await connector.until_messages(PERSONAL, 2)

    assert answer.status == 200


async def test_a_token_endpoint_that_is_away_for_a_while_delays_the_first_answer_only(
    teams: TeamsClient, connector: FakeConnector, copilot: ScriptedCopilot, way_to_keys: FaultProxy
) -> None:
    copilot.on("ett", 0.3, Notice(text="svar"))
    await teams.say("ett")
    await way_to_keys.go_down()
    await asyncio.sleep(1.0)

    await way_to_keys.come_back()
    await connector.until_messages(PERSONAL, 1)

    assert connector.texts(PERSONAL) == ["svar"]


async def _until_placeholder_recorded(bot: RunningBot) -> None:
    recorded = "SELECT * FROM inbox WHERE placeholder_id IS NOT NULL"
    await until(lambda: bot.stored(recorded))


async def _longest_stall(task: asyncio.Task[object]) -> float:
    """Seconds for which nothing else could run while the task did."""
    longest_s = 0.0
    while not task.done():
        before = time.perf_counter()
        await asyncio.sleep(0.005)
        longest_s = max(longest_s, time.perf_counter() - before - 0.005)
    return longest_s
