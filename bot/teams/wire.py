"""Activities as they come over the wire and as they are recorded: only what a turn needs."""

from __future__ import annotations

import contextlib
import json
import uuid
from collections.abc import Callable, Iterator
from typing import TypeAlias

from botbuilder.schema import (
    Activity,
    Attachment,
    ChannelAccount,
    ConversationAccount,
    Mention,
    MessageReaction,
)

from bot.errors import MalformedActivityError
from bot.teams.fields import MAX_ID_CHARACTERS, Fields, Json, JsonObject

Mask: TypeAlias = Callable[[str], str]
"""The personal-data gate: replaces what may not be kept."""

BUTTON_KEY = "kollega"
"""Under this name a button carries which action it stands for; beside it is what was filled in."""
FILE_CONSENT = "fileConsent/invoke"
"""Name of the invoke that answers the offer of a file."""
MAX_ADDRESS_CHARACTERS = 2000
PASSED_ON = "passedOn"
"""In the channel data of a record: where a question comes from that is answered elsewhere."""
SIGNED_IN = "signedIn"
"""In the channel data of a record: how its writer signed in after having asked."""
SENT_FILE = "application/vnd.microsoft.teams.file.download.info"
"""Kind of attachment that is a file a person sent."""
MAX_FILE_ADDRESS = 8000
"""Characters; it bears a signature."""
MAX_REACTIONS = 20
"""One is what Teams sends."""


def parse_record(body: str) -> Activity:
    """The activity that `record` wrote down, with what only we write there.

    Raises `MalformedActivityError`.
    """
    activity = parse_activity(body)
    noted = Fields(json.loads(body)).fields("channelData")
    for name in (PASSED_ON, SIGNED_IN):
        if (value := noted.json(name)) is not None:
            activity.channel_data[name] = value
    return activity


def parse_activity(raw: bytes | str) -> Activity:
    """The activity in a request body.

    Built field by field: msrest's own deserialisation costs more CPU than the rest of the turn.
    Unknown fields are dropped, so what is recorded can never hold more than is named here.
    Raises `MalformedActivityError`.
    """
    try:
        document = json.loads(raw)
    except (ValueError, RecursionError):
        raise MalformedActivityError("the body is not JSON") from None
    if not isinstance(document, dict):
        raise MalformedActivityError("the body is not an object")
    return _activity(Fields(document))


def mask_activity(activity: Activity, mask: Mask) -> None:
    """Pass everything a person wrote or named through the personal-data gate."""
    if activity.text:
        activity.text = mask(activity.text)
    if activity.name != FILE_CONSENT:  # nothing of that was written by anybody
        activity.value = _masked(activity.value, mask)
    for file in activity.attachments:
        file.name = mask(file.name) if file.name else None
    for mention in activity.entities:
        mention.text = mask(mention.text)
    for reaction in activity.reactions_added:
        reaction.type = mask(reaction.type)
    sender, channel = activity.from_property, activity.channel_data["channel"]
    sender.name = mask(sender.name) if sender.name else None
    channel["name"] = mask(channel["name"]) if channel["name"] else None


def written(activity: Activity) -> tuple[str, str]:
    """What a person may have written in it: the message, and all the fields of a card."""
    return activity.text or "", "\n".join(_texts(activity.value))


def record(activity: Activity, *, with_text: bool) -> str:
    """The activity as JSON that `parse_activity` reads back.

    Without text it only says who is waiting for an answer, and where.
    """
    document: JsonObject = {
        "type": activity.type,
        "id": activity.id,
        "name": activity.name,
        "action": activity.action,
        "text": activity.text if with_text else None,
        "serviceUrl": activity.service_url,
        "channelId": activity.channel_id,
        "locale": activity.locale,
        "replyToId": activity.reply_to_id,
        "from": _account_record(activity.from_property),
        "recipient": _account_record(activity.recipient),
        "conversation": {
            "id": activity.conversation.id,
            "conversationType": activity.conversation.conversation_type,
            "tenantId": activity.conversation.tenant_id,
        },
        "entities": [_mention_record(mention) for mention in activity.entities if with_text],
        "attachments": [_attachment_record(each) for each in activity.attachments if with_text],
        "membersAdded": [{"id": member.id} for member in activity.members_added],
        "membersRemoved": [{"id": member.id} for member in activity.members_removed],
        "reactionsAdded": [{"type": reaction.type} for reaction in activity.reactions_added],
        "value": activity.value if with_text else None,
        "channelData": activity.channel_data,
    }
    if activity.timestamp is not None:
        document["timestamp"] = activity.timestamp
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _activity(fields: Fields) -> Activity:
    kind = fields.identifier("type")
    about_another = kind in ("messageUpdate", "messageDelete", "messageReaction")
    named = about_another or kind in ("message", "invoke")
    conversation = fields.fields("conversation")
    recipient = _account(fields.fields("recipient"))
    return Activity(
        type=kind,
        # The others need not be recognised when they are delivered again.
        id=fields.identifier("id") if named else fields.text("id") or str(uuid.uuid4()),
        # Of the others nobody needs to know when they were sent.
        timestamp=fields.text("timestamp", limit=MAX_ID_CHARACTERS) if about_another else None,
        name=fields.text("name", limit=MAX_ID_CHARACTERS),
        action=fields.text("action", limit=MAX_ID_CHARACTERS),
        text=fields.text("text"),
        service_url=fields.text("serviceUrl", limit=MAX_ADDRESS_CHARACTERS),
        channel_id=fields.text("channelId", limit=MAX_ID_CHARACTERS),
        locale=fields.text("locale", limit=MAX_ID_CHARACTERS),
        reply_to_id=fields.text("replyToId", limit=MAX_ID_CHARACTERS),
        from_property=_account(fields.fields("from")),
        recipient=recipient,
        conversation=ConversationAccount(
            id=conversation.identifier("id"),
            conversation_type=conversation.text("conversationType"),
            tenant_id=conversation.text("tenantId", limit=MAX_ID_CHARACTERS),
        ),
        entities=_mentions(fields),
        attachments=[_attachment(each) for each in fields.items("attachments")],
        members_added=_bot_among(fields, "membersAdded", recipient),
        members_removed=_bot_among(fields, "membersRemoved", recipient),
        reactions_added=_reactions(fields),
        value=fields.json("value"),
        channel_data=_channel_data(fields.fields("channelData")),
    )


