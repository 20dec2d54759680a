"""What holds for every test: no network but loopback, and a sample that is read once."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import app
from bot.settings import Settings
from tests.fakes import azurite

_IN_MEMORY = Path("/dev/shm")
_ENOUGH_BYTES = 4 << 30
if _IN_MEMORY.is_dir() and shutil.disk_usage(_IN_MEMORY).free >= _ENOUGH_BYTES:
    # Every acknowledged message is written through to the disk, at 8 ms each.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_IN_MEMORY))

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", "", "0.0.0.0", None})


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if isinstance(host, bytes):
        host = host.decode()
    if host not in LOOPBACK:
        raise RuntimeError(f"a test tried to reach {host!r}")


sys.addaudithook(_refuse_network)


def pytest_collection_finish() -> None:
    """Thousands of tests and all modules stay to the end: nobody need look for garbage in them."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def azurite_endpoint() -> Iterator[str]:
    """Of Azurite, with nothing in it; skipped, with the reason, where it is not installed."""
    if (reason := azurite.missing()) is not None:
        pytest.skip(reason)
    with azurite.Azurite() as running:
        yield running.endpoint


@pytest.fixture(scope="session")
def ingested_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory that the sample municipality was ingested into. Copy it to change it."""
    data = tmp_path_factory.mktemp("sample")
    asyncio.run(app.ingest_sample(Settings(data=data)))
    return data
