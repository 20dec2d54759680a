"""What is sent to the channel, and to whom."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Literal

from botbuilder.schema import Activity

from bot.teams.fields import JsonObject
from bot.teams.passing_on import passed_on

StreamType = Literal["informative", "streaming", "final"]

MAX_BYTES = 80 * 1024
"""Of a message without its address, as UTF-16. Teams refuses more than 100 KB with 413
(https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages); what
remains is for the address."""
MAX_BOT_NAME = 256
_ADAPTIVE = "application/vnd.microsoft.card.adaptive"
_OAUTH = "application/vnd.microsoft.card.oauth"
_QUESTIONS = ("message", "messageUpdate")


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
    files: tuple[JsonObject, ...] = ()
    """Attachments that offer a file or show one."""
    sign_in: JsonObject | None = None
    """The content of a card to sign in with (an OAuthCard), which is no Adaptive Card."""
    channel_data: JsonObject = field(default_factory=dict)
    stream: StreamInfo | None = None
    summary: str = ""
    """What a notification and the list of chats say, where there is a card."""
    following: tuple[Outgoing, ...] = ()
    """What does not fit in this message: further ones, sent after it in this order."""

    def content(self) -> JsonObject:
        """The activity without its address, and without what follows it."""
        stream = () if self.stream is None else (self.stream.entity(),)
        body: JsonObject = {"type": self.type, "text": self.text}
        if self.type == "message":
            body["textFormat"] = "markdown"
        if self.summary:
            body["summary"] = self.summary
        if stream or self.entities:
            body["entities"] = [*stream, *self.entities]
        attachments = [_attachment(_ADAPTIVE, card) for card in self.cards]
        attachments += self.files
        if self.sign_in is not None:
            attachments.append(_attachment(_OAUTH, self.sign_in))
        if attachments:
            body["attachments"] = list(attachments)
        if self.channel_data:
            body["channelData"] = self.channel_data
        return body


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where the answer to an activity goes."""

    service_url: str
    conversation_id: str
    bot_id: str
    bot_name: str
    user_id: str
    reply_to_id: str | None
    targeted: bool = False
    """In a group, to be seen by the user alone."""

    @classmethod
    def answering(cls, activity: Activity) -> Address:
        """Back to the conversation that the activity came from.

        A question that was passed on stands in another conversation than it is answered in.
        """
        origin = passed_on(activity)
        targeted = origin is not None and origin.targeted
        question_id = activity.id if origin is None else origin.question_id if targeted else None
        return cls(
            service_url=activity.service_url,
            conversation_id=activity.conversation.id,
            bot_id=activity.recipient.id,
            bot_name=(activity.recipient.name or "")[:MAX_BOT_NAME],
            user_id=activity.from_property.id,
            reply_to_id=question_id if activity.type in _QUESTIONS else None,
            targeted=targeted,
        )

    def chat(self, tenant_id: str) -> bytes:
        """The request body that asks for a one-to-one chat with the user."""
        body: JsonObject = {
            "isGroup": False,
            "bot": {"id": self.bot_id, "name": self.bot_name},
            "members": [{"id": self.user_id}],
            "tenantId": tenant_id,
            "channelData": {"tenant": {"id": tenant_id}},
        }
        return _encoded(body).encode()

    def envelope(self, outgoing: Outgoing, *, replacing: bool = False) -> bytes:
        """The request body that sends `outgoing` here, or replaces what was sent by it."""
        body: JsonObject = {
            **outgoing.content(),
            "from": {"id": self.bot_id, "name": self.bot_name},
            "conversation": {"id": self.conversation_id},
        }
        if not (replacing and self.targeted):  # Teams refuses the recipient in that one case
            body["recipient"] = {"id": self.user_id}
        if self.reply_to_id:
            body["replyToId"] = self.reply_to_id
        return _encoded(body).encode()


def size(content: JsonObject | str) -> int:
    """Bytes of the JSON as UTF-16, which is how Teams counts."""
    return len(_encoded(content).encode("utf-16-le"))


def _encoded(body: JsonObject | str) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _attachment(content_type: str, content: JsonObject) -> JsonObject:
    return {"contentType": content_type, "content": content}
