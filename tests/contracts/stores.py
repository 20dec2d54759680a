"""The same stores over SQLite, over the fake Blob Storage and over Azurite."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from azure.core.credentials import AzureNamedKeyCredential

from bot.storage.base import ConversationStore, GapStore, Inbox, TokenLedger, WaitingQuestions
from bot.storage.blob.container import BlobContainer
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
from bot.storage.database import SQLiteDatabase
from bot.storage.erasure import Erasure, RecordsDesk
from bot.storage.moments import Clock, utc_now
from bot.storage.replies import FeedbackStore, ReplyRecords
from bot.storage.sqlite import SQLiteConversationStore, SQLiteFeedbackStore, SQLiteGapStore
from bot.storage.sqlite_desk import SQLiteRecordsDesk
from bot.storage.sqlite_erasure import SQLiteErasure
from bot.storage.sqlite_inbox import SQLiteInbox
from bot.storage.sqlite_replies import SQLiteReplyRecords
from bot.storage.sqlite_tokens import SQLiteTokenLedger
from bot.storage.sqlite_usage import SQLiteUsageLedger
from bot.storage.sqlite_waiting import SQLiteWaitingQuestions
from bot.storage.usage import UsageLedger
from tests.fakes import azurite, blob_server

STORES = ["sqlite", "blob", pytest.param("azurite", marks=pytest.mark.azurite)]
LIFETIME = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """Everything that one process keeps things in."""

    conversations: ConversationStore
    feedback: FeedbackStore
    gaps: GapStore
    inbox: Inbox
    waiting: WaitingQuestions
    replies: ReplyRecords
    tokens: TokenLedger
    usage: UsageLedger
    erasure: Erasure
    desk: RecordsDesk
    stop: Callable[[], Awaitable[None]]
    """As the process does when it ends in good order."""


Open = Callable[..., Stores]
"""The same records each time, as one more process would: `open_stores(clock=…)`."""


@pytest.fixture(params=STORES)
async def open_stores(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Open]:
    async with AsyncExitStack() as stack:
        if request.param == "sqlite":

            def open_file(*, clock: Clock = utc_now) -> Stores:
                stores = sqlite_stores(tmp_path / "state.sqlite", clock)
                stack.push_async_callback(stores.stop)
                return stores

            yield open_file
            return
        if request.param == "blob":
            server = await stack.enter_async_context(blob_server.BlobServer())
            endpoint, key = server.endpoint, blob_server.KEY
        else:
            endpoint, key = request.getfixturevalue("azurite_endpoint"), azurite.KEY
        container = await stack.enter_async_context(open_container(endpoint, key))

        def open_blobs(*, clock: Clock = utc_now) -> Stores:
            stores = blob_stores(container, clock)
            stack.push_async_callback(stores.stop)
            return stores

        yield open_blobs


@asynccontextmanager
async def open_container(
    endpoint: str, key: str, *, name: str | None = None, patience_s: float = 8.0
) -> AsyncIterator[BlobContainer]:
    """A container of its own, unless it is named."""
    async with aiohttp.ClientSession() as session:
        container = BlobContainer(
            endpoint=endpoint,
            container=name or f"kollega-{secrets.token_hex(4)}",
            credential=AzureNamedKeyCredential(blob_server.ACCOUNT, key),
            session=session,
            patience_s=patience_s,
        )
        if name is None:
            await container.ensure()
        yield container
        await container.settle()


def sqlite_stores(path: Path, clock: Clock) -> Stores:
    database = SQLiteDatabase(path)
    inbox = SQLiteInbox(database, clock=clock)

    async def stop() -> None:
        inbox.close()
        await database.close()

    return Stores(
        conversations=SQLiteConversationStore(database, clock=clock, lifetime=LIFETIME),
        feedback=SQLiteFeedbackStore(database, clock=clock),
        gaps=SQLiteGapStore(database, clock=clock),
        inbox=inbox,
        waiting=SQLiteWaitingQuestions(database, clock=clock),
        replies=SQLiteReplyRecords(database),
        tokens=SQLiteTokenLedger(database),
        usage=SQLiteUsageLedger(database),
        erasure=SQLiteErasure(database, clock=clock),
        desk=SQLiteRecordsDesk(database, clock=clock),
        stop=stop,
    )


def blob_stores(container: BlobContainer, clock: Clock) -> Stores:
    persons = Persons(container, clock=clock)
    inbox = BlobInbox(container, clock=clock)
    return Stores(
        conversations=BlobConversationStore(
            container, persons=persons, clock=clock, lifetime=LIFETIME
        ),
        feedback=BlobFeedbackStore(container, clock=clock),
        gaps=BlobGapStore(container, clock=clock),
        inbox=inbox,
        waiting=BlobWaitingQuestions(container, persons=persons, clock=clock),
        replies=BlobReplyRecords(container, persons=persons, clock=clock),
        tokens=BlobTokenLedger(container),
        usage=BlobUsageLedger(container),
        erasure=BlobErasure(container, persons=persons, clock=clock),
        desk=BlobRecordsDesk(container, persons=persons, clock=clock),
        stop=inbox.close,
    )
