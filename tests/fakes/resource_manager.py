"""Azure Resource Manager: role assignments of a search service, deployments of models.

What it answers is held to Azure's own type descriptions (tests/data/bicep-types), and so are the
versions it is asked with. It lets in the app's own token for itself, and nobody else.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.fakes.https_server import HttpsServer
from tests.fakes.local_authority import LocalAuthority

_TYPES = Path(__file__).parent.parent / "data" / "bicep-types"
_ASSIGNMENT = "Microsoft.Authorization/roleAssignments"
_DEPLOYMENT = "Microsoft.CognitiveServices/accounts/deployments"


@dataclass
class ResourceManager:
    """Serves while its `server` does. What is deployed is in its fields."""

    authority: LocalAuthority
    scope_of: Callable[[str], str | None]
    """What a token was asked for; None if nobody issued it."""
    resource_group: str
    search: str = "srch-kollega"
    models: str = "oai-kollega"
    assignments: list[tuple[str, str, str]] = field(default_factory=list)
    """Principal, its type, and the id of the role: of the search service, or above it."""
    deployments: dict[str, str] = field(default_factory=dict)
    """Name → kind."""
    status: int = 200
    page: int = 2
    """How many are listed at a time."""
    leads_to: str | None = None
    """Where the following page is said to be; None: here."""

    def __post_init__(self) -> None:
        application = web.Application()
        services = f"{self.resource_group}/providers"
        application.router.add_get(
            f"{services}/Microsoft.Search/searchServices/{self.search}/providers/{_ASSIGNMENT}",
            self._assignments,
        )
        application.router.add_get(
            f"{services}/Microsoft.CognitiveServices/accounts/{self.models}/deployments",
            self._deployments,
        )
        self.server = HttpsServer(application, self.authority)

    async def _assignments(self, request: web.Request) -> web.Response:
        if request.query.get("$filter") != "atScope()" and "$skipToken" not in request.query:
            # Without it, what is inherited from the group and the subscription is easily missed.
            return web.json_response({"error": {"code": "BadRequest"}}, status=400)
        subscription = self.resource_group.partition("/resourceGroups")[0]
        roles = f"{subscription}/providers/Microsoft.Authorization/roleDefinitions"
        return self._listed(
            request,
            _ASSIGNMENT,
            [
                {
                    "id": f"{request.path}/{principal}",
                    "name": str(uuid.uuid5(uuid.NAMESPACE_OID, principal + role)),
                    "type": _ASSIGNMENT,
                    "properties": {
                        "principalId": principal,
                        "principalType": kind,
                        "roleDefinitionId": f"{roles}/{role}",
                        "scope": self.resource_group,
                    },
                }
                for principal, kind, role in self.assignments
            ],
        )

    async def _deployments(self, request: web.Request) -> web.Response:
        return self._listed(
            request,
            _DEPLOYMENT,
            [
                {
                    "id": f"{request.path}/{name}",
                    "name": name,
                    "type": _DEPLOYMENT,
                    "sku": {"name": kind, "capacity": 100},
                    "properties": {"model": {"format": "OpenAI", "name": name}},
                }
                for name, kind in self.deployments.items()
            ],
        )

    def _listed(self, request: web.Request, kind: str, found: list[dict[str, Any]]) -> web.Response:
        known = _known(kind)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if self.scope_of(token) != f"{self.server.url}/.default":
            return web.json_response({"error": {"code": "AuthenticationFailed"}}, status=401)
        if request.query.get("api-version") != known["version"]:
            return web.json_response({"error": {"code": "InvalidApiVersion"}}, status=400)
        if self.status != 200:
            return web.json_response({"error": {"code": "Refused"}}, status=self.status)
        for one in found:
            _hold_to_type(one, known["body"], known["types"], kind)
        start = int(request.query.get("$skipToken", 0))
        answer: dict[str, object] = {"value": found[start : start + self.page]}
        if start + self.page < len(found):
            following = request.url.update_query({"$skipToken": str(start + self.page)})
            answer["nextLink"] = self.leads_to or str(following)
        return web.json_response(answer)


def _known(kind: str) -> Mapping[str, Any]:
    path = _TYPES / f"{kind.replace('/', '_')}.json"
    known: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return known


def _hold_to_type(item: Mapping[str, Any], wanted: Any, types: Any, where: str) -> None:
    for name, value in item.items():
        assert name in wanted["properties"], f"{where} has no {name}"
        kind = wanted["properties"][name][0]
        if kind in types and isinstance(value, dict):
            _hold_to_type(value, types[kind], types, f"{where}.{name}")
    for name, (_, *flags) in wanted["properties"].items():
        assert "Required" not in flags or name in item, f"{where} needs {name}"
