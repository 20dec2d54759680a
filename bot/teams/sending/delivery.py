"""The way out for one accepted activity: recorded before it is sent, so a crash gives no second."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus

from bot.errors import SendError, StorageUnavailable
from bot.storage.base import Inbox, InboxItem
from bot.teams.outgoing import Address, Outgoing
from bot.teams.rendering.message import buttons_alone
from bot.teams.sending.connector import Connector
from bot.telemetry import Meter

logger = logging.getLogger(__name__)

PUT_ATTEMPTS = 3
PUT_PAUSE_S = 1.0


class Delivery:
    """Sends the answer to one activity and notes in the inbox how far it has come.

    The inbox knows that something is about to be sent before it is, and the placeholder's id as
    soon as it is known. What is left after a crash is therefore one of: nothing sent (answer
    anew), a placeholder (replace it), or unknown (apologise once, see `Turns`).

    What follows the first message of an answer cannot be repeated, as replacing can. So the
    activity is finished in the inbox before the second message is sent: a crash among the later
    ones gives no second answer. The person has the first then, which says how many there are.
    """

    def __init__(
        self,
        item: InboxItem,
        address: Address,
        *,
        inbox: Inbox,
        connector: Connector,
        rest_missing: Callable[[], Outgoing],
        meter: Meter,
    ) -> None:
        """`rest_missing` is said when only the first part of an answer could be delivered."""
        self.placeholder_id = item.placeholder_id
        self._item = item
        self._address = address
        self._inbox = inbox
        self._connector = connector
        self._rest_missing = rest_missing
        self._meter = meter
        self._begun = item.attempts > 0  # noted when it was taken over
        self._seen = False

    async def post(self, outgoing: Outgoing) -> tuple[str, ...]:
        """Send a message that nothing will replace; its id and those of what follows it.

        An id that the channel did not tell is left out.
        """
        await self._begin()
        is_answer = outgoing.type == "message"
        message_id = await self._connector.post(self._address, outgoing, patient=is_answer)
        self._note_first_sign()
        return _known(message_id) + await self._follow_up(outgoing.following)

    async def post_placeholder(self, outgoing: Outgoing) -> str | None:
        """Send what the answer will replace, and record its id."""
        await self._begin()
        self.placeholder_id = await self._connector.post(self._address, outgoing)
        self._note_first_sign()
        if self.placeholder_id is not None:
            await self._inbox.started(self._item, placeholder_id=self.placeholder_id)
        return self.placeholder_id

    async def replace(
        self, activity_id: str, outgoing: Outgoing, *, removing: Sequence[str] = ()
    ) -> tuple[str, ...]:
        """Replace a message, and send what follows it; the ids of all.

        Replacing is repeated when the outcome is unknown: twice looks like once. `removing` are
        messages that followed the one that was there.

        Teams makes two messages of a text with a card, and refuses to replace one by two
        ("Activity resulted into multiple skype activities",
        https://github.com/OfficeDev/BotBuilder-MicrosoftTeams/issues/126): the card follows.
        """
        await self._begin()
        following = outgoing.following
        if outgoing.text and outgoing.cards:
            following = (buttons_alone(outgoing), *following)
            outgoing = replace(outgoing, cards=(), summary="")
        await self._put(activity_id, outgoing)
        for message_id in removing:
            await self._remove(message_id)
        return (activity_id, *await self._follow_up(following))

    async def _remove(self, message_id: str) -> None:
        try:
            await self._connector.delete(self._address, message_id)
        except SendError as error:
            logger.warning("A message could not be removed", extra=_facts(error))

    async def _follow_up(self, following: tuple[Outgoing, ...]) -> tuple[str, ...]:
        """Send the rest of an answer in order, up to the first message that may be missing.

        Whatever happens, the beginning is there: an apology would be a second answer.
        """
        sent: tuple[str, ...] = ()
        if not following:
            return sent
        try:
            await self._inbox.finish(self._item)
            for message in following:
                sent += _known(await self._connector.post(self._address, message, patient=True))
        except (SendError, StorageUnavailable) as error:
            logger.warning("The rest of an answer was not taken", extra=_facts(error))
            if any(message.text for message in following):
                sent += await self._say_that_the_rest_is_missing()
        return sent

    async def _say_that_the_rest_is_missing(self) -> tuple[str, ...]:
        try:
            return _known(await self._connector.post(self._address, self._rest_missing()))
        except SendError as error:
            logger.error("The end of an answer could not be delivered", extra=_facts(error))
            return ()

    async def _put(self, activity_id: str, outgoing: Outgoing) -> None:
        for attempt in range(1, PUT_ATTEMPTS + 1):
            try:
                return await self._connector.put(self._address, activity_id, outgoing)
            except SendError as error:
                if attempt == PUT_ATTEMPTS or (error.status is not None and error.status < 500):
                    raise
                logger.warning("A message could not be replaced", extra={"status": error.status})
            await asyncio.sleep(PUT_PAUSE_S * attempt)
        raise AssertionError("unreachable")

    def _note_first_sign(self) -> None:
        if not self._seen:
            self._seen = True
            waited = datetime.now(UTC) - self._item.received_at
            self._meter.first_sign_s.observe(waited.total_seconds())

    async def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            await self._inbox.started(self._item, placeholder_id=self.placeholder_id)


def is_too_large(error: SendError) -> bool:
    """Whether the channel refused a message for its size; then nothing of it is shown.

    In a stream the refusal is a 403 "Message size too large".
    """
    return error.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE or (
        error.status == HTTPStatus.FORBIDDEN and "size too large" in error.detail.lower()
    )


def _known(message_id: str | None) -> tuple[str, ...]:
    return () if message_id is None else (message_id,)


def _facts(error: SendError | StorageUnavailable) -> dict[str, object]:
    status = error.status if isinstance(error, SendError) else None
    return {"error": type(error).__name__, "status": status}
