"""Vectors from OpenAI, Azure OpenAI, or any server that speaks `/embeddings`."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from typing import Self

from openai import AsyncOpenAI, OpenAIError

from bot.errors import RetrievalUnavailable
from bot.openai_client import ApiKey, build_client
from bot.telemetry import Meter

_RETRIES = 4
"""Of a call that was refused because there were too many, after as long as the server asks for."""
_TIMEOUT_S = 60.0


class OpenAIEmbedder:
    """Sends texts and nothing about who asks or who may read them."""

    def __init__(self, client: AsyncOpenAI, *, model: str, meter: Meter | None = None) -> None:
        self._client = client
        self._meter = meter or Meter()
        self.name = model

    @classmethod
    def build(
        cls,
        *,
        base_url: str,
        api_key: ApiKey | None,
        model: str,
        tls: ssl.SSLContext,
        meter: Meter | None = None,
    ) -> Self:
        """An embedder with a client of its own: end it with `close`."""
        client = build_client(
            base_url=base_url, api_key=api_key, tls=tls, retries=_RETRIES, timeout_s=_TIMEOUT_S
        )
        return cls(client, model=model, meter=meter)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def embed(self, texts: Sequence[str], *, timeout_s: float) -> Sequence[Sequence[float]]:
        """A vector for each text, in order. `timeout_s` is for each attempt."""
        try:
            answer = await self._client.embeddings.create(
                model=self.name, input=list(texts), encoding_format="float", timeout=timeout_s
            )
        except OpenAIError as error:
            raise RetrievalUnavailable(
                f"the model for vectors cannot be used: {type(error).__name__}"
            ) from None
        self._meter.model_tokens.add(
            "embedding", by=answer.usage.total_tokens if answer.usage else 0
        )
        vectors = [one.embedding for one in sorted(answer.data, key=lambda one: one.index)]
        if len(vectors) != len(texts) or len({len(vector) for vector in vectors}) != 1:
            raise RetrievalUnavailable("the model for vectors gave another number than was asked")
        return vectors
