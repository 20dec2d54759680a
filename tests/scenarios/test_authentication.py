"""Nobody but Teams, signed for this bot, gets in; and a stranger is turned away cheaply."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import jwt
import pytest

from tests.fakes.connector import FakeConnector
from tests.fakes.identity_provider import IdentityProvider, SigningKey
from tests.fakes.scripted_copilot import ScriptedCopilot
from tests.fakes.teams_client import PERSONAL, TENANT, TeamsClient
from tests.scenarios.running_bot import APP_ID, RunningBot

MINUTE = 60


@pytest.fixture
def nothing_happened(
    bot: RunningBot, connector: FakeConnector, copilot: ScriptedCopilot
) -> Callable[[], bool]:
    def check() -> bool:
        recorded = bot.stored("SELECT * FROM inbox")
        return not (recorded or connector.arrivals or copilot.turns)

    return check


async def test_case_03_a_request_without_a_token_is_refused(
    teams: TeamsClient, nothing_happened: Callable[[], bool]
) -> None:
    answer = await teams.post(teams.message("hej"), token=None)

    assert answer.status == 401
    assert nothing_happened()


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "a.b.c",
        "....",
        "å.ä.ö".encode().decode("latin-1"),
        "x" * 20_000,
        "eyJhbGciOiJSUzI1",
    ],
    ids=["empty", "letter", "dots", "only dots", "not ascii", "huge", "cut"],
)
async def test_case_03_garbage_for_a_token_is_refused(
    teams: TeamsClient, nothing_happened: Callable[[], bool], token: str
) -> None:
    answer = await teams.post(teams.message("hej"), token=token)

    # The HTTP parser itself turns headers above 8 KiB away.
    assert answer.status == (400 if len(token) > 8190 else 401)
    assert nothing_happened()


@pytest.mark.parametrize("header", ["Bearer", "Basic YTpi", "bearer  ", "Bearer\ta.b.c"])
async def test_case_03_another_scheme_is_refused(
    teams: TeamsClient, nothing_happened: Callable[[], bool], header: str
) -> None:
    answer = await teams.post(teams.message("hej"), token=None, headers={"Authorization": header})

    assert answer.status == 401
    assert nothing_happened()


NOW = int(time.time())
Refused = Callable[[dict[str, Any]], Awaitable[bool]]


@pytest.fixture
def refused(teams: TeamsClient, nothing_happened: Callable[[], bool]) -> Refused:
    """Whether a token with these claims is refused, and nothing has happened."""

    async def check(claims: dict[str, Any]) -> bool:
        answer = await teams.post(teams.message("hej"), token=teams.token(**claims))
        return answer.status == 401 and nothing_happened()

    return check


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": NOW - 10 * MINUTE},
        {"exp": 0},
        {"exp": "never"},
        {"exp": float("inf")},
        {"exp": None},
        {"nbf": NOW + 30 * MINUTE},
        {"iat": NOW + 30 * MINUTE},
    ],
    ids=[
        "ended",
        "ended long ago",
        "ends in words",
        "ends at infinity",
        "ends at nothing",
        "begins later",
        "issued later",
    ],
)
async def test_case_03_a_token_that_is_not_valid_now_is_refused(
    refused: Refused, claims: dict[str, Any]
) -> None:
    assert await refused(claims)


async def test_case_04_a_token_that_never_ends_is_refused(refused: Refused) -> None:
    assert await refused({"without": ("exp",)})


@pytest.mark.parametrize(
    "claims",
    [
        {"without": ("aud",)},
        {"aud": "somebody-else"},
        {"aud": [APP_ID + "x"]},
        {"aud": ""},
        {"aud": APP_ID.upper()},
    ],
    ids=str,
)
async def test_case_21_a_token_for_another_bot_is_refused(
    refused: Refused, claims: dict[str, Any]
) -> None:
    assert await refused(claims)


EMULATOR_TENANTS = ("d6d49420-f39b-4df7-a1dc-d59a935871db", "f8cdef31-a31e-4b4a-93e4-5f571e91255a")


@pytest.mark.parametrize(
    "issuer",
    [
        *(f"https://sts.windows.net/{tenant}/" for tenant in EMULATOR_TENANTS),
        *(f"https://login.microsoftonline.com/{tenant}/v2.0" for tenant in EMULATOR_TENANTS),
        *(f"https://login.microsoftonline.us/{tenant}/v2.0" for tenant in EMULATOR_TENANTS),
        "https://login.microsoftonline.com/common/v2.0",
        f"https://sts.windows.net/{TENANT}/",
        f"https://login.microsoftonline.com/{TENANT}/v2.0",
        "https://api.botframework.us",
        "https://api.botframework.com/",
        "https://API.botframework.com",
        ["https://api.botframework.com"],
        "",
    ],
    ids=str,
)
async def test_case_13_the_issuers_of_the_emulator_of_skills_and_all_others_are_refused(
    refused: Refused, issuer: object
) -> None:
    """As botbuilder lets them in: its emulator and skill validation accept these tenants."""
    assert await refused({"iss": issuer})


async def test_case_13_a_token_without_issuer_is_refused(refused: Refused) -> None:
    assert await refused({"without": ("iss",)})


@pytest.mark.parametrize(
    "claims",
    [{"without": ("serviceurl",)}, {"serviceurl": ["https://a", "https://b"]}, {"serviceurl": ""}],
    ids=str,
)
async def test_case_12_a_token_that_does_not_name_one_service_url_is_refused(
    refused: Refused, claims: dict[str, Any]
) -> None:
    assert await refused(claims)


async def test_case_03_a_signature_by_another_key_is_refused(
    teams: TeamsClient,
    nothing_happened: Callable[[], bool],
    signing_keys: dict[str, SigningKey],
) -> None:
    impostor = SigningKey("first", signing_keys["stranger"].private)

    answer = await teams.post(teams.message("hej"), token=teams.token(key=impostor))

    assert answer.status == 401
    assert nothing_happened()


@pytest.mark.parametrize("algorithm", ["none", "HS256", "RS384", "PS256"])
async def test_case_05_only_rs256_is_accepted(
    teams: TeamsClient,
    nothing_happened: Callable[[], bool],
    signing_keys: dict[str, SigningKey],
    algorithm: str,
) -> None:
    claims = jwt.decode(teams.token(), options={"verify_signature": False})
    keys: dict[str, Any] = {"none": None, "HS256": "a secret that is long enough for HS256"}
    key = keys.get(algorithm, signing_keys["first"].private)
    token = jwt.encode(claims, key, algorithm=algorithm, headers={"kid": "first"})

    answer = await teams.post(teams.message("hej"), token=token)

    assert answer.status == 401
    assert nothing_happened()


async def test_case_05_a_token_whose_signature_was_cut_off_is_refused(
    teams: TeamsClient, nothing_happened: Callable[[], bool]
) -> None:
    header = base64.urlsafe_b64encode(json.dumps({"alg": "none", "kid": "first"}).encode())
    payload = teams.token().split(".")[1]

    answer = await teams.post(
        teams.message("hej"), token=f"{header.decode().rstrip('=')}.{payload}."
    )

    assert answer.status == 401
    assert nothing_happened()


async def test_case_06_unknown_keys_cause_one_fetch(
    teams: TeamsClient,
    identity_provider: IdentityProvider,
    signing_keys: dict[str, SigningKey],
    nothing_happened: Callable[[], bool],
) -> None:
    await teams.post(teams.message("hej"), token="x.y.z")
    unknown = [SigningKey(f"unknown-{n}", signing_keys["stranger"].private) for n in range(20)]
    tokens = [teams.token(key=key) for key in unknown]
    fetched_before = identity_provider.requests.keys
    answers = await asyncio.gather(
        *(teams.post(teams.message("hej"), token=token) for token in tokens)
    )

    assert {answer.status for answer in answers} == {401}
    # One because nothing was cached yet, one because the key is unknown.
    assert identity_provider.requests.keys - fetched_before == 2
    assert nothing_happened()


async def test_case_07_a_new_key_is_accepted_at_once(
    teams: TeamsClient,
    connector: FakeConnector,
    identity_provider: IdentityProvider,
    signing_keys: dict[str, SigningKey],
) -> None:
    await teams.say("före bytet")
    identity_provider.keys = [signing_keys["second"]]
    changed_at = time.monotonic()

    answer = await teams.say("efter bytet")

    assert answer.status == 200
    assert time.monotonic() - changed_at < 5
    await connector.until_messages(PERSONAL, 2)


async def test_case_07_what_a_withdrawn_key_signed_is_refused_though_it_was_accepted_before(
    teams: TeamsClient, identity_provider: IdentityProvider, signing_keys: dict[str, SigningKey]
) -> None:
    known = teams.token()
    accepted = await teams.post(teams.message("före"), token=known)
    stranger = replace(signing_keys["stranger"], id=signing_keys["first"].id)
    identity_provider.keys = [stranger, signing_keys["second"]]
    await teams.say("efter bytet")

    refused = await teams.post(teams.message("efter"), token=known)

    assert (accepted.status, refused.status) == (200, 401)


async def test_case_14_a_token_that_was_accepted_is_refused_once_its_time_is_over(
    teams: TeamsClient,
) -> None:
    known = teams.token(exp=int(time.time()) - 5 * MINUTE + 3)
    accepted = await teams.post(teams.message("före"), token=known)
    await asyncio.sleep(4.1)

    refused = await teams.post(teams.message("efter"), token=known)

    assert (accepted.status, refused.status) == (200, 401)


async def test_case_08_a_known_key_does_not_need_the_identity_provider(
    teams: TeamsClient, connector: FakeConnector, identity_provider: IdentityProvider
) -> None:
    await teams.say("ett")
    identity_provider.faults.status = 500

    answer = await teams.say("två")

    assert answer.status == 200
    await connector.until_messages(PERSONAL, 2)


async def test_case_08_while_no_key_was_ever_had_the_channel_is_told_to_come_back(
    teams: TeamsClient, identity_provider: IdentityProvider, nothing_happened: Callable[[], bool]
) -> None:
    identity_provider.faults.status = 500

    answer = await teams.say("hej")

    assert answer.status == 503
    assert nothing_happened()


async def test_case_09_a_hanging_identity_provider_stalls_nobody(
    teams: TeamsClient,
    connector: FakeConnector,
    identity_provider: IdentityProvider,
    signing_keys: dict[str, SigningKey],
) -> None:
    await teams.say("ett")
    identity_provider.faults.hang_s = 30.0
    unknown = SigningKey("unknown", signing_keys["stranger"].private)
    waiting = asyncio.create_task(teams.post(teams.message("hej"), token=teams.token(key=unknown)))
    longest_stall_s = 0.0
    answer = asyncio.create_task(teams.say("två"))
    while not answer.done():
        before = time.perf_counter()
        await asyncio.sleep(0.005)
        longest_stall_s = max(longest_stall_s, time.perf_counter() - before - 0.005)

    assert answer.result().status == 200
    assert longest_stall_s < 0.1
    assert not waiting.done()
    waiting.cancel()
    await asyncio.wait({waiting})
    identity_provider.faults.hang_s = 0.0


@pytest.mark.parametrize("channel", ["emulator", "directline", "", None, "MSTEAMS"])
async def test_case_10_another_channel_is_refused(
    teams: TeamsClient, nothing_happened: Callable[[], bool], channel: str | None
) -> None:
    answer = await teams.post({**teams.message("hej"), "channelId": channel})

    assert answer.status == 401
    assert nothing_happened()


async def test_case_10_an_activity_without_channel_is_refused(
    teams: TeamsClient, nothing_happened: Callable[[], bool]
) -> None:
    activity = teams.message("hej")
    del activity["channelId"]

    assert (await teams.post(activity)).status == 401
    assert nothing_happened()


async def test_case_11_a_key_that_teams_does_not_endorse_is_refused(
    teams: TeamsClient,
    nothing_happened: Callable[[], bool],
    signing_keys: dict[str, SigningKey],
) -> None:
    answer = await teams.post(teams.message("hej"), token=teams.token(key=signing_keys["skype"]))

    assert answer.status == 401
    assert nothing_happened()


def _other_addresses(connector: FakeConnector) -> list[object]:
    host = connector.server.host
    return [
        None,
        "",
        f"http://{host}/teams/",
        f"https://{host}.evil.example/teams/",
        f"https://evil.example/{host}/",
        f"https://{host}@evil.example/teams/",
        f"https://user:pass@{host}/teams/",
        f"https://evil.example#{host}/",
        f"https://evil.example\\@{host}/",
        "https://127.0.0.1/teams/",
        "https://169.254.169.254/metadata/",
        "file:///etc/passwd",
        f"https://{host}\n.evil.example/",
        "https://smba.trafficmanager.net.evil.example/",
        f"https://{host}./teams/",
        f"https://{host}:443/teams/",
        f"https://evil.example?{host}/teams/",
        f"https://evil.example%2F{host}/",
        f"https://{host.replace('localhost', 'loc%61lhost')}/teams/",
        f"https://{host.replace('localhost', 'ⅼocalhost')}/teams/",
        f"https://{host.replace('localhost', '2130706433')}/teams/",
        f"https://{host.replace('localhost', '0x7f.1')}/teams/",
        f"https://{host.replace('localhost', '[::1]')}/teams/",
        f"https://{host.replace('localhost', '[::ffff:127.0.0.1]')}/teams/",
        "https://localhost/teams/",
        f"https:{host}/teams/",
        f"//{host}/teams/",
        f"https:///{host}/teams/",
        f"ftp://{host}/teams/",
        f" https://{host}/teams/",
        f"https://{host}\t/teams/",
        f"https://{host}\r\nX-Header: 1/",
        "javascript:alert(1)",
        5,
    ]


@pytest.mark.parametrize("number", range(34))
async def test_case_12_a_service_url_off_the_list_is_refused_though_signed(
    teams: TeamsClient,
    connector: FakeConnector,
    nothing_happened: Callable[[], bool],
    number: int,
) -> None:
    address = _other_addresses(connector)[number]
    activity = {**teams.message("hej"), "serviceUrl": address}

    answer = await teams.post(activity, token=teams.token(serviceurl=address))

    assert answer.status == 401
    await asyncio.sleep(0.02)
    assert nothing_happened()


async def test_case_12_a_service_url_that_the_token_does_not_name_is_refused(
    teams: TeamsClient, connector: FakeConnector, nothing_happened: Callable[[], bool]
) -> None:
    activity = {**teams.message("hej"), "serviceUrl": f"{connector.service_url}other/"}

    assert (await teams.post(activity)).status == 401
    assert nothing_happened()


@pytest.mark.parametrize(
    ("claim", "minutes", "status"),
    [("exp", -4, 200), ("exp", -6, 401), ("nbf", 4, 200), ("nbf", 6, 401)],
)
async def test_case_14_clocks_may_differ_by_five_minutes(
    teams: TeamsClient, claim: str, minutes: int, status: int
) -> None:
    token = teams.token(**{claim: int(time.time()) + minutes * MINUTE})

    assert (await teams.post(teams.message("hej"), token=token)).status == status


@pytest.mark.parametrize(
    ("in_data", "in_conversation"),
    [("other", None), (None, "other"), ("own", "other"), ("other", "own"), (None, None)],
)
async def test_case_15_another_tenant_is_refused_and_leaves_no_trace(
    teams: TeamsClient,
    nothing_happened: Callable[[], bool],
    in_data: str | None,
    in_conversation: str | None,
) -> None:
    activity = teams.message("hej")
    own = activity["channelData"]["tenant"]["id"]
    named = {"own": own, "other": "99999999-2222-3333-4444-555555555555", None: None}
    activity["channelData"]["tenant"]["id"] = named[in_data]
    activity["conversation"]["tenantId"] = named[in_conversation]

    assert (await teams.post(activity)).status == 403
    assert nothing_happened()


async def test_case_52_a_stranger_with_a_large_body_costs_almost_nothing(
    teams: TeamsClient, nothing_happened: Callable[[], bool]
) -> None:
    body = b'{"text": "' + b"x" * (256 * 1024 - 20) + b'"}'
    await teams.post(body, token="x.y.z")
    before = time.process_time()
    for _ in range(20):
        assert (await teams.post(body, token="x.y.z")).status == 401

    # This includes what the client in the same process costs.
    assert (time.process_time() - before) / 20 < 0.005
    assert nothing_happened()
