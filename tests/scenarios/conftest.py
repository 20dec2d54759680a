"""The whole channel over loopback: the identity provider and Teams around the running bot."""

from __future__ import annotations

import asyncio
import itertools
import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Protocol

import aiohttp
import pytest

from bot import app
from bot.ingestion.sources.folder import FolderSource
from bot.settings import Settings
from tests.fakes.connector import FakeConnector
from tests.fakes.held_bot import Hold
from tests.fakes.identity_provider import IdentityProvider, SigningKey
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.openai_server import OpenAIServer
from tests.fakes.scripted_copilot import ScriptedCopilot
from tests.fakes.teams_client import TeamsClient
from tests.scenarios import hostile_turns
from tests.scenarios.bot_process import BotProcess, environment
from tests.scenarios.kept import Kept, in_a_file
from tests.scenarios.product import Surroundings, ingest
from tests.scenarios.running_bot import APP_ID, FAST, SECRET, People, RunningBot, Start

TRAVEL_POLICY = (
    "# Resepolicy\n\n## Resor med flyg\n\n"
    "Flyg får användas när tågresan tar mer än fem timmar. "
    "Närmaste chef godkänner flygresan i förväg.\n"
)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Count what hostile models were given, where that was tried."""
    reports = itertools.chain.from_iterable(terminalreporter.stats.values())
    if (line := hostile_turns.summary(reports)) is not None:
        terminalreporter.write_line(line)


class StartProcess(Protocol):
    """Starts a process of the whole product over the test's data directory."""

    def __call__(self, hold: Hold | None = None, /, **settings: str) -> BotProcess:
        """`settings` are named as in the environment."""
        ...


PeopleOf = Callable[[BotProcess], TeamsClient]
"""Who writes to that process."""


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
def build_bot(
    tmp_path: Path,
    authority: LocalAuthority,
    identity_provider: IdentityProvider,
    connector: FakeConnector,
    copilot: ScriptedCopilot,
) -> Callable[..., RunningBot]:
    """Takes what is to be otherwise than usual."""
    return partial(
        RunningBot,
        tmp_path,
        copilot=copilot,
        tls=authority.client_context(),
        identity_provider=identity_provider,
        connector=connector,
    )


@pytest.fixture
def start(build_bot: Callable[..., RunningBot]) -> Start:
    """A process that, when it stops, drops what it is doing as if it had died."""
    return lambda copilot: build_bot(copilot=copilot, limits=replace(FAST, drain_s=0.0))


@pytest.fixture
def people(
    connector: FakeConnector, identity_provider: IdentityProvider, session: aiohttp.ClientSession
) -> People:
    return lambda bot: TeamsClient(
        bot.endpoint, connector=connector, identity_provider=identity_provider, session=session
    )


@pytest.fixture
async def bot(build_bot: Callable[..., RunningBot]) -> AsyncIterator[RunningBot]:
    async with build_bot() as running:
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


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory over one document that every employee may read."""
    folder, data = tmp_path_factory.mktemp("intranet"), tmp_path_factory.mktemp("data")
    (folder / "resepolicy.md").write_text(TRAVEL_POLICY, encoding="utf-8")
    (folder / "access.toml").write_text('readers = ["alla"]\n', encoding="utf-8")
    asyncio.run(app.ingest(Settings(data=data), FolderSource(folder, name="intranet")))
    return data


@pytest.fixture
async def model() -> AsyncIterator[OpenAIServer]:
    async with OpenAIServer() as server:
        yield server


@pytest.fixture
def kept() -> Kept:
    """Where processes keep their state; a module may say otherwise."""
    return in_a_file()


@pytest.fixture
def start_process(
    kept: Kept,
    indexed: Path,
    tmp_path: Path,
    authority: LocalAuthority,
    identity_provider: IdentityProvider,
    connector: FakeConnector,
    model: OpenAIServer,
) -> StartProcess:
    data = tmp_path / "data"
    shutil.copytree(indexed, data)
    shared = {
        **environment(authority, identity_provider, connector, tmp_path),
        "KOLLEGA_OPENAI_BASE_URL": model.url,
        "KOLLEGA_MODEL": "modell-1",
        **kept.settings,
    }

    def start(hold: Hold | None = None, /, **settings: str) -> BotProcess:
        return BotProcess(data, environment={**shared, **settings}, hold=hold)

    return start


@pytest.fixture
def people_of(
    connector: FakeConnector, identity_provider: IdentityProvider, session: aiohttp.ClientSession
) -> PeopleOf:
    return lambda process: TeamsClient(
        process.endpoint, connector=connector, identity_provider=identity_provider, session=session
    )


@pytest.fixture(scope="session")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory over the product's documents, made once."""
    data = tmp_path_factory.mktemp("data")
    ingest(tmp_path_factory.mktemp("intranet"), data)
    return data


@pytest.fixture
def surroundings(
    ingested: Path,
    tmp_path: Path,
    authority: LocalAuthority,
    identity_provider: IdentityProvider,
    connector: FakeConnector,
    session: aiohttp.ClientSession,
) -> Surroundings:
    return Surroundings(
        ingested=ingested,
        path=tmp_path,
        authority=authority,
        identity_provider=identity_provider,
        connector=connector,
        session=session,
    )
