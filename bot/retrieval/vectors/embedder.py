"""What turns text into vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Embedder(Protocol):
    """A model that places texts which mean the same near each other."""

    @property
    def name(self) -> str:
        """The model; vectors of different models cannot be compared."""
        ...

    async def embed(self, texts: Sequence[str], *, timeout_s: float) -> Sequence[Sequence[float]]:
        """A vector for each text, in order and all of one length. Raises `RetrievalUnavailable`."""
        ...
