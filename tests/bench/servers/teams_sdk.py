"""Teams SDK for Python, with its own web server (FastAPI on uvicorn), without a token check."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI
from microsoft_teams.api import MessageActivity
from microsoft_teams.apps import ActivityContext, App, FastAPIAdapter

from tests.bench.world import World


@asynccontextmanager
async def serving(world: World) -> AsyncIterator[int]:
    """The bot, on a free port."""
    port = _free_port()
    app = App(
        dangerously_allow_unauthenticated_requests=True,
        http_server_adapter=FastAPIAdapter(server_factory=lambda app: _server(app, port)),
    )

    @app.on_message
    async def echo(context: ActivityContext[MessageActivity]) -> None:
        await context.send(f"echo: {context.activity.text}")

    running = asyncio.create_task(app.start(port))
    await _until_listening(port)
    try:
        yield port
    finally:
        await app.stop()
        await running


def _server(app: FastAPI, port: int) -> uvicorn.Server:
    settings = uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error")
    return uvicorn.Server(settings)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


async def _until_listening(port: int) -> None:
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except ConnectionRefusedError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
