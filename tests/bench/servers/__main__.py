"""Runs one of the measured bots: `python -m tests.bench.servers NAME WORLD`.

Says on its standard output which port it listens on; then, for each line on its standard input,
what it has used so far.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import logging
import sys
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict
from typing import Protocol, cast

from tests.bench.usage import usage
from tests.bench.world import World


class _Server(Protocol):
    """A module beside this one."""

    def serving(self, world: World) -> AbstractAsyncContextManager[int]:
        """While open, the bot answers at the yielded port."""
        ...


async def _serve(name: str, world: World) -> None:
    logging.basicConfig(level=logging.ERROR)
    # Only the one that runs is imported, so that its memory is its own.
    server = cast(_Server, importlib.import_module(f"tests.bench.servers.{name}"))
    async with server.serving(world) as port:
        print(port, flush=True)
        while await asyncio.to_thread(sys.stdin.readline):
            print(json.dumps(asdict(usage())), flush=True)


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1], World.from_argument(sys.argv[2])))
