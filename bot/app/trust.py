"""Whose certificates are believed."""

from __future__ import annotations

import ssl
from functools import cache
from pathlib import Path


@cache
def trust(ca_file: Path | None) -> ssl.SSLContext:
    """The system's, and those of an extra file (PEM), read once: it takes a twentieth of a second,
    and every client of the process trusts the same. Not to be changed."""
    trusted = ssl.create_default_context()
    if ca_file is not None:
        trusted.load_verify_locations(ca_file)
    return trusted
