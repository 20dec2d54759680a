"""Takes activities in: gate, durable record, queue; and takes up what another process left."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from botbuilder.schema import Activity, ActivityTypes

from bot.errors import MalformedActivityError, StorageUnavailable
from bot.storage.base import Inbox, InboxItem
from bot.teams.inbox import incoming
from bot.teams.inbox.dispatcher import Dispatcher, Job
from bot.teams.inbox.rate_limit import ADMITTED, RateLimit
from bot.teams.passing_on import passed_on
from bot.teams.turns import Turns
from bot.teams.wire import Mask, mask_activity, parse_record, record, written
from bot.telemetry import Meter, Spans

logger = logging.getLogger(__name__)

_WRITTEN = (ActivityTypes.message, ActivityTypes.message_update)
Key = tuple[str, str]


class Intake:
    """An accepted activity is on disk before it is acknowledged, and then answered once."""

    def __init__(
        self,
        *,
        inbox: Inbox,
        dispatcher: Dispatcher,
        turns: Turns,
        mask: Mask,
        is_sensitive: Callable[[str], bool],
        now: Callable[[], datetime],
        rate_limit: RateLimit,
        meter: Meter,
        spans: Spans,
    ) -> None:
        """What `is_sensitive` is true of is recorded without its text and never refused."""
        self._inbox = inbox
        self._dispatcher = dispatcher
        self._turns = turns
        self._mask = mask
        self._is_sensitive = is_sensitive
        self._now = now
        self._rate_limit = rate_limit
        self._meter = meter
        self._spans = spans
        self._under_way: set[Key] = set()
        self._answered: dict[Key, InboxItem] = {}
        """Answered here, but the store could not be told yet."""
        self._deleted: set[Key] = set()
        """Messages that their writers deleted while they or their edits may wait for an answer."""
        meter.unfinished = lambda: len(self._under_way)

    async def accept(self, activity: Activity) -> None:
        """Record the activity and have it answered, unless it was delivered before.

        Raises `StorageUnavailable`; then nothing has happened.
        """
        mask_activity(activity, self._mask)
        sensitive = any(map(self._is_sensitive, written(activity)))
        item = InboxItem(
            conversation_id=activity.conversation.id,
            activity_id=incoming.inbox_id(activity),
            body=record(activity, with_text=not sensitive),
            received_at=self._now(),
            user_id=activity.from_property.aad_object_id or activity.from_property.id,
        )
        # From before it is on disk, so that `take_over` does not find it without an owner.
        is_first_here = _key(item) not in self._under_way
        self._under_way.add(_key(item))
        is_new = False
        try:
            is_new = await self._inbox.accept(item)
        finally:
            if is_first_here and not is_new:
                self._under_way.discard(_key(item))
        if is_new:
            if activity.type == ActivityTypes.message_delete:
                self._deleted.add(_message(item))
            await self._begin(item, activity, sensitive=sensitive)
        else:
            self._meter.duplicates.add()

    async def _begin(self, item: InboxItem, activity: Activity, *, sensitive: bool) -> None:
        verdict = ADMITTED
        if activity.type in _WRITTEN and not sensitive and not passed_on(activity):
            verdict = self._rate_limit.judge(incoming.sender(activity))
        if verdict.admitted:
            self._submit(item, partial(self._turns.run, item, activity, self.accept))
            return
        self._meter.rate_limited.add()
        if verdict.tell_to_wait_s is not None:
            logger.warning("A person sends more than is answered")
            seconds = verdict.tell_to_wait_s
            self._submit(item, partial(self._turns.tell_to_wait, item, activity, seconds=seconds))
        else:
            await self._close(item)

    async def claim(self, activity: Activity) -> bool:
        """Note an invoke that is answered at once; False if it was delivered before."""
        item = InboxItem(
            conversation_id=activity.conversation.id,
            activity_id=activity.id,
            body="",
            received_at=self._now(),
        )
        mask_activity(activity, self._mask)
        is_new = await self._inbox.accept(item)
        await self._inbox.finish(item)
        return is_new

    async def take_over(self) -> None:
        """Take up what this or another process accepted and nobody is answering.

        Raises `StorageUnavailable`.
        """
        await self._erase_answered()
        for item in await self._inbox.unfinished():
            if _key(item) in self._under_way:
                continue
            try:
                activity = parse_record(item.body)
            except MalformedActivityError:
                logger.error("A recorded activity cannot be read")
                await self._inbox.finish(item)
            else:
                self._submit(item, partial(self._turns.resume, item, activity, self.accept))

    async def take_over_if_possible(self) -> None:
        """As `take_over`. Without the store nothing is accepted either, until it is back."""
        try:
            await self.take_over()
        except StorageUnavailable as error:
            logger.error("The inbox cannot be read", extra={"cause": str(error)})

    async def take_over_regularly(self, every_s: float) -> None:
        """Do so again and again: another process may die while this one lives."""
        while True:
            await asyncio.sleep(every_s)
            await self.take_over_if_possible()

    def _submit(self, item: InboxItem, answer: Job) -> None:
        self._under_way.add(_key(item))
        job = partial(self._carry_out, item, answer, accepted=self._spans.here())
        self._dispatcher.submit(item.conversation_id, job)

    async def _carry_out(self, item: InboxItem, answer: Job, *, accepted: object) -> None:
        with self._spans.hop("turn", after=accepted) as span:
            span.note(attempts=item.attempts)
            if incoming.is_deletion(item.activity_id):
                self._deleted.discard(_message(item))  # what was said before it has been passed
            if _message(item) not in self._deleted:
                await answer()
        self._meter.turn_s.observe((self._now() - item.received_at).total_seconds())
        await self._close(item)

    async def _close(self, item: InboxItem) -> None:
        self._answered[_key(item)] = item
        try:
            await self._erase(item)
        except StorageUnavailable:
            logger.error("An answered activity could not be erased yet")

    async def _erase_answered(self) -> None:
        for item in list(self._answered.values()):
            await self._erase(item)

    async def _erase(self, item: InboxItem) -> None:
        await self._inbox.finish(item)
        self._answered.pop(_key(item), None)
        self._under_way.discard(_key(item))


def _key(item: InboxItem) -> Key:
    return item.conversation_id, item.activity_id


def _message(item: InboxItem) -> Key:
    """The message that the activity is, or is about."""
    return item.conversation_id, incoming.message_id(item.activity_id)
