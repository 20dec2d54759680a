"""A model server on loopback: streamed chat completions, held against OpenAI's published schema."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from aiohttp import web

from tests.fakes import specs
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.loopback import LoopbackServer
from tests.fakes.models import Asked, Model, answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """How the server serves what its model writes."""

    model: Model = answers
    piece: int = 7
    """Characters in each chunk."""
    silent_s: float = 0.0
    """Before the first piece."""
    pause_s: float = 0.0
    """Before each further one."""
    stalls_after: int | None = None
    """Characters, after which nothing more comes."""
    cut_after: int | None = None
    """Characters, after which the connection is lost."""
    finish: str | None = "stop"
    """The last chunk's reason; None: there is no last chunk."""
    status: int = 200
    code: str | None = None
    """Of the error, if `status` is one."""
    fails_in_stream: str | None = None
    """The code of an error in the middle of the stream."""
    only_temperature: float | None = None
    """Refuses any other."""
    like_azure: bool = False
    """Begins with a chunk about the prompt."""
    usage: int | None = 940
    """Tokens in all, told at the end to who asks for it; None: the server does not know that."""


class OpenAIServer(LoopbackServer):
    """Serves `/v1/chat/completions` while the `async with` block lasts."""

    def __init__(
        self,
        behaviour: Behaviour | None = None,
        *,
        authority: LocalAuthority | None = None,
        admits: Callable[[str], bool] = lambda token: True,
    ) -> None:
        """`admits`: whose tokens are taken."""
        self.behaviour = behaviour or Behaviour()
        self.refuse_tokens = 0
        """How many of the next requests are refused, as of a token that has ended."""
        self.requests: list[Mapping[str, Any]] = []
        self.keys: list[str] = []
        self._admits = admits
        self.was_asked = asyncio.Event()
        self.left = asyncio.Event()
        """Set when a client has gone before the end of its answer."""
        application = web.Application()
        application.router.add_post("/v1/chat/completions", self._complete)
        super().__init__(application, authority=authority)

    @property
    def asked(self) -> Asked:
        """The latest prompt."""
        return _asked(self.requests[-1])

    @property
    def url(self) -> str:
        """What `KOLLEGA_OPENAI_BASE_URL` is set to."""
        return f"{self.origin}/v1"

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.requests.append(body)
        self.was_asked.set()
        self.keys.append(request.headers["Authorization"])
        self.faults += specs.faults(specs.openai("CreateChatCompletionRequest"), body)
        how = self.behaviour
        if self.refuse_tokens or not self._admits(self.keys[-1].removeprefix("Bearer ")):
            self.refuse_tokens = max(0, self.refuse_tokens - 1)
            return self._error(401, "invalid_token")
        if how.only_temperature is not None and "temperature" in body:
            return self._error(400, "unsupported_value", param="temperature")
        if how.usage is None and "stream_options" in body:
            return self._error(400, "unknown_parameter", param="stream_options")
        if how.status != 200:
            return self._error(how.status, how.code)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        try:
            await response.prepare(request)
            await self._stream(request, response, body)
        except (ConnectionError, asyncio.CancelledError):
            self.left.set()
        return response

    def _error(self, status: int, code: str | None, param: str | None = None) -> web.Response:
        error = {"error": _error(code, param)}
        self.faults += specs.faults(specs.openai("ErrorResponse"), error)
        return web.json_response(error, status=status, headers={"retry-after-ms": "1"})

    async def _stream(
        self, request: web.Request, response: web.StreamResponse, body: Mapping[str, Any]
    ) -> None:
        how, sent = self.behaviour, 0
        await asyncio.sleep(how.silent_s)
        tells_usage = body.get("stream_options", {}).get("include_usage", False)
        for chunk in _chunks(how, _asked(body), tells_usage=tells_usage):
            if how.cut_after is not None and sent >= how.cut_after and request.transport:
                request.transport.abort()
                return
            if how.stalls_after is not None and sent >= how.stalls_after:
                await asyncio.Event().wait()
            self.faults += _faults_of_chunk(json.dumps({**chunk, "choices": _shape(chunk)}))
            await response.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
            sent += sum(len(choice["delta"].get("content", "")) for choice in chunk["choices"])
            await asyncio.sleep(how.pause_s)
        if how.fails_in_stream:
            error = {"error": _error(how.fails_in_stream, None)}
            await response.write(b"data: " + json.dumps(error).encode() + b"\n\n")
        await response.write(b"data: [DONE]\n\n")


def _asked(body: Mapping[str, Any]) -> Asked:
    system, user = body["messages"]
    return Asked(system["content"], user["content"])


def _shape(chunk: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The choices without their text, so that chunks that differ in nothing else are one."""
    return [
        {**choice, "delta": dict.fromkeys(choice["delta"], "assistant")}
        for choice in chunk["choices"]
    ]


@cache
def _faults_of_chunk(chunk: str) -> tuple[str, ...]:
    validator = specs.openai("CreateChatCompletionStreamResponse")
    return tuple(specs.faults(validator, json.loads(chunk)))


def _chunks(how: Behaviour, asked: Asked, *, tells_usage: bool) -> Iterator[dict[str, Any]]:
    if how.like_azure:
        yield _chunk([])
    text = how.model(asked)
    yield _chunk([_choice({"role": "assistant", "content": ""})])
    for start in range(0, len(text), how.piece):
        yield _chunk([_choice({"content": text[start : start + how.piece]})])
    if how.finish:
        yield _chunk([_choice({}, how.finish)])
    if tells_usage and how.usage is not None:
        spent = how.usage
        usage = {"prompt_tokens": spent - 40, "completion_tokens": 40, "total_tokens": spent}
        yield _chunk([], usage=usage)


def _choice(delta: Mapping[str, str], finish: str | None = None) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "finish_reason": finish}


def _chunk(choices: list[dict[str, Any]], **more: object) -> dict[str, Any]:
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1_790_000_000,
        "model": "modell-1",
        "choices": choices,
        **more,
    }


def _error(code: str | None, param: str | None) -> dict[str, str | None]:
    return {
        "message": "Hemligt: sk-1234 och frågan",
        "type": "invalid_request_error",
        "param": param,
        "code": code,
    }
