"""What an incoming activity means to us."""

from __future__ import annotations

import copy

from botbuilder.schema import Activity, ActivityTypes

from bot.identity.base import Audience
from bot.teams.passing_on import passed_on
from bot.teams.wire import SIGNED_IN

CARD_ACTION = "adaptiveCard/action"
FEEDBACK = "message/submitAction"
_ABOUT = "#"
_ABOUT_ANOTHER = frozenset(
    {ActivityTypes.message_update, ActivityTypes.message_delete, ActivityTypes.message_reaction}
)
_FILE_TYPES = ("image/", "audio/", "video/", "application/vnd.microsoft.teams.file.")


def is_answered(activity: Activity) -> bool:
    """Whether the activity may lead to a message.

    In a group only what is addressed to the bot does, an edit too; what the bot itself has said
    or replaced never does. An installation announces itself twice in a personal chat: as a member
    added and as an installation.
    """
    if activity.type == ActivityTypes.message or is_edit(activity):
        if activity.from_property.id == activity.recipient.id:
            return False
        return is_personal(activity) or activity.value is not None or _mentions_bot(activity)
    if activity.type == ActivityTypes.conversation_update:
        return bool(activity.members_added)
    return bool(activity.type == ActivityTypes.installation_update and activity.action == "add")


def is_noted(activity: Activity) -> bool:
    """Whether the activity has an effect but is never answered."""
    if activity.type == ActivityTypes.message_reaction:
        return bool(activity.reactions_added and activity.reply_to_id)
    return activity.type == ActivityTypes.message_delete or is_uninstalled(activity)


def is_edit(activity: Activity) -> bool:
    """Whether somebody has changed a message; taking a deletion back changes nothing."""
    return bool(
        activity.type == ActivityTypes.message_update
        and activity.channel_data["eventType"] in ("editMessage", None)
    )


def is_uninstalled(activity: Activity) -> bool:
    """Whether the bot is no longer in the conversation. An upgrade removes nothing."""
    if activity.type == ActivityTypes.installation_update:
        return bool(activity.action == "remove")
    return activity.type == ActivityTypes.conversation_update and bool(activity.members_removed)


def inbox_id(activity: Activity) -> str:
    """Under which id the inbox recognises the activity when it is delivered again.

    What happens to a message bears the message's id; when it happened tells an edit from the next.
    """
    again = "".join(f"{_ABOUT}{step}" for step in signed_in(activity))
    if activity.type in _ABOUT_ANOTHER:
        return f"{activity.id}{_ABOUT}{activity.type}:{activity.timestamp or ''}{again}"
    return f"{activity.id}{again}"


def message_id(inbox_id: str) -> str:
    """The message that an activity is, or is about, by what the inbox knows it under."""
    return inbox_id.partition(_ABOUT)[0]


def is_deletion(inbox_id: str) -> bool:
    """Whether it is known under that because a message was deleted."""
    return inbox_id.partition(_ABOUT)[2].startswith(f"{ActivityTypes.message_delete.value}:")


def signed_in(activity: Activity) -> tuple[str, ...]:
    """How its writer has signed in since it was asked: it is answered anew after each time."""
    steps = activity.channel_data.get(SIGNED_IN)
    return tuple(map(str, steps)) if isinstance(steps, list) else ()


def is_personal(activity: Activity) -> bool:
    """Whether the conversation is between one person and the bot."""
    return bool(activity.conversation.conversation_type == "personal")


def audience(activity: Activity) -> Audience:
    """Who will see the reply; a conversation of an unknown kind is a group."""
    return "private" if is_personal(activity) or passed_on(activity) else "group"


def memory_id(activity: Activity) -> str:
    """Under which the conversation is remembered; what is answered alone, never under a group's."""
    conversation_id: str = activity.conversation.id
    origin = passed_on(activity)
    return origin.memory_id(conversation_id) if origin else conversation_id


def sender(activity: Activity) -> tuple[str, str]:
    """Who wrote: tenant and person, both from the signed request."""
    person = activity.from_property
    return activity.channel_data["tenant"]["id"] or "", person.aad_object_id or person.id


def written_text(activity: Activity) -> str:
    """What the person wrote, without the mention of the bot; other people by their names."""
    text = activity.text or ""
    for mention in activity.entities:
        name = "" if mention.mentioned.id == activity.recipient.id else _name_in(mention.text)
        if mention.text:
            text = text.replace(mention.text, name)
    return text.replace("\u00a0", " ").strip()


def has_files(activity: Activity) -> bool:
    """Whether files or pictures came along; the HTML copy of the text that Teams adds is none."""
    return any(
        (attachment.content_type or "").startswith(_FILE_TYPES)
        for attachment in activity.attachments
    )


def is_empty(activity: Activity) -> bool:
    """Whether nothing of what the person sent is there."""
    return not (activity.text or activity.value or activity.attachments)


def submitted_message(invoke: Activity) -> Activity | None:
    """The message that a universal card action stands for: the same as if it were submitted."""
    value = invoke.value if isinstance(invoke.value, dict) else {}
    action = value.get("action")
    data = action.get("data") if isinstance(action, dict) else None
    if not isinstance(data, dict):
        return None
    message = copy.copy(invoke)
    message.type, message.name, message.value = ActivityTypes.message, None, data
    return message


def _mentions_bot(activity: Activity) -> bool:
    return any(mention.mentioned.id == activity.recipient.id for mention in activity.entities)


def _name_in(mention_text: str) -> str:
    return mention_text.removeprefix("<at>").removesuffix("</at>")
