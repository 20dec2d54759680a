"""One process of the bot, from its start to its end: orderly, or as SIGKILL would have it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Sequence
from contextvars import ContextVar, copy_context
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, Protocol, get_args

import aiohttp
from aiohttp import web

from bot.identity.base import Audience, Language, User
from bot.identity.local import LocalDirectory
from bot.papers.base import Paper
from bot.reply import Reply
from bot.storage.base import Inbox, InboxItem
from bot.storage.blob.inbox import BlobInbox
from bot.storage.database import SQLiteDatabase
from bot.storage.sqlite import SQLiteFeedbackStore
from bot.storage.sqlite_inbox import SQLiteInbox
from bot.storage.sqlite_replies import SQLiteReplyRecords
from bot.teams.channel import ChannelLimits, Collaborators, build_endpoint
from bot.teams.inbox.dispatcher import Dispatcher
from bot.teams.outgoing import Address, Outgoing
from bot.teams.reception.authentication import LocalAuthentication
from bot.teams.sending.connector import Connector
from bot.teams.sending.streaming import Pace
from bot.teams.service_hosts import LoopbackHosts
from bot.turn import Progress, Turn
from tests.delivery.chat import PROGRESS, Chat
from tests.delivery.clock import Clock
from tests.delivery.shelf import Shelf
from tests.fakes.passages import sentence

Step = Literal["accept", "started", "finish", "post", "put"]
When = Literal["before", "after", "taken"]
MOMENTS: tuple[tuple[Step, When], ...] = (
    *((step, when) for step in get_args(Step) for when in ("before", "after")),
    ("post", "taken"),
    ("put", "taken"),
)
"""At which a process may be killed; taken: people see a message, the process does not know it."""
LIMITS = ChannelLimits(drain_s=20.0, pace=Pace(update_s=0.0, final_s=0.0))
THINKING_S = 3.0


class ClosableInbox(Inbox, Protocol):
    """An inbox of one process."""

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What a process is built of; a mutant has one other part."""

    open_inbox: Callable[[SQLiteDatabase], ClosableInbox] = SQLiteInbox
    blob_inbox: type[BlobInbox] | None = None
    """Instead of that one, over the shelf."""
    connector: type[Connector] = Connector
    dispatcher: type[Dispatcher] = Dispatcher


@dataclass(frozen=True, slots=True)
class Doom:
    """The moment at which a process is killed: the `count`-th time that an activity's answer comes
    to a step."""

    activity_id: str
    step: Step
    when: When
    count: int


class Life:
    """A process. Once dead nothing of it has any effect, and its lock is free."""

    def __init__(self, folder: Path, chat: Chat, clock: Clock, parts: Parts, shelf: Shelf) -> None:
        self.unknown: set[str] = set()
        """Activities of which something was begun to be sent, and its id is not on record."""
        self.attempts: Counter[str] = Counter()
        self.is_dead = False
        self._doom: Doom | None = None
        self.sending: dict[str | None, Step] = {}
        """By the activity that is answered."""
        self._folder, self._clock = folder, clock
        self._tasks: set[asyncio.Task[Any]] = set()
        self._steps: Counter[tuple[str, Step, When]] = Counter()
        self._burial: asyncio.Task[None] | None = None
        self._database = SQLiteDatabase(folder / "state.db")
        self._inbox = self._opened(parts, shelf)
        connector = parts.connector(hosts=LoopbackHosts(), token=None)
        self._runner = web.AppRunner(
            build_endpoint(
                Collaborators(
                    copilot=Echo(),
                    directory=LocalDirectory.load(folder / "people.toml"),
                    inbox=_WatchedInbox(self, self._inbox),
                    feedback=SQLiteFeedbackStore(self._database),
                    records=SQLiteReplyRecords(self._database),
                    authentication=LocalAuthentication(),
                    connector=_WatchedConnector(self, connector),
                    mask=lambda text: text,
                    is_sensitive=lambda text: False,
                    detect_language=lambda text: "sv",
                ),
                limits=LIMITS,
                dispatcher=parts.dispatcher(workers=LIMITS.workers),
            ),
            access_log=None,
            shutdown_timeout=0.0,
        )
        self._endpoint = ""

    def _opened(self, parts: Parts, shelf: Shelf) -> ClosableInbox | BlobInbox:
        if parts.blob_inbox is None:
            return parts.open_inbox(self._database)
        began = datetime(2026, 11, 2, tzinfo=UTC)
        return parts.blob_inbox(shelf, clock=lambda: began + timedelta(seconds=self._clock.now))

    async def start(self) -> None:
        context = copy_context()
        context.run(_LIFE.set, self)
        await asyncio.get_running_loop().create_task(self._start(), context=context)

    async def _start(self) -> None:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._endpoint = f"http://127.0.0.1:{self._runner.addresses[0][1]}/api/messages"

    async def deliver(self, session: aiohttp.ClientSession, activity: dict[str, Any]) -> bool:
        """Post an activity; whether it was acknowledged."""
        try:
            async with session.post(self._endpoint, json=activity) as response:
                assert response.status == 200, response.status
                return True
        except aiohttp.ClientError:
            return False

    def die(self) -> None:
        """At once, whatever is being done."""
        if self.is_dead:
            return
        self.is_dead = True
        for task in self._tasks:
            task.cancel()
        loop = asyncio.get_running_loop()
        self._burial = loop.create_task(self._bury(), context=_OUTSIDE)

    async def buried(self) -> None:
        """Wait until the operating system has taken everything back."""
        if self._burial is not None:
            await self._burial

    async def _bury(self) -> None:
        locks = set(self._folder.glob("*-owner-*"))
        await self.stop()
        for lock in locks - set(self._folder.glob("*-owner-*")):
            lock.touch()  # the file outlives its process, the lock on it does not

    async def stop(self) -> None:
        """As on SIGTERM."""
        await self._runner.cleanup()
        if isinstance(self._inbox, BlobInbox):
            if not self.is_dead:
                await self._inbox.close()
        else:
            self._inbox.close()
        with self._clock.waiting():
            await self._database.close()

    def adopt(self, task: asyncio.Task[Any]) -> None:
        """Count a task as this process's."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def reach(self, activity_id: str | None, step: Step, when: When) -> None:
        """The process has come to this moment. Raises `CancelledError` if it is its last."""
        self._count(activity_id, step, when)
        if self.is_dead:
            raise asyncio.CancelledError

    def on_taken(self, activity_id: str | None) -> None:
        """What this process is sending for the activity is on the screen."""
        step = self.sending.get(activity_id)
        if step is not None and not self.is_dead:
            self._count(activity_id, step, "taken")

    def arm(self, doom: Doom | None) -> None:
        """Let it die at that moment, counted from now; None: not by itself."""
        self._steps.clear()
        self._doom = doom

    def _count(self, activity_id: str | None, step: Step, when: When) -> None:
        key = (activity_id or "", step, when)
        self._steps[key] += 1
        if self._doom == Doom(*key, self._steps[key]):
            self.die()

    async def outside(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Wait for a thread."""
        with self._clock.waiting():
            return await work


