"""Runs one of the measured bots: `python -m tests.bench.servers NAME WORLD`.

Says on its standard output which port it listens on; then, for each line on its standard input,
what it has used so far.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import sys
from dataclasses import asdict
from typing import Protocol, cast

from aiohttp import web

from tests.bench.usage import usage
from tests.bench.world import World


class _Server(Protocol):
    def application(self, world: World) -> web.Application: ...


async def _serve(name: str, world: World) -> None:
    # Only the one that runs is imported, so that its memory is its own.
    server = cast(_Server, importlib.import_module(f"tests.bench.servers.{name}"))
    runner = web.AppRunner(server.application(world), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    while await asyncio.to_thread(sys.stdin.readline):
        print(json.dumps(asdict(usage())), flush=True)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1], World.from_argument(sys.argv[2])))
