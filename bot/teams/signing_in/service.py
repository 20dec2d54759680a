"""The Bot Framework's sign-in service: keeps what people have signed in with, per connection."""

from __future__ import annotations

import base64
import json
import ssl
from dataclasses import dataclass
from typing import Literal

import aiohttp
from botbuilder.schema import Activity

from bot.errors import SendError, TokenUnavailable
from bot.teams.fields import Json, JsonObject
from bot.teams.sending.connector import ConnectorToken

TIMEOUT = aiohttp.ClientTimeout(total=4.0)
"""Teams gives up on the invoke that waits for it after five seconds."""
_CHANNEL = "msteams"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInResource:
    """What a sign-in card needs."""

    link: str
    """The page behind the button."""
    exchange: JsonObject | None
    """With it Teams signs in without anybody pressing the button (`tokenExchangeResource`)."""
    post: JsonObject | None
    """Where Teams leaves the token of a pressed button (`tokenPostResource`)."""


class SignInService:
    """Raises `TokenUnavailable` when the service does not answer, or not as it should.

    https://github.com/microsoft/botbuilder-js/blob/main/libraries/swagger/TokenAPI.json
    """

    def __init__(
        self,
        url: str,
        *,
        connection: str,
        app_id: str,
        token: ConnectorToken,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """`token` is the bot's own, `connection` the name of its OAuth connection."""
        self.connection = connection
        self._url = url
        self._app_id = app_id
        self._token = token
        self._tls = tls
        self._session: aiohttp.ClientSession | None = None

    async def token_of(self, activity: Activity, *, code: str | None = None) -> str | None:
        """What its sender has signed in with; None if they have not. `code` ends a sign-in."""
        query = self._of(activity) | ({"code": code} if code else {})
        return _token(await self._request("GET", "usertoken/GetToken", query))

    async def exchange(self, activity: Activity, token: str) -> str | None:
        """What Teams' token is exchanged for; None if the person must consent first."""
        body: JsonObject = {"token": token}
        return _token(
            await self._request("POST", "usertoken/exchange", self._of(activity), body=body)
        )

    async def sign_out(self, activity: Activity) -> None:
        """Forget what the sender has signed in with."""
        await self._request("DELETE", "usertoken/SignOut", self._of(activity))

    async def resource(self, activity: Activity) -> SignInResource:
        """What the sender can sign in with."""
        query = {"state": _state(activity, self.connection, self._app_id)}
        answer = await self._request("GET", "botsignin/GetSignInResource", query)
        link = answer.get("signInLink") if answer else None
        if answer is None or not isinstance(link, str) or not link.startswith("https://"):
            raise TokenUnavailable("the sign-in service gives no sign-in page")
        exchange, post = answer.get("tokenExchangeResource"), answer.get("tokenPostResource")
        return SignInResource(
            link=link,
            exchange=exchange if isinstance(exchange, dict) and exchange.get("id") else None,
            post=post if isinstance(post, dict) and post.get("sasUrl") else None,
        )

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    def _of(self, activity: Activity) -> dict[str, str]:
        return {
            "userId": activity.from_property.id,
            "connectionName": self.connection,
            "channelId": _CHANNEL,
        }

    async def _request(
        self,
        method: Literal["GET", "POST", "DELETE"],
        operation: str,
        query: dict[str, str],
        *,
        body: JsonObject | None = None,
    ) -> JsonObject | None:
        """The answer's object; None for 404, and 400 to an exchange: there is no token."""
        try:
            bearer = await self._token.token()
            async with self._open().request(
                method,
                f"{self._url}/api/{operation}",
                params=query,
                json=body,
                headers={"Authorization": f"Bearer {bearer}"},
                allow_redirects=False,
            ) as response:
                if response.status == 404 or (response.status == 400 and body is not None):
                    return None
                if response.status not in (200, 204):
                    raise TokenUnavailable(f"the sign-in service answered {response.status}")
                return _object(await response.read())
        except SendError as error:
            raise TokenUnavailable(str(error)) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            reason = f"the sign-in service does not answer: {type(error).__name__}"
            raise TokenUnavailable(reason) from None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            tls = self._tls if self._tls is not None else True
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(ssl=tls),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=TIMEOUT,
            )
        return self._session


def _token(answer: JsonObject | None) -> str | None:
    found = answer.get("token") if answer else None
    return found if isinstance(found, str) and found else None


def _object(raw: bytes) -> JsonObject:
    try:
        decoded: Json = json.loads(raw) if raw else {}
    except (ValueError, RecursionError):
        decoded = None
    if not isinstance(decoded, dict):
        raise TokenUnavailable("the sign-in service's answer is unreadable")
    return decoded


def _state(activity: Activity, connection: str, app_id: str) -> str:
    """Where the service sends the person back to, as the Bot Framework SDKs write it."""
    state: JsonObject = {
        "connectionName": connection,
        "conversation": {
            "activityId": activity.id,
            "bot": {"id": activity.recipient.id, "name": activity.recipient.name},
            "channelId": _CHANNEL,
            "conversation": {"id": activity.conversation.id},
            "serviceUrl": activity.service_url,
            "user": {"id": activity.from_property.id},
        },
        "msAppId": app_id,
    }
    return base64.b64encode(json.dumps(state).encode()).decode()
