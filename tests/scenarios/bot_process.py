"""The bot in a process of its own, as `kollega serve` runs it: for real signals and real deaths."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from socket import create_server
from types import TracebackType
from typing import Self

import aiohttp

from tests.fakes.connector import FakeConnector
from tests.fakes.held_bot import Hold, serve_held
from tests.fakes.identity_provider import IdentityProvider
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.ports import free_port
from tests.fakes.teams_client import TENANT
from tests.forked import fork
from tests.scenarios.running_bot import APP_ID, SECRET
from tests.scenarios.waiting import until


class BotProcess:
    """Runs while the `async with` block lasts, unless it is killed before."""

    def __init__(
        self, data: Path, *, environment: Mapping[str, str], hold: Hold | None = None
    ) -> None:
        """`data` is the data directory; `hold` is where the process stands still."""
        self.data = data
        self.environment = {**environment, "KOLLEGA_DATA": str(data)}
        self._hold = hold
        self._log = data / "log"
        self.port = free_port()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/messages"

    @property
    def log(self) -> str:
        """What every process on this data directory has written."""
        return self._log.read_text(encoding="utf-8")

    async def __aenter__(self) -> Self:
        self._process = _forked(self.environment, self.data, self.port, self._hold)
        try:
            await self.until_ready()
        except BaseException:
            self.kill()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.kill()

    def kill(self) -> None:
        """SIGKILL: nothing of the process runs any more when this returns."""
        self._process.kill()
        self._process.join()

    def terminate(self) -> None:
        """SIGTERM; the process goes on until it has let its answers end."""
        self._process.terminate()

    async def ended(self, *, timeout_s: float = 35.0) -> int:
        """The exit code, once it has one."""
        await until(lambda: self._process.exitcode is not None, timeout_s=timeout_s)
        assert self._process.exitcode is not None
        return self._process.exitcode

    async def until_held(self) -> None:
        """Wait until the process stands still where it was told to."""
        await until((self.data / "held").exists, timeout_s=10.0)

    def stored(self, query: str) -> list[tuple[object, ...]]:
        """Rows of the state, read past the bot."""
        with closing(sqlite3.connect(self.data / "state.sqlite3")) as connection:
            return connection.execute(query).fetchall()

    def raw_state(self) -> bytes:
        """Every byte that the state has on disk: the file, its log and its index."""
        return b"".join(path.read_bytes() for path in sorted(self.data.glob("state.sqlite3*")))

    async def until_ready(self) -> None:
        """Wait until it answers at its port."""
        async with asyncio.timeout(60), aiohttp.ClientSession() as session:
            while not await _is_alive(session, self.port):  # noqa: ASYNC110 another process
                await asyncio.sleep(0.02)


def environment(
    authority: LocalAuthority,
    identity_provider: IdentityProvider,
    connector: FakeConnector,
    folder: Path,
) -> dict[str, str]:
    """The settings with which the bot serves the local Teams."""
    return {
        "KOLLEGA_APP_ID": APP_ID,
        "KOLLEGA_APP_SECRET": SECRET,
        "KOLLEGA_TENANTS": TENANT,
        "KOLLEGA_OPENID_METADATA_URL": identity_provider.metadata_url,
        "KOLLEGA_AUTHORITY": identity_provider.server.url,
        "KOLLEGA_SERVICE_HOSTS": connector.server.host,
        "KOLLEGA_CA_FILE": str(authority.write_pem(folder / "ca.pem")),
        "KOLLEGA_LOG_LEVEL": "DEBUG",
    }


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended, and what it had written until then."""

    code: int
    log: str


async def serve_and_wait(data: Path, settings: Mapping[str, str]) -> Ended:
    """`kollega serve` with these settings, which must make it end by itself."""
    with create_server(("127.0.0.1", 0)) as taken:
        process = _forked({**settings, "KOLLEGA_DATA": str(data)}, data, taken.getsockname()[1])
        try:
            await until(lambda: process.exitcode is not None, timeout_s=20)
        finally:
            process.kill()
            process.join()
    assert process.exitcode is not None
    return Ended(process.exitcode, (data / "log").read_text(encoding="utf-8"))


def _forked(
    environment: Mapping[str, str], data: Path, port: int, hold: Hold | None = None
) -> ForkServerProcess:
    return fork(_run, dict(environment), data, port, hold, data / "log")


async def _is_alive(session: aiohttp.ClientSession, port: int) -> bool:
    try:
        async with session.get(f"http://127.0.0.1:{port}/healthz") as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False


def _run(
    settings: dict[str, str], data: Path, port: int, hold: Hold | None, log: Path
) -> None:  # pragma: no cover
    with log.open("ab") as written:
        for descriptor in (1, 2):
            os.dup2(written.fileno(), descriptor)
    os.chdir(data)
    os.environ.update(settings)
    if hold is not None:
        sys.exit(asyncio.run(serve_held(data, port=port, hold=hold)))
    from bot.__main__ import main

    sys.exit(main(["serve", "--port", str(port)]))
