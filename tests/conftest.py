"""What holds for every test: no network but loopback."""

from __future__ import annotations

import sys

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
