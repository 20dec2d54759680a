"""Channels with one mistake each, which the model must find. The bot knows nothing of them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.errors import SendError
from bot.storage.base import InboxItem
from bot.storage.database import SQLiteDatabase
from bot.storage.sqlite_inbox import SQLiteInbox
from bot.teams.inbox.dispatcher import Dispatcher, Job
from bot.teams.outgoing import Address, Outgoing
from bot.teams.sending.connector import Connector
from tests.delivery import shelf
from tests.delivery.life import Parts


class NoDedupe(SQLiteInbox):
    """Takes every delivery for a new activity."""

    async def accept(self, item: InboxItem) -> bool:
        await super().accept(item)
        return True


class RecordedLater(SQLiteInbox):
    """Lets the activity be acknowledged before it is on disk."""

    def __init__(self, database: SQLiteDatabase) -> None:
        super().__init__(database)
        self._seen: set[tuple[str, str]] = set()
        self._recording: set[asyncio.Task[bool]] = set()

    async def accept(self, item: InboxItem) -> bool:
        key = (item.conversation_id, item.activity_id)
        if key in self._seen:
            return False
        self._seen.add(key)
        task = asyncio.create_task(self._record(item))
        self._recording.add(task)
        task.add_done_callback(self._recording.discard)
        return True

    async def _record(self, item: InboxItem) -> bool:
        await asyncio.sleep(0.5)
        return await super().accept(item)


class NewestFirst(SQLiteInbox):
    """Loses the order of what it takes over."""

    async def unfinished(self) -> Sequence[InboxItem]:
        return [*reversed(await super().unfinished())]


class AllAtOnce(Dispatcher):
    """Has no lines: each job begins when it is submitted."""

    def submit(self, key: str, job: Job) -> None:
        super().submit(f"{key} {id(job)}", job)


class RepeatsAfterErrors(Connector):
    """Sends again after 5xx, as Microsoft advises."""

    async def post(
        self, address: Address, outgoing: Outgoing, *, patient: bool = False
    ) -> str | None:
        try:
            return await super().post(address, outgoing, patient=patient)
        except SendError as error:
            if error.status is None or error.status < 500:
                raise
            return await super().post(address, outgoing, patient=patient)


class NoPlaceholderId(SQLiteInbox):
    """Does not record which message the answer replaces."""

    async def started(self, item: InboxItem, *, placeholder_id: str | None) -> None:
        await super().started(item, placeholder_id=None)


class FinishedFirst(SQLiteInbox):
    """Erases the activity when its answer is begun, not when it has been sent."""

    async def started(self, item: InboxItem, *, placeholder_id: str | None) -> None:
        await super().started(item, placeholder_id=placeholder_id)
        await self.finish(item)


class NeverFinished(SQLiteInbox):
    """Forgets to note that an activity has been answered."""

    async def finish(self, item: InboxItem) -> None:
        return


class TakesFromTheLiving(SQLiteInbox):
    """Believes that every other process is dead."""

    def __init__(self, database: SQLiteDatabase) -> None:
        super().__init__(database)
        self._others = database

    async def unfinished(self) -> Sequence[InboxItem]:
        owner = self._ownership.id
        await self._others.write(
            lambda connection: (
                connection.execute(
                    "UPDATE inbox SET owner = ? WHERE finished_at IS NULL", (owner,)
                ).rowcount
            )
        )
        return await super().unfinished()


class AnswersAnew(Connector):
    """Sends the answer as a message of its own instead of replacing the placeholder."""

    async def put(self, address: Address, activity_id: str, outgoing: Outgoing) -> None:
        await super().post(address, outgoing)


MUTANTS = {
    "dedupe off": Parts(open_inbox=NoDedupe),
    "acknowledged before recorded": Parts(open_inbox=RecordedLater),
    "order lost": Parts(dispatcher=AllAtOnce),
    "order lost when taken over": Parts(open_inbox=NewestFirst),
    "sent again after 5xx": Parts(connector=RepeatsAfterErrors),
    "placeholder's id not recorded": Parts(open_inbox=NoPlaceholderId),
    "finished before sent": Parts(open_inbox=FinishedFirst),
    "never finished": Parts(open_inbox=NeverFinished),
    "taken from a living process": Parts(open_inbox=TakesFromTheLiving),
    "dedupe off, on blobs": Parts(blob_inbox=shelf.NoDedupe),
    "no pointers, on blobs": Parts(blob_inbox=shelf.NoPointers),
    "taken from a living process, on blobs": Parts(blob_inbox=shelf.TakesFromTheLiving),
    "answer not put in the placeholder's place": Parts(connector=AnswersAnew),
}
