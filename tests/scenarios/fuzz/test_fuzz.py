"""Whatever is posted, the endpoint stays calm: for a minute each with `pytest -m soak -k fuzz`.

An input that was found to upset it belongs into `corpus/`; each file there is posted every time.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from random import Random

import pytest
from yarl import URL

from bot import app
from bot.settings import Settings
from tests.fakes.connector import FakeConnector
from tests.fakes.fault_proxy import FaultProxy
from tests.fakes.identity_provider import IdentityProvider, SigningKey
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.teams_client import TeamsClient
from tests.scenarios import waiting
from tests.scenarios.fuzz import grammar
from tests.scenarios.fuzz.tokens import Forger
from tests.scenarios.fuzz.watch import Tracebacks, resident_mb
from tests.scenarios.running_bot import APP_ID, RunningBot

CORPUS = [
    pytest.param(path.read_bytes(), id=path.stem)
    for path in sorted((Path(__file__).parent / "corpus").iterdir())
]
DESIGNED = frozenset({200, 400, 401, 403, 408, 412, 413, 415, 501, 503})
REFUSED = frozenset({400, 401})
AT_ONCE = 16
UNFINISHED = "SELECT 1 FROM inbox WHERE finished_at IS NULL"
FEW_ROUNDS, WARM_ROUNDS = 4, 100
MAY_GROW_MB = 128
"""So much for the JSON of a few large bodies at once; what leaked would be more after a minute."""
CONTRADICTION = "a stream outside a personal chat"
"""The bot goes by a conversation's type, which Teams signed, and the fake by its id: only here do
they differ."""
SEED = int(os.environ.get("FUZZ_SEED", "0")) or time.time_ns()
MINUTE = pytest.param(60.0, marks=[pytest.mark.soak, pytest.mark.timeout(180)], id="minute")


@pytest.fixture
async def bot(
    indexed: Path,
    tmp_path: Path,
    authority: LocalAuthority,
    identity_provider: IdentityProvider,
    connector: FakeConnector,
) -> AsyncIterator[RunningBot]:
    """The real copilot behind the real channel."""
    async with app.open_kollega(Settings(data=indexed), state=tmp_path) as kollega:
        running = RunningBot(
            tmp_path,
            copilot=kollega.copilot,
            tls=authority.client_context(),
            identity_provider=identity_provider,
            connector=connector,
        )
        async with running:
            yield running


@pytest.fixture
def tracebacks() -> Tracebacks:
    return Tracebacks()


@pytest.fixture
async def elsewhere(
    connector: FakeConnector, authority: LocalAuthority
) -> AsyncIterator[FaultProxy]:
    """A machine that is not on the allow-list; it counts who comes."""
    async with FaultProxy(connector.server.host, authority=authority) as proxy:
        yield proxy


@pytest.mark.parametrize("raw", CORPUS)
async def test_an_input_that_once_upset_the_endpoint_does_so_no_more(
    raw: bytes, teams: TeamsClient, connector: FakeConnector, tracebacks: Tracebacks
) -> None:
    raw = raw.replace(b"SERVICE_URL", connector.service_url.encode())
    with tracebacks:
        answer = await teams.post(raw)
        await _still_answers(teams, connector)

    assert answer.status in DESIGNED
    assert tracebacks.found == []


@pytest.mark.parametrize("seconds", [0.0, MINUTE])
async def test_fuzz_activities(
    seconds: float,
    bot: RunningBot,
    teams: TeamsClient,
    connector: FakeConnector,
    elsewhere: FaultProxy,
    tracebacks: Tracebacks,
    tmp_path: Path,
) -> None:
    random, tried = Random(SEED if seconds else 1), Tried(tmp_path / "tried", connector)
    token = teams.token()
    away = f"https://{elsewhere.host}/teams/"
    away_token = teams.token(serviceurl=away)
    with tracebacks:
        for _ in _rounds(seconds):
            batch = [_body(random, teams) for _ in range(AT_ONCE)]
            tried.add(batch)
            answers = await asyncio.gather(*(teams.post(raw, token=token) for raw in batch))
            assert {each.status for each in answers} <= DESIGNED, tried.told()
            sent_away = {**grammar.activity(random, teams), "serviceUrl": away}
            assert (await teams.post(sent_away, token=away_token)).status == 401
            assert tracebacks.found == [], tried.told()
            await _caught_up(bot)
        await _still_answers(teams, connector)

    assert tracebacks.found == [], tried.told()
    assert elsewhere.connections == 0
    connector.violations[:] = [each for each in connector.violations if each != CONTRADICTION]
    assert tried.grown_mb() < MAY_GROW_MB


@pytest.mark.parametrize("seconds", [0.0, MINUTE])
async def test_fuzz_tokens(
    seconds: float,
    bot: RunningBot,
    teams: TeamsClient,
    connector: FakeConnector,
    identity_provider: IdentityProvider,
    signing_keys: dict[str, SigningKey],
    elsewhere: FaultProxy,
    tracebacks: Tracebacks,
    tmp_path: Path,
) -> None:
    random, tried = Random(SEED if seconds else 1), Tried(tmp_path / "tried", connector)
    forger = Forger(
        good=signing_keys["first"],
        others=(signing_keys["stranger"], signing_keys["skype"]),
        app_id=APP_ID,
        service_url=connector.service_url,
        elsewhere=elsewhere.host,
    )
    with tracebacks:
        for number in _rounds(seconds):
            headers = [forger.header(random) for _ in range(AT_ONCE)]
            tried.add([header for header, _ in headers])
            place = f"a:{number}"
            body = json.dumps(teams.message("Får jag flyga?", to=place)).encode()
            statuses = await asyncio.gather(
                *(_post_raw(bot.endpoint, header, body) for header, _ in headers)
            )
            accepted = [
                proves
                for (_, proves), status in zip(headers, statuses, strict=True)
                if status not in REFUSED
            ]
            assert all(accepted), tried.told()
            assert set(statuses) <= {200, *REFUSED}, tried.told()
            assert tracebacks.found == [], tried.told()
        await _still_answers(teams, connector)

    assert elsewhere.connections == 0
    assert identity_provider.requests.keys <= 3
    assert tried.grown_mb() < MAY_GROW_MB


class Tried:
    """The latest inputs, kept for whoever has to find out which one it was."""

    def __init__(self, folder: Path, connector: FakeConnector) -> None:
        self._folder = folder
        self._connector = connector
        self._latest: list[bytes] = []
        self._count = 0
        self._warm_mb = 0.0

    def add(self, batch: Sequence[bytes]) -> None:
        self._latest = [*self._latest[-8 * AT_ONCE :], *batch]
        self._count += 1
        if self._count % 50 == 0:
            self._connector.arrivals.clear()
        if self._count == WARM_ROUNDS:
            self._warm_mb = resident_mb()

    def told(self) -> str:
        """Where they are now."""
        self._folder.mkdir(exist_ok=True)
        for number, raw in enumerate(reversed(self._latest)):
            (self._folder / f"{number:03}").write_bytes(raw)
        return f"seed {SEED}, the latest inputs first: {self._folder}"

    def grown_mb(self) -> float:
        """What memory has grown by since it was warm; 0 if it never became so."""
        return resident_mb() - self._warm_mb if self._warm_mb else 0.0


def _rounds(seconds: float) -> Iterator[int]:
    """As many as there is time for, or a few."""
    ends_at = time.monotonic() + seconds
    for number in itertools.count():
        if (time.monotonic() > ends_at) if seconds else number == FEW_ROUNDS:
            return
        yield number


def _body(random: Random, teams: TeamsClient) -> bytes:
    if random.random() < 0.1:
        return grammar.garbage(random)
    return grammar.mutated(random, grammar.activity(random, teams))


async def _post_raw(endpoint: str, authorization: bytes, body: bytes) -> int:
    """Post with a header that no client would send; the status."""
    url = URL(endpoint)
    reader, writer = await asyncio.open_connection(url.host, url.port)
    head = (
        b"POST /api/messages HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        b"Content-Type: application/json\r\nContent-Length: %d\r\nAuthorization: " % len(body)
    )
    value = authorization.translate(None, b"\r\n")
    try:
        writer.write(head + value + b"\r\n\r\n" + body)
        await writer.drain()
        return int((await reader.readline()).split()[1])
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


async def _caught_up(bot: RunningBot) -> None:
    """Wait while there is much to do, which nothing bounds here but the people's patience."""
    await waiting.until(lambda: len(bot.stored(UNFINISHED)) <= AT_ONCE, timeout_s=30)


async def _still_answers(teams: TeamsClient, connector: FakeConnector) -> None:
    await teams.say("Får jag flyga?", to="a:sist")
    await connector.until_messages("a:sist", 1)
