"""A server of vectors on loopback, held against OpenAI's published schema."""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.fakes import specs

_LENGTH = 64


class EmbeddingServer:
    """Serves `/v1/embeddings` while the `async with` block lasts.

    It knows what words mean: each group of `meanings` is one direction, and whatever is said
    besides counts a little.
    """

    def __init__(self, meanings: Sequence[Sequence[str]] = ()) -> None:
        self.meanings = [frozenset(group) for group in meanings]
        self.url = ""
        self.inputs: list[str] = []
        """Every text that got a vector."""
        self.statuses: deque[int] = deque()
        """What the next requests fail with."""
        self.silent_s = 0.0
        self.length = _LENGTH
        self.faults: list[str] = []
        application = web.Application(client_max_size=16 * 2**20)
        application.router.add_post("/v1/embeddings", self._embed)
        self._runner = web.AppRunner(
            application, access_log=None, shutdown_timeout=0.1, handler_cancellation=True
        )

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/v1"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()
        assert self.faults == []

    async def _embed(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.faults += specs.faults(specs.openai("CreateEmbeddingRequest"), body)
        if any(not text for text in body["input"]):
            self.faults.append("an empty text is refused by the real service")
        await asyncio.sleep(self.silent_s)
        if self.statuses:
            return _error(self.statuses.popleft())
        self.inputs += body["input"]
        data = [
            {"index": index, "object": "embedding", "embedding": self._vector(text)}
            for index, text in enumerate(body["input"])
        ]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        # In another order than asked, as the schema allows.
        answer = {"object": "list", "model": body["model"], "data": data[::-1], "usage": usage}
        self.faults += specs.faults(specs.openai("CreateEmbeddingResponse"), answer)
        return web.json_response(answer)

    def _vector(self, text: str) -> list[float]:
        words = {word.strip(".,?!:").casefold() for word in text.split()}
        vector = [math.sin(len(text) * (place + 1)) / 50 for place in range(self.length)]
        for place, group in enumerate(self.meanings):
            vector[place] += len(words & group)
        return vector


def _error(status: int) -> web.Response:
    error: Mapping[str, Any] = {
        "error": {"message": "nej", "type": "server_error", "param": None, "code": None}
    }
    return web.json_response(error, status=status, headers={"retry-after-ms": "1"})
