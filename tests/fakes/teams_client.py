"""Teams as the bot sees it: people who write, press buttons and thumbs, and install the app."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.fakes.connector import FakeConnector
from tests.fakes.identity_provider import IdentityProvider
from tests.fakes.specs import faults, inbound_activity

TENANT = "11111111-2222-3333-4444-555555555555"
BOT_ID = "28:bot"
PERSONAL = "a:anna"
GROUP = "19:grupp@thread.v2"

Activity = dict[str, Any]

_NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Person:
    """Somebody in Teams."""

    id: str
    object_id: str
    name: str

    def member(self, role: str = "user") -> Activity:
        """As a roster names them."""
        return {
            "id": self.id,
            "aadObjectId": self.object_id,
            "name": self.name,
            "userRole": role,
            "tenantId": TENANT,
        }


ANNA = Person("29:anna", "id-anna", "Anna Lindqvist")
ERIK = Person("29:erik", "id-erik", "Erik Nyström")
STRANGER = Person("29:okand", "id-okand", "Okänd Person")


@dataclass(frozen=True)
class Answer:
    """The bot's answer to a request."""

    status: int
    text: str

    def json(self) -> Any:
        return json.loads(self.text)


class TeamsClient:
    """Builds activities as Teams does, signs them, and posts them to the bot."""

    def __init__(
        self,
        endpoint: str,
        *,
        connector: FakeConnector,
        identity_provider: IdentityProvider,
        session: aiohttp.ClientSession,
    ) -> None:
        self._endpoint = endpoint
        self._connector = connector
        self._identity_provider = identity_provider
        self._session = session

    @property
    def origin(self) -> str:
        """Where a browser reaches the bot's pages."""
        return self._endpoint.removesuffix("/api/messages")

    async def say(self, text: str, *, by: Person = ANNA, to: str = PERSONAL) -> Answer:
        return await self.deliver(self.message(text, by=by, to=to))

    def message(
        self, text: str, *, by: Person = ANNA, to: str = PERSONAL, **fields: Any
    ) -> Activity:
        return self.activity("message", by=by, to=to, text=text, textFormat="plain", **fields)

    def mention(self, text: str, *, by: Person = ANNA, to: str = GROUP) -> Activity:
        """A message that mentions the bot, as people must in groups."""
        at = "<at>Kollega</at>"
        mention = {"type": "mention", "mentioned": {"id": BOT_ID, "name": "Kollega"}, "text": at}
        return self.message(f"{at} {text}", by=by, to=to, entities=[mention])

    def press(self, button: dict[str, Any], *, by: Person = ANNA, to: str = PERSONAL) -> Activity:
        """What arrives when `button`, an Action.Submit of a card, is pressed."""
        return self.activity("message", by=by, to=to, value=button["data"], replyToId="card")

    def thumb(self, reaction: str, comment: str = "", *, on: str = "", **fields: Any) -> Activity:
        feedback = json.dumps({"feedbackText": comment})
        given = {"reaction": reaction, "feedback": feedback}
        value = {"actionName": "feedback", "actionValue": given}
        return self.invoke("message/submitAction", value, replyToId=on, **fields)

    def edit(self, message: Activity, text: str, *, at: str = "08:01") -> Activity:
        """The message after its writer has changed it, as a redelivery or a later edit may be."""
        return {
            **message,
            "type": "messageUpdate",
            "text": f"<at>Kollega</at> {text}" if message.get("entities") else text,
            "timestamp": f"2026-11-24T{at}:00.000Z",
            "channelData": {**message["channelData"], "eventType": "editMessage"},
        }

    def delete(self, message: Activity) -> Activity:
        """What arrives when the writer of a message deletes it."""
        kept = {name: item for name, item in message.items() if name not in ("text", "textFormat")}
        data = {**message["channelData"], "eventType": "softDeleteMessage"}
        return {**kept, "type": "messageDelete", "channelData": data}

    def react(self, kind: str, *, on: str, **fields: Any) -> Activity:
        """A reaction to a message of the bot."""
        return self.activity(
            "messageReaction", replyToId=on, reactionsAdded=[{"type": kind}], **fields
        )

    def invoke(self, name: str, value: Any, **fields: Any) -> Activity:
        return self.activity("invoke", name=name, value=value, **fields)

    def activity(
        self, kind: str, *, by: Person = ANNA, to: str = PERSONAL, **fields: Any
    ) -> Activity:
        personal = to.startswith("a:")
        conversation: Activity = {
            "id": to,
            "tenantId": TENANT,
            "conversationType": "personal" if personal else "groupChat",
        }
        if not personal:
            conversation["isGroup"] = True
            self._connector.join(to.partition(";messageid=")[0], by.member())
        return {
            "type": kind,
            "id": f"activity-{next(_NUMBERS)}",
            "timestamp": "2026-11-24T08:00:00.000Z",
            "channelId": "msteams",
            "serviceUrl": self._connector.service_url,
            "from": {"id": by.id, "name": by.name, "aadObjectId": by.object_id},
            "conversation": conversation,
            "recipient": {"id": BOT_ID, "name": "Kollega"},
            "channelData": {"tenant": {"id": TENANT}},
            "locale": "sv-SE",
            **fields,
        }

    async def deliver(self, activity: Activity) -> Answer:
        """Post an activity as Teams does: valid against the published schema, and signed."""
        wrong = faults(inbound_activity(), activity)
        if wrong:
            raise AssertionError(f"Teams would not send this: {wrong}")
        return await self.post(activity)

    async def post(
        self,
        body: object,
        *,
        token: str | None = "signed",
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Post anything. `token` None sends none, "signed" a valid one."""
        sent = {"Content-Type": "application/json", **(headers or {})}
        if token == "signed":
            token = self.token()
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        async with self._session.post(self._endpoint, data=raw, headers=sent) as response:
            return Answer(response.status, await response.text())

    def token(self, **claims: Any) -> str:
        """A token as the Bot Connector signs it; `claims` as `IdentityProvider.sign` takes them."""
        named = {"service_url": self._connector.service_url, **claims}
        return self._identity_provider.sign(**named)