def _account(fields: Fields) -> ChannelAccount:
    return ChannelAccount(
        id=fields.identifier("id"),
        name=fields.text("name"),
        aad_object_id=fields.text("aadObjectId", limit=MAX_ID_CHARACTERS),
    )


def _attachment(fields: Fields) -> Attachment:
    """Of a file what fetches it; of anything else only that it was there."""
    kind = fields.text("contentType", limit=MAX_ID_CHARACTERS)
    if kind != SENT_FILE:
        return Attachment(content_type=kind)
    content = fields.json("content")
    url = content.get("downloadUrl") if isinstance(content, dict) else None
    is_usable = isinstance(url, str) and len(url) <= MAX_FILE_ADDRESS
    return Attachment(
        content_type=kind,
        name=fields.text("name", limit=MAX_ID_CHARACTERS),
        content={"downloadUrl": url} if is_usable else None,
    )


def _mentions(fields: Fields) -> list[Mention]:
    return [
        Mention(
            type="mention",
            mentioned=ChannelAccount(id=entity.fields("mentioned").identifier("id")),
            text=entity.text("text") or "",
        )
        for entity in fields.items("entities")
        if entity.text("type") == "mention"
    ]


def _bot_among(fields: Fields, name: str, bot: ChannelAccount) -> list[ChannelAccount]:
    """The bot itself if it came or went; who else is in a team is nothing we need."""
    members = fields.json_list(name)
    found = any(isinstance(member, dict) and member.get("id") == bot.id for member in members)
    return [bot] if found else []


def _reactions(fields: Fields) -> list[MessageReaction]:
    return [
        MessageReaction(type=reaction.text("type", limit=MAX_ID_CHARACTERS) or "")
        for reaction in fields.items("reactionsAdded")[:MAX_REACTIONS]
    ]


def _channel_data(fields: Fields) -> JsonObject:
    return {
        "tenant": {"id": fields.fields("tenant").text("id", limit=MAX_ID_CHARACTERS)},
        "team": {"aadGroupId": fields.fields("team").text("aadGroupId", limit=MAX_ID_CHARACTERS)},
        "channel": {"name": fields.fields("channel").text("name")},
        "eventType": fields.text("eventType", limit=MAX_ID_CHARACTERS),
    }


def _account_record(account: ChannelAccount) -> JsonObject:
    return {"id": account.id, "name": account.name, "aadObjectId": account.aad_object_id}


def _attachment_record(attachment: Attachment) -> JsonObject:
    if attachment.content_type != SENT_FILE:
        return {"contentType": attachment.content_type}
    return {
        "contentType": attachment.content_type,
        "name": attachment.name,
        "content": attachment.content,
    }


def _mention_record(mention: Mention) -> JsonObject:
    return {"type": "mention", "mentioned": {"id": mention.mentioned.id}, "text": mention.text}


def _texts(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def _masked(value: Json, mask: Mask, *, is_ours: bool = False) -> Json:
    """`is_ours`: it came with a button. The rest is what a person filled in."""
    if isinstance(value, str):
        return _masked_text(value, mask)
    if isinstance(value, (int, float)):
        return value if (masked := mask(str(value))) == str(value) else masked
    if isinstance(value, list):
        return [_masked(item, mask, is_ours=is_ours) for item in value]
    if isinstance(value, dict):
        return {
            # Our own ids, of buttons and passages, may happen to look like a personal number.
            mask(name): item
            if is_ours and name.endswith("id")
            else _masked(item, mask, is_ours=is_ours or name == BUTTON_KEY)
            for name, item in value.items()
        }
    return value


def _masked_text(text: str, mask: Mask) -> str:
    """A comment comes as JSON in a string, in which a character may be written as an escape."""
    if text.startswith("{") and "\\u" in text:
        with contextlib.suppress(ValueError, RecursionError):
            return json.dumps(_masked(json.loads(text), mask), ensure_ascii=False)
    return mask(text)
