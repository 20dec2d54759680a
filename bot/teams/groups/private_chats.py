"""The one-to-one chats between the bot and people who have asked it something in a group."""

from __future__ import annotations

from collections import OrderedDict

from botbuilder.schema import Activity

from bot.teams.outgoing import Address
from bot.teams.passing_on import tenant_id
from bot.teams.sending.connector import Connector

REMEMBERED = 10_000


class PrivateChats:
    """Opens them, and remembers their ids so that it need not be done for every question."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector
        self._ids: OrderedDict[tuple[str, str], str] = OrderedDict()

    async def find(self, activity: Activity) -> str:
        """The id of the chat with the sender of an activity; raises `SendError`.

        Teams refuses where the person has not got the app.
        """
        key = _key(activity)
        if key not in self._ids:
            self._ids[key] = await self._connector.open_private_chat(
                Address.answering(activity), tenant_id=tenant_id(activity)
            )
            if len(self._ids) > REMEMBERED:
                self._ids.popitem(last=False)
        return self._ids[key]

    def known(self, activity: Activity) -> str | None:
        """The id of the chat with the sender, if it has been asked for."""
        return self._ids.get(_key(activity))

    def forget(self, activity: Activity) -> None:
        """Something could not be delivered there: ask for the chat again the next time."""
        self._ids.pop(_key(activity), None)


def _key(activity: Activity) -> tuple[str, str]:
    return activity.service_url, activity.from_property.id
