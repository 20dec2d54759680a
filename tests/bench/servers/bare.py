"""The limit: aiohttp alone, which parses a message and replies."""

from __future__ import annotations

import json
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any
from urllib.parse import quote

from aiohttp import ClientSession, DummyCookieJar, TCPConnector, web

from tests.bench.servers.listening import listening
from tests.bench.world import World

_SESSION = web.AppKey("session", ClientSession)


def serving(world: World) -> AbstractAsyncContextManager[int]:
    """The bot, on a free port."""
    return listening(application(world))


def application(
    world: World, admit: Callable[[web.Request], None] | None = None
) -> web.Application:
    """`admit` raises if a request may not come in."""

    async def messages(request: web.Request) -> web.Response:
        if admit is not None:
            admit(request)
        activity = json.loads(await request.read())
        url, body = reply_to(activity)
        async with request.app[_SESSION].post(
            url, data=body, headers={"Content-Type": "application/json"}
        ) as response:
            await response.read()
        return web.Response()

    async def session(app: web.Application) -> AsyncIterator[None]:
        tls = ssl.create_default_context(cafile=world.ca_file)
        async with ClientSession(
            connector=TCPConnector(limit=0, ssl=tls), cookie_jar=DummyCookieJar()
        ) as app[_SESSION]:
            yield

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    app.cleanup_ctx.append(session)
    return app


def reply_to(activity: dict[str, Any]) -> tuple[str, bytes]:
    """Where an echo goes, and the echo."""
    conversation = activity["conversation"]["id"]
    url = f"{activity['serviceUrl']}v3/conversations/{quote(conversation, safe='')}/activities"
    echo = {
        "type": "message",
        "text": f"echo: {activity['text']}",
        "from": activity["recipient"],
        "recipient": activity["from"],
        "conversation": activity["conversation"],
        "replyToId": activity["id"],
    }
    return url, json.dumps(echo).encode()
