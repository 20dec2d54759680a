"""Sending: to whom, how often, and what is learnt from the answer."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp import web

from bot.errors import SendError
from bot.teams.outgoing import Address, Outgoing
from bot.teams.sending.connector import Connector
from bot.teams.service_hosts import ServiceHosts
from tests.fakes.connector import FakeConnector, Fault
from tests.fakes.https_server import HttpsServer
from tests.fakes.local_authority import LocalAuthority

HELLO = Outgoing(text="hej")


class FixedToken:
    """A token that never changes."""

    def __init__(self) -> None:
        self.asked = 0

    async def token(self) -> str:
        self.asked += 1
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
def token() -> FixedToken:
    return FixedToken()


@pytest.fixture
async def connector(
    authority: LocalAuthority, fake: FakeConnector, token: FixedToken
) -> AsyncIterator[Connector]:
    hosts = ServiceHosts([fake.server.host, "localhost:1"])
    opened = Connector(hosts=hosts, token=token, tls=authority.client_context(), pause_s=0.01)
    yield opened
    await opened.close()


@pytest.fixture
def address(fake: FakeConnector) -> Address:
    return Address(
        service_url=fake.service_url,
        conversation_id="19:a/b?c#d@thread.v2;messageid=1",
        bot_id="28:bot",
        bot_name="Kollega",
        user_id="29:anna",
        reply_to_id=None,
    )


async def test_a_message_arrives_in_the_conversation_whatever_signs_its_id_has(
    connector: Connector, fake: FakeConnector, address: Address
) -> None:
    message_id = await connector.post(address, HELLO)

    assert message_id is not None
    assert list(fake.conversations[address.conversation_id]) == [message_id]


async def test_case_12_nothing_is_sent_to_a_host_off_the_list(
    connector: Connector, fake: FakeConnector, address: Address, token: FixedToken
) -> None:
    elsewhere = replace(address, service_url=f"https://{fake.server.host}.evil.example/")

    with pytest.raises(SendError) as caught:
        await connector.post(elsewhere, HELLO)

    assert caught.value.unsent
    assert token.asked == 0


async def test_the_token_does_not_follow_a_redirection(
    authority: LocalAuthority, connector: Connector, fake: FakeConnector, address: Address
) -> None:
    fake.fail("message", Fault(status=307, headers=(("Location", f"{fake.server.url}/evil"),)))

    with pytest.raises(SendError) as caught:
        await connector.post(address, HELLO)

    assert caught.value.status == 307
    assert len(fake.arrivals) == 1


async def test_case_66_the_pause_that_the_channel_asks_for_is_kept(
    connector: Connector, fake: FakeConnector, address: Address
) -> None:
    fake.fail("message", Fault(status=429, headers=(("Retry-After", "1"),)))
    started = time.monotonic()

    assert await connector.post(address, HELLO)

    assert time.monotonic() - started >= 1.0


@pytest.mark.parametrize("status", [400, 403, 404, 408, 412, 500, 502, 503, 504])
async def test_case_65_no_other_refusal_is_answered_by_sending_again(
    connector: Connector, fake: FakeConnector, address: Address, status: int
) -> None:
    fake.fail("message", Fault(status=status, message="because"))

    with pytest.raises(SendError) as caught:
        await connector.post(address, HELLO)

    assert (caught.value.status, caught.value.unsent) == (status, False)
    assert caught.value.detail == "because"
    assert len(fake.arrivals) == 1


async def test_case_67_a_cut_off_answer_means_that_the_message_was_taken(
    connector: Connector, fake: FakeConnector, address: Address
) -> None:
    fake.fail("message", Fault(cut_off=True))

    assert await connector.post(address, HELLO) is None
    assert len(fake.arrivals) == 1


async def test_where_nobody_listens_nothing_has_been_sent(
    connector: Connector, address: Address
) -> None:
    nowhere = replace(address, service_url="https://localhost:1/")

    with pytest.raises(SendError) as caught:
        await connector.post(nowhere, HELLO)

    assert caught.value.unsent


async def test_a_server_that_cannot_prove_who_it_is_is_sent_nothing(
    connector: Connector, address: Address
) -> None:
    reached: list[str] = []

    async def take(request: web.Request) -> web.Response:
        reached.append(request.path)
        return web.Response()

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", take)
    async with HttpsServer(application, LocalAuthority()) as impostor:
        hosts = ServiceHosts([impostor.host])
        strict = Connector(hosts=hosts, token=FixedToken(), pause_s=0.01)
        with pytest.raises(SendError) as caught:
            await strict.post(replace(address, service_url=impostor.url), HELLO)
        await strict.close()

    assert caught.value.unsent
    assert reached == []


async def test_a_roster_is_read_page_by_page(
    connector: Connector, fake: FakeConnector, address: Address
) -> None:
    fake.rosters[address.conversation_id] = [
        {"id": f"29:{n}", "aadObjectId": f"oid-{n}", "userRole": "guest" if n == 4 else "user"}
        for n in range(5)
    ]

    members = [member async for member in connector.members(address)]

    assert [member.object_id for member in members] == [f"oid-{n}" for n in range(5)]
    assert [member.is_guest for member in members] == [False, False, False, False, True]
