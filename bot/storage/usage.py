"""What the models have used, by day: of nobody, for the municipality whose store it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

KEPT_FOR = timedelta(days=400)
"""A budget year, and time to look at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelUse:
    """Calls of the language model, and tokens by kind."""

    requests: int = 0
    prompt: int = 0
    completion: int = 0
    embedding: int = 0

    @property
    def tokens(self) -> int:
        """Of all kinds."""
        return self.prompt + self.completion + self.embedding

    def __add__(self, other: ModelUse) -> ModelUse:
        return ModelUse(
            requests=self.requests + other.requests,
            prompt=self.prompt + other.prompt,
            completion=self.completion + other.completion,
            embedding=self.embedding + other.embedding,
        )

    def __bool__(self) -> bool:
        return bool(self.requests or self.tokens)


class UsageLedger(Protocol):
    """Adds up what all processes have used. Every method raises `StorageUnavailable`."""

    async def add(self, day: date, used: ModelUse) -> None:
        """Count it, and forget days that are older than `KEPT_FOR`."""
        ...

    async def since(self, day: date) -> Mapping[date, ModelUse]:
        """That day's and every later one's, oldest first; days without any are left out."""
        ...
