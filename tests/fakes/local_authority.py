"""A certificate authority of our own, so that local fakes speak https like the real thing."""

from __future__ import annotations

import ssl
from pathlib import Path

import trustme


class LocalAuthority:
    """Issues the fakes' certificate, and contexts that trust it."""

    def __init__(self) -> None:
        self._authority = trustme.CA()
        self._server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._authority.issue_cert("localhost", "127.0.0.1").configure_cert(self._server_context)

    def server_context(self) -> ssl.SSLContext:
        """The same for every server."""
        return self._server_context

    def client_context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._authority.configure_trust(context)
        return context

    def write_pem(self, path: Path) -> Path:
        """The authority's certificate as `KOLLEGA_CA_FILE` wants it."""
        self._authority.cert_pem.write_to_path(path)
        return path
