"""The client of a model server: OpenAI, Azure OpenAI, or any other that speaks as they do."""

from __future__ import annotations

import ssl
from collections.abc import Awaitable, Callable

from openai import AsyncOpenAI, DefaultAsyncHttpx2Client, OpenAIError

AUDIENCE = "https://cognitiveservices.azure.com"
"""Whom a token for Azure OpenAI is for."""
ApiKey = str | Callable[[], Awaitable[str]]

_NO_KEY = "none"
"""For a server that asks for none: without any, the library would look for one elsewhere."""


class NoToken(OpenAIError):
    """Entra gives none for the model."""


def build_client(
    *, base_url: str, api_key: ApiKey | None, tls: ssl.SSLContext, retries: int, timeout_s: float
) -> AsyncOpenAI:
    """A client to be closed by whoever asked for it. `timeout_s` is for each attempt.

    It goes nowhere but to `base_url`: it follows no redirect and asks no proxy.
    """
    return AsyncOpenAI(
        base_url=base_url,
        api_key=api_key or _NO_KEY,
        max_retries=retries,
        timeout=timeout_s,
        http_client=DefaultAsyncHttpx2Client(verify=tls, trust_env=False, follow_redirects=False),
    )
