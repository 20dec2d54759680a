"""The moment at which a sync ends before its time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, Literal

from bot.errors import RetrievalUnavailable
from bot.ingestion.sync.ledger import Ledger
from bot.retrieval.base import Chunk, Index

When = Literal["killed before", "killed after", "index fails"]


class Killed(BaseException):
    """SIGKILL: nothing catches it, and nothing that comes later has any effect."""


class Doom:
    """Awaits the `count`-th write; None: none."""

    def __init__(self, count: int | None = None, when: When = "killed before") -> None:
        self._count, self._when = count, when
        self._writes = 0
        self._is_dead = False

    def begin(self, *, index: bool) -> bool:
        """A write is to be made; whether it is the last."""
        if self._is_dead:
            raise Killed
        self._writes += 1
        is_last = self._writes == self._count
        if is_last and self._when == "index fails":
            if index:
                raise RetrievalUnavailable("out of order")
            return False
        if is_last and self._when == "killed before":
            self.die()
        return is_last

    def end(self, is_last: bool) -> None:
        """The write was made."""
        if is_last:
            self.die()

    def die(self) -> None:
        self._is_dead = True
        raise Killed


class DoomedIndex:
    """An index whose writer may die."""

    def __init__(self, index: Index, doom: Doom) -> None:
        self._index, self._doom = index, doom
        self.writes = 0

    async def upsert(self, chunks: Sequence[Chunk]) -> None:
        is_last = self._doom.begin(index=True)
        self.writes += 1
        await self._index.upsert(chunks)
        self._doom.end(is_last)

    async def delete(self, document_ids: Collection[str]) -> None:
        is_last = self._doom.begin(index=True)
        self.writes += 1
        await self._index.delete(document_ids)
        self._doom.end(is_last)


def doomed(ledger: Ledger, doom: Doom) -> Ledger:
    """The ledger, whose writer may die."""
    for owner, name in (
        *((ledger, name) for name in ("save", "unsettle", "confirm", "forget")),
        (ledger.records, "finish"),
    ):
        setattr(owner, name, _watched(getattr(owner, name), doom))
    return ledger


def _watched(write: Callable[..., None], doom: Doom) -> Callable[..., None]:
    def watched(*arguments: Any, **named: Any) -> None:
        is_last = doom.begin(index=False)
        write(*arguments, **named)
        doom.end(is_last)

    return watched
