"""Which chunks are nearest in meaning, among those that a reader may see."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.retrieval.vectors.store import Row, Vector, VectorStore, Waiting

_ROUGH = 400
"""How many of the roughly nearest are compared exactly. Signs alone keep about nine tenths of the
order, so the true best ten are hardly ever outside."""
_AGE_S = 1.0
"""While the vectors change all the time, they are loaded again this often."""
_SEPARATOR = "\x1f"

Floats = NDArray[np.float32]


def to_vector(waiting: Waiting, numbers: Sequence[float]) -> Vector:
    """A model's numbers as they are stored: at length one, and as signs."""
    exact = unit(numbers)
    return Vector(waiting.key, np.packbits(exact > 0).tobytes(), exact.astype(np.float16).tobytes())


def unit(numbers: Sequence[float]) -> Floats:
    """The vector at length one; zeros stay zeros."""
    vector = np.asarray(numbers, dtype=np.float32)
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector


class Nearest:
    """Searches the vectors of one model; holds their signs in memory, a bit for each number.

    Access is decided before anything is compared: a passage that the reader may not see takes
    nobody's place. It is decided again by the index, which alone hands out text.
    """

    def __init__(self, store: VectorStore, *, model: str) -> None:
        self._store = store
        self._model = model
        self._loaded = _Loaded.of([])
        self._generation, self._loaded_at = "", 0.0
        self._lock = threading.Lock()

    def search(
        self, vector: Sequence[float], *, groups: Collection[str], limit: int
    ) -> Sequence[str]:
        """Ids of chunks that one of `groups` may read, nearest first."""
        loaded = self._fresh()
        asked = unit(vector)
        places = loaded.roughly_nearest(np.packbits(asked > 0), groups)
        if not len(places):
            return ()
        found = self._store.exact([int(number) for number in loaded.numbers[places]])
        kept = [(place, raw) for place, raw in zip(places, found, strict=True) if raw]
        if not kept or len(kept[0][1]) != 2 * len(asked):
            return ()
        exact = np.frombuffer(b"".join(raw for _, raw in kept), dtype=np.float16)
        likeness = exact.reshape(len(kept), -1).astype(np.float32) @ asked
        best = np.argsort(-likeness, kind="stable")[:limit]
        return tuple(loaded.ids[int(kept[place][0])] for place in best)

    def _fresh(self) -> _Loaded:
        with self._lock:
            if time.monotonic() - self._loaded_at < _AGE_S:
                return self._loaded
            generation = self._store.generation()
            if generation != self._generation:
                rows = self._store.rows(model=self._model) if generation else []
                self._loaded, self._generation = _Loaded.of(rows), generation
            self._loaded_at = time.monotonic()
            return self._loaded


class _Loaded:
    """All vectors' signs, and who may read their chunks."""

    def __init__(
        self,
        ids: Sequence[str],
        numbers: NDArray[np.int64],
        bits: NDArray[np.uint8],
        shared: NDArray[np.int32],
        readers: Sequence[frozenset[str]],
    ) -> None:
        self.ids = ids
        self.numbers = numbers
        self._bits = bits
        self._shared = shared
        """For each chunk, the place of its readers in `_readers`."""
        self._readers = readers

    @classmethod
    def of(cls, rows: Sequence[Row]) -> _Loaded:
        sets: dict[str, int] = {}
        shared = [sets.setdefault(row.readers, len(sets)) for row in rows]
        return cls(
            [row.chunk_id for row in rows],
            np.array([row.number for row in rows], dtype=np.int64),
            np.frombuffer(b"".join(row.bits for row in rows), dtype=np.uint8).reshape(
                len(rows), -1 if rows else 0
            ),
            np.array(shared, dtype=np.int32),
            [frozenset(readers.split(_SEPARATOR)) for readers in sets],
        )

    def roughly_nearest(
        self, asked: NDArray[np.uint8], groups: Collection[str]
    ) -> NDArray[np.int64]:
        """Places of the chunks whose signs differ least, among those that may be read."""
        open_sets = np.array([not readers.isdisjoint(groups) for readers in self._readers], bool)
        if not open_sets.any() or self._bits.shape[1] != len(asked):
            return np.empty(0, np.int64)
        places = np.flatnonzero(open_sets[self._shared])
        differing = np.bitwise_count(self._bits[places] ^ asked).sum(axis=1, dtype=np.int32)
        if len(places) <= _ROUGH:
            return places
        return places[np.argpartition(differing, _ROUGH)[:_ROUGH]]
