"""The measured bots as processes, and the local world that they run in."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.crowd import Crowd, Sink
from tests.bench.usage import Usage
from tests.bench.world import APP_ID, SECRET, World
from tests.fakes.identity_provider import IdentityProvider, SigningKey
from tests.fakes.local_authority import LocalAuthority

_ROOT = Path(__file__).parents[2]
_START_S = 60.0
_TRUST = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
"""Where OpenSSL and requests look for the authority, for SDKs that cannot be told otherwise."""


@dataclass(frozen=True, slots=True)
class Bot:
    """A running bot and the people who write to it."""

    process: Process
    crowd: Crowd

    async def usage(self) -> Usage:
        """What the bot has used so far."""
        assert self.process.stdin is not None
        self.process.stdin.write(b"\n")
        return Usage(**json.loads(await _line(self.process)))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all bots share."""

    world: World
    sink: Sink
    token: str
    """As the Bot Connector sends it: one for an hour."""

    @asynccontextmanager
    async def running(self, server: str) -> AsyncIterator[Bot]:
        """Runs a module of `tests.bench.servers` in a process of its own."""
        folder = Path(self.world.directory) / server
        folder.mkdir()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.bench.servers", server),
            replace(self.world, directory=str(folder)).as_argument(),
            cwd=_ROOT,
            env={**os.environ, **dict.fromkeys(_TRUST, self.world.ca_file)},
            stdin=PIPE,
            stdout=PIPE,
        )
        try:
            async with asyncio.timeout(_START_S):
                port = int(await _line(process))
            yield Bot(process, Crowd(port, self.sink, self.token))
        finally:
            if process.stdin is not None:
                process.stdin.close()
            await process.wait()


@asynccontextmanager
async def surroundings() -> AsyncIterator[Surroundings]:
    """An identity provider and a connector, over https on this machine."""
    authority, sink = LocalAuthority(), Sink()
    provider = IdentityProvider(authority, app_id=APP_ID, secret=SECRET)
    provider.keys = [SigningKey.generate("bench")]
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())
        await stack.enter_async_context(sink.serving(authority.server_context()))
        await stack.enter_async_context(provider.server)
        world = World(
            directory=folder,
            ca_file=str(authority.write_pem(Path(folder) / "ca.pem")),
            service_url=sink.service_url,
            openid_metadata_url=provider.metadata_url,
            keys_url=f"{provider.server.url}/v1/.well-known/keys",
            authority=provider.server.url,
        )
        yield Surroundings(world, sink, provider.sign(service_url=sink.service_url))


async def _line(process: Process) -> bytes:
    assert process.stdout is not None
    line = await process.stdout.readline()
    if not line:
        raise RuntimeError(f"a measured bot has ended, status {await process.wait()}")
    return line
