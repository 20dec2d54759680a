"""`kollega check`: each mistake that IT makes is found, and the remedy named is the right one."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest

from bot.app.checking import check
from bot.errors import ConfigurationError
from bot.operations.check import Finding, worst
from bot.operations.profile import find_profile, load_profile
from bot.setting_values import Secret
from bot.settings import Settings
from tests.bot.operations.profiles import ALL, written
from tests.fakes.identity_provider import IdentityProvider, SigningKey
from tests.fakes.local_authority import LocalAuthority

TODAY = date(2026, 11, 25)
BOT, SIGN_IN = "b07a1d2c-3f4e-4a5b-8c6d-7e8f9a0b1c2d", "5500a1b2-c3d4-4e5f-9a6b-7c8d9e0f1a2b"
TENANT = "7e3a0001-2b3c-4d5e-8f60-718293a4b5c6"


async def _of_profile(path: Path, *, language: str = "sv") -> dict[str, Finding]:
    findings = await check(Settings(), path, language, today=TODAY)  # type: ignore[arg-type]
    return {finding.name: finding for finding in findings}


@pytest.mark.parametrize("municipality", ALL)
async def test_a_profile_that_is_right_is_green_but_for_what_is_not_deployed(
    tmp_path: Path, municipality: str
) -> None:
    found = await _of_profile(written(tmp_path, municipality=municipality))

    assert {name for name, one in found.items() if one.status != "green"} == {"settings"}


@pytest.mark.parametrize("municipality", ["lidingo", "skelleftea"])
async def test_a_placeholder_that_is_left_in_is_red_and_named(municipality: str) -> None:
    found = await _of_profile(find_profile(municipality))

    finding = found["profile.filled_in"]
    assert finding.status == "red"
    assert "[app] host, bot_id, sso_app_id\n[tenant] id" in finding.title
    assert f"infra/municipalities/{municipality}.toml" in (finding.remedy or "")


@pytest.mark.parametrize(
    ("old", "new", "name", "status", "remedy"),
    [
        (SIGN_IN, BOT, "profile.ids", "red", "SSO_APP_ID"),
        (TENANT, BOT, "profile.ids", "red", "[tenant] id"),
        ("2029-12-31", "2026-11-24", "profile.retention_decision", "red", "[retention] decision"),
        ("2029-12-31", "2027-01-31", "profile.retention_decision", "yellow", "valid_until"),
        ("DataZoneStandard", "GlobalStandard", "profile.residency", "red", "DataZoneStandard"),
        ("swedencentral", "eastus", "profile.residency", "red", "[azure] location"),
        ('["personal"]', '["personal", "team"]', "profile.scopes", "yellow", '["personal"]'),
        ('["personal"]', '["team"]', "package", "red", "kollega package"),
        ('readers = ["alla"]', "readers = []", "profile.sources", "red", 'readers = ["alla"]'),
        ("2026-11-02", "2027-11-02", "profile.accessibility", "yellow", "assessed_on"),
        (
            'source = "sharepoint:',
            'source = "https://',
            "profile.sources",
            "red",
            'source = "sharepoint:',
        ),
        ("2026-11-02", "2025-01-01", "profile.accessibility", "yellow", "assessed_on"),
        ('email = "it@', '# "', "profile.alerts", "red", "support] email"),
        ('"gpt-5-mini"', '"gpt-6"', "profile.models", "yellow", "main.parameters.json"),
        ('["ad314001', '[] # ["', "profile.admins", "yellow", "[tenant] admin_groups"),
    ],
    ids=[
        *("same-ids", "tenant-is-bot", "expired", "expires", "global", "region", "scopes"),
        *("no-personal", "no-readers", "assessed-later", "a-website", "not-assessed", "no-alerts"),
        *("new-model", "no-admins"),
    ],
)
@pytest.mark.parametrize("municipality", ALL)
async def test_a_mistake_in_the_profile_is_found_with_its_remedy(
    tmp_path: Path, municipality: str, old: str, new: str, name: str, status: str, remedy: str
) -> None:
    found = await _of_profile(written(tmp_path, (old, new), municipality=municipality))

    assert found[name].status == status
    assert remedy in (found[name].remedy or "")


async def test_nothing_is_praised_that_is_still_to_be_filled_in() -> None:
    found = await _of_profile(find_profile("lidingo"))

    assert not found.keys() & {"profile.ids", "package", "profile.retention_decision"}


async def test_what_is_left_over_from_the_sample_is_red_and_named(tmp_path: Path) -> None:
    changes = ("Exempelkommun", "Norrviks kommun"), ("0980-319 210", "0933-140 00")

    finding = (await _of_profile(written(tmp_path, *changes, name="norrvik")))["profile.filled_in"]

    assert finding.status == "red"
    assert "[app] host, bot_id, sso_app_id\n[tenant] id" in finding.title
    assert "name" not in finding.title


async def test_the_name_of_the_municipality_whose_profile_was_copied_is_red(tmp_path: Path) -> None:
    copy = tmp_path / "norrvik.toml"
    copy.write_text(find_profile("lidingo").read_text(encoding="utf-8"), encoding="utf-8")

    finding = (await _of_profile(copy))["profile.filled_in"]

    assert "[municipality] name, website" in finding.title


async def test_it_speaks_english_too() -> None:
    found = await _of_profile(find_profile("exempel"), language="en")

    assert found["profile.ids"].title == "All ids differ."


async def test_a_profile_that_cannot_be_read_stops_it(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="scopes"):
        await _of_profile(written(tmp_path, ('["personal"]', "[]")))


def test_the_worst_finding_decides() -> None:
    one = Finding("a", "green", "", None)

    assert worst([]) == "green"
    assert worst([one, replace(one, status="yellow")]) == "yellow"
    assert worst([one, replace(one, status="red"), replace(one, status="yellow")]) == "red"


@dataclass
class Deployed:
    """What runs, with Entra and the Bot Framework on loopback."""

    settings: Settings
    provider: IdentityProvider
    profile: Path
    skew_s: float = 0.0
    changes: dict[str, object] = field(default_factory=dict)

    async def check(self) -> dict[str, Finding]:
        settings = replace(self.settings, **self.changes)  # type: ignore[arg-type]
        findings = await check(
            settings, self.profile, "sv", today=TODAY, clock=lambda: time.time() + self.skew_s
        )
        return {finding.name: finding for finding in findings}


on_every_profile = pytest.mark.parametrize("deployed", ALL, indirect=True)


@pytest.fixture
async def deployed(
    request: pytest.FixtureRequest, tmp_path: Path, ingested_sample: Path
) -> AsyncIterator[Deployed]:
    authority = LocalAuthority()
    provider = IdentityProvider(authority, app_id=BOT, secret="s3cret")
    provider.keys.append(SigningKey.generate("one"))
    async with provider.server:
        settings = Settings(
            data=ingested_sample,
            app_id=BOT,
            app_secret=Secret("s3cret"),
            tenants=(TENANT,),
            authority=provider.server.url,
            openid_metadata_url=provider.metadata_url,
            ca_file=authority.write_pem(tmp_path / "ca.pem"),
        )
        municipality = getattr(request, "param", "exempel")
        yield Deployed(settings, provider, written(tmp_path, municipality=municipality))


def _named(found: dict[str, Finding], *names: str) -> Sequence[str]:
    return [found[name].status for name in names]


@on_every_profile
async def test_what_runs_well_is_green(deployed: Deployed) -> None:
    found = await deployed.check()

    parts = ("store", "index", "signing_keys", "connector_token")
    assert _named(found, *(f"parts.{part}" for part in parts)) == ["green"] * 4
    assert _named(found, "settings.app_id", "settings.tenants", "clock", "consent") == ["green"] * 4
    assert found["index.contents"].status == "green"


@on_every_profile
async def test_two_swapped_app_ids_are_told_as_such(deployed: Deployed) -> None:
    deployed.changes["app_id"] = SIGN_IN

    found = await deployed.check()

    assert found["settings.app_id"].status == "red"
    assert "BOT_ID" in (found["settings.app_id"].remedy or "")


@on_every_profile
async def test_another_tenant_is_told(deployed: Deployed) -> None:
    deployed.changes["tenants"] = ("11111111-1111-4111-8111-111111111111",)

    found = await deployed.check()

    assert found["settings.tenants"].status == "red"
    assert "[tenant] id" in (found["settings.tenants"].remedy or "")


async def test_a_bot_that_signs_nobody_in_is_told(deployed: Deployed) -> None:
    found = await deployed.check()

    assert found["settings.sso_connection"].status == "red"
    assert "KOLLEGA_SSO_CONNECTION" in (found["settings.sso_connection"].remedy or "")


@on_every_profile
async def test_another_sign_in_application_is_told(deployed: Deployed) -> None:
    deployed.changes["sso_app_id"] = BOT

    found = await deployed.check()

    assert found["settings.sso_app_id"].status == "red"
    assert "[app] sso_app_id" in (found["settings.sso_app_id"].remedy or "")


async def test_a_secret_that_is_not_valid_any_more_is_told(deployed: Deployed) -> None:
    deployed.provider.secret = "another"

    found = await deployed.check()

    assert found["parts.connector_token"].status == "red"
    assert "hemligheten" in (found["parts.connector_token"].remedy or "")


@on_every_profile
async def test_a_clock_that_is_ten_minutes_off_is_told(deployed: Deployed) -> None:
    deployed.skew_s = -600.0

    found = await deployed.check()

    assert found["clock"].status == "red"
    assert "10 minuter" in found["clock"].title
    assert "NTP" in (found["clock"].remedy or "")


@on_every_profile
async def test_consent_that_is_wider_than_needed_is_red(deployed: Deployed) -> None:
    deployed.provider.app_roles = ("Sites.Selected", "Sites.Read.All")

    found = await deployed.check()

    assert found["consent"].status == "red"
    assert "Sites.Read.All" in found["consent"].title
    assert "Sites.Selected" in (found["consent"].remedy or "")


@on_every_profile
async def test_what_consent_people_have_is_said_not_to_be_seen_and_where_to_see_it(
    deployed: Deployed,
) -> None:
    deployed.changes["sso_connection"] = "kollega"

    found = await deployed.check()

    assert found["consent.delegated"].status == "yellow"
    page = "https://kollega.exempelkommun.example/kontroll"
    assert page in (found["consent.delegated"].remedy or "")


@on_every_profile
async def test_an_index_that_is_empty_is_red(deployed: Deployed, tmp_path: Path) -> None:
    deployed.changes["data"] = tmp_path / "nothing"

    found = await deployed.check()

    assert found["index.contents"].status == "red"
    assert "kollega ingest" in (found["index.contents"].remedy or "")


async def test_keys_that_cannot_be_reached_are_told(deployed: Deployed) -> None:
    deployed.provider.faults.status = 503

    found = await deployed.check()

    assert found["parts.signing_keys"].status == "red"


async def test_no_secret_is_ever_printed(deployed: Deployed) -> None:
    found = await deployed.check()

    assert "s3cret" not in json.dumps([str(one) for one in found.values()])
    assert found["settings.secret"].status == "yellow"


def test_the_sample_and_the_profile_agree_on_ids() -> None:
    profile = load_profile(find_profile("exempel"))

    assert (profile.app.bot_id, profile.app.sso_app_id, profile.tenant.id) == (
        BOT,
        SIGN_IN,
        TENANT,
    )
