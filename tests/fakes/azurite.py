"""Azurite, Microsoft's emulator of Azure Storage, on loopback and in memory.

`npm install --prefix build/azurite azurite@3.37.0` puts it where it is looked for, as `.ci/run`
does.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path
from socket import create_connection
from types import TracebackType
from typing import Self

from tests.fakes.ports import free_port

PROGRAM = Path("build/azurite/node_modules/.bin/azurite-blob")
ACCOUNT = "devstoreaccount1"
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
"""Published with it (https://learn.microsoft.com/azure/storage/common/storage-connect-azurite)."""
_START_S = 60.0


def missing() -> str | None:
    """Why it cannot be started; None if it can."""
    if shutil.which("node") is None:
        return "Node is not installed"
    if not PROGRAM.exists():
        return f"{PROGRAM} is not installed: npm install --prefix build/azurite azurite@3.37.0"
    return None


class Azurite:
    """Runs while the `with` block lasts."""

    def __init__(self) -> None:
        self._port = free_port()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._port}/{ACCOUNT}"

    def __enter__(self) -> Self:
        options = ("--silent", "--inMemoryPersistence", "--skipApiVersionCheck")
        self._process = subprocess.Popen(
            ["node", PROGRAM, *options, "--disableTelemetry", "--blobPort", str(self._port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + _START_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                self._end()
                raise AssertionError("Azurite does not start")
            time.sleep(0.1)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._end()

    def _end(self) -> None:
        self._process.kill()
        self._process.wait()

    def _answers(self) -> bool:
        try:
            create_connection(("127.0.0.1", self._port), timeout=1).close()
        except OSError:
            return False
        return True
