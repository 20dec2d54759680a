"""Tokens in a person's name: real msal and azure-identity against a local authority over TLS."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import jwt
import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID

from bot.circuit import FAILURES, PAUSE_S, Circuit
from bot.errors import SignInRequired, TokenUnavailable
from bot.identity.application import AppIdentity
from bot.identity.assertions import REUSED_FOR_S, Assertion, Assertions
from bot.identity.base import User
from bot.identity.entra import EntraTokens
from bot.identity.graph import GraphDirectory
from bot.identity.graph_client import Graph
from bot.identity.msal_client import MsalOnBehalfOf
from tests.fakes.graph_people import Account, PeopleServer
from tests.fakes.identity_provider import IdentityProvider, SigningKey
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.on_behalf_of import OnBehalfOf

APP_ID = "00000000-aaaa-bbbb-cccc-000000000001"
TENANT = "11111111-2222-3333-4444-555555555555"
SECRET = "a secret of the tests"
SEARCH, GRAPH = "https://search.azure.com", "https://graph.microsoft.com"
ANNA, ERIK = User(id="oid-anna", name="Anna"), User(id="oid-erik", name="Erik")


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Tenant:
    """The authority, and what the application knows of those who have signed in."""

    def __init__(self, authority: LocalAuthority, key: SigningKey) -> None:
        self.key = key
        self.authority = authority
        self.provider = IdentityProvider(authority, app_id=APP_ID, secret=SECRET)
        self.entra = OnBehalfOf(app_id=APP_ID, tenant=TENANT, key=key.private)
        self.provider.on_behalf_of = self.entra
        self.assertions = Assertions()
        self.clock = Clock()

    def sign_in(self, user: User, *, tenant: str = TENANT) -> None:
        token = self.entra.sign_in(user.id)
        self.assertions.keep(Assertion(user.id, tenant, token, time.time() + 3600))

    @asynccontextmanager
    async def tokens(
        self, *, max_kept: int = 100, secret: str | None = SECRET, certificate: Path | None = None
    ) -> AsyncIterator[EntraTokens]:
        identity = AppIdentity(
            app_id=APP_ID,
            tenant=TENANT,
            authority=self.provider.server.url,
            secret=secret,
            certificate=certificate,
        )
        client = MsalOnBehalfOf(
            identity,
            managed_identity="bot",
            tls=self.authority.client_context(),
            circuit=Circuit(clock=self.clock),
        )
        try:
            yield EntraTokens(self.assertions, client, max_kept=max_kept, clock=self.clock)
        finally:
            client.close()


@pytest.fixture(scope="module")
def key() -> SigningKey:
    return SigningKey.generate("entra")


@pytest.fixture(scope="module")
def authority() -> LocalAuthority:
    return LocalAuthority()


@pytest.fixture
async def tenant(authority: LocalAuthority, key: SigningKey) -> AsyncIterator[Tenant]:
    opened = Tenant(authority, key)
    opened.sign_in(ANNA)
    opened.sign_in(ERIK)
    async with opened.provider.server:
        yield opened
    assert opened.provider.requests.faults == []


async def test_a_token_is_for_one_person_and_one_service(tenant: Tenant) -> None:
    async with tenant.tokens() as tokens:
        search = await tokens.token(ANNA, SEARCH)
        graph = await tokens.token(ANNA, GRAPH)
        other = await tokens.token(ERIK, SEARCH)
        again = await tokens.token(ANNA, SEARCH)

    assert again == search
    assert len({search, graph, other}) == 3
    assert tenant.entra.grants(search, f"{SEARCH}/.default") is not None
    assert tenant.entra.grants(search, f"{GRAPH}/.default") is None
    granted = tenant.entra.granted[other]
    assert granted.user_id == ERIK.id


async def test_property_05_an_answer_of_entra_is_never_taken_for_somebody_elses(
    tenant: Tenant,
) -> None:
    """msal keeps what comes with `Retry-After`, by application and scope alone."""
    tenant.entra.headers = {"Retry-After": "60"}
    async with tenant.tokens() as tokens:
        annas = await tokens.token(ANNA, SEARCH)
        eriks = await tokens.token(ERIK, SEARCH)

    assert tenant.entra.granted[annas].user_id == ANNA.id
    assert tenant.entra.granted[eriks].user_id == ERIK.id


async def test_once_entra_is_back_the_next_question_is_answered(tenant: Tenant) -> None:
    tenant.entra.broken = True
    async with tenant.tokens() as tokens:
        with pytest.raises(TokenUnavailable):
            await tokens.token(ANNA, SEARCH)
        tenant.entra.broken = False

        assert await tokens.token(ANNA, SEARCH)


@pytest.mark.parametrize("status", [429, 503])
async def test_an_entra_that_asks_for_it_is_left_alone_so_long_and_no_longer(
    tenant: Tenant, status: int
) -> None:
    tenant.entra.status, tenant.entra.headers = status, {"Retry-After": "40"}
    async with tenant.tokens() as tokens:
        told = [await _refusal(tokens, person) for person in (ANNA, ERIK) * 10]
        while_asked_for = tenant.entra.exchanges
        tenant.entra.status, tenant.entra.headers = None, {}
        tenant.clock.now += 39
        early = await _refusal(tokens, ANNA)
        tenant.clock.now += 1

        assert await tokens.token(ANNA, SEARCH)
        assert await tokens.token(ERIK, SEARCH)

    assert while_asked_for == 1
    assert [error.retry_after_s for error in told] == [40.0] * 20
    assert early.retry_after_s == 1.0


async def test_an_entra_that_fails_again_and_again_is_asked_by_one_at_a_time(
    tenant: Tenant,
) -> None:
    tenant.entra.status = 500
    async with tenant.tokens() as tokens:
        for _ in range(FAILURES + 5):
            await _refusal(tokens, ANNA)
        opened = tenant.entra.exchanges
        tenant.clock.now += PAUSE_S
        await asyncio.gather(_refusal(tokens, ANNA), _refusal(tokens, ERIK))

    assert (opened, tenant.entra.exchanges) == (FAILURES, FAILURES + 1)


async def test_people_whom_entra_refuses_keep_nobody_else_out(tenant: Tenant) -> None:
    tenant.entra.disabled = {ANNA.id}
    async with tenant.tokens() as tokens:
        for _ in range(FAILURES + 1):
            tenant.sign_in(ANNA)
            with pytest.raises(SignInRequired):
                await tokens.token(ANNA, SEARCH)

        assert await tokens.token(ERIK, SEARCH)


async def _refusal(tokens: EntraTokens, person: User) -> TokenUnavailable:
    with pytest.raises(TokenUnavailable) as raised:
        await tokens.token(person, SEARCH)
    return raised.value


async def test_all_who_ask_at_once_share_one_request_and_block_nobody(tenant: Tenant) -> None:
    tenant.entra.hang_s = 0.5
    async with tenant.tokens() as tokens:
        asking = [asyncio.create_task(tokens.token(ANNA, SEARCH)) for _ in range(20)]
        turns = 0
        while not all(task.done() for task in asking):
            await asyncio.sleep(0.005)
            turns += 1

    assert len({task.result() for task in asking}) == 1
    assert len(tenant.entra.asked) == 1
    assert turns > 5  # the event loop went on meanwhile


async def test_what_is_kept_is_bounded(tenant: Tenant) -> None:
    async with tenant.tokens(max_kept=1) as tokens:
        await tokens.token(ANNA, SEARCH)
        await tokens.token(ERIK, SEARCH)
        await tokens.token(ANNA, SEARCH)

    assert len(tenant.entra.asked) == 3


async def test_a_token_about_to_end_is_not_given_out(tenant: Tenant) -> None:
    tenant.entra.lifetime_s = 90
    async with tenant.tokens() as tokens:
        first = await tokens.token(ANNA, SEARCH)
        tenant.clock.now += 40

        assert await tokens.token(ANNA, SEARCH) != first


async def test_consent_that_is_missing_is_told_to_it_as_an_error_of_its_own(
    tenant: Tenant, caplog: pytest.LogCaptureFixture
) -> None:
    tenant.entra.is_consented = False
    async with tenant.tokens() as tokens:
        with pytest.raises(SignInRequired, match="AADSTS65001"):
            await tokens.token(ANNA, SEARCH)

    [told] = [record for record in caplog.records if record.levelname == "ERROR"]
    assert told.message == "An administrator has not consented for the people"


async def test_case_24_a_revoked_person_is_out_as_soon_as_the_kept_token_is_old(
    tenant: Tenant,
) -> None:
    async with tenant.tokens() as tokens:
        await tokens.token(ANNA, SEARCH)
        tenant.entra.disabled = {ANNA.id}
        tenant.clock.now += REUSED_FOR_S

        with pytest.raises(SignInRequired, match="AADSTS50057"):
            await tokens.token(ANNA, SEARCH)
        tenant.entra.disabled = set()
        with pytest.raises(SignInRequired):
            await tokens.token(ANNA, SEARCH)  # until they sign in anew

    assert 2 * REUSED_FOR_S <= 300


async def test_case_22_what_entra_demands_is_handed_on(tenant: Tenant) -> None:
    tenant.entra.step_up = {ANNA.id}
    async with tenant.tokens() as tokens:
        with pytest.raises(SignInRequired) as raised:
            await tokens.token(ANNA, SEARCH)

    assert "acrs" in str(raised.value.claims)


async def test_a_sign_in_of_another_tenant_is_not_exchanged(tenant: Tenant) -> None:
    tenant.sign_in(ANNA, tenant="99999999-2222-3333-4444-555555555555")
    async with tenant.tokens() as tokens:
        with pytest.raises(SignInRequired, match="AADSTS500011"):
            await tokens.token(ANNA, SEARCH)


async def test_a_wrong_secret_is_the_applications_fault(
    tenant: Tenant, caplog: pytest.LogCaptureFixture
) -> None:
    async with tenant.tokens(secret="wrong") as tokens:
        with pytest.raises(TokenUnavailable, match="AADSTS7000215"):
            await tokens.token(ANNA, SEARCH)

    assert "wrong" not in caplog.text
    assert tenant.assertions.of(ANNA.id)  # the person need not sign in again


async def test_an_authority_that_is_away_is_told_apart(tenant: Tenant) -> None:
    async with tenant.tokens() as tokens:
        await tenant.provider.server.__aexit__(None, None, None)
        with pytest.raises(TokenUnavailable):
            await tokens.token(ANNA, SEARCH)


async def test_a_certificate_proves_the_application(tenant: Tenant, tmp_path: Path) -> None:
    path = tmp_path / "app.pem"
    path.write_bytes(_certificate(tenant.key))
    tenant.provider.certificate_key = tenant.key.private.public_key()
    async with tenant.tokens(secret=None, certificate=path) as tokens:
        assert await tokens.token(ANNA, SEARCH)


@pytest.mark.parametrize("audience", ["api://AzureADTokenExchange", "https://graph.microsoft.com"])
async def test_a_managed_identity_proves_the_application_without_a_secret(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch, audience: str
) -> None:
    asked: list[dict[str, str]] = []

    async def identity(request: web.Request) -> web.Response:
        asked.append(dict(request.query))
        assert request.headers["X-IDENTITY-HEADER"] == "of App Service"
        ends = int(time.time()) + 3600
        claims = {"aud": audience, "sub": "principal", "exp": ends}
        token = jwt.encode(claims, tenant.key.private, algorithm="RS256")
        answer: dict[str, Any] = {"access_token": token, "expires_on": str(ends)}
        return web.json_response({**answer, "resource": audience, "token_type": "Bearer"})

    application = web.Application()
    application.router.add_get("/token", identity)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"http://127.0.0.1:{runner.addresses[0][1]}/token")
    monkeypatch.setenv("IDENTITY_HEADER", "of App Service")
    tenant.provider.vouching_key = tenant.key.private.public_key()
    try:
        async with tenant.tokens(secret=None) as tokens:
            if audience.startswith("api:"):
                assert await tokens.token(ANNA, SEARCH)
            else:
                with pytest.raises(TokenUnavailable):
                    await tokens.token(ANNA, SEARCH)
    finally:
        await runner.cleanup()

    assert asked[0]["resource"] == "api://AzureADTokenExchange"
    assert asked[0]["client_id"] == "bot"


async def test_case_30_a_group_that_is_taken_away_is_gone_in_time(
    tenant: Tenant, authority: LocalAuthority
) -> None:
    people = PeopleServer(authority, tenant.entra)
    people.accounts = {ANNA.id: Account("Anna", ["a", "b", "hr"])}
    connector = aiohttp.TCPConnector(ssl=authority.client_context())
    async with (
        people.server,
        tenant.tokens() as tokens,
        aiohttp.ClientSession(connector=connector) as session,
    ):
        directory = GraphDirectory(
            Graph(session, url=people.server.url, tokens=tokens),
            assertions=tenant.assertions,
            guests=False,
            clock=tenant.clock,
        )
        before = await directory.find(ANNA.id)
        people.accounts[ANNA.id].groups = ["a"]
        kept = await directory.find(ANNA.id)
        tenant.clock.now += REUSED_FOR_S
        after = await directory.find(ANNA.id)

    assert before.groups == kept.groups == {"a", "b", "hr"}
    assert after.groups == {"a"}
    assert people.faults == []


def _certificate(key: SigningKey) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "kollega")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.private.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key.private, hashes.SHA256())
    )
    private = key.private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)
