"""The bot's own token: fetched once, renewed in time, and never sent in the clear."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from aiohttp import web

from bot.errors import ConfigurationError, SendError
from bot.teams.sending.connector_token import ClientCredentials
from tests.fakes.https_server import HttpsServer
from tests.fakes.identity_provider import IdentityProvider
from tests.fakes.local_authority import LocalAuthority

Build = Callable[[str], ClientCredentials]


@pytest.fixture(scope="module")
def authority() -> LocalAuthority:
    return LocalAuthority()


@pytest.fixture
async def provider(authority: LocalAuthority) -> AsyncIterator[IdentityProvider]:
    fake = IdentityProvider(authority, app_id="app", secret="right")
    async with fake.server:
        yield fake
    assert fake.requests.faults == []


@pytest.fixture
def now() -> list[float]:
    return [1000.0]


@pytest.fixture
def credentials(provider: IdentityProvider, authority: LocalAuthority, now: list[float]) -> Build:
    return lambda secret: ClientCredentials(
        authority=provider.server.url,
        tenant="tenant",
        app_id="app",
        secret=secret,
        tls=authority.client_context(),
        clock=lambda: now[0],
    )


async def test_those_who_need_a_token_at_once_share_one(
    credentials: Build, provider: IdentityProvider
) -> None:
    source = credentials("right")

    tokens = await asyncio.gather(*(source.token() for _ in range(20)))

    assert set(tokens) == {"connector-token-1"}
    assert provider.requests.tokens == 1


async def test_a_token_is_renewed_five_minutes_before_it_ends(
    credentials: Build, now: list[float]
) -> None:
    source = credentials("right")
    first = await source.token()

    now[0] += 3600 - 301
    assert await source.token() == first
    now[0] += 2
    assert await source.token() != first


async def test_a_wrong_secret_is_an_error_that_does_not_tell_it(credentials: Build) -> None:
    with pytest.raises(SendError) as caught:
        await credentials("wrong").token()

    assert caught.value.unsent
    assert "wrong" not in str(caught.value)


async def test_the_secret_does_not_follow_a_redirection(
    provider: IdentityProvider, authority: LocalAuthority
) -> None:
    async def send_on(request: web.Request) -> web.Response:
        raise web.HTTPTemporaryRedirect(f"{provider.server.url}{request.path}")

    application = web.Application()
    application.router.add_post("/{tenant}/oauth2/v2.0/token", send_on)
    async with HttpsServer(application, authority) as misleading:
        credentials = ClientCredentials(
            authority=misleading.url,
            tenant="tenant",
            app_id="app",
            secret="right",
            tls=authority.client_context(),
        )
        with pytest.raises(SendError) as caught:
            await credentials.token()

    assert caught.value.status == 307
    assert provider.requests.tokens == 0


def test_an_authority_without_tls_is_refused() -> None:
    with pytest.raises(ConfigurationError):
        ClientCredentials(authority="http://login.example", tenant="t", app_id="a", secret="s")
