"""A server of vectors on loopback, held against OpenAI's published schema."""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web

from tests.fakes import specs
from tests.fakes.loopback import LoopbackServer

_LENGTH = 64


class EmbeddingServer(LoopbackServer):
    """Serves `/v1/embeddings` while the `async with` block lasts.

    It knows what words mean: each group of `meanings` is one direction, and whatever is said
    besides counts a little.
    """

    def __init__(self, meanings: Sequence[Sequence[str]] = ()) -> None:
        self.meanings = [frozenset(group) for group in meanings]
        self.inputs: list[str] = []
        """Every text that got a vector."""
        self.statuses: deque[int] = deque()
        """What the next requests fail with."""
        self.silent_s = 0.0
        self.length = _LENGTH
        application = web.Application(client_max_size=16 * 2**20)
        application.router.add_post("/v1/embeddings", self._embed)
        super().__init__(application)

    @property
    def url(self) -> str:
        """What `KOLLEGA_OPENAI_BASE_URL` is set to."""
        return f"http://127.0.0.1:{self.port}/v1"

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
