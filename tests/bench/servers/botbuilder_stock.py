"""botbuilder as its documentation puts it together: CloudAdapter over aiohttp, token checked.

It gets no token of its own for sending, which spares it work: MSAL would ask login.microsoft.com.
"""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

from aiohttp import web
from botbuilder.core import ActivityHandler, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botframework.connector.auth import MicrosoftAppCredentials, ServiceClientCredentialsFactory

from tests.bench.servers.listening import listening
from tests.bench.world import APP_ID, ISSUER, World


class _Echo(ActivityHandler):  # type: ignore[misc]  # botbuilder is untyped
    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await turn_context.send_activity(f"echo: {turn_context.activity.text}")


class _Credentials(ServiceClientCredentialsFactory):  # type: ignore[misc]
    async def is_valid_app_id(self, app_id: str) -> bool:
        return app_id == APP_ID

    async def is_authentication_disabled(self) -> bool:
        return False

    async def create_credentials(
        self, app_id: str, oauth_scope: str, login_endpoint: str, validate_authority: bool
    ) -> MicrosoftAppCredentials:
        return MicrosoftAppCredentials.empty()


class _Configuration:
    """The local identity provider instead of Microsoft's."""

    def __init__(self, world: World) -> None:
        self.TO_CHANNEL_FROM_BOT_LOGIN_URL = world.authority
        self.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE = ISSUER
        self.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER = ISSUER
        self.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL = world.openid_metadata_url
        self.TO_BOT_FROM_EMULATOR_OPENID_METADATA_URL = world.openid_metadata_url
        self.OAUTH_URL = ISSUER


def serving(world: World) -> AbstractAsyncContextManager[int]:
    """The bot, on a free port."""
    return listening(_application(world))


def _application(world: World) -> web.Application:
    """Its README's echo bot."""
    adapter = CloudAdapter(
        ConfigurationBotFrameworkAuthentication(
            _Configuration(world), credentials_factory=_Credentials()
        )
    )
    bot = _Echo()

    async def messages(request: web.Request) -> web.Response:
        answer: web.Response = await adapter.process(request, bot)
        return answer

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    return app
