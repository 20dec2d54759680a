"""The answer to a question that was edited, put where the answer to its earlier wording stands."""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from http import HTTPStatus

from bot.errors import SendError
from bot.reply import Reply
from bot.teams.outgoing import Outgoing
from bot.teams.sending.delivery import Delivery

logger = logging.getLogger(__name__)

NOT_REPLACEABLE = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.METHOD_NOT_ALLOWED,
    }
)
"""What Teams answers where nothing may be replaced, or nothing is there any longer."""


class RevisionPresenter:
    """A `Presenter` over an answer that is there already.

    Everything but what does not fit in one message is a replacement, which may be repeated: a
    process that takes over after a crash gives the same answer in the same place.
    """

    def __init__(self, delivery: Delivery, earlier: Sequence[str]) -> None:
        """`earlier` are the ids of the messages that carry the answer, in order; at least one."""
        self._delivery = delivery
        self._first, *self._rest = earlier
        self._waiting = True

    def pause_s(self) -> float:
        """As the protocol says."""
        return 0.0 if self._waiting else math.inf

    async def update(self, reply: Reply) -> None:
        """Only the first progress is shown: the earlier answer no longer counts."""
        if not reply.progress or not self._waiting:
            return
        self._waiting = False
        try:
            await self._delivery.replace(self._first, Outgoing(text=reply.progress))
        except SendError as error:
            logger.warning("An earlier answer was not replaced", extra={"status": error.status})

    async def finish(self, message: Outgoing) -> tuple[str, ...]:
        """Replace the earlier answer; a new message where Teams does not allow it."""
        try:
            return await self._delivery.replace(self._first, message, removing=self._rest)
        except SendError as error:
            if error.status not in NOT_REPLACEABLE:
                raise
            return await self._delivery.post(message)

    async def break_off(self, apology: Outgoing) -> tuple[str, ...]:
        """As the protocol says; the earlier answer is to another question."""
        return await self.finish(apology)
