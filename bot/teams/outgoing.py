"""What is sent to the channel, and to whom."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Literal

from botbuilder.schema import Activity

from bot.teams.wire import JsonObject

StreamType = Literal["informative", "streaming", "final"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamInfo:
    """The place of one activity in a stream."""

    type: StreamType
    id: str | None = None
    """Given by the answer to the first; None in the first."""
    sequence: int | None = None
    """1, 2, 3 …; None in the final one."""

    def entity(self) -> JsonObject:
        """As Teams wants it among the entities."""
        entity: JsonObject = {"type": "streaminfo", "streamType": self.type}
        if self.id is not None:
            entity["streamId"] = self.id
        if self.sequence is not None:
            entity["streamSequence"] = self.sequence
        return entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """An activity to send, without its address.

    The JSON inside is plain: botbuilder's `Entity` loses every property but `type`.
    """

    text: str
    type: Literal["message", "typing"] = "message"
    entities: tuple[JsonObject, ...] = ()
    cards: tuple[JsonObject, ...] = ()
    """Adaptive Cards."""
    channel_data: JsonObject = field(default_factory=dict)
    stream: StreamInfo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where the answer to an activity goes."""

    service_url: str
    conversation_id: str
    bot_id: str
    bot_name: str
    user_id: str
    reply_to_id: str | None

    @classmethod
    def answering(cls, activity: Activity) -> Address:
        """Back to the conversation that the activity came from."""
        return cls(
            service_url=activity.service_url,
            conversation_id=activity.conversation.id,
            bot_id=activity.recipient.id,
            bot_name=activity.recipient.name or "",
            user_id=activity.from_property.id,
            reply_to_id=activity.id if activity.type == "message" else None,
        )

    def envelope(self, outgoing: Outgoing) -> bytes:
        """The request body that sends `outgoing` here."""
        stream = () if outgoing.stream is None else (outgoing.stream.entity(),)
        body: JsonObject = {
            "type": outgoing.type,
            "text": outgoing.text,
            "from": {"id": self.bot_id, "name": self.bot_name},
            "recipient": {"id": self.user_id},
            "conversation": {"id": self.conversation_id},
        }
        if outgoing.type == "message":
            body["textFormat"] = "markdown"
        if self.reply_to_id:
            body["replyToId"] = self.reply_to_id
        if stream or outgoing.entities:
            body["entities"] = [*stream, *outgoing.entities]
        if outgoing.cards:
            body["attachments"] = [_attachment(card) for card in outgoing.cards]
        if outgoing.channel_data:
            body["channelData"] = outgoing.channel_data
        return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _attachment(card: JsonObject) -> JsonObject:
    return {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
