"""The Bot Framework's sign-in service, which holds every request against its published schema."""

from __future__ import annotations

import base64
import itertools
import json
from collections.abc import Callable, Iterable
from typing import Any

from aiohttp import web

from tests.fakes.https_server import HttpsServer
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.published_api import find

SPEC = "TokenAPI.openapi.json"
CONNECTION = "entra"


class SignInServer:
    """Keeps one token for each user of the bot."""

    def __init__(
        self, authority: LocalAuthority, *, accepted_tokens: Callable[[], Iterable[str]]
    ) -> None:
        self.kept: dict[str, str] = {}
        """Channel user id → what they have signed in with."""
        self.codes: dict[str, tuple[str, str]] = {}
        """What the sign-in page tells Teams → channel user id and token."""
        self.consented = True
        self.exchanges: list[str] = []
        self.signed_out: list[str] = []
        self.faults: list[str] = []
        self.status: int | None = None
        self._accepted_tokens = accepted_tokens
        self._numbers = itertools.count(1)
        application = web.Application()
        application.router.add_route("*", "/{tail:.*}", self._serve)
        self.server = HttpsServer(application, authority)

    async def _serve(self, request: web.Request) -> web.Response:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or token not in self._accepted_tokens():
            self.faults.append("a request without the bot's own token")
        operation = find(SPEC, request.method, request.path)
        if operation is None:
            self.faults.append(f"{request.path} is not there")
            return web.Response(status=404)
        body = await request.json() if request.can_read_body else None
        self.faults += operation.faults_of_request(request.query, body)
        if self.status is not None:
            return web.Response(status=self.status)
        name = request.path.rpartition("/")[2]
        status, answer = getattr(self, f"_{name.lower()}")(request.query, body)
        self.faults += operation.faults_of_answer(status, answer)
        return web.json_response(answer, status=status)

    def _gettoken(self, query: Any, body: Any) -> tuple[int, dict[str, Any]]:
        self._check(query)
        user_id = query["userId"]
        if code := query.get("code"):
            owner, token = self.codes.pop(code, ("", ""))
            if owner != user_id:
                return 404, {}
            self.kept[user_id] = token
        return self._kept(user_id)

    def _exchange(self, query: Any, body: Any) -> tuple[int, dict[str, Any]]:
        self._check(query)
        self.exchanges.append(body["token"])
        if not self.consented:
            return 400, {"error": {"code": "ConsentRequired", "message": "Consent is required"}}
        self.kept[query["userId"]] = body["token"]
        return self._kept(query["userId"])

    def _signout(self, query: Any, body: Any) -> tuple[int, dict[str, Any]]:
        self._check(query)
        self.signed_out.append(query["userId"])
        self.kept.pop(query["userId"], None)
        return 200, {}

    def _getsigninresource(self, query: Any, body: Any) -> tuple[int, dict[str, Any]]:
        state = json.loads(base64.b64decode(query["state"]))
        if state["connectionName"] != CONNECTION or not state["conversation"]["user"]["id"]:
            self.faults.append("a state that leads nowhere")
        number = next(self._numbers)
        return 200, {
            "signInLink": f"https://token.botframework.com/api/oauth/signin?signin={number}",
            "tokenExchangeResource": {"id": f"exchange-{number}", "uri": "api://botid-x"},
            "tokenPostResource": {"sasUrl": f"https://token.botframework.com/post/{number}"},
        }

    def _kept(self, user_id: str) -> tuple[int, dict[str, Any]]:
        if user_id not in self.kept:
            return 404, {}
        found = {"channelId": "msteams", "connectionName": CONNECTION, "token": self.kept[user_id]}
        return 200, found

    def _check(self, query: Any) -> None:
        if query["connectionName"] != CONNECTION or query["channelId"] != "msteams":
            self.faults.append("another connection or channel")
