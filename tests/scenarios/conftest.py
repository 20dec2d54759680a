"""The whole channel over loopback: the identity provider and Teams around the running bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.fakes.connector import FakeConnector
from tests.fakes.identity_provider import IdentityProvider, SigningKey
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.scripted_copilot import ScriptedCopilot
from tests.fakes.teams_client import TeamsClient
from tests.scenarios.running_bot import APP_ID, SECRET, RunningBot


@pytest.fixture(scope="session")
def authority() -> LocalAuthority:
    return LocalAuthority()


@pytest.fixture(scope="session")
def signing_keys() -> dict[str, SigningKey]:
    """Key pairs, made once because making one takes a tenth of a second."""
    teams = {name: SigningKey.generate(name) for name in ("first", "second", "stranger")}
    return {**teams, "skype": SigningKey.generate("skype", endorsements=("skypeids",))}


@pytest.fixture
async def identity_provider(
    authority: LocalAuthority, signing_keys: dict[str, SigningKey]
) -> AsyncIterator[IdentityProvider]:
    provider = IdentityProvider(authority, app_id=APP_ID, secret=SECRET)
    provider.keys = [signing_keys["skype"], signing_keys["first"]]
    async with provider.server:
        yield provider
    assert provider.requests.faults == []


@pytest.fixture
async def connector(
    authority: LocalAuthority, identity_provider: IdentityProvider
) -> AsyncIterator[FakeConnector]:
    fake = FakeConnector(authority, accepted_tokens=lambda: identity_provider.issued)
    async with fake.server:
        yield fake
    assert fake.violations == []


@pytest.fixture
def copilot() -> ScriptedCopilot:
    return ScriptedCopilot()


@pytest.fixture
async def bot(
    tmp_path: Path,
    authority: LocalAuthority,
    identity_provider: IdentityProvider,
    connector: FakeConnector,
    copilot: ScriptedCopilot,
) -> AsyncIterator[RunningBot]:
    running = RunningBot(
        tmp_path,
        copilot=copilot,
        tls=authority.client_context(),
        identity_provider=identity_provider,
        connector=connector,
    )
    async with running:
        yield running


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
def teams(
    bot: RunningBot,
    connector: FakeConnector,
    identity_provider: IdentityProvider,
    session: aiohttp.ClientSession,
) -> TeamsClient:
    return TeamsClient(
        bot.endpoint, connector=connector, identity_provider=identity_provider, session=session
    )
