"""What the check sees of Azure: roles that lead past the filter, and models outside the EU."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app.azure import check_azure
from bot.operations.check import Finding
from bot.setting_values import Secret
from bot.settings import Settings
from tests.bot.test_settings import RESOURCE_GROUP
from tests.fakes.identity_provider import IdentityProvider
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.resource_manager import ResourceManager

READER, OWNER = "1407120a-92aa-4202-b7e9-c0e197c71c8f", "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
WRITER = "8ebe5a00-799e-43f5-93ac-243d3dce84a7"


class Azure:
    """Azure Resource Manager on loopback, and the settings that lead to it."""

    def __init__(self, azure: ResourceManager, provider: IdentityProvider, ca_file: Path) -> None:
        self.manager = azure
        self.settings = Settings(
            app_id=provider.app_id,
            app_secret=Secret(provider.secret),
            tenants=("7e3a0001-2b3c-4d5e-8f60-718293a4b5c6",),
            authority=provider.server.url,
            ca_file=ca_file,
            resource_group=RESOURCE_GROUP,
            resource_manager_url=azure.server.url,
            search_endpoint="https://srch-kollega.search.windows.net",
            openai_base_url="https://oai-kollega.openai.azure.com/openai/v1",
            openai_identity="application",
            model="gpt-5-mini",
            embedding_model="text-embedding-3-large",
        )

    async def check(self) -> dict[str, Finding]:
        return {finding.name: finding for finding in await check_azure(self.settings, "sv")}


@pytest.fixture
async def azure(tmp_path: Path) -> AsyncIterator[Azure]:
    authority = LocalAuthority()
    provider = IdentityProvider(authority, app_id="kollega", secret="s3cret")
    manager = ResourceManager(authority, provider.scopes.get, RESOURCE_GROUP)
    manager.assignments = [("app", "ServicePrincipal", READER), ("it-chef", "User", OWNER)]
    manager.deployments = {
        "gpt-5-mini": "DataZoneStandard",
        "text-embedding-3-large": "Standard",
    }
    async with provider.server, manager.server:
        yield Azure(manager, provider, authority.write_pem(tmp_path / "ca.pem"))


async def test_applications_and_owners_lead_nobody_past_the_filter(azure: Azure) -> None:
    found = await azure.check()

    assert {name: one.status for name, one in found.items()} == {
        "azure.search_roles": "green",
        "azure.residency": "green",
    }


@pytest.mark.parametrize("role", [READER, WRITER], ids=["reader", "contributor"])
@pytest.mark.parametrize("kind", ["User", "Group", "ForeignGroup"])
async def test_a_search_role_of_people_is_red(azure: Azure, kind: str, role: str) -> None:
    # Behind a page's end, where it is easily missed.
    azure.manager.assignments += [("alla-anstallda", kind, role)]

    finding = (await azure.check())["azure.search_roles"]

    assert finding.status == "red"
    assert "alla-anstallda" in finding.title
    assert "it-chef" not in finding.title
    assert "Search Index Data Reader" in (finding.remedy or "")


async def test_a_global_deployment_is_red(azure: Azure) -> None:
    azure.manager.deployments["gpt-5-mini"] = "GlobalStandard"

    finding = (await azure.check())["azure.residency"]

    assert finding.status == "red"
    assert "gpt-5-mini" in finding.title
    assert "DataZoneStandard" in (finding.remedy or "")


async def test_a_model_that_is_not_deployed_is_red(azure: Azure) -> None:
    del azure.manager.deployments["text-embedding-3-large"]

    finding = (await azure.check())["azure.models"]

    assert finding.status == "red"
    assert "text-embedding-3-large" in finding.title


def _refused(azure: Azure) -> None:
    azure.manager.status = 403


def _elsewhere(azure: Azure) -> None:
    azure.manager.assignments *= 2
    azure.manager.deployments |= {"a": "Standard", "b": "Standard"}
    azure.manager.leads_to = "https://management.azure.example/next"


def _unset(azure: Azure) -> None:
    azure.settings = replace(azure.settings, resource_group=None)


def _no_token(azure: Azure) -> None:
    azure.settings = replace(azure.settings, app_secret=Secret("another"))


@pytest.mark.parametrize("fault", [_refused, _elsewhere, _unset, _no_token])
async def test_what_cannot_be_seen_is_said_and_how_to_see_it(
    azure: Azure, fault: Callable[[Azure], None]
) -> None:
    fault(azure)

    found = await azure.check()

    assert {one.status for one in found.values()} == {"yellow"}
    assert all("KOLLEGA_RESOURCE_GROUP" in (one.remedy or "") for one in found.values())


async def test_a_search_and_model_of_ones_own_have_nothing_to_see(azure: Azure) -> None:
    azure.settings = replace(azure.settings, search_endpoint=None, openai_identity="key")

    assert await azure.check() == {}
