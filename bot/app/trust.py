"""Whose certificates are believed."""

from __future__ import annotations

import ssl
from pathlib import Path


def trust(ca_file: Path | None) -> ssl.SSLContext:
    """The system's, and those of an extra file (PEM)."""
    trusted = ssl.create_default_context()
    if ca_file is not None:
        trusted.load_verify_locations(ca_file)
    return trusted
