"""Kollega's whole channel, as `kollega serve` builds it, around an application that echoes."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from urllib.parse import urlsplit

from aiohttp import web

from bot.identity.base import Audience, Language, User
from bot.identity.local import LocalDirectory
from bot.language.detection import detect
from bot.papers.base import Paper
from bot.privacy.personal_data import mask
from bot.privacy.sensitive import find_topic
from bot.reply import Reply
from bot.storage.database import SQLiteDatabase
from bot.storage.sqlite import SQLiteFeedbackStore
from bot.storage.sqlite_inbox import SQLiteInbox
from bot.storage.sqlite_replies import SQLiteReplyRecords
from bot.teams.channel import Collaborators, build_endpoint
from bot.teams.reception.authentication import ConnectorAuthentication
from bot.teams.reception.signing_keys import SigningKeys
from bot.teams.sending.connector import Connector
from bot.teams.sending.connector_token import ClientCredentials
from bot.teams.service_hosts import ServiceHosts
from bot.telemetry import configure, reference_code
from bot.turn import Notice, Turn
from tests.bench.servers.listening import listening
from tests.bench.world import APP_ID, PERSON, SECRET, TENANT, World


class Echo:
    """Gives its reply in two steps, as the real application does."""

    async def handle(self, turn: Turn) -> AsyncIterator[Reply]:
        """What was written."""
        echo = Notice(text=f"echo: {turn.text}", outcome="chat")
        reply = Reply(language=turn.language, reference=reference_code()).with_event(echo)
        yield reply
        yield replace(reply, complete=True)

    async def withdraw(self, user: User, *, conversation_id: str, activity_id: str) -> None:
        """Nothing is remembered."""

    async def paper(self, user: User, *, conversation_id: str, draft_id: str) -> Paper | None:
        """None is kept."""
        return None

    async def leave(self, conversation_id: str) -> None:
        """Nothing is remembered."""

    def welcome(self, user: User, language: Language, audience: Audience) -> Reply:
        """A greeting, which nobody asks for here."""
        return Reply(language=language, complete=True)


def serving(world: World) -> AbstractAsyncContextManager[int]:
    """The bot, on a free port."""
    return listening(_application(world))


def _application(world: World) -> web.Application:
    """Token check, personal-data gate, durable record, order by conversation, and sending."""
    configure(to=(world.path / "log").open("w"))
    tls = ssl.create_default_context(cafile=world.ca_file)
    hosts = ServiceHosts([urlsplit(world.service_url).netloc])
    people = world.path / "people.toml"
    people.write_text(f'[anna]\nname = "Anna"\nuser_id = "{PERSON}"\nkind = "member"\n')
    database = SQLiteDatabase(world.path / "state.sqlite3")
    return build_endpoint(
        Collaborators(
            copilot=Echo(),
            directory=LocalDirectory.load(people),
            inbox=SQLiteInbox(database),
            feedback=SQLiteFeedbackStore(database),
            records=SQLiteReplyRecords(database),
            authentication=ConnectorAuthentication(
                app_id=APP_ID,
                tenants=[TENANT],
                keys=SigningKeys(world.openid_metadata_url, tls=tls),
                hosts=hosts,
            ),
            connector=Connector(
                hosts=hosts,
                token=ClientCredentials(
                    authority=world.authority,
                    tenant=TENANT,
                    app_id=APP_ID,
                    secret=SECRET,
                    tls=tls,
                ),
                tls=tls,
            ),
            mask=lambda text: mask(text).text,
            is_sensitive=lambda text: find_topic(text) is not None,
            detect_language=detect,
        )
    )
