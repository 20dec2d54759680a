"""Vectors that have been paid for once, by the hash of their text."""

from __future__ import annotations

import asyncio
import sqlite3
from array import array
from collections.abc import Mapping, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from bot.errors import RetrievalUnavailable
from bot.retrieval.vectors.embedder import Embedder

_BATCH = 96
_LONGEST = 8_000
"""Characters of a text that a vector is made of; models take about 8,000 tokens."""
_SCHEMA = "CREATE TABLE IF NOT EXISTS vector (key TEXT PRIMARY KEY, numbers BLOB NOT NULL)"
_PROBE = "Kollega"


class CachedEmbedder:
    """An `Embedder` that asks another in batches, and for each text once.

    What has been embedded is kept after every batch, so that an interrupted ingestion goes on
    where it stopped.
    """

    def __init__(self, inner: Embedder, path: Path) -> None:
        self.name = inner.name
        self._inner = inner
        self._path = path

    async def embed(self, texts: Sequence[str], *, timeout_s: float) -> Sequence[Sequence[float]]:
        """A vector for each text, in order. `timeout_s` is for each batch."""
        wanted = {self._key(text): text[:_LONGEST] for text in texts}
        known = dict(await asyncio.to_thread(self._known, list(wanted)))
        missing = [key for key in wanted if key not in known]
        for start in range(0, len(missing), _BATCH):
            keys = missing[start : start + _BATCH]
            vectors = await self._inner.embed([wanted[key] for key in keys], timeout_s=timeout_s)
            new = dict(zip(keys, vectors, strict=True))
            await asyncio.to_thread(self._keep, new)
            known |= new
        return [known[self._key(text)] for text in texts]

    async def dimensions(self, *, timeout_s: float) -> int:
        """How long the model's vectors are."""
        [vector] = await self.embed([_PROBE], timeout_s=timeout_s)
        return len(vector)

    def _key(self, text: str) -> str:
        return sha256(f"{self.name}\n{text[:_LONGEST]}".encode()).hexdigest()

    def _known(self, keys: Sequence[str]) -> Mapping[str, Sequence[float]]:
        with closing(self._opened()) as database:
            found = {}
            for key in keys:
                row = database.execute("SELECT numbers FROM vector WHERE key = ?", (key,))
                if (one := row.fetchone()) is not None:
                    found[key] = array("f", one[0])
            return found

    def _keep(self, vectors: Mapping[str, Sequence[float]]) -> None:
        rows = [(key, array("f", vector).tobytes()) for key, vector in vectors.items()]
        with closing(self._opened()) as database, database:
            database.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?)", rows)

    def _opened(self) -> sqlite3.Connection:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            database = sqlite3.connect(self._path, timeout=10.0)
            database.execute(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise RetrievalUnavailable(f"the vectors' cache cannot be used: {error}") from None
        return database
