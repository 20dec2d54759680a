"""What Azure itself says of the deployed resources: who may search, and where models run.

https://learn.microsoft.com/rest/api/authorization/role-assignments/list-for-scope (2022-04-01) and
https://learn.microsoft.com/rest/api/aiservices/accountmanagement/deployments/list (2025-06-01).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from yarl import URL

from bot.errors import UnavailableError

_ROLES, _DEPLOYMENTS = "2022-04-01", "2025-06-01"
_DATA_ROLES = frozenset(
    {"1407120a-92aa-4202-b7e9-c0e197c71c8f", "8ebe5a00-799e-43f5-93ac-243d3dce84a7"}
)
"""Search Index Data Reader, Contributor: learn.microsoft.com/azure/search/search-security-rbac"""
_APPLICATION = "ServicePrincipal"
_TIMEOUT = aiohttp.ClientTimeout(total=15.0)


class ResourceManager:
    """Asks Azure Resource Manager as the app, which has the role Reader on what is asked about."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        url: str,
        resource_group: str,
        token: Callable[[], Awaitable[str]],
    ) -> None:
        """`resource_group`: its id, "/subscriptions/ID/resourceGroups/NAME"."""
        self._session = session
        self._url = url
        self._resource_group = resource_group
        self._token = token

    async def people_who_may_search(self, endpoint: str) -> frozenset[str]:
        """The ids of people and groups that may read or write documents past Kollega's filter.

        `endpoint` is the search service's. Raises `UnavailableError`.
        """
        service = f"Microsoft.Search/searchServices/{_name(endpoint)}"
        path = f"{service}/providers/Microsoft.Authorization/roleAssignments"
        found = await self._listed(path, _ROLES, filter="atScope()")
        return frozenset(
            str(one.get("principalId"))
            for one in (_object(assignment.get("properties")) for assignment in found)
            if one.get("principalType") != _APPLICATION
            and str(one.get("roleDefinitionId")).rpartition("/")[2] in _DATA_ROLES
        )

    async def deployments(self, endpoint: str) -> Mapping[str, str]:
        """Name → kind ("DataZoneStandard") of the models there. Raises `UnavailableError`."""
        path = f"Microsoft.CognitiveServices/accounts/{_name(endpoint)}/deployments"
        found = await self._listed(path, _DEPLOYMENTS)
        return {str(one.get("name")): str(_object(one.get("sku")).get("name")) for one in found}

    async def _listed(self, path: str, version: str, **options: str) -> Sequence[Mapping[str, Any]]:
        query = {f"${name}": value for name, value in options.items()} | {"api-version": version}
        url = URL(f"{self._url}{self._resource_group}/providers/{path}").with_query(query)
        found: list[Mapping[str, Any]] = []
        while True:
            page = await self._asked(url)
            found += map(_object, page.get("value") or ())
            following = str(page.get("nextLink") or "")
            if not following:
                return found
            if not following.startswith(f"{self._url}/"):
                raise UnavailableError("Azure Resource Manager leads elsewhere.")
            url = URL(following, encoded=True)

    async def _asked(self, url: URL) -> Mapping[str, Any]:
        headers = {"Authorization": f"Bearer {await self._token()}"}
        try:
            async with self._session.get(
                url, headers=headers, allow_redirects=False, timeout=_TIMEOUT
            ) as response:
                if response.status != 200:
                    raise UnavailableError(f"Azure Resource Manager: {response.status}.")
                return _object(await response.json())
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise UnavailableError(f"Azure Resource Manager: {type(error).__name__}.") from None


def _name(endpoint: str) -> str:
    """Of a resource: the first label of its host name."""
    return (urlsplit(endpoint).hostname or "").partition(".")[0]


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
