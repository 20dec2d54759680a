"""Microsoft Graph for people who ask about themselves and their colleagues, in their own name.

Holds every request and answer against the published schema, evaluates `$search` and `$filter`
itself, and gives nothing for which the application has no permission.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from yarl import URL

from tests.fakes.graph_calendar import FakeCalendars
from tests.fakes.https_server import HttpsServer
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.on_behalf_of import STEP_UP, OnBehalfOf
from tests.fakes.published_api import find
from tests.fakes.specs import entra, faults

SPEC = "graph-people.openapi.json"
PAGE = 2
COLLEAGUES = "User.Read.All"
_CONDITION = re.compile(r"(\w+) eq (?:'((?:[^']|'')*)'|(true|false))")
_SEARCH = re.compile(r'"displayName:([^"]+)"')
Person = dict[str, Any]


@dataclass
class Account:
    """Somebody in the tenant."""

    name: str
    groups: list[str] = field(default_factory=list)
    kind: str | None = "Member"
    mail: str = "anna@example.org"
    unit: str | None = None
    manager: str | None = None
    enabled: bool = True


class PeopleServer:
    """Answers each person about themselves, and about whom they may see."""

    def __init__(self, authority: LocalAuthority, entra: OnBehalfOf) -> None:
        self.accounts: dict[str, Account] = {}
        self.lists: dict[str, str] = {}
        """Names of groups by id; who is in one says their account."""
        self.permissions = {"User.Read", "GroupMember.Read.All", COLLEAGUES}
        """The delegated ones that an administrator has consented to."""
        self.faults: list[str] = []
        self.asked: list[str] = []
        self.status: int | None = None
        self.retry_after: str | None = None
        self.refuse_tokens = 0
        """How many of the next requests are refused, as of a token that has ended."""
        self.challenge = False
        """Whether a token without the claim is refused, as continuous access evaluation does."""
        self.calendars = FakeCalendars()
        self.next_host = ""
        self.cut_after: int | None = None
        """After so many pages Graph fails."""
        self._entra = entra
        application = web.Application()
        application.router.add_route("*", "/{tail:.*}", self._serve)
        self.server = HttpsServer(application, authority)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        path = request.rel_url.raw_path.removeprefix("/v1.0")
        self.asked.append(path)
        operation = find(SPEC, request.method, path)
        if operation is None and not self.calendars.takes(request.method, path):
            self.faults.append(f"{request.path} is not there")
            return web.Response(status=404)
        if operation is not None:
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
        if operation is None:
            return await self.calendars.serve(request, granted.user_id)
        status, answer = self._answer(path, request, granted.user_id)
        self.faults += operation.faults_of_answer(status, answer)
        wait = {"Retry-After": self.retry_after} if self.retry_after else {}
        return web.json_response(answer, status=status, headers=wait)

    def _answer(self, path: str, request: web.Request, asker: str) -> tuple[int, Any]:
        if self.status is not None:
            return self.status, _error("trouble")
        is_own = path == "/me" or path.startswith("/me/transitiveMemberOf")
        if not is_own and COLLEAGUES not in self.permissions:
            return 403, _error("Authorization_RequestDenied")
        if path == "/me":
            return 200, self._person(asker)
        if path == "/groups":
            return self._groups(request)
        if path.startswith("/groups/"):
            return self._members(request, path.split("/")[2])
        if path == "/users":
            return self._page(request, list(map(self._person, self._found(request))))
        if is_own:
            kind = "#microsoft.graph.group"
            groups = self.accounts[asker].groups
            return self._page(request, [{"@odata.type": kind, "id": each} for each in groups])
        wanted = self.accounts[asker].manager if path == "/me/manager" else path.split("/")[2]
        if wanted not in self.accounts:
            return 404, _error("Request_ResourceNotFound")
        return 200, self._person(wanted)

    def _found(self, request: web.Request) -> Sequence[str]:
        """The ids of those that `$search` and `$filter` are true of."""
        search, condition = request.query.get("$search", ""), request.query.get("$filter", "")
        is_counted = request.query.get("$count") == "true"
        if not is_counted or request.headers.get("ConsistencyLevel") != "eventual":
            self.faults.append("an advanced query without $count and ConsistencyLevel")
        words = [word.casefold() for word in _SEARCH.findall(search)]
        conditions = _CONDITION.findall(condition)
        if search != " AND ".join(f'"displayName:{word}"' for word in _SEARCH.findall(search)):
            self.faults.append(f"$search is not understood: {search}")
        if _CONDITION.sub("", condition).replace(" and ", "").strip():
            self.faults.append(f"$filter is not understood: {condition}")
        return [
            one
            for one, account in self.accounts.items()
            if all(_begins(account.name, word) for word in words)
            and all(_holds(self._person(one), each) for each in conditions)
        ]

    def _groups(self, request: web.Request) -> tuple[int, Any]:
        if "GroupMember.Read.All" not in self.permissions:
            return 403, _error("Authorization_RequestDenied")
        [(_, wanted, _)] = _CONDITION.findall(request.query["$filter"])
        called = wanted.replace("''", "'").casefold()
        found = [one for one, name in self.lists.items() if name.casefold() == called]
        return self._page(request, [{"id": one, "displayName": self.lists[one]} for one in found])

    def _members(self, request: web.Request, group: str) -> tuple[int, Any]:
        people = [one for one in self._found(request) if group in self.accounts[one].groups]
        return self._page(request, list(map(self._person, people)))

    def _page(self, request: web.Request, all_of_them: list[Person]) -> tuple[int, Any]:
        start = int(request.query.get("$skiptoken", "0"))
        if self.cut_after is not None and start // PAGE >= self.cut_after:
            return 500, _error("generalException")
        page: Person = {"value": all_of_them[start : start + PAGE]}
        if start + PAGE < len(all_of_them):
            rest = {**request.query, "$skiptoken": str(start + PAGE)}
            host = self.next_host or self.server.url
            page["@odata.nextLink"] = str(URL(f"{host}{request.path}").with_query(rest))
        return 200, page

    def _person(self, user_id: str) -> Person:
        account = self.accounts[user_id]
        return {
            "id": user_id,
            "displayName": account.name,
            "mail": account.mail,
            "userPrincipalName": account.mail,
            "userType": account.kind,
            "accountEnabled": account.enabled,
            "department": account.unit,
        }

    def _challenged(self) -> web.Response:
        header = (
            'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2'
            '/authorize", error="insufficient_claims", '
            f'claims="{base64.b64encode(STEP_UP.encode()).decode()}"'
        )
        assert faults(entra("claimsChallengeHeader"), header) == []
        return web.Response(status=401, headers={"WWW-Authenticate": header}, text=json.dumps({}))


def _begins(name: str, word: str) -> bool:
    return any(part.startswith(word) for part in name.casefold().split())


def _holds(person: Person, condition: tuple[str, str, str]) -> bool:
    name, text, truth = condition
    if truth:
        return bool(person[name] is (truth == "true"))
    return (person[name] or "").casefold() == text.replace("''", "'").casefold()


def _error(code: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": "Hemligt: vem som frågade"}}