_LIFE: ContextVar[Life | None] = ContextVar("life", default=None)
_OUTSIDE = copy_context()


def make_task(
    loop: asyncio.AbstractEventLoop,
    work: Coroutine[Any, Any, Any] | Generator[Any, None, Any],
    **options: Any,
) -> asyncio.Task[Any]:
    """A task factory: tasks belong to the process that made them."""
    task: asyncio.Task[Any] = asyncio.Task(work, loop=loop, **options)
    context = options.get("context")
    life = _LIFE.get() if context is None else context.get(_LIFE)
    if life is not None:
        life.adopt(task)
    return task


class Echo:
    """Answers "quick …" at once, "slow …" after a while, and "long …" sentence by sentence."""

    async def handle(self, turn: Turn) -> AsyncIterator[Reply]:
        reply = Reply(language=turn.language, skill="policy", reference="R")
        if not turn.text.startswith("quick"):
            yield reply.with_event(Progress(PROGRESS))
            await asyncio.sleep(THINKING_S)
        reply = reply.with_event(sentence(f"Svar på {turn.text}."))
        yield reply
        if turn.text.startswith("long"):
            await asyncio.sleep(THINKING_S)
            reply = reply.with_event(sentence("Mer behöver du inte veta."))
            yield reply
        yield replace(reply, complete=True)

    async def withdraw(self, user: User, *, conversation_id: str, activity_id: str) -> None:
        pass

    async def paper(self, user: User, *, conversation_id: str, draft_id: str) -> Paper | None:
        return None

    async def leave(self, conversation_id: str) -> None:
        pass

    def welcome(self, user: User, language: Language, audience: Audience) -> Reply:
        return Reply(language=language, complete=True)


class _WatchedInbox:
    def __init__(self, life: Life, inbox: Inbox) -> None:
        self._life, self._inbox = life, inbox

    async def accept(self, item: InboxItem) -> bool:
        self._life.reach(item.activity_id, "accept", "before")
        is_new: bool = await self._life.outside(self._inbox.accept(item))
        self._life.reach(item.activity_id, "accept", "after")
        return is_new

    async def unfinished(self) -> Sequence[InboxItem]:
        if self._life.is_dead:
            raise asyncio.CancelledError
        found: Sequence[InboxItem] = await self._life.outside(self._inbox.unfinished())
        return found

    async def started(self, item: InboxItem, *, placeholder_id: str | None) -> None:
        self._life.reach(item.activity_id, "started", "before")
        self._life.attempts[item.activity_id] += 1
        if placeholder_id is None:
            self._life.unknown.add(item.activity_id)
        await self._life.outside(self._inbox.started(item, placeholder_id=placeholder_id))
        if placeholder_id is not None:
            self._life.unknown.discard(item.activity_id)
        self._life.reach(item.activity_id, "started", "after")

    async def finish(self, item: InboxItem) -> None:
        self._life.reach(item.activity_id, "finish", "before")
        await self._life.outside(self._inbox.finish(item))
        self._life.unknown.discard(item.activity_id)
        self._life.reach(item.activity_id, "finish", "after")


class _WatchedConnector(Connector):
    def __init__(self, life: Life, connector: Connector) -> None:
        super().__init__(hosts=LoopbackHosts(), token=None)
        self._life, self._connector = life, connector

    async def post(
        self, address: Address, outgoing: Outgoing, *, patient: bool = False
    ) -> str | None:
        self._life.reach(address.reply_to_id, "post", "before")
        self._life.sending[address.reply_to_id] = "post"
        try:
            message_id = await self._connector.post(address, outgoing, patient=patient)
        finally:
            self._life.sending.pop(address.reply_to_id, None)
        self._life.reach(address.reply_to_id, "post", "after")
        return message_id

    async def put(self, address: Address, activity_id: str, outgoing: Outgoing) -> None:
        self._life.reach(address.reply_to_id, "put", "before")
        self._life.sending[address.reply_to_id] = "put"
        try:
            await self._connector.put(address, activity_id, outgoing)
        finally:
            self._life.sending.pop(address.reply_to_id, None)
        self._life.reach(address.reply_to_id, "put", "after")

    async def close(self) -> None:
        await self._connector.close()
        await super().close()
