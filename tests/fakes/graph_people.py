"""Microsoft Graph for people who ask about themselves: who they are, and their groups."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.fakes.https_server import HttpsServer
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.on_behalf_of import STEP_UP, OnBehalfOf
from tests.fakes.published_api import find
from tests.fakes.specs import entra, faults

SPEC = "graph-people.openapi.json"
PAGE = 2


@dataclass
class Account:
    """Somebody in the tenant."""

    name: str
    groups: list[str] = field(default_factory=list)
    kind: str | None = "Member"
    mail: str = "anna@example.org"


class PeopleServer:
    """Answers each person about themselves alone."""

    def __init__(self, authority: LocalAuthority, entra: OnBehalfOf) -> None:
        self.accounts: dict[str, Account] = {}
        self.faults: list[str] = []
        self.asked: list[str] = []
        self.status: int | None = None
        self.refuse_tokens = 0
        """How many of the next requests are refused, as of a token that has ended."""
        self.challenge = False
        """Whether a token without the claim is refused, as continuous access evaluation does."""
        self.next_host = ""
        self.cut_after: int | None = None
        """After so many pages Graph fails."""
        self._entra = entra
        application = web.Application()
        application.router.add_get("/{tail:.*}", self._serve)
        self.server = HttpsServer(application, authority)

    async def _serve(self, request: web.Request) -> web.Response:
        path = request.path.removeprefix("/v1.0")
        self.asked.append(path)
        operation = find(SPEC, "GET", path)
        if operation is None:
            self.faults.append(f"{request.path} is not there")
            return web.Response(status=404)
        self.faults += operation.faults_of_request(request.query, None)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        granted = self._entra.grants(token, f"{self.server.url}/.default")
        if granted is None:
            self.faults.append("a token for something else, or that has ended")
            return web.Response(status=401)
        if self.refuse_tokens:
            self.refuse_tokens -= 1
            return web.Response(status=401)
        if self.challenge and "acrs" not in granted.claims:
            return self._challenged()
        if self.status is not None:
            return web.Response(status=self.status)
        account = self.accounts[granted.user_id]
        if path == "/me":
            answer = _person(granted.user_id, account)
        else:
            start = int(request.query.get("$skiptoken", "0"))
            if self.cut_after is not None and start // PAGE >= self.cut_after:
                return web.Response(status=500)
            answer = self._page(account, start, path)
        self.faults += operation.faults_of_answer(200, answer)
        return web.json_response(answer)

    def _page(self, account: Account, start: int, path: str) -> dict[str, Any]:
        some = account.groups[start : start + PAGE]
        kind = "#microsoft.graph.group"
        page: dict[str, Any] = {"value": [{"@odata.type": kind, "id": each} for each in some]}
        if start + PAGE < len(account.groups):
            host = self.next_host or self.server.url
            page["@odata.nextLink"] = f"{host}/v1.0{path}?$select=id&$skiptoken={start + PAGE}"
        return page

    def _challenged(self) -> web.Response:
        header = (
            'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2'
            '/authorize", error="insufficient_claims", '
            f'claims="{base64.b64encode(STEP_UP.encode()).decode()}"'
        )
        assert faults(entra("claimsChallengeHeader"), header) == []
        return web.Response(status=401, headers={"WWW-Authenticate": header}, text=json.dumps({}))


def _person(user_id: str, account: Account) -> dict[str, Any]:
    return {
        "id": user_id,
        "displayName": account.name,
        "mail": account.mail,
        "userPrincipalName": account.mail,
        "userType": account.kind,
        "accountEnabled": True,
    }
