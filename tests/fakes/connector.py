"""The Bot Connector for Teams: takes what the bot sends, and holds it against the schemas.

Cards are held against what everybody must be able to use, too.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from aiohttp import web

from tests.fakes.card_accessibility import inaccessible
from tests.fakes.https_server import HttpsServer
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.specs import adaptive_card, connector, faults, outbound_activity, outbound_rules
from tests.fakes.streams import Streams, error

Kind = Literal["start", "update", "final", "message", "put", "delete", "members", "chat"]
CARD = "application/vnd.microsoft.card.adaptive"
FILE_CONSENT = "application/vnd.microsoft.teams.card.file.consent"
FILE_INFO = "application/vnd.microsoft.teams.card.file.info"
_FILE_CARDS = {
    FILE_CONSENT: {"description", "sizeInBytes", "acceptContext", "declineContext"},
    FILE_INFO: {"uniqueId", "fileType"},
}
"""What each holds: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4"""
PAGE = 2
"""Members on one page of the roster."""
MAX_BYTES = 100 * 1024


@dataclass(frozen=True)
class Arrival:
    """One request as it came in."""

    kind: Kind
    conversation_id: str
    activity_id: str | None
    body: dict[str, Any]
    at: float
    status: int

    @property
    def text(self) -> str:
        text: str = self.body["text"]
        return text


@dataclass(frozen=True)
class Fault:
    """What goes wrong with the next request of a kind."""

    status: int | None = None
    message: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    after_accepting: bool = False
    cut_off: bool = False
    """The connection is closed in the middle of the answer."""
    delay_s: float = 0.0
    is_silent: bool = False
    """The request is taken and never answered."""


class FakeConnector:
    """Serves the conversations' REST interface over https.

    `violations` collects every breach of a schema or of the streaming rules; a test that uses the
    connector fails if there is any.
    """

    def __init__(
        self, authority: LocalAuthority, *, accepted_tokens: Callable[[], Iterable[str]]
    ) -> None:
        self.streams = Streams()
        self.violations = self.streams.violations
        self.arrivals: list[Arrival] = []
        self.conversations: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
        """What people see: the messages of each conversation by id, oldest first."""
        self.targeted: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
        """The messages in each group that only their recipient sees."""
        self.rosters: dict[str, list[dict[str, Any]]] = {}
        """Who is in each conversation."""
        self.roster_pages: list[str] = []
        """The conversation of each page that was asked for."""
        self.rosters_answered_at: list[float] = []
        self.chats: list[dict[str, Any]] = []
        """What was asked for when a one-to-one chat was."""
        self._accepted_tokens = accepted_tokens
        self._faults: dict[Kind, list[Fault]] = defaultdict(list)
        self._numbers = itertools.count(1)
        self._changed = asyncio.Condition()
        self._busy: set[str] = set()
        application = web.Application()
        base = "/teams/v3/conversations/{conversation}"
        application.router.add_post(f"{base}/activities", self._post)
        application.router.add_put(f"{base}/activities/{{activity}}", self._put)
        application.router.add_delete(f"{base}/activities/{{activity}}", self._delete)
        application.router.add_get(f"{base}/pagedmembers", self._members)
        application.router.add_post("/teams/v3/conversations", self._open_chat)
        self.server = HttpsServer(application, authority)

    @property
    def service_url(self) -> str:
        return f"{self.server.url}/teams/"

    def join(self, conversation_id: str, person: dict[str, Any]) -> None:
        """Somebody is in a conversation from now on."""
        roster = self.rosters.setdefault(conversation_id, [])
        if all(member["id"] != person["id"] for member in roster):
            roster.append(person)

    def fail(self, kind: Kind, *faults: Fault) -> None:
        """Let the next requests of this kind go wrong, one after the other."""
        self._faults[kind] += faults

    def messages(self, conversation_id: str) -> list[dict[str, Any]]:
        return list(self.conversations[conversation_id].values())

    def texts(self, conversation_id: str) -> list[str]:
        """Of the messages that have one; buttons may stand alone."""
        return [text for message in self.messages(conversation_id) if (text := message["text"])]

    async def until(self, reached: Callable[[], bool], *, timeout_s: float = 5.0) -> None:
        """Wait until what has arrived is enough."""
        async with asyncio.timeout(timeout_s), self._changed:
            await self._changed.wait_for(reached)

    async def until_messages(
        self, conversation_id: str, count: int, *, timeout_s: float = 5.0
    ) -> list[dict[str, Any]]:
        def is_there() -> bool:
            return len(self.conversations[conversation_id]) >= count

        await self.until(is_there, timeout_s=timeout_s)
        return self.messages(conversation_id)

    async def _post(self, request: web.Request) -> web.StreamResponse:
        conversation_id = request.match_info["conversation"]
        body = await self._checked_body(request)
        kind, info = _kind(body)
        if info is not None and conversation_id in self._busy:
            self.violations.append("a stream call before the one before was answered")
        self._busy.add(conversation_id)
        try:
            return await self._answer(
                request,
                kind,
                body,
                lambda: (
                    self._accept_targeted(conversation_id, body)
                    if _is_targeted(request)
                    else self._accept(conversation_id, kind, body, info)
                ),
            )
        finally:
            self._busy.discard(conversation_id)

    async def _put(self, request: web.Request) -> web.StreamResponse:
        conversation_id = request.match_info["conversation"]
        activity_id = request.match_info["activity"]
        body = await self._checked_body(request)
        if _kind(body)[1] is not None:
            self.violations.append("streaminfo in an update in place")

        def accept() -> tuple[int, dict[str, Any]]:
            if _is_targeted(request):
                return self._replace_targeted(conversation_id, activity_id, body)
            if activity_id not in self.conversations[conversation_id]:
                return 404, error("ActivityNotFoundInConversation", "Not found")
            if body["text"] and body.get("attachments"):
                return 400, error("BadSyntax", "Activity resulted into multiple skype activities")
            self.streams.close(activity_id)
            self.conversations[conversation_id][activity_id] = body
            return 200, {"id": activity_id}

        return await self._answer(request, "put", body, accept)

    async def _delete(self, request: web.Request) -> web.StreamResponse:
        self._check_token(request)
        shown = self.targeted if _is_targeted(request) else self.conversations
        messages = shown[request.match_info["conversation"]]

        def accept() -> tuple[int, dict[str, Any]]:
            if messages.pop(request.match_info["activity"], None) is None:
                return 404, error("ActivityNotFoundInConversation", "Not found")
            return 200, {}

        return await self._answer(request, "delete", {}, accept)

    async def _members(self, request: web.Request) -> web.Response:
        self._check_token(request)
        conversation_id = request.match_info["conversation"]
        self.roster_pages.append(conversation_id)
        if not 50 <= int(request.query.get("pageSize", "200")) <= 500:
            self.violations.append("a page size that Teams does not take")
        if (fault := await self._fault("members")).status is not None:
            return web.json_response(error("Fault", fault.message), status=fault.status)
        self.rosters_answered_at.append(time.monotonic())
        roster = self.rosters.get(conversation_id, [])
        start = int(request.query.get("continuationToken", "0"))
        page: dict[str, Any] = {"members": roster[start : start + PAGE]}
        if start + PAGE < len(roster):
            page["continuationToken"] = str(start + PAGE)
        self.violations += faults(connector("PagedMembersResult"), page)
        return web.json_response(page)

    async def _open_chat(self, request: web.Request) -> web.Response:
        """The one-to-one chat with a person: the same however often it is asked for."""
        self._check_token(request)
        asked = await request.json()
        self.violations += faults(connector("ConversationParameters"), asked)
        self.chats.append(asked)
        if (fault := await self._fault("chat")).status is not None:
            return web.json_response(error("Fault", fault.message), status=fault.status)
        [member] = asked["members"]
        if asked["isGroup"] or not asked["tenantId"] or not asked["bot"]["id"]:
            return web.json_response(error("BadSyntax", "Bad argument"), status=400)
        answer = {"id": f"a:{member['id'].removeprefix('29:')}"}
        self.violations += faults(connector("ConversationResourceResponse"), answer)
        return web.json_response(answer, status=201)

    async def _fault(self, kind: Kind) -> Fault:
        fault = self._faults[kind].pop(0) if self._faults[kind] else Fault()
        await asyncio.sleep(fault.delay_s)
        return fault

    async def _answer(
        self,
        request: web.Request,
        kind: Kind,
        body: dict[str, Any],
        accept: Callable[[], tuple[int, dict[str, Any]]],
    ) -> web.StreamResponse:
        fault = await self._fault(kind)
        status, answer = fault.status, error("Fault", fault.message)
        if fault.status is None or fault.after_accepting:
            accepted = accept()
            if fault.status is None:
                status, answer = accepted
        assert status is not None
        info = request.match_info
        await self._note(
            Arrival(
                kind, info["conversation"], info.get("activity"), body, time.monotonic(), status
            )
        )
        if fault.is_silent:
            await _until_given_up(request)
        if fault.cut_off:
            return await _cut_off(request)
        return web.json_response(answer, status=status, headers=dict(fault.headers))

    def _accept(
        self,
        conversation_id: str,
        kind: Kind,
        body: dict[str, Any],
        info: dict[str, Any] | None,
    ) -> tuple[int, dict[str, Any]]:
        if info is None:
            answer = 201, {"id": f"message-{next(self._numbers)}"}
        else:
            answer = self.streams.take(conversation_id, body, info)
        if answer[0] < 300 and "error" not in answer[1]:
            shown_id = answer[1].get("id") or (info or {})["streamId"]
            self.conversations[conversation_id][shown_id] = body
        return answer

    def _accept_targeted(
        self, conversation_id: str, body: dict[str, Any]
    ) -> tuple[int, dict[str, Any]]:
        """https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages"""
        if conversation_id.startswith("a:") or not body.get("recipient", {}).get("id"):
            return 400, error("BadArgument", "Bad argument")
        activity_id = f"targeted-{next(self._numbers)}"
        self.targeted[conversation_id][activity_id] = body
        return 201, {"id": activity_id}

    def _replace_targeted(
        self, conversation_id: str, activity_id: str, body: dict[str, Any]
    ) -> tuple[int, dict[str, Any]]:
        if "recipient" in body:
            return 400, error("BadArgument", "Bad argument")
        if activity_id not in self.targeted[conversation_id]:
            return 404, error("ActivityNotFoundInConversation", "Not found")
        # Whom it is for Teams keeps.
        recipient = self.targeted[conversation_id][activity_id]["recipient"]
        self.targeted[conversation_id][activity_id] = {**body, "recipient": recipient}
        return 200, {"id": activity_id}

    async def _note(self, arrival: Arrival) -> None:
        async with self._changed:
            self.arrivals.append(arrival)
            self._changed.notify_all()

    async def _checked_body(self, request: web.Request) -> dict[str, Any]:
        self._check_token(request)
        raw = await request.read()
        if len(raw.decode().encode("utf-16-le")) > MAX_BYTES:
            self.violations.append("a message above 100 KB")
        body: dict[str, Any] = json.loads(raw)
        for validator in (outbound_rules(), outbound_activity(), connector("Activity")):
            self.violations += faults(validator, body)
        for attachment in body.get("attachments", []):
            if attachment["contentType"] == CARD:
                card = attachment["content"]
                self.violations += [*faults(adaptive_card(), card), *inaccessible(card)]
            if (parts := _FILE_CARDS.get(attachment["contentType"])) is not None:
                self._check_file_card(attachment, parts, request.match_info["conversation"])
        return body

    def _check_file_card(self, card: dict[str, Any], parts: set[str], conversation: str) -> None:
        if not conversation.startswith("a:"):
            self.violations.append("a file in a group")
        if set(card["content"]) != parts or not all(card["content"].values()):
            self.violations.append("a file card without what it must hold")
        if not card.get("name") or (card["contentType"] == FILE_INFO) == ("contentUrl" not in card):
            self.violations.append("a file card that does not name its file")

    def _check_token(self, request: web.Request) -> None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or token not in self._accepted_tokens():
            self.violations.append("a request without a token that the bot was given")


def _is_targeted(request: web.Request) -> bool:
    return request.query.get("isTargetedActivity") == "true"


def _kind(body: dict[str, Any]) -> tuple[Kind, dict[str, Any] | None]:
    info = next((each for each in body.get("entities", []) if each["type"] == "streaminfo"), None)
    if info is None:
        return "message", None
    if info.get("streamType") == "final":
        return "final", info
    return ("update" if "streamId" in info else "start"), info


async def _until_given_up(request: web.Request) -> None:
    while request.transport and not request.transport.is_closing():  # noqa: ASYNC110 nobody tells
        await asyncio.sleep(0.01)


async def _cut_off(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "100"})
    await response.prepare(request)
    await response.write(b'{"id"')
    assert request.transport is not None
    request.transport.close()
    return response
