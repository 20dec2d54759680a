"""What a turn asks of the stores, in the order in which the channel and the copilot ask it."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.storage.base import Conversation, ConversationKey, Exchange, InboxItem
from bot.storage.replies import ReplyRecord
from tests.contracts.stores import Stores

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
ANNA = "3f6b1c52-8a0e-4d7b-9c41-1d5e7a90b201"
KEY = ConversationKey("19:abc@thread.v2", ANNA)
TALK = Conversation(exchanges=(Exchange(question="Får jag flyga?", answer="Nej.", skill=None),))


def item(activity_id: str = "1730548800000") -> InboxItem:
    return InboxItem(
        conversation_id=KEY.conversation_id,
        activity_id=activity_id,
        user_id=ANNA,
        body='{"text": "Får jag flyga?"}',
        received_at=NOW,
    )


async def carry_through(stores: Stores, accepted: InboxItem) -> None:
    """From its acceptance to its end; the placeholder is shown after the second `started`."""
    await stores.inbox.accept(accepted)
    conversation = await stores.conversations.load(KEY)
    await stores.inbox.started(accepted, placeholder_id=None)
    await stores.inbox.started(accepted, placeholder_id="m-1")
    await stores.replies.add(_reply(accepted))
    await stores.conversations.save(KEY, conversation)
    await stores.replies.delivered(
        "K7M4QX", conversation_id=accepted.conversation_id, message_ids=["m-1"]
    )
    await stores.inbox.finish(accepted)


def _reply(answered: InboxItem) -> ReplyRecord:
    return ReplyRecord(
        reference="K7M4QX",
        at=NOW,
        outcome="answered",
        language="sv",
        audience="private",
        conversation_id=answered.conversation_id,
        user_id=answered.user_id,
        activity_id=answered.activity_id,
    )
