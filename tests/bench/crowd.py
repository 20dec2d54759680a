"""Many people who write to a bot, and the connector that takes the bot's replies.

A turn is over when the bot has acknowledged the message and its reply has arrived: some bots
reply before they acknowledge, Kollega after it.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from urllib.parse import unquote

from tests.bench.plain_http import Client, Requests, Writable
from tests.bench.world import PERSON, TENANT

_NUMBERS = itertools.count(1)
_TAKEN = (
    b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n"
    b'Content-Length: 10\r\n\r\n{"id":"1"}'
)
_PATIENCE_S = 20.0


@dataclass(frozen=True, slots=True)
class Load:
    """What a bot has done under load."""

    turns: int
    seconds: float


class Sink:
    """The Bot Connector as far as an echo needs it."""

    def __init__(self) -> None:
        self.delay_s = 0.0
        """How long it takes to accept a reply."""
        self.service_url = ""
        self.expected = b"echo: "
        """What a reply holds."""
        self._awaited: dict[str, asyncio.Future[None]] = {}

    @asynccontextmanager
    async def serving(self, tls: ssl.SSLContext) -> AsyncIterator[None]:
        """While open, replies are taken at `service_url`."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Requests(self._take), "127.0.0.1", 0, ssl=tls)
        self.service_url = f"https://localhost:{server.sockets[0].getsockname()[1]}/teams/"
        try:
            yield
        finally:
            server.close()

    def reply_to(self, conversation_id: str) -> asyncio.Future[None]:
        """Done when the reply has been accepted."""
        reply: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._awaited[conversation_id] = reply
        return reply

    def _take(self, head: bytes, body: bytes, connection: Writable) -> None:
        path = head.split(b" ", 2)[1].decode()
        conversation_id = unquote(path.split("/conversations/", 1)[1].split("/", 1)[0])
        accept = partial(self._accept, conversation_id, body, connection)
        if self.delay_s:
            asyncio.get_running_loop().call_later(self.delay_s, accept)
        else:
            accept()

    def _accept(self, conversation_id: str, body: bytes, connection: Writable) -> None:
        connection.write(_TAKEN)
        if b'"type":"typing"' in body:
            return
        reply = self._awaited.pop(conversation_id, None)
        if reply is None or reply.done():
            return
        if self.expected in body:
            reply.set_result(None)
        else:
            reply.set_exception(AssertionError(f"this is no reply: {body!r}"))


@dataclass(frozen=True, slots=True)
class Crowd:
    """People who write to the bot on `port`, each in a conversation of their own."""

    port: int
    sink: Sink
    token: str

    async def write(self, *, at_once: int, for_s: float) -> Load:
        """Each writes again as soon as the reply is there, until the time is over."""
        async with AsyncExitStack() as stack:
            clients = [
                await stack.enter_async_context(_connected(self.port)) for _ in range(at_once)
            ]
            began = time.perf_counter()
            people = [self._person(client, began + for_s) for client in clients]
            turns = sum(await asyncio.gather(*people))
            return Load(turns, time.perf_counter() - began)

    async def knock(self, *, bytes_each: int, for_s: float) -> Load:
        """One stranger with a token that nobody signed, and a large body."""
        async with _connected(self.port) as client:
            body, turns, began = b"x" * bytes_each, 0, time.perf_counter()
            while time.perf_counter() < began + for_s:
                status = await client.post(
                    "/api/messages", body, token=self.token[:-8] + "AAAAAAAA"
                )
                if status != 401:
                    raise AssertionError(f"a stranger was answered {status}")
                turns += 1
            return Load(turns, time.perf_counter() - began)

    async def _person(self, client: Client, until: float) -> int:
        conversation_id, turns = f"a:{next(_NUMBERS)}", 0
        while time.perf_counter() < until:
            body = message(conversation_id, self.sink.service_url)
            reply = self.sink.reply_to(conversation_id)
            async with asyncio.timeout(_PATIENCE_S):
                status = await client.post("/api/messages", body, token=self.token)
                if status >= 300:
                    raise AssertionError(f"a message was answered {status}")
                await reply
            turns += 1
        return turns


@asynccontextmanager
async def _connected(port: int) -> AsyncIterator[Client]:
    loop = asyncio.get_running_loop()
    transport, client = await loop.create_connection(Client, "127.0.0.1", port)
    try:
        yield client
    finally:
        transport.close()


def message(conversation_id: str, service_url: str) -> bytes:
    """A message as Teams sends it."""
    activity = {
        "text": "Hur många semesterdagar får jag spara?",
        "textFormat": "plain",
        "attachments": [{"contentType": "text/html", "content": "<p>Hur många …</p>"}],
        "type": "message",
        "timestamp": "2026-11-24T08:00:00.0000000Z",
        "localTimestamp": "2026-11-24T09:00:00.0000000+01:00",
        "localTimezone": "Europe/Stockholm",
        "id": str(1_700_000_000_000 + next(_NUMBERS)),
        "channelId": "msteams",
        "serviceUrl": service_url,
        "from": {"id": "29:1anna", "name": "Anna Lindqvist", "aadObjectId": PERSON},
        "conversation": {
            "conversationType": "personal",
            "tenantId": TENANT,
            "id": conversation_id,
        },
        "recipient": {"id": "28:bot", "name": "Kollega"},
        "entities": [
            {
                "locale": "sv-SE",
                "country": "SE",
                "platform": "Windows",
                "timezone": "Europe/Stockholm",
                "type": "clientInfo",
            }
        ],
        "channelData": {"tenant": {"id": TENANT}},
        "locale": "sv-SE",
    }
    return json.dumps(activity, ensure_ascii=False).encode()
