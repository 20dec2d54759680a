"""`kollega ingest sharepoint:…` as IT runs it, and whom it answers afterwards."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import trustme
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa

from bot import app
from bot.errors import ConfigurationError
from bot.identity.base import User
from bot.ingestion.reasons import UnreadableError
from bot.retrieval.local import LocalRetriever
from bot.setting_values import Secret
from bot.settings import Settings
from tests.bot.commands.shell import run_kollega
from tests.bot.ingestion.sharepoint.conftest import SITE, Municipality
from tests.fakes.identity_provider import IdentityProvider
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.sharepoint import TENANT, guid, to_group, to_user

pytestmark = pytest.mark.asyncio(loop_scope="session")

LOCATION = f"sharepoint:{SITE}"
ANNA = User(id=guid("anna").upper(), name="Anna")
BO = User(id="bo", name="Bo", groups=frozenset({guid("hr")}))
GUEST = User(id="gun", name="Gun", is_guest=True)


@pytest.fixture
def settings(
    kommun: Municipality, provider: IdentityProvider, authority: LocalAuthority, tmp_path: Path
) -> Settings:
    return Settings(
        data=tmp_path / "data",
        app_id="app-1",
        tenants=(TENANT,),
        graph_url=kommun.graph.url,
        ca_file=authority.write_pem(tmp_path / "ca.pem"),
    )


async def test_each_reads_what_sharepoint_lets_them_read(
    kommun: Municipality, provider: IdentityProvider, settings: Settings
) -> None:
    kommun.files.write("Anna.txt", "Kodordet för nyckelskåpet är annat.")
    kommun.files.share("Anna.txt", to_user("anna"))
    kommun.files.write("Hr.txt", "Kodordet för lönearkivet är hemligt.")
    kommun.files.share("Hr.txt", to_group("hr"))
    kommun.site.page("Kod.aspx", "Kodord", "<p>Kodordet byts varje månad.</p>")
    kommun.graph.page_size = 100
    async with _managed_identity(kommun, provider) as environment:
        environment |= {
            "KOLLEGA_APP_ID": "app-1",
            "KOLLEGA_TENANTS": TENANT,
            "KOLLEGA_GRAPH_URL": kommun.graph.url,
            "KOLLEGA_CA_FILE": str(settings.ca_file),
        }

        arguments = ("ingest", LOCATION, "--json")
        done = await asyncio.to_thread(
            run_kollega, *arguments, data=settings.data, environment=environment
        )

    assert done.code == 0, done.errors
    assert done.json["documents"]["added"] == 3
    assert await _found_by(settings, ANNA) == {"Anna", "Kodord"}
    assert await _found_by(settings, BO) == {"Hr", "Kodord"}
    assert await _found_by(settings, GUEST) == set()
    assert await _found_by(settings, replace(ANNA, is_guest=True)) == {"Anna"}


async def _found_by(settings: Settings, reader: User) -> set[str]:
    retriever = LocalRetriever(settings.data / "index")
    found = await retriever.search("Vilket är kodordet?", reader=reader, audience="private")
    return {passage.chunk.title for passage in found}


@asynccontextmanager
async def _managed_identity(
    kommun: Municipality, provider: IdentityProvider
) -> AsyncIterator[dict[str, str]]:
    """What App Service gives an app that has a managed identity: its variables."""

    async def token(request: web.Request) -> web.Response:
        assert request.headers["X-IDENTITY-HEADER"] == "here"
        assert request.query["client_id"] == "app-1"
        provider.scopes["of-the-identity"] = f"{request.query['resource']}/.default"
        return web.json_response(
            {
                "access_token": "of-the-identity",
                "expires_on": "4102444800",
                "resource": request.query["resource"],
                "token_type": "Bearer",
            }
        )

    application = web.Application()
    application.router.add_get("/msi/token", token)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        address = f"http://127.0.0.1:{runner.addresses[0][1]}/msi/token"
        yield {"IDENTITY_ENDPOINT": address, "IDENTITY_HEADER": "here"}
    finally:
        await runner.cleanup()


@pytest.mark.parametrize("kind", ["secret", "certificate"])
async def test_the_app_signs_in_with_a_secret_or_a_certificate(
    kommun: Municipality, settings: Settings, authority: LocalAuthority, tmp_path: Path, kind: str
) -> None:
    kommun.files.write("a.txt", "Ett.")
    asked = IdentityProvider(authority, app_id="app-1", secret="s3cret")
    asked.scopes = kommun.graph.scopes
    changed = replace(settings, app_secret=Secret("s3cret"))
    if kind == "certificate":
        pem = tmp_path / "app.pem"
        issued = trustme.CA().issue_cert("kollega", key_type=trustme.KeyType.RSA)
        issued.private_key_and_cert_chain_pem.write_to_path(pem)
        key = x509.load_pem_x509_certificate(issued.cert_chain_pems[0].bytes()).public_key()
        assert isinstance(key, rsa.RSAPublicKey)
        asked.certificate_key = key
        changed = replace(settings, app_certificate=pem)
    async with asked.server:
        report = await _ingest(replace(changed, authority=asked.server.url))

    assert report == 1
    assert asked.requests.tokens == 1
    assert asked.requests.faults == []


async def test_a_token_endpoint_that_is_busy_is_given_its_time(
    kommun: Municipality, settings: Settings, authority: LocalAuthority
) -> None:
    kommun.files.write("a.txt", "Ett.")
    asked = IdentityProvider(authority, app_id="app-1", secret="s3cret")
    asked.scopes, asked.busy = kommun.graph.scopes, 1
    before = time.monotonic()
    async with asked.server:
        ready = replace(settings, app_secret=Secret("s3cret"), authority=asked.server.url)
        added = await _ingest(ready)

    assert (added, asked.requests.tokens) == (1, 2)
    assert time.monotonic() - before >= 1


async def test_a_wrong_secret_is_told_with_entras_code_and_nothing_else(
    settings: Settings, authority: LocalAuthority
) -> None:
    asked = IdentityProvider(authority, app_id="app-1", secret="s3cret")
    async with asked.server:
        wrong = replace(settings, app_secret=Secret("fel"), authority=asked.server.url)
        with pytest.raises(UnreadableError) as raised:
            await _ingest(wrong)

    assert (raised.value.reason.code, raised.value.reason.detail) == ("no_token", "AADSTS7000215")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"app_id": None}, "KOLLEGA_APP_ID"),
        ({"tenants": ()}, "KOLLEGA_TENANTS"),
        ({"tenants": (TENANT, "another")}, "KOLLEGA_TENANTS"),
    ],
)
async def test_what_is_missing_is_named(
    settings: Settings, changed: dict[str, object], said: str
) -> None:
    with pytest.raises(ConfigurationError, match=said):
        await _ingest(replace(settings, **changed))  # type: ignore[arg-type]


async def test_readers_are_sharepoints_own_and_cannot_be_given(settings: Settings) -> None:
    opened = app.open_source(LOCATION, settings, readers=frozenset({"alla"}))
    with pytest.raises(ConfigurationError, match="--site-group"):
        async with opened:
            pass


async def _ingest(settings: Settings) -> int:
    """How many documents were added."""
    async with app.open_source(LOCATION, settings) as source:
        return (await app.ingest(settings, source)).documents.added
