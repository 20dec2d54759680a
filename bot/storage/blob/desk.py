"""What a registrator finds and deletes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Literal

from bot.storage.blob import names
from bot.storage.blob.container import BlobContainer
from bot.storage.blob.conversations import StoredConversation, holds
from bot.storage.blob.erasure import Audited, delete_by_kind, keep_receipt, note
from bot.storage.blob.inbox import StoredActivity
from bot.storage.blob.notes import StoredFeedback, StoredGap
from bot.storage.blob.persons import Persons
from bot.storage.blob.selecting import ANYBODYS, Finder, Found, at, refuse_held
from bot.storage.blob.waiting import StoredQuestions
from bot.storage.erasure import FoundRecord, Receipt, Selection
from bot.storage.moments import Clock, utc_now
from bot.storage.records import encode_pieces
from bot.storage.replies import ReplyRecord


class BlobRecordsDesk:
    """A `RecordsDesk`."""

    def __init__(
        self, container: BlobContainer, *, persons: Persons, clock: Clock = utc_now
    ) -> None:
        self._container = container
        self._finder = Finder(container, persons)
        self._clock = clock

    async def find(
        self, selection: Selection, *, action: Literal["search", "export"], reason: str
    ) -> Sequence[FoundRecord]:
        """As the protocol says; noted before anything is handed out."""
        await self._container.settle()
        await note(self._container, Audited(self._clock(), action, reason, None))
        records = [
            record
            for found in await self._finder.find(selection)
            for record in await self._read(found)
        ]
        return sorted(records, key=lambda record: record.at)

    async def delete(self, selection: Selection, *, decision: str, reason: str) -> Receipt:
        """As the protocol says."""
        await self._container.settle()
        now = self._clock()
        found = await self._finder.find(selection)
        refuse_held(found, await holds(self._container))
        await note(self._container, Audited(now, "delete", reason, decision))
        is_of_somebody = selection.user_id or selection.conversation_id
        kinds = names.PERSONAL if is_of_somebody else (*names.PERSONAL, *ANYBODYS)
        deleted = await delete_by_kind(self._container, found, kinds)
        receipt = Receipt(at=now, what="records", deleted=deleted, decision=decision)
        return await keep_receipt(self._container, receipt)

    async def _read(self, found: Found) -> list[FoundRecord]:
        name = found.listed.name
        match found.kind:
            case "conversation":
                remembered = await self._container.get(name, StoredConversation)
                return _exchanges(remembered.value) if remembered else []
            case "inbox":
                accepted = await self._container.get(name, StoredActivity)
                return [_activity(accepted.value)] if accepted else []
            case "waiting":
                waiting = await self._container.get(name, StoredQuestions)
                return _questions(waiting.value) if waiting else []
            case "reply":
                reply = await self._container.get(name, ReplyRecord)
                return [_reply(reply.value)] if reply else []
            case "feedback":
                thumb = await self._container.get(name, StoredFeedback)
                return [_of_a_day(found, _feedback(thumb.value))] if thumb else []
            case _:
                gap = await self._container.get(name, StoredGap)
                return [_of_a_day(found, _gap(gap.value))] if gap else []


def _exchanges(stored: StoredConversation) -> list[FoundRecord]:
    return [
        FoundRecord(
            kind="exchange",
            at=stored.changed_at,
            user_id=stored.user_id,
            conversation_id=stored.conversation_id,
            texts={"question": one.question, "answer": one.answer, "skill": one.skill or ""},
        )
        for one in stored.conversation.exchanges
    ]


def _activity(stored: StoredActivity) -> FoundRecord:
    item = stored.item
    return FoundRecord(
        kind="inbox",
        at=item.received_at,
        user_id=item.user_id,
        conversation_id=item.conversation_id,
        texts=_said(activity_id=item.activity_id, body=item.body),
    )


def _questions(stored: StoredQuestions) -> list[FoundRecord]:
    return [
        FoundRecord(
            kind="waiting",
            at=one.received_at,
            user_id=stored.user_id,
            conversation_id=stored.conversation_id,
            texts=_said(activity_id=one.activity_id, body=one.body),
        )
        for one in stored.waiting
    ]


def _reply(record: ReplyRecord) -> FoundRecord:
    return FoundRecord(
        kind="reply",
        at=record.at,
        user_id=record.user_id,
        conversation_id=record.conversation_id,
        texts=_said(
            reference=record.reference,
            outcome=record.outcome,
            skill=record.skill,
            sources=encode_pieces(record.sources),
            model=record.model,
            rules=record.rules,
        ),
    )


def _of_a_day(found: Found, texts: Mapping[str, str]) -> FoundRecord:
    return FoundRecord(kind=found.kind, at=at(found), texts=texts)


def _feedback(stored: StoredFeedback) -> Mapping[str, str]:
    return _said(
        reaction=stored.reaction,
        comment=stored.comment,
        skill=stored.skill,
        sources=encode_pieces(stored.sources),
    )


def _gap(stored: StoredGap) -> Mapping[str, str]:
    gap = stored.gap
    return _said(
        question=gap.question,
        skill=gap.skill,
        kind=gap.kind,
        document_ids=json.dumps(gap.document_ids),
        owners=json.dumps(gap.owners, ensure_ascii=False),
    )


def _said(**texts: str | None) -> dict[str, str]:
    return {name: text for name, text in texts.items() if text}
