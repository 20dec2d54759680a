"""Where the state of the tested processes is, and how to look into it past them."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from azure.storage.blob import ContainerClient

from tests.fakes import azurite, blob_server
from tests.fakes.blob_server import BlobServer

UNFINISHED = "SELECT 1 FROM inbox WHERE finished_at IS NULL"


@dataclass(frozen=True, slots=True)
class Kept:
    """In the data directory, or with these settings."""

    unfinished: Callable[[Path], bool]
    """Whether anything that was accepted is not finished; of the data directory."""
    settings: Mapping[str, str] = field(default_factory=dict)


def in_a_file() -> Kept:
    def unfinished(data: Path) -> bool:
        with closing(sqlite3.connect(data / "state.sqlite3")) as connection:
            return connection.execute(UNFINISHED).fetchone() is not None

    return Kept(unfinished)


def in_the_fake(server: BlobServer) -> Kept:
    settings = {
        "KOLLEGA_BLOB_ENDPOINT": server.endpoint,
        "KOLLEGA_BLOB_KEY": blob_server.KEY,
    }
    return Kept(lambda _: any(name.startswith("open/") for name in server.blobs), settings)


def in_azurite(endpoint: str) -> Kept:
    name = f"kollega-{secrets.token_hex(4)}"
    settings = {
        "KOLLEGA_BLOB_ENDPOINT": endpoint,
        "KOLLEGA_BLOB_CONTAINER": name,
        "KOLLEGA_BLOB_KEY": azurite.KEY,
    }
    key = {"account_name": azurite.ACCOUNT, "account_key": azurite.KEY}

    def unfinished(_: Path) -> bool:
        with ContainerClient(endpoint, name, credential=key) as container:
            return any(True for _ in container.list_blob_names(name_starts_with="open/"))

    return Kept(unfinished, settings)
