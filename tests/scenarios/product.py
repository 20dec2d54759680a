"""The whole product over a small intranet, as it is put together for production."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bot import app
from bot.ingestion.sources.folder import FolderSource
from bot.settings import Settings, read
from tests.fakes.connector import FakeConnector
from tests.fakes.identity_provider import IdentityProvider
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.teams_client import TENANT, Person, TeamsClient
from tests.scenarios.running_bot import APP_ID, FAST, SECRET

ANNA = Person("29:anna", "3f6b1c52-8a0e-4d7b-9c41-1d5e7a90b201", "Anna Lindqvist")
ERIK = Person("29:erik", "7c2e94d0-51b3-4f68-8e17-2a6f8b01c302", "Erik Nyström")
FATIMA = Person("29:fatima", "a18d3f76-02c9-4b5e-b7d4-3b709c12d403", "Fatima Haddad")
GRETA = Person("29:greta", "09d7c4a8-b16e-4582-9f03-80c5e167c908", "Greta Holm")
"""A consultant: a guest."""
SECRET_FIGURE = "41 350"
DOCUMENTS = {
    "access.toml": 'readers = ["alla"]\n["loneutfall.md"]\nreaders = ["hr"]\n',
    "resepolicy.md": (
        "# Resepolicy\n\nBeslutad av kommunstyrelsen 2024-01-15, dnr KS 2024/12.\n"
        "Gäller från 2024-02-01.\n\n## Resor med flyg\n\n"
        "Flyg får användas när tågresan tar mer än fem timmar. "
        "Närmaste chef godkänner flygresan i förväg.\n"
    ),
    "loneutfall.md": (
        "# Löneutfall för undersköterskor\n\n"
        f"Medellönen för undersköterskor i löneöversynen blev {SECRET_FIGURE} kronor.\n"
    ),
    "semester.md": (
        "# Semester\n\n"
        "Du har 25 semesterdagar per år. Från och med det kalenderår du fyller 40 har du "
        "31 dagar, och från det år du fyller 50 har du 32 dagar.\n"
    ),
}


def ingest(folder: Path, data: Path) -> None:
    """Fill the data directory with the documents, one of which only HR may read."""
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    asyncio.run(app.ingest(Settings(data=data), FolderSource(folder, name="intranet")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the product is started among."""

    ingested: Path
    path: Path
    authority: LocalAuthority
    identity_provider: IdentityProvider
    connector: FakeConnector
    session: aiohttp.ClientSession

    def stored(self, query: str) -> list[Any]:
        """Rows of the state, read past the product."""
        with closing(sqlite3.connect(self.path / "data" / "state.sqlite3")) as connection:
            return connection.execute(query).fetchall()


@asynccontextmanager
async def product(around: Surroundings, **settings: str) -> AsyncIterator[TeamsClient]:
    """Teams in front of the running product, which forgets everything afterwards."""
    data = around.path / "data"
    shutil.copytree(around.ingested, data)
    certificate = around.ingested.parent / "authority.pem"
    if not certificate.exists():
        around.authority.write_pem(certificate)
    environ = {
        "KOLLEGA_DATA": str(data),
        "KOLLEGA_APP_ID": APP_ID,
        "KOLLEGA_APP_SECRET": SECRET,
        "KOLLEGA_TENANTS": TENANT,
        "KOLLEGA_OPENID_METADATA_URL": around.identity_provider.metadata_url,
        "KOLLEGA_AUTHORITY": around.identity_provider.server.url,
        "KOLLEGA_SERVICE_HOSTS": around.connector.server.host,
        "KOLLEGA_CA_FILE": str(certificate),
    }
    async with (
        app.open_kollega(read({**environ, **settings})) as kollega,
        app.serving(kollega, host="127.0.0.1", port=0, local=False, pace=FAST.pace) as port,
    ):
        yield TeamsClient(
            f"http://127.0.0.1:{port}/api/messages",
            connector=around.connector,
            identity_provider=around.identity_provider,
            session=around.session,
        )


async def finished(connector: FakeConnector, conversation: str, count: int = 1) -> dict[str, Any]:
    """The last message of a conversation, once it holds so many and that one is whole."""

    def is_there() -> bool:
        messages = connector.messages(conversation)
        return len(messages) >= count and messages[-1]["type"] == "message"

    await connector.until(is_there, timeout_s=10)
    return connector.messages(conversation)[-1]
