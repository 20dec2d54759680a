"""Links that open a message in Teams."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from bot.teams.groups.roster import roster_of

_BASE = "https://teams.microsoft.com/l/message"
_CHAT = '{"contextType":"chat"}'


def message_link(
    conversation_id: str, message_id: str, *, tenant_id: str | None, group_id: str | None = None
) -> str:
    """The address of a message in a group chat, or in the thread of a channel.

    Every sign that means something in an address or in Markdown is encoded. `group_id` is the
    Microsoft 365 group of a channel's team.
    https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams
    """
    place = roster_of(conversation_id)
    root = conversation_id.partition(";messageid=")[2]
    named = {"tenantId": tenant_id, "groupId": group_id, "parentMessageId": root}
    values = {name: value for name, value in named.items() if value} if root else {"context": _CHAT}
    address = f"{_BASE}/{quote(place, safe='')}/{quote(message_id, safe='')}"
    return f"{address}?{urlencode(values, safe='')}"
