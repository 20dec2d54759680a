"""Ports for processes that are started by a test."""

from __future__ import annotations

import os
import random
from contextlib import suppress
from socket import create_server

_FROM, _EACH = 20_000, 1_000
"""Below those that the system gives to whoever asks for any (32,768 on Linux), and for each worker
of pytest-xdist its own: a port that is let go of must still be free when the process takes it."""


def free_port() -> int:
    """One that nobody listens at."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 10
    while True:
        port = _FROM + _EACH * worker + random.randrange(_EACH)
        with suppress(OSError), create_server(("127.0.0.1", port)):
            return port
