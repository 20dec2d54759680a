"""Where everything is remembered: in the data directory, or in Azure Blob Storage if its address
is set."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.app.application import open_application
from bot.app.trust import trust
from bot.errors import ConfigurationError
from bot.settings import Settings, variable
from bot.storage.base import ConversationStore, GapStore, Inbox, TokenLedger, WaitingQuestions
from bot.storage.erasure import Erasure, RecordsDesk
from bot.storage.replies import FeedbackStore, ReplyRecords
from bot.storage.usage import UsageLedger
from bot.teams.service_hosts import LOOPBACK_HOSTS

if TYPE_CHECKING:
    from bot.storage.blob.container import BlobContainer

_FILE = "state.sqlite3"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is kept, by what it is for."""

    conversations: ConversationStore
    records: ReplyRecords
    feedback: FeedbackStore
    gaps: GapStore
    waiting: WaitingQuestions
    tokens: TokenLedger
    usage: UsageLedger
    erasure: Erasure
    desk: RecordsDesk
    open_inbox: Callable[[], AbstractAsyncContextManager[Inbox]]
    """This process's, while it is open; what is unfinished at its end is left to others."""
    check: Callable[[], Awaitable[None]]
    """Raises `StorageUnavailable` if nothing can be written now."""


@asynccontextmanager
async def open_state(
    settings: Settings, *, lifetime: timedelta, folder: Path | None = None
) -> AsyncIterator[State]:
    """`lifetime` is how long a conversation is remembered; in `folder`, if it is said.

    Raises `ConfigurationError`, naming the setting.
    """
    if settings.blob_endpoint is None or folder is not None:
        async with _in_a_file(folder or settings.data, lifetime) as state:
            yield state
        return
    async with _container(settings) as container:
        yield _in_blobs(container, lifetime)
        await container.settle()


async def move_to_blobs(settings: Settings) -> Mapping[str, int]:
    """What the file in the data directory remembers goes to Blob Storage; how many of each kind.

    The file stays. Raises `ConfigurationError`, naming what is missing, and `StorageUnavailable`.
    """
    path = settings.data / _FILE
    if settings.blob_endpoint is None:
        raise ConfigurationError(f"{variable('blob_endpoint')} is missing: put where it is to go")
    if not path.exists():
        raise ConfigurationError(f"{path} is not there: nothing has been remembered in a file")
    from bot.storage.database import SQLiteDatabase
    from bot.storage.moving import move

    database = SQLiteDatabase(path)
    try:
        async with _container(settings) as container:
            return await move(database, container)
    finally:
        await database.close()


@asynccontextmanager
async def _in_a_file(folder: Path, lifetime: timedelta) -> AsyncIterator[State]:
    from bot.storage.database import SQLiteDatabase
    from bot.storage.sqlite import SQLiteConversationStore, SQLiteFeedbackStore, SQLiteGapStore
    from bot.storage.sqlite_desk import SQLiteRecordsDesk
    from bot.storage.sqlite_erasure import SQLiteErasure
    from bot.storage.sqlite_inbox import SQLiteInbox
    from bot.storage.sqlite_replies import SQLiteReplyRecords
    from bot.storage.sqlite_tokens import SQLiteTokenLedger
    from bot.storage.sqlite_usage import SQLiteUsageLedger
    from bot.storage.sqlite_waiting import SQLiteWaitingQuestions

    database = SQLiteDatabase(folder / _FILE)

    @asynccontextmanager
    async def open_inbox() -> AsyncIterator[Inbox]:
        inbox = SQLiteInbox(database)
        try:
            yield inbox
        finally:
            inbox.close()

    try:
        yield State(
            conversations=SQLiteConversationStore(database, lifetime=lifetime),
            records=SQLiteReplyRecords(database),
            feedback=SQLiteFeedbackStore(database),
            gaps=SQLiteGapStore(database),
            waiting=SQLiteWaitingQuestions(database),
            tokens=SQLiteTokenLedger(database),
            usage=SQLiteUsageLedger(database),
            erasure=SQLiteErasure(database),
            desk=SQLiteRecordsDesk(database),
            open_inbox=open_inbox,
            check=database.check,
        )
    finally:
        await database.close()


def _in_blobs(container: BlobContainer, lifetime: timedelta) -> State:
    from bot.storage.blob.conversations import BlobConversationStore
    from bot.storage.blob.desk import BlobRecordsDesk
    from bot.storage.blob.erasure import BlobErasure
    from bot.storage.blob.inbox import BlobInbox
    from bot.storage.blob.notes import BlobFeedbackStore, BlobGapStore
    from bot.storage.blob.persons import Persons
    from bot.storage.blob.replies import BlobReplyRecords
    from bot.storage.blob.tokens import BlobTokenLedger
    from bot.storage.blob.usage import BlobUsageLedger
    from bot.storage.blob.waiting import BlobWaitingQuestions

    persons = Persons(container)

    @asynccontextmanager
    async def open_inbox() -> AsyncIterator[Inbox]:
        inbox = BlobInbox(container)
        try:
            yield inbox
        finally:
            await inbox.close()

    return State(
        conversations=BlobConversationStore(container, persons=persons, lifetime=lifetime),
        records=BlobReplyRecords(container, persons=persons),
        feedback=BlobFeedbackStore(container),
        gaps=BlobGapStore(container),
        waiting=BlobWaitingQuestions(container, persons=persons),
        tokens=BlobTokenLedger(container),
        usage=BlobUsageLedger(container),
        erasure=BlobErasure(container, persons=persons),
        desk=BlobRecordsDesk(container, persons=persons),
        open_inbox=open_inbox,
        check=container.check,
    )


@asynccontextmanager
async def _container(settings: Settings) -> AsyncIterator[BlobContainer]:
    from aiohttp import ClientSession, TCPConnector
    from azure.core.credentials import AzureNamedKeyCredential

    from bot.storage.blob.container import BlobContainer

    endpoint, name = settings.blob_endpoint or "", settings.blob_container
    if settings.blob_key is None:
        async with open_application(settings, purpose="blob_endpoint") as (credential, session):
            yield BlobContainer(
                endpoint=endpoint, container=name, credential=credential, session=session
            )
        return
    if urlsplit(endpoint).hostname not in LOOPBACK_HOSTS:
        raise ConfigurationError(
            f"{variable('blob_key')} is for an emulator on this machine: leave it out, the "
            "application's identity is used in Azure"
        )
    account = urlsplit(endpoint).path.strip("/")
    key = AzureNamedKeyCredential(account, settings.blob_key.reveal())
    connector = TCPConnector(ssl=trust(settings.ca_file))
    async with ClientSession(connector=connector, trust_env=False) as session:
        container = BlobContainer(
            endpoint=endpoint, container=name, credential=key, session=session
        )
        await container.ensure()
        yield container
