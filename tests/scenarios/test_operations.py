"""What those who run Kollega see of it: health, metrics, traces; and what they never see."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from socket import create_server

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot import app
from bot.errors import ConfigurationError
from bot.ingestion.sources.folder import FolderSource
from bot.settings import Settings, read
from bot.telemetry import FIELDS, SafeFormatter
from tests.fakes import models
from tests.fakes.connector import FakeConnector, Fault
from tests.fakes.identity_provider import IdentityProvider
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.openai_server import Behaviour, OpenAIServer
from tests.fakes.ports import free_port
from tests.fakes.teams_client import PERSONAL, TENANT, Person, TeamsClient
from tests.fakes.trace_collector import Collected, TraceCollector
from tests.scenarios.running_bot import APP_ID, SECRET

ANNA = Person("29:anna", "3f6b1c52-8a0e-4d7b-9c41-1d5e7a90b201", "Anna Lindqvist")
NUMBER = "19900101-9802"
FORMATS = (
    *("19900101-9802", "900101-9802", "199001019802", "9001019802", "19900101 9802"),
    *("900101 9802", "1990-01-01-9802", "900101+9802", "19900101–9802", "1990 01 01 9802"),
)
CANARY = "kanariegul"
QUESTION = f"Får jag flyga till {CANARY} i tjänsten? Mitt personnummer är {NUMBER}."
MODEL_KEY = "hemlig-nyckel-7"
PASSAGE = "Flyg får användas när tågresan tar mer än fem timmar."
UNSEEN = (
    *(NUMBER, "9802", CANARY, "personnummer", "flyga", "fem timmar", "Resepolicy", "resepolicy"),
    *(ANNA.id, ANNA.object_id, ANNA.name, "Lindqvist", PERSONAL, TENANT, APP_ID, SECRET, MODEL_KEY),
    *("eyJ", "Bearer", "localhost", "127.0.0.1"),
)
HOPS = {"accept", "turn", "route", "skill", "retrieve", "answer", "send"}


@dataclass(frozen=True)
class Operated:
    """A running product and the address of its operations port."""

    teams: TeamsClient
    public: str
    operations: str
    settings: Settings


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, data = tmp_path_factory.mktemp("intranet"), tmp_path_factory.mktemp("data")
    (folder / "access.toml").write_text('readers = ["alla"]\n', encoding="utf-8")
    (folder / "resepolicy.md").write_text(
        f"# Resepolicy\n\n## Resor med flyg\n\n{PASSAGE}\n", encoding="utf-8"
    )
    asyncio.run(app.ingest(Settings(data=data), FolderSource(folder, name="intranet")))
    return data


@pytest.fixture
async def model() -> AsyncIterator[OpenAIServer]:
    async with OpenAIServer(Behaviour(model=models.answers)) as server:
        yield server


@pytest.fixture
async def collector() -> AsyncIterator[TraceCollector]:
    async with TraceCollector() as collector:
        yield collector


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


@pytest.fixture
async def operated(
    ingested: Path,
    tmp_path: Path,
    authority: LocalAuthority,
    identity_provider: IdentityProvider,
    connector: FakeConnector,
    model: OpenAIServer,
    collector: TraceCollector,
    session: aiohttp.ClientSession,
    stack: AsyncExitStack,
) -> Operated:
    """`stack` stops it, at the latest when the test ends."""
    data = tmp_path / "data"
    shutil.copytree(ingested, data)
    operations = free_port()
    settings = read(
        {
            "KOLLEGA_DATA": str(data),
            "KOLLEGA_APP_ID": APP_ID,
            "KOLLEGA_APP_SECRET": SECRET,
            "KOLLEGA_TENANTS": TENANT,
            "KOLLEGA_OPENID_METADATA_URL": identity_provider.metadata_url,
            "KOLLEGA_AUTHORITY": identity_provider.server.url,
            "KOLLEGA_SERVICE_HOSTS": connector.server.host,
            "KOLLEGA_CA_FILE": str(authority.write_pem(tmp_path / "ca.pem")),
            "KOLLEGA_OPENAI_BASE_URL": model.url,
            "KOLLEGA_OPENAI_API_KEY": MODEL_KEY,
            "KOLLEGA_MODEL": "modell-1",
            "KOLLEGA_METRICS_PORT": str(operations),
            "KOLLEGA_OTLP_ENDPOINT": collector.url,
        }
    )
    kollega = await stack.enter_async_context(app.open_kollega(settings))
    port = await stack.enter_async_context(
        app.serving(kollega, host="127.0.0.1", port=0, local=False)
    )
    teams = TeamsClient(
        f"http://127.0.0.1:{port}/api/messages",
        connector=connector,
        identity_provider=identity_provider,
        session=session,
    )
    return Operated(teams, f"http://127.0.0.1:{port}", f"http://127.0.0.1:{operations}", settings)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What production would write to its log, at its most talkative."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(SafeFormatter())
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.DEBUG)
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


async def answer(connector: FakeConnector, count: int = 1) -> str:
    def is_there() -> bool:
        messages = connector.messages(PERSONAL)
        return len(messages) >= count and messages[-1]["type"] == "message"

    await connector.until(is_there, timeout_s=10)
    text: str = connector.messages(PERSONAL)[-1]["text"]
    return text


async def fetch(session: aiohttp.ClientSession, url: str) -> tuple[int, str]:
    async with session.get(url) as response:
        return response.status, await response.text()


async def counts(session: aiohttp.ClientSession, operated: Operated) -> dict[str, float]:
    """Every sample, its labels' values behind its name."""
    status, text = await fetch(session, f"{operated.operations}/metrics")
    assert status == 200
    return {
        " ".join(
            [sample.name, *(value for _, value in sorted(sample.labels.items()))]
        ): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_case_47_no_number_word_name_id_or_secret_is_in_any_trace_metric_or_log(
    operated: Operated,
    connector: FakeConnector,
    model: OpenAIServer,
    collector: TraceCollector,
    session: aiohttp.ClientSession,
    stack: AsyncExitStack,
    log: io.StringIO,
) -> None:
    await operated.teams.say(QUESTION, by=ANNA)
    assert "fem timmar" in await answer(connector)
    model.behaviour = Behaviour(status=500, code=CANARY)
    connector.fail("final", Fault(status=403, message=QUESTION))
    await operated.teams.say(QUESTION, by=ANNA)
    await answer(connector, 2)
    await operated.teams.say(f"Numren är {', '.join(FORMATS)}.", by=ANNA)
    await answer(connector, 3)
    await operated.teams.post({"text": QUESTION}, token=f"eyJ{CANARY}")
    _, metrics = await fetch(session, f"{operated.operations}/metrics")
    _, readiness = await fetch(session, f"{operated.operations}/readyz")
    await stack.aclose()

    assert {span.name for span in collector.spans} == HOPS
    assert len(log.getvalue().splitlines()) > 20
    shown = collector.raw.decode("latin-1") + metrics + readiness + log.getvalue()
    assert [word for word in UNSEEN if word in shown] == []
    assert {name for span in collector.spans for name in span.facts} <= FIELDS


async def test_case_48_the_model_is_asked_without_the_number_and_the_person_is_told(
    operated: Operated, connector: FakeConnector, model: OpenAIServer
) -> None:
    await operated.teams.say(f"Får jag flyga? Jag är {', '.join(FORMATS)}.", by=ANNA)

    assert "tog bort ett personnummer" in await answer(connector)
    assert model.requests
    asked = json.dumps(model.requests, ensure_ascii=False)
    assert [number for number in FORMATS if number in asked or number[-4:] in asked] == []


async def test_a_message_is_one_trace_with_a_span_for_each_hop(
    operated: Operated, connector: FakeConnector, collector: TraceCollector, stack: AsyncExitStack
) -> None:
    await operated.teams.say("Får jag flyga?", by=ANNA)
    await answer(connector)
    await stack.aclose()

    assert len({span.trace for span in collector.spans}) == 1
    [accept] = _named(collector, "accept")
    [turn] = _named(collector, "turn")
    assert (accept.parent, turn.parent) == (b"", accept.id)
    for hop in HOPS - {"accept", "turn"}:
        assert {span.parent for span in _named(collector, hop)} == {turn.id}, hop
    [skill] = _named(collector, "skill")
    assert (skill.facts["skill"], skill.facts["outcome"]) == ("policy", "answered")
    assert _named(collector, "answer")[-1].facts["model"] == "modell-1"


def _named(collector: TraceCollector, name: str) -> list[Collected]:
    return [span for span in collector.spans if span.name == name]


async def test_a_collector_that_is_gone_costs_no_answer_and_a_short_stop(
    operated: Operated, connector: FakeConnector, collector: TraceCollector, stack: AsyncExitStack
) -> None:
    await collector.__aexit__(None, None, None)

    await operated.teams.say("Får jag flyga?", by=ANNA)

    assert "fem timmar" in await answer(connector)


async def test_metrics_tell_what_happened(
    operated: Operated, connector: FakeConnector, session: aiohttp.ClientSession
) -> None:
    message = operated.teams.message("Får jag flyga?", by=ANNA)
    await operated.teams.deliver(message)
    await answer(connector)
    await operated.teams.deliver(message)
    await operated.teams.post(message, token=None)
    connector.fail("message", Fault(status=429, headers=(("Retry-After", "0"),)))
    await operated.teams.say("hej", by=ANNA)
    await answer(connector, 2)

    samples = await counts(session, operated)
    expected = {
        "kollega_turns_total private answered policy": 1,
        "kollega_turns_total private chat none": 1,
        "kollega_duplicates_total": 1,
        "kollega_requests_refused_total authentication": 1,
        "kollega_deliveries_total 429": 1,
        "kollega_delivery_retries_total": 1,
        "kollega_model_calls_total answered": 1,
        "kollega_signing_key_fetches_total fetched": 1,
        "kollega_acknowledgement_seconds_count": 3,
        "kollega_first_sign_seconds_count": 2,
        "kollega_rate_limited_total": 0,
    }
    assert {name: samples[name] for name in expected} == expected
    assert samples["kollega_deliveries_total 2xx"] >= 3
    assert samples["kollega_model_tokens_total prompt"] > 100
    assert samples["kollega_model_tokens_total completion"] == 40
    assert samples["process_resident_memory_bytes"] > 0


async def test_metrics_and_details_are_not_on_the_port_that_teams_posts_to(
    operated: Operated, session: aiohttp.ClientSession
) -> None:
    assert (await fetch(session, f"{operated.public}/metrics"))[0] == 404
    assert await fetch(session, f"{operated.public}/healthz") == (200, "ok")
    assert await fetch(session, f"{operated.public}/readyz") == (200, "ready")


async def test_readiness_tells_each_component_on_the_operations_port(
    operated: Operated, session: aiohttp.ClientSession
) -> None:
    status, text = await fetch(session, f"{operated.operations}/readyz")

    components = ("connector_token", "index", "model", "signing_keys", "store")
    assert status == 200
    assert '"status": "ready"' in text
    assert [name for name in components if f'"{name}": "ok"' not in text] == []


async def test_is_not_ready_while_the_identity_provider_has_never_answered(
    operated: Operated,
    identity_provider: IdentityProvider,
    session: aiohttp.ClientSession,
) -> None:
    await identity_provider.server.__aexit__(None, None, None)

    assert await fetch(session, f"{operated.public}/readyz") == (503, "failing")
    _, text = await fetch(session, f"{operated.operations}/readyz")
    assert '"signing_keys": "failing"' in text
    assert '"connector_token": "failing"' in text
    assert '"store": "ok"' in text


async def test_is_not_ready_when_the_index_cannot_be_opened(
    operated: Operated, session: aiohttp.ClientSession
) -> None:
    for meta in (operated.settings.data / "index").rglob("meta.json"):
        meta.write_text("{", encoding="utf-8")

    status, text = await fetch(session, f"{operated.operations}/readyz")

    assert status == 503
    assert '"index": "failing"' in text


async def test_the_operations_port_that_is_taken_is_told_by_its_setting(
    ingested: Path, tmp_path: Path
) -> None:
    with create_server(("127.0.0.1", 0)) as taken:
        settings = Settings(data=tmp_path, metrics_port=taken.getsockname()[1])
        with pytest.raises(ConfigurationError, match="KOLLEGA_METRICS_PORT"):
            async with (
                app.open_kollega(settings) as kollega,
                app.serving(kollega, host="127.0.0.1", port=0, local=True),
            ):
                pass


def test_neither_metrics_nor_traces_nor_a_model_are_imported_when_they_are_off(
    tmp_path: Path,
) -> None:
    script = (
        "import asyncio, sys\n"
        "from pathlib import Path\n"
        "from bot import app\n"
        "from bot.settings import Settings\n"
        "async def main():\n"
        "    async with app.open_kollega(Settings(data=Path(sys.argv[1]))) as kollega,\\\n"
        "        app.serving(kollega, host='127.0.0.1', port=0, local=True): pass\n"
        "asyncio.run(main())\n"
        "unwanted = ('prometheus_client', 'opentelemetry', 'openai', 'azure.identity')\n"
        "print([name for name in unwanted if name in sys.modules])\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"
