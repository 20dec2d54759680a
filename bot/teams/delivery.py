"""The way out for one accepted activity: recorded before it is sent, so a crash gives no second."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

from bot.errors import SendError
from bot.storage.base import Inbox, InboxItem
from bot.teams.connector import Connector
from bot.teams.outgoing import Address, Outgoing

logger = logging.getLogger(__name__)

PUT_ATTEMPTS = 3
PUT_PAUSE_S = 1.0


class Delivery:
    """Sends the answer to one activity and notes in the inbox how far it has come.

    The inbox knows that something is about to be sent before it is, and the placeholder's id as
    soon as it is known. What is left after a crash is therefore one of: nothing sent (answer
    anew), a placeholder (replace it), or unknown (apologise once, see `Turns`).
    """

    def __init__(
        self, item: InboxItem, address: Address, *, inbox: Inbox, connector: Connector
    ) -> None:
        self.placeholder_id = item.placeholder_id
        self._item = item
        self._address = address
        self._inbox = inbox
        self._connector = connector
        self._begun = False

    async def post(self, outgoing: Outgoing) -> str | None:
        """Send a message that nothing will replace; its id, if the channel told it."""
        await self._begin()
        is_answer = outgoing.type == "message"
        return await self._connector.post(self._address, outgoing, patient=is_answer)

    async def post_placeholder(self, outgoing: Outgoing) -> str | None:
        """Send what the answer will replace, and record its id."""
        await self._begin()
        self.placeholder_id = await self._connector.post(self._address, outgoing)
        if self.placeholder_id is not None:
            await self._inbox.started(self._item, placeholder_id=self.placeholder_id)
        return self.placeholder_id

    async def replace(self, activity_id: str, outgoing: Outgoing) -> None:
        """Replace a message. Repeated when the outcome is unknown: twice looks like once.

        Teams makes two messages of a text with a card, and refuses to replace one by two
        ("Activity resulted into multiple skype activities",
        https://github.com/OfficeDev/BotBuilder-MicrosoftTeams/issues/126): the card follows.
        """
        await self._begin()
        if not (outgoing.text and outgoing.cards):
            return await self._put(activity_id, outgoing)
        await self._put(activity_id, replace(outgoing, cards=()))
        try:
            await self._connector.post(self._address, Outgoing(text="", cards=outgoing.cards))
        except SendError as error:
            # The answer is there: an apology would be a second one.
            logger.warning("The buttons were not taken", extra={"status": error.status})

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

    async def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            await self._inbox.started(self._item, placeholder_id=self.placeholder_id)
