"""Writes down what lies behind each reference that a person is shown: never a word of the reply."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal

from botbuilder.schema import Activity

from bot.errors import StorageUnavailable
from bot.identity.base import Language
from bot.reply import Reply
from bot.storage.replies import CitedPiece, ReplyRecord, ReplyRecords
from bot.teams.inbox import incoming
from bot.turn import Turn

logger = logging.getLogger(__name__)


class Recording:
    """Records replies and apologies. A store that fails costs nobody the answer: it is logged."""

    def __init__(self, records: ReplyRecords, *, rules: str, now: Callable[[], datetime]) -> None:
        """`rules` is the version of the application."""
        self._records = records
        self._rules = rules
        self._now = now

    async def reply(self, turn: Turn, reply: Reply, activity: Activity) -> None:
        """Record a reply that is about to be shown; of a confidence, not whose it is."""
        confidential, now = reply.confidential, self._now()
        await self._add(
            ReplyRecord(
                reference=reply.reference,
                at=now.replace(hour=0, minute=0, second=0, microsecond=0) if confidential else now,
                outcome=reply.outcome or "",
                language=reply.language,
                audience=turn.audience,
                conversation_id=None if confidential else activity.conversation.id,
                user_id=None if confidential else turn.user.id,
                activity_id=None if confidential else activity.id,
                skill=reply.skill,
                sources=tuple(
                    CitedPiece(
                        document_id=citation.passage.chunk.document_id,
                        chunk_id=citation.passage.chunk.id,
                    )
                    for citation in reply.citations
                ),
                model=reply.model,
                rules=self._rules,
            )
        )

    async def apology(
        self,
        reference: str,
        language: Language,
        activity: Activity,
        *,
        outcome: Literal["failed", "refused"] = "failed",
    ) -> None:
        """Record that something went wrong instead of an answer, or that none was given."""
        sender = activity.from_property
        await self._add(
            ReplyRecord(
                reference=reference,
                at=self._now(),
                outcome=outcome,
                language=language,
                audience=incoming.audience(activity),
                conversation_id=activity.conversation.id,
                user_id=sender.aad_object_id or sender.id,
                activity_id=activity.id,
                rules=self._rules,
            )
        )

    async def delivered(
        self, reference: str, activity: Activity, message_ids: Sequence[str]
    ) -> None:
        """Note which messages carried the reply to this activity."""
        if not message_ids:
            return
        try:
            await self._records.delivered(
                reference, conversation_id=activity.conversation.id, message_ids=message_ids
            )
        except StorageUnavailable:
            _log_loss(reference)

    async def earlier_answer(self, activity: Activity) -> tuple[str, ...]:
        """The messages that carry the answer to this message as it was before it was edited.

        None where that is not known: of a confidence, not even which message asked it.
        """
        try:
            record = await self._records.answer_to(
                conversation_id=activity.conversation.id, activity_id=activity.id
            )
        except StorageUnavailable:
            return ()
        return record.message_ids if record else ()

    async def behind(self, activity: Activity) -> ReplyRecord | None:
        """The reply in the message that this activity is about; None if it is not known."""
        try:
            return await self._records.carried_by(
                conversation_id=activity.conversation.id, message_id=activity.reply_to_id or ""
            )
        except StorageUnavailable:
            return None

    async def _add(self, record: ReplyRecord) -> None:
        try:
            await self._records.add(record)
        except StorageUnavailable:
            _log_loss(record.reference)


def _log_loss(reference: str) -> None:
    logger.warning("A reply could not be recorded", extra={"reference": reference})
