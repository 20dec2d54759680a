"""A stand-in for Teams in a terminal: posts messages to the bot and receives what it sends back.

It speaks the real protocol over loopback, so that `kollega demo` shows the product and not a
shortcut through it.
"""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from aiohttp import web

from bot.errors import SendError
from bot.identity.base import User
from bot.teams.fields import Json, JsonObject
from bot.teams.reception.server import serving

ANSWER_TIMEOUT_S = 60.0
Progress = Callable[[str], None]
"""Called with each interim text."""


@dataclass(frozen=True, slots=True)
class Source:
    """A citation as Teams would show it."""

    number: str
    title: str
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished message from the bot."""

    text: str
    sources: tuple[Source, ...]


class TerminalClient:
    """Asks the bot at `endpoint`. Made by `terminal_client`."""

    def __init__(self, endpoint: str, session: aiohttp.ClientSession) -> None:
        self._endpoint = endpoint
        self._session = session
        self.address = ""
        """Where replies arrive."""
        self._waiting: dict[str, tuple[asyncio.Future[Answer], Progress]] = {}

    async def ask(self, text: str, user: User, *, on_progress: Progress) -> Answer:
        """Post a message as this person and wait for the answer.

        Raises `SendError` if the bot does not take it or does not answer.
        """
        conversation = f"terminal-{user.id}"
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting[conversation] = (future, on_progress)
        try:
            async with asyncio.timeout(ANSWER_TIMEOUT_S):
                await self._post(self._message(text, user, conversation))
                return await future
        except (aiohttp.ClientError, TimeoutError) as error:
            raise SendError("the bot did not answer", unsent=False) from error
        finally:
            del self._waiting[conversation]

    async def _post(self, activity: JsonObject) -> None:
        async with self._session.post(self._endpoint, json=activity) as response:
            if response.status >= 400:
                reason = f"the bot refused the message with HTTP {response.status}"
                raise SendError(reason, unsent=True, status=response.status)

    def _message(self, text: str, user: User, conversation: str) -> JsonObject:
        return {
            "type": "message",
            "id": uuid.uuid4().hex,
            "channelId": "msteams",
            "serviceUrl": self.address,
            "from": {"id": user.id, "name": user.name, "aadObjectId": user.id},
            "recipient": {"id": "kollega", "name": "Kollega"},
            "conversation": {"id": conversation, "conversationType": "personal"},
            "text": text,
            "textFormat": "plain",
            "locale": user.language or "sv",
        }

    async def receive(self, request: web.Request) -> web.Response:
        """Take what the bot sends."""
        activity = json.loads(await request.read())
        waiting = self._waiting.get(request.match_info["conversation"])
        if waiting is not None:
            future, on_progress = waiting
            if activity.get("type") == "typing":
                on_progress(activity.get("text", ""))
            elif not future.done():
                future.set_result(_answer(activity))
        return web.json_response({"id": uuid.uuid4().hex}, status=201)


@asynccontextmanager
async def terminal_client(endpoint: str) -> AsyncIterator[TerminalClient]:
    """A client of the bot at `endpoint`, receiving on a loopback port while it is open."""
    async with aiohttp.ClientSession() as session:
        client = TerminalClient(endpoint, session)
        application = web.Application()
        activities = "/v3/conversations/{conversation}/activities"
        application.router.add_post(activities, client.receive)
        application.router.add_post(activities + "/{activity}", client.receive)
        application.router.add_put(activities + "/{activity}", client.receive)
        async with serving(application, "127.0.0.1", 0) as port:
            client.address = f"http://127.0.0.1:{port}"
            yield client


def _answer(activity: JsonObject) -> Answer:
    entities = _objects(activity.get("entities"))
    message = next((e for e in entities if e.get("type") == "https://schema.org/Message"), {})
    return Answer(
        text=str(activity.get("text", "")),
        sources=tuple(_source(claim) for claim in _objects(message.get("citation"))),
    )


def _source(claim: JsonObject) -> Source:
    appearance = _object(claim.get("appearance"))
    keywords = appearance.get("keywords")
    return Source(
        number=str(claim.get("position", "")),
        title=str(appearance.get("name", "")),
        keywords=tuple(map(str, keywords)) if isinstance(keywords, list) else (),
    )


def _object(value: Json) -> JsonObject:
    return value if isinstance(value, dict) else {}


def _objects(value: Json) -> list[JsonObject]:
    return [_object(each) for each in value] if isinstance(value, list) else []
