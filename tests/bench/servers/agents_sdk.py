"""Microsoft 365 Agents SDK: CloudAdapter over aiohttp, without a token check.

Authentication is off because its keys come from fixed addresses of Microsoft.
"""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

from aiohttp import web
from microsoft_agents.activity import Activity
from microsoft_agents.hosting.aiohttp import CloudAdapter
from microsoft_agents.hosting.core import ActivityHandler, TurnContext
from microsoft_agents.hosting.core.authorization import (
    AgentAuthConfiguration,
    AnonymousTokenProvider,
    ClaimsIdentity,
    Connections,
)

from tests.bench.servers.listening import listening
from tests.bench.world import World


class _Echo(ActivityHandler):
    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await turn_context.send_activity(f"echo: {turn_context.activity.text}")


class _Anonymous(Connections):
    """Sends without a token, which spares it work."""

    def __init__(self) -> None:
        self._provider = AnonymousTokenProvider()

    def get_connection(self, connection_name: str) -> AnonymousTokenProvider:
        return self._provider

    def get_default_connection(self) -> AnonymousTokenProvider:
        return self._provider

    def get_token_provider(
        self, claims_identity: ClaimsIdentity, service_url: str
    ) -> AnonymousTokenProvider:
        return self._provider

    def get_token_provider_from_activity(
        self, claims_identity: ClaimsIdentity, activity: Activity
    ) -> AnonymousTokenProvider:
        return self._provider

    def get_default_connection_configuration(self) -> AgentAuthConfiguration:
        return AgentAuthConfiguration()


def serving(world: World) -> AbstractAsyncContextManager[int]:
    """The bot, on a free port."""
    return listening(_application())


def _application() -> web.Application:
    adapter, bot = CloudAdapter(connection_manager=_Anonymous()), _Echo()

    async def messages(request: web.Request) -> web.Response:
        answer = await adapter.process(request, bot)
        assert answer is not None
        return answer

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    return app
