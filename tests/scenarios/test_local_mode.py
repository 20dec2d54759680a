"""Local mode: no tokens, but nobody from elsewhere, and answers to nowhere else."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.identity.local import LocalDirectory
from bot.storage.database import SQLiteDatabase
from bot.storage.sqlite import SQLiteFeedbackStore
from bot.storage.sqlite_inbox import SQLiteInbox
from bot.storage.sqlite_replies import SQLiteReplyRecords
from bot.teams.channel import Collaborators, build_endpoint
from bot.teams.reception.authentication import LocalAuthentication
from bot.teams.sending.connector import Connector
from bot.teams.service_hosts import LoopbackHosts
from tests.fakes.scripted_copilot import ScriptedCopilot
from tests.scenarios.running_bot import FAST, PEOPLE


class Playground:
    """A local client without tokens: takes what the bot sends, in the clear, on loopback."""

    def __init__(self) -> None:
        self.arrived: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def take(self, request: web.Request) -> web.Response:
        assert "Authorization" not in request.headers
        await self.arrived.put(await request.json())
        return web.json_response({"id": "1"}, status=201)


@pytest.fixture
async def playground() -> AsyncIterator[tuple[Playground, str]]:
    client = Playground()
    application = web.Application()
    application.router.add_post("/_connector/v3/conversations/{id}/activities", client.take)
    async with _served(application) as port:
        yield client, f"http://localhost:{port}/_connector"


@pytest.fixture
async def port(tmp_path: Path, copilot: ScriptedCopilot) -> AsyncIterator[int]:
    (tmp_path / "people.toml").write_text(PEOPLE, encoding="utf-8")
    database = SQLiteDatabase(tmp_path / "state.db")
    inbox = SQLiteInbox(database)
    application = build_endpoint(
        Collaborators(
            copilot=copilot,
            directory=LocalDirectory.load(tmp_path / "people.toml"),
            inbox=inbox,
            feedback=SQLiteFeedbackStore(database),
            records=SQLiteReplyRecords(database),
            authentication=LocalAuthentication(),
            connector=Connector(hosts=LoopbackHosts(), token=None),
            mask=lambda text: text,
            is_sensitive=lambda text: False,
            detect_language=lambda text: "sv",
        ),
        limits=FAST,
    )
    async with _served(application) as bound:
        yield bound
    inbox.close()
    await database.close()


class _served:  # noqa: N801 reads as a word: `async with _served(application)`
    def __init__(self, application: web.Application) -> None:
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)

    async def __aenter__(self) -> int:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        port: int = self._runner.addresses[0][1]
        return port

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()


def _message(service_url: str, sender: dict[str, str]) -> dict[str, Any]:
    return {
        "type": "message",
        "id": "1",
        "channelId": "msteams",
        "serviceUrl": service_url,
        "from": sender,
        "recipient": {"id": "bot-id", "name": "Kollega"},
        "conversation": {"id": "personal-chat-id", "conversationType": "personal"},
        "text": "hej",
    }


async def _post(
    session: aiohttp.ClientSession, port: int, body: dict[str, Any], **headers: str
) -> int:
    sent = {"Content-Type": "application/json", **headers}
    url = f"http://127.0.0.1:{port}/api/messages"
    async with session.post(url, data=json.dumps(body), headers=sent) as response:
        return response.status


@pytest.mark.parametrize(
    "sender",
    [
        {"id": "29:x", "aadObjectId": "id-anna"},
        {"id": "id-anna"},
        {"id": "anna", "aadObjectId": "unknown"},
    ],
)
async def test_a_local_client_is_answered_as_the_person_it_says_it_is(
    session: aiohttp.ClientSession,
    port: int,
    playground: tuple[Playground, str],
    copilot: ScriptedCopilot,
    sender: dict[str, str],
) -> None:
    client, service_url = playground

    status = await _post(session, port, _message(service_url, sender))

    assert status == 200
    assert (await asyncio.wait_for(client.arrived.get(), 2))["text"] == "echo: hej"
    assert copilot.turns[0].user.id == "id-anna"


@pytest.mark.parametrize(
    "host", ["evil.example", "192.168.1.5:3978", "localhost.evil.example", "127.0.0.1@evil", ""]
)
async def test_a_web_page_that_points_its_name_at_this_machine_is_refused(
    session: aiohttp.ClientSession, port: int, playground: tuple[Playground, str], host: str
) -> None:
    message = _message(playground[1], {"id": "id-anna"})

    # An empty Host is filled in by the client; a blank one is what can be sent.
    assert await _post(session, port, message, Host=host or " ") in (400, 401)


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded"])
async def test_what_a_web_page_may_post_without_asking_is_refused(
    session: aiohttp.ClientSession,
    port: int,
    playground: tuple[Playground, str],
    content_type: str,
) -> None:
    message = _message(playground[1], {"id": "id-anna"})

    assert await _post(session, port, message, **{"Content-Type": content_type}) == 415


@pytest.mark.parametrize(
    "service_url",
    ["https://smba.trafficmanager.net/emea/", "http://192.168.1.5/", "http://evil.example/"],
)
async def test_an_answer_is_sent_nowhere_but_to_this_machine(
    session: aiohttp.ClientSession, port: int, copilot: ScriptedCopilot, service_url: str
) -> None:
    assert await _post(session, port, _message(service_url, {"id": "id-anna"})) == 401
    assert copilot.turns == []


async def test_health_is_told_to_anyone(session: aiohttp.ClientSession, port: int) -> None:
    async with session.get(f"http://127.0.0.1:{port}/healthz") as response:
        assert (response.status, await response.text()) == (200, "ok")
