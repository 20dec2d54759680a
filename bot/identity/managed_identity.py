"""The bot's own token where its application is a managed identity, through azure-identity."""

from __future__ import annotations

import asyncio
import time

from azure.core.exceptions import AzureError
from azure.identity import ManagedIdentityCredential

from bot.errors import SendError


class ManagedIdentityToken:
    """Fetches tokens for the Bot Connector, which nobody else needs to keep a secret for."""

    def __init__(self, app_id: str, *, scope: str) -> None:
        self._credential = ManagedIdentityCredential(client_id=app_id)
        self._scope = scope

    async def fetch(self) -> tuple[str, float]:
        """The token and how long it lasts, in seconds. Raises `SendError`."""
        try:
            found = await asyncio.to_thread(self._credential.get_token, self._scope)
        except AzureError as error:
            reason = f"the managed identity gives no token: {type(error).__name__}"
            raise SendError(reason, unsent=True) from None
        return found.token, found.expires_on - time.time()
