"""Teams as people see it, over plain http: who was shown what, and what went wrong on the way."""

from __future__ import annotations

import itertools
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from aiohttp import web

Trouble = Literal["500", "500 taken", "429", "cut taken", "reset", "reset taken"]
"""What happens to a request; "taken": though people see the message."""
PEOPLE = ("anna", "erik")
STREAM_LIMIT_S = 120.0


@dataclass(slots=True)
class Shown:
    """One message as it stands in a conversation."""

    id: str
    answers: str | None
    """Id of the activity that it replies to."""
    text: str
    is_final: bool
    at: float
    """When it was first shown."""
    final_at: float | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A request of the bot."""

    kind: Literal["post", "start", "update", "final", "put"]
    answers: str | None
    text: str
    trouble: Trouble | None


class Chat:
    """The Bot Connector's REST interface, as far as turns use it."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.shown: dict[str, dict[str, Shown]] = {}
        """By conversation and message id."""
        self.sent: list[Sent] = []
        self.troubles: dict[str | None, deque[Trouble]] = {}
        """Of the next requests, by the activity that is answered."""
        self.on_taken: Callable[[str | None], None] = lambda activity_id: None
        """Called when a message is on the screen and the bot does not know it yet."""
        self._now = now
        self._numbers = itertools.count(1)
        application = web.Application()
        base = "/v3/conversations/{conversation}"
        application.router.add_post(f"{base}/activities", self._post)
        application.router.add_put(f"{base}/activities/{{activity}}", self._put)
        application.router.add_get(f"{base}/pagedmembers", self._members)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.0)
        self.service_url = ""

    async def open(self) -> None:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.service_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/"

    async def close(self) -> None:
        await self._runner.cleanup()

    async def _post(self, request: web.Request) -> web.StreamResponse:
        conversation_id = request.match_info["conversation"]
        body = await request.json()
        stream = _stream(body)
        if stream is None:
            return await self._answer(
                request, "post", body, lambda: self._show(conversation_id, body, None)
            )
        if "streamId" not in stream:
            return await self._answer(
                request, "start", body, lambda: self._start(conversation_id, body)
            )
        kind: Literal["update", "final"] = "final" if stream["streamType"] == "final" else "update"
        return await self._answer(
            request, kind, body, lambda: self._continue(conversation_id, stream["streamId"], body)
        )

    async def _put(self, request: web.Request) -> web.StreamResponse:
        place = request.match_info
        body = await request.json()

        def replace() -> tuple[int, str]:
            if place["activity"] not in self.shown.get(place["conversation"], {}):
                return 404, "no such activity"
            return self._show(place["conversation"], body, place["activity"])

        return await self._answer(request, "put", body, replace)

    async def _members(self, _: web.Request) -> web.Response:
        members = [
            {"id": f"29:{name}", "aadObjectId": f"id-{name}", "userRole": "user"} for name in PEOPLE
        ]
        return web.json_response({"members": members})

    def _start(self, conversation_id: str, body: dict[str, Any]) -> tuple[int, str]:
        if any(self._is_open(each) for each in self.shown.get(conversation_id, {}).values()):
            return 403, "Content stream is not allowed"
        return self._show(conversation_id, body, None)

    def _continue(
        self, conversation_id: str, stream_id: str, body: dict[str, Any]
    ) -> tuple[int, str]:
        stream = self.shown[conversation_id][stream_id]
        if stream.is_final:
            return 403, "Content stream is not allowed on an already completed streamed message"
        if not self._is_open(stream):
            return 403, "Content stream finished due to exceeded streaming time."
        self._show(conversation_id, body, stream_id)
        return 202, ""

    def _is_open(self, message: Shown) -> bool:
        is_stream = message.id.startswith("stream")
        return is_stream and not message.is_final and self._now() - message.at < STREAM_LIMIT_S

    def _show(
        self, conversation_id: str, body: dict[str, Any], replaced: str | None
    ) -> tuple[int, str]:
        messages = self.shown.setdefault(conversation_id, {})
        # Buttons may follow the message that they belong to; they are no answer by themselves.
        is_final = body["type"] == "message" and body["text"] not in ("", PROGRESS)
        name = "message" if body["type"] == "message" else "stream"
        message_id = replaced or f"{name}-{next(self._numbers)}"
        message = messages.get(message_id)
        if message is None:
            message = Shown(message_id, body.get("replyToId"), "", False, self._now())
            messages[message_id] = message
        if is_final and message.final_at is None:
            message.final_at = self._now()
        message.text, message.is_final = body["text"], is_final
        return (200 if replaced else 201), message_id

    async def _answer(
        self,
        request: web.Request,
        kind: Literal["post", "start", "update", "final", "put"],
        body: dict[str, Any],
        take: Callable[[], tuple[int, str]],
    ) -> web.StreamResponse:
        answered = body.get("replyToId")
        troubles = self.troubles.get(answered)
        trouble = troubles.popleft() if troubles else None
        self.sent.append(Sent(kind, answered, body["text"], trouble))
        status, told = 500, ""
        if trouble is None or "taken" in trouble:
            status, told = take()
            self.on_taken(answered)
        match trouble:
            case None if status < 300:
                return web.json_response({"id": told} if told else {}, status=status)
            case None:
                return web.json_response({"error": {"message": told}}, status=status)
            case "429":
                return web.Response(status=429, headers={"Retry-After": "1"})
            case "500" | "500 taken":
                return web.Response(status=500)
            case _:
                return await _break_off(request, with_head=trouble == "cut taken")


PROGRESS = "Söker …"


def _stream(body: dict[str, Any]) -> dict[str, Any] | None:
    return next((each for each in body.get("entities", ()) if each["type"] == "streaminfo"), None)


async def _break_off(request: web.Request, *, with_head: bool) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "100"})
    if with_head:
        await response.prepare(request)
        await response.write(json.dumps({"id": ""}).encode()[:4])
    assert request.transport is not None
    request.transport.close()
    return response
