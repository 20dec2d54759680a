"""The real endpoint, served on loopback over the embedded stores."""

from __future__ import annotations

import asyncio
import sqlite3
import ssl
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.identity.base import Language
from bot.identity.local import LocalDirectory
from bot.privacy.personal_data import mask
from bot.storage.database import SQLiteDatabase
from bot.storage.sqlite import SQLiteFeedbackStore
from bot.storage.sqlite_inbox import SQLiteInbox
from bot.storage.sqlite_replies import SQLiteReplyRecords
from bot.teams.application import Copilot
from bot.teams.channel import ChannelLimits, Collaborators, build_endpoint
from bot.teams.reception.authentication import ConnectorAuthentication
from bot.teams.reception.signing_keys import SigningKeys
from bot.teams.sending.connector import TIMEOUT_S, Connector
from bot.teams.sending.connector_token import ClientCredentials
from bot.teams.sending.streaming import Pace
from bot.teams.service_hosts import ServiceHosts
from tests.fakes.connector import FakeConnector
from tests.fakes.identity_provider import IdentityProvider
from tests.fakes.scripted_copilot import ScriptedCopilot
from tests.fakes.teams_client import ANNA, ERIK, TENANT, TeamsClient

APP_ID = "00000000-aaaa-bbbb-cccc-000000000001"
SECRET = "a secret of the tests"
TODAY = date(2026, 11, 24)
PEOPLE = "\n".join(
    f'[{key}]\nname = "{person.name}"\nuser_id = "{person.object_id}"\nkind = "member"'
    for key, person in (("anna", ANNA), ("erik", ERIK))
)
FAST = ChannelLimits(
    pace=Pace(update_s=0.05, final_s=0.02), turn_timeout_s=2.0, drain_s=2.0, take_over_every_s=60.0
)


class RunningBot:
    """Serves while the `async with` block lasts. Starting another on the same path is a restart."""

    def __init__(
        self,
        path: Path,
        *,
        copilot: Copilot,
        tls: ssl.SSLContext,
        identity_provider: IdentityProvider,
        connector: FakeConnector,
        limits: ChannelLimits = FAST,
        open_inbox: Callable[[SQLiteDatabase], SQLiteInbox] = SQLiteInbox,
        send_timeout_s: float = TIMEOUT_S,
        pause_s: float = 0.5,
        targeted_messages: bool = False,
    ) -> None:
        self.path = path
        self._targeted_messages = targeted_messages
        self._copilot = copilot
        self._tls = tls
        self._identity_provider = identity_provider
        self._connector = connector
        self._limits = limits
        self._open_inbox = open_inbox
        self._send_timeout_s = send_timeout_s
        self._pause_s = pause_s
        self.endpoint = ""
        self._stopped = False

    async def __aenter__(self) -> Self:
        (self.path / "people.toml").write_text(PEOPLE, encoding="utf-8")
        self._database = SQLiteDatabase(self.path / "state.db")
        self.records = SQLiteReplyRecords(self._database)
        self._inbox = self._open_inbox(self._database)
        self._runner = web.AppRunner(
            build_endpoint(self._collaborators(), limits=self._limits, today=lambda: TODAY),
            access_log=None,
            shutdown_timeout=0.1,
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        port = self._runner.addresses[0][1]
        self.endpoint = f"http://127.0.0.1:{port}/api/messages"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.stop()

    async def stop(self) -> None:
        """As on SIGTERM; a second time nothing happens."""
        if self._stopped:
            return
        self._stopped = True
        await self._runner.cleanup()
        self._inbox.close()
        await self._database.close()

    def stored(self, query: str) -> list[tuple[object, ...]]:
        """Rows of the state, read past the bot."""
        with closing(sqlite3.connect(self.path / "state.db")) as connection:
            return connection.execute(query).fetchall()

    async def finished(self) -> None:
        """Wait until everything accepted has been answered and noted as that."""
        for _ in range(500):
            if not self.stored("SELECT 1 FROM inbox WHERE finished_at IS NULL"):
                return
            await asyncio.sleep(0.01)
        raise TimeoutError("an activity was not finished")

    @contextmanager
    def store_broken(self, table: str = "inbox") -> Iterator[None]:
        """The table cannot be read or written while the block lasts."""
        with closing(sqlite3.connect(self.path / "state.db")) as connection:
            connection.execute(f"ALTER TABLE {table} RENAME TO hidden")
            yield
            connection.execute(f"ALTER TABLE hidden RENAME TO {table}")

    def _collaborators(self) -> Collaborators:
        hosts = ServiceHosts([self._connector.server.host])
        provider = self._identity_provider
        return Collaborators(
            copilot=self._copilot,
            directory=LocalDirectory.load(self.path / "people.toml"),
            inbox=self._inbox,
            feedback=SQLiteFeedbackStore(self._database),
            records=self.records,
            authentication=ConnectorAuthentication(
                app_id=APP_ID,
                tenants=[TENANT],
                keys=SigningKeys(provider.metadata_url, tls=self._tls),
                hosts=hosts,
            ),
            connector=Connector(
                hosts=hosts,
                token=ClientCredentials(
                    authority=provider.server.url,
                    tenant=TENANT,
                    app_id=APP_ID,
                    secret=SECRET,
                    tls=self._tls,
                ),
                tls=self._tls,
                timeout_s=self._send_timeout_s,
                pause_s=self._pause_s,
            ),
            mask=lambda text: mask(text).text,
            is_sensitive=lambda text: "rehab" in text,
            detect_language=_detect_language,
            targeted_messages=self._targeted_messages,
            rules="kollega of the tests",
        )


def _detect_language(text: str) -> Language:
    return "en" if text.startswith(("How", "May", "I ")) else "sv"


Start = Callable[[ScriptedCopilot], RunningBot]
"""Makes a process of its own over the test's store."""
People = Callable[[RunningBot], TeamsClient]
"""Teams, with that process behind it."""
