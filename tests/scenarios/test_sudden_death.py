"""The bot's process is killed at every point of a turn, and another takes over."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, replace

import aiohttp
import pytest

from tests.fakes import models
from tests.fakes.connector import FakeConnector, Fault, Kind
from tests.fakes.held_bot import Hold
from tests.fakes.openai_server import Behaviour, OpenAIServer
from tests.fakes.teams_client import GROUP, PERSONAL, Activity, TeamsClient
from tests.scenarios.bot_process import BotProcess
from tests.scenarios.conftest import PeopleOf, StartProcess
from tests.scenarios.product import ANNA, GRETA
from tests.scenarios.running_bot import SECRET
from tests.scenarios.waiting import until

pytestmark = pytest.mark.timeout(120)

NUMBER = "19900101-9802"
QUESTION = f"Får jag flyga till Göteborg? Jag har personnummer {NUMBER}"
ANSWER = "Flyg får användas när tågresan tar mer än fem timmar."
INTERRUPTED = "Jag blev avbruten innan jag hann svara."
WRITTEN = f"{ANSWER} [1] Närmaste chef godkänner flygresan i förväg. [1]"
PROMPT = Behaviour(model=models.writes(WRITTEN))
STALLED = Behaviour(model=PROMPT.model, stalls_after=len(WRITTEN) - 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Death:
    """Where the process dies, and what people see in the end."""

    where: str
    hold: Hold | None = None
    """A point inside the process."""
    silent: Kind | None = None
    """What Teams takes and does not answer."""
    after: Kind | None = None
    """What has arrived at Teams when the process dies; it hangs in the middle of an answer."""
    text: str = QUESTION
    answer: str = ANSWER
    in_group: bool = False
    with_guest: bool = False
    """Asked in a group with a guest, so the asker is answered alone."""
    answers: int = 1
    apologies: int = 0
    telling: bool = False
    """Whether it is among the few that every run tries."""


DEATHS = (
    Death(where="1 before the record", hold="before the record"),
    Death(where="2 after the record", hold="after the record"),
    Death(where="3 before the stream", hold="before the first sending is noted"),
    Death(where="4 stream begun, unanswered", silent="start", answers=0, apologies=1, telling=True),
    Death(
        where="5 stream begun, id not noted",
        hold="before the placeholder is noted",
        answers=0,
        apologies=1,
    ),
    Death(where="6 between updates", after="update"),
    Death(where="7 before the final", after="start"),
    Death(where="8 final taken, unanswered", silent="final", telling=True),
    Death(where="9 before the end is noted", hold="before the end is noted"),
    Death(where="10 after the end", hold="after the end"),
    Death(where="3b noted, not yet sent", hold="before the first sending", answers=0, apologies=1),
    Death(
        # Nobody can know that the greeting has been shown, so there is an apology too.
        where="8 greeting taken, unanswered",
        silent="message",
        text="Hej!",
        answer="Hej! Vad vill du veta?",
        apologies=1,
    ),
    Death(
        where="4 placeholder taken, unanswered",
        silent="message",
        in_group=True,
        answers=0,
        apologies=1,
    ),
    Death(
        where="5 placeholder taken, id not noted",
        hold="before the placeholder is noted",
        in_group=True,
        answers=0,
        apologies=1,
    ),
    Death(where="7 before the replacement", after="message", in_group=True),
    Death(where="8 replacement taken, unanswered", silent="put", in_group=True, telling=True),
    Death(where="9 before the end is noted", hold="before the end is noted", in_group=True),
    Death(where="the group told, unanswered", silent="put", with_guest=True),
    Death(
        where="stream begun, unanswered", silent="start", with_guest=True, answers=0, apologies=1
    ),
    Death(where="final taken, unanswered", silent="final", with_guest=True),
    Death(where="before the end is noted", hold="before the end is noted", with_guest=True),
)


def _marked(death: Death) -> object:
    where = " with a guest" if death.with_guest else " in a group" if death.in_group else ""
    name = f"{death.where}{where}"
    return pytest.param(death, id=name, marks=() if death.telling else pytest.mark.soak)


@pytest.mark.parametrize("death", [_marked(death) for death in DEATHS])
async def test_case_68_killed_at_any_point_there_is_an_answer_or_an_apology_and_never_two_answers(
    start_process: StartProcess,
    people_of: PeopleOf,
    connector: FakeConnector,
    model: OpenAIServer,
    death: Death,
) -> None:
    chat = GROUP if death.in_group else PERSONAL
    model.behaviour = PROMPT if death.after is None else STALLED
    if death.with_guest:
        connector.join(GROUP, GRETA.member("guest"))

    async with start_process(death.hold) as first:
        question = _question(people_of(first), death)
        await _die(first, people_of(first), question, death, connector)
    assert NUMBER.encode() not in first.raw_state()
    model.behaviour = PROMPT
    died_at = time.monotonic()
    async with start_process() as second:
        # Teams delivers again what it has no acknowledgement of, and sometimes what it has.
        assert (await people_of(second).deliver(question)).status == 200
        expected = (death.answers, death.apologies)
        await connector.until(
            lambda: _outcome(connector, chat, death.answer) == expected, timeout_s=15
        )
        settled_s = time.monotonic() - died_at
        seen = len(connector.arrivals)
        await people_of(second).say("Tack!", by=ANNA)
        await connector.until(lambda: len(connector.arrivals) > seen, timeout_s=15)

    assert _outcome(connector, chat, death.answer) == expected
    assert settled_s < 15
    assert _remembered(second).count(question["id"]) <= 1
    assert NUMBER.encode() not in second.raw_state()
    for secret in (
        NUMBER,
        "9802",
        "Göteborg",
        "fem timmar",
        SECRET,
        people_of(second).token()[:40],
    ):
        assert secret not in second.log


def _question(teams: TeamsClient, death: Death) -> Activity:
    if death.in_group or death.with_guest:
        return teams.mention(death.text, by=ANNA)
    return teams.message(death.text, by=ANNA)


async def _die(
    process: BotProcess,
    teams: TeamsClient,
    question: Activity,
    death: Death,
    connector: FakeConnector,
) -> None:
    """Deliver the question, and kill the process at the point."""
    if death.silent:
        connector.fail(death.silent, Fault(is_silent=True))
    delivery = asyncio.create_task(teams.deliver(question))
    if death.hold:
        await process.until_held()
    else:
        kind = death.silent or death.after
        await connector.until(lambda: kind in [each.kind for each in connector.arrivals])
    if death.after:
        await until(lambda: process.stored("SELECT 1 FROM inbox WHERE placeholder_id IS NOT NULL"))
    process.kill()
    [answer] = await asyncio.gather(delivery, return_exceptions=True)
    assert isinstance(answer, aiohttp.ClientError) == (
        death.hold in ("before the record", "after the record")
    )


def _outcome(connector: FakeConnector, chat: str, answer: str = ANSWER) -> tuple[int, int]:
    """How many answers and apologies people see."""
    texts = [each["text"] for each in connector.messages(chat) if each["type"] == "message"]
    return (
        sum(answer in text for text in texts),
        sum(text.startswith(INTERRUPTED) for text in texts),
    )


@pytest.mark.soak
@pytest.mark.parametrize("hold", ["before the placeholder is noted", "before the end is noted"])
@pytest.mark.parametrize("silent", ["final", "put"])
async def test_case_68_killed_again_while_it_recovers_there_is_still_one_answer(
    start_process: StartProcess,
    people_of: PeopleOf,
    connector: FakeConnector,
    model: OpenAIServer,
    silent: Kind,
    hold: Hold,
) -> None:
    death = Death(where="final or replacement", silent=silent, in_group=silent == "put")
    model.behaviour = PROMPT
    async with start_process() as first:
        question = _question(people_of(first), death)
        await _die(first, people_of(first), question, death, connector)
    async with start_process(hold) as second:
        await second.until_held()
        second.kill()
    async with start_process() as third:
        await until(lambda: not third.stored("SELECT 1 FROM inbox WHERE finished_at IS NULL"))

    assert _outcome(connector, GROUP if death.in_group else PERSONAL) == (1, 0)


async def test_case_68_of_a_sensitive_matter_no_word_is_on_disk_when_the_process_dies(
    start_process: StartProcess, people_of: PeopleOf, connector: FakeConnector
) -> None:
    told = "Jag vet att enhetschefen förskingrar pengar"
    async with start_process("after the record") as first:
        delivery = asyncio.create_task(people_of(first).say(told, by=ANNA))
        await first.until_held()
        first.kill()
        await asyncio.gather(delivery, return_exceptions=True)
        recorded = first.raw_state()

    async with start_process() as second:
        await connector.until_messages(PERSONAL, 1, timeout_s=15)
        second.kill()

    assert PERSONAL.encode() in recorded
    for state in (recorded, second.raw_state(), second.log.encode()):
        assert b"enhetschefen" not in state
        assert "förskingrar".encode() not in state
    assert connector.texts(PERSONAL)[0].startswith(INTERRUPTED)


async def test_case_68_what_a_killed_process_had_erased_is_off_the_disk_when_the_next_one_starts(
    start_process: StartProcess, people_of: PeopleOf
) -> None:
    canary = replace(ANNA, name="Kanarie Fågelsson")
    async with start_process("after the end") as first:
        await people_of(first).say(QUESTION, by=canary)
        await first.until_held()
        first.kill()

    async with start_process() as second:
        second.kill()

    assert canary.name.encode() not in second.raw_state()


def _remembered(process: BotProcess) -> list[str]:
    """The activities that conversations remember."""
    records = [
        json.loads(str(record)) for (record,) in process.stored("SELECT record FROM conversation")
    ]
    return [exchange["activity_id"] for record in records for exchange in record["exchanges"]]
