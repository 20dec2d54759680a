"""Signing keys over time: refreshed ahead of need, kept a day when the source is down."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.errors import UnavailableError
from bot.teams.reception.signing_keys import SigningKeys
from tests.fakes.clock import Clock
from tests.fakes.identity_provider import IdentityProvider, SigningKey
from tests.fakes.local_authority import LocalAuthority

HOUR = 3600.0


@pytest.fixture(scope="module")
def key_pairs() -> list[SigningKey]:
    return [SigningKey.generate("first"), SigningKey.generate("second")]


@pytest.fixture
def clock() -> Clock[float]:
    return Clock(1000.0)


@pytest.fixture
async def provider(
    key_pairs: list[SigningKey], authority: LocalAuthority
) -> AsyncIterator[IdentityProvider]:
    fake = IdentityProvider(authority, app_id="app", secret="secret")
    fake.keys = key_pairs[:1]
    async with fake.server:
        yield fake


@pytest.fixture(scope="module")
def authority() -> LocalAuthority:
    return LocalAuthority()


@pytest.fixture
async def keys(
    provider: IdentityProvider, authority: LocalAuthority, clock: Clock[float]
) -> AsyncIterator[SigningKeys]:
    found = SigningKeys(provider.metadata_url, tls=authority.client_context(), clock=clock)
    yield found
    await found.close()


async def test_case_06_an_unknown_key_is_looked_for_once_in_five_minutes(
    keys: SigningKeys, provider: IdentityProvider, clock: Clock[float]
) -> None:
    await keys.find("first")
    for _ in range(3):
        assert await keys.find("unknown") is None
    assert provider.requests.keys == 2

    clock.now += 301
    await keys.find("unknown")

    assert provider.requests.keys == 3


async def test_case_06_those_who_look_at_once_share_one_fetch(
    keys: SigningKeys, provider: IdentityProvider
) -> None:
    provider.faults.hang_s = 0.05

    found = await asyncio.gather(*(keys.find("first") for _ in range(20)))

    assert all(found)
    assert provider.requests.keys == 1


async def test_case_07_whoever_comes_with_a_new_key_while_it_is_looked_for_is_let_in(
    keys: SigningKeys, provider: IdentityProvider, key_pairs: list[SigningKey]
) -> None:
    await keys.find("first")
    provider.keys = key_pairs
    provider.faults.hang_s = 0.05

    found = await asyncio.gather(*(keys.find("second") for _ in range(20)))

    assert all(found)
    assert provider.requests.keys == 2


async def test_case_07_a_new_key_is_found_soon_after_the_identity_provider_is_back(
    keys: SigningKeys, provider: IdentityProvider, clock: Clock[float], key_pairs: list[SigningKey]
) -> None:
    await keys.find("first")
    provider.keys = key_pairs
    provider.faults.status = 503
    assert await keys.find("second") is None
    provider.faults.status = None

    clock.now += 5.1

    assert await keys.find("second")


async def test_case_08_the_last_good_keys_are_used_for_a_day_and_no_longer(
    keys: SigningKeys, provider: IdentityProvider, clock: Clock[float]
) -> None:
    await keys.find("first")
    provider.faults.status = 503

    clock.now += 23.9 * HOUR
    assert await keys.find("first")
    clock.now += 0.2 * HOUR
    with pytest.raises(UnavailableError):
        await keys.find("first")


async def test_case_08_keys_are_back_as_soon_as_the_identity_provider_is(
    keys: SigningKeys, provider: IdentityProvider, clock: Clock[float]
) -> None:
    provider.faults.status = 503
    with pytest.raises(UnavailableError):
        await keys.find("first")
    provider.faults.status = None

    clock.now += 6
    assert await keys.find("first")


async def test_an_identity_provider_that_is_down_is_not_asked_by_every_request(
    keys: SigningKeys, provider: IdentityProvider
) -> None:
    provider.faults.status = 503

    for _ in range(10):
        with pytest.raises(UnavailableError):
            await keys.find("first")

    assert provider.requests.metadata == 1


async def test_old_keys_are_renewed_behind_the_scenes(
    keys: SigningKeys,
    provider: IdentityProvider,
    clock: Clock[float],
    key_pairs: list[SigningKey],
) -> None:
    await keys.find("first")
    provider.keys = key_pairs[1:]
    clock.now += 7 * HOUR

    provider.faults.hang_s = 0.05
    assert await keys.find("first"), "nobody waits for the renewal"
    await asyncio.sleep(0.3)

    assert await keys.find("second")
    assert await keys.find("first") is None, "a withdrawn key is not accepted any longer"


async def test_a_certificate_from_somebody_else_is_not_trusted(
    provider: IdentityProvider, clock: Clock[float]
) -> None:
    other = LocalAuthority().client_context()
    keys = SigningKeys(provider.metadata_url, tls=other, clock=clock)

    with pytest.raises(UnavailableError):
        await keys.find("first")
    await keys.close()
