"""Who is in a conversation: looked up no further than needed, and believed no longer than told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.identity.local import LocalDirectory
from bot.teams.groups.roster import RosterLimits, Rosters
from bot.teams.outgoing import Address
from bot.teams.sending.connector import Connector
from bot.teams.service_hosts import ServiceHosts
from tests.fakes.connector import PAGE, FakeConnector, Fault
from tests.fakes.local_authority import LocalAuthority

CHAT = "19:grupp@thread.v2"
BOT = {"id": "28:bot", "name": "Kollega"}


class OneToken:
    async def token(self) -> str:
        return "the-token"


@pytest.fixture(scope="module")
def authority() -> LocalAuthority:
    return LocalAuthority()


@pytest.fixture
async def fake(authority: LocalAuthority) -> AsyncIterator[FakeConnector]:
    serving = FakeConnector(authority, accepted_tokens=lambda: ["the-token"])
    async with serving.server:
        yield serving
    assert serving.violations == []


@pytest.fixture
async def connector(authority: LocalAuthority, fake: FakeConnector) -> AsyncIterator[Connector]:
    hosts = ServiceHosts([fake.server.host])
    opened = Connector(hosts=hosts, token=OneToken(), tls=authority.client_context(), pause_s=0.01)
    yield opened
    await opened.close()


@pytest.fixture
def address(fake: FakeConnector) -> Address:
    return Address(
        service_url=fake.service_url,
        conversation_id=CHAT,
        bot_id=BOT["id"],
        bot_name=BOT["name"],
        user_id="29:0",
        reply_to_id=None,
    )


@pytest.fixture
def directory(tmp_path: Path) -> LocalDirectory:
    """Nine employees and a guest."""
    people = [
        f'[p{n}]\nname = "P"\nuser_id = "oid-{n}"\nkind = "{"guest" if n == 9 else "member"}"\n'
        for n in range(10)
    ]
    path = tmp_path / "people.toml"
    path.write_text("".join(people), encoding="utf-8")
    return LocalDirectory.load(path)


def _rosters(
    connector: Connector, directory: LocalDirectory, limits: RosterLimits | None = None
) -> Rosters:
    return Rosters(
        connector=connector,
        directory=directory,
        person_ids=lambda object_id, _: (object_id,) if object_id else (),
        limits=limits,
    )


def _members(*numbers: int) -> list[dict[str, str]]:
    return [{"id": f"29:{n}", "aadObjectId": f"oid-{n}", "userRole": "user"} for n in numbers]


async def test_everybody_is_looked_at_and_the_bot_is_nobody(
    connector: Connector, directory: LocalDirectory, fake: FakeConnector, address: Address
) -> None:
    fake.rosters[CHAT] = [BOT, *_members(*range(9))]

    assert await _rosters(connector, directory).verdict(address) == "employees"
    assert len(fake.roster_pages) == 10 / PAGE


async def test_the_first_outsider_is_enough(
    connector: Connector, directory: LocalDirectory, fake: FakeConnector, address: Address
) -> None:
    fake.rosters[CHAT] = _members(0, 9, *range(1, 9))

    assert await _rosters(connector, directory).verdict(address) == "outsiders"
    assert len(fake.roster_pages) == 1


async def test_a_roster_that_is_too_long_to_read_is_unknown_and_not_read_for_each_question(
    connector: Connector, directory: LocalDirectory, fake: FakeConnector, address: Address
) -> None:
    fake.rosters[CHAT] = _members(*range(5))
    rosters = _rosters(connector, directory, RosterLimits(members=4))

    verdicts = [await rosters.verdict(address) for _ in range(3)]

    assert verdicts == ["unknown"] * 3
    assert len(fake.roster_pages) == 3


async def test_a_roster_that_breaks_off_is_unknown_and_asked_for_again(
    connector: Connector, directory: LocalDirectory, fake: FakeConnector, address: Address
) -> None:
    fake.rosters[CHAT] = _members(*range(5))
    fake.fail("members", Fault(), Fault(status=502))
    rosters = _rosters(connector, directory)

    assert await rosters.verdict(address) == "unknown"
    assert await rosters.verdict(address) == "employees"


async def test_a_directory_that_cannot_be_read_makes_everybody_unknown(
    connector: Connector,
    directory: LocalDirectory,
    fake: FakeConnector,
    address: Address,
    tmp_path: Path,
) -> None:
    fake.rosters[CHAT] = _members(0)
    (tmp_path / "people.toml").write_text("[broken", encoding="utf-8")

    assert await _rosters(connector, directory).verdict(address) == "unknown"


async def test_a_verdict_is_remembered_only_for_a_while(
    connector: Connector, directory: LocalDirectory, fake: FakeConnector, address: Address
) -> None:
    fake.rosters[CHAT] = _members(0)
    rosters = _rosters(connector, directory, RosterLimits(remembered_s=0.05))
    assert await rosters.verdict(address) == "employees"
    fake.rosters[CHAT] += _members(9)

    await asyncio.sleep(0.06)

    assert await rosters.verdict(address) == "outsiders"


async def test_a_look_up_that_began_before_somebody_joined_is_not_remembered(
    connector: Connector, directory: LocalDirectory, fake: FakeConnector, address: Address
) -> None:
    fake.rosters[CHAT] = _members(0)
    rosters = _rosters(connector, directory)
    early = asyncio.create_task(rosters.verdict(address))
    await asyncio.sleep(0)

    rosters.forget(CHAT)
    await early
    fake.rosters[CHAT] += _members(9)

    assert await rosters.verdict(address) == "outsiders"


async def test_closing_ends_what_is_under_way(
    connector: Connector, directory: LocalDirectory, fake: FakeConnector, address: Address
) -> None:
    fake.fail("members", Fault(delay_s=0.5))
    rosters = _rosters(connector, directory)
    waiting = asyncio.create_task(rosters.verdict(address))
    await asyncio.sleep(0.05)

    await rosters.close()

    with pytest.raises(asyncio.CancelledError):
        await waiting
