"""What owners have decided, never older than five minutes.

An answer that can no longer be checked is not given: it may have been withdrawn. A document that
was stopped stays so until it is seen that it no longer is. Before anything has been read nobody
can tell what is stopped, so nothing is found at all.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath
from typing import Protocol
from urllib.parse import unquote, urlsplit

from bot.approved.base import (
    Announcement,
    AnnouncementKind,
    Approvals,
    ApprovedAnswer,
    wordings,
)
from bot.approved.matching import Questions
from bot.errors import KollegaError, RetrievalUnavailable
from bot.identity.base import Audience, User, readable_groups
from bot.retrieval.base import Chunk

OLDEST_S = 240.0
"""With the time between two readings, less than five minutes."""
EVERY_S = 30.0
_log = logging.getLogger(__name__)


class ApprovalSource(Protocol):
    """Where owners write."""

    async def read(self) -> Approvals:
        """All that stands there now. Raises `UnavailableError`."""
        ...

    def remembered(self) -> Approvals | None:
        """What stood there when it was last read, by any process; None if it never was."""
        ...


class CurrentApprovals:
    """Keeps what a source says, and answers from it."""

    def __init__(
        self,
        source: ApprovalSource,
        *,
        today: Callable[[], date] = date.today,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._source = source
        self._today = today
        self._clock = clock
        self._read_at: float | None = None
        self._latest = Approvals()
        self._questions: Questions[ApprovedAnswer] = Questions(())
        self._stopped: frozenset[str] = frozenset()

    @property
    def is_known(self) -> bool:
        """Whether it has been read at all."""
        return self._read_at is not None

    async def check(self) -> None:
        """Raise `RetrievalUnavailable` until it has been read."""
        if not self.is_known:
            raise RetrievalUnavailable("which documents are stopped has not been read yet")

    @property
    def stops_anything(self) -> bool:
        """Whether any document is stopped."""
        return bool(self._stopped)

    async def refresh(self) -> None:
        """Read once. If that fails, what was read before stays, as far as it may, and the next
        reading is tried all the same: one that ended for good would let stopped documents out."""
        try:
            latest = await self._source.read()
        except (KollegaError, OSError) as error:
            facts = {"error": type(error).__name__, "cause": str(error)}
            _log.warning("approved answers could not be read", extra=facts)
            if not self.is_known and (remembered := self._source.remembered()) is not None:
                kept = replace(remembered, answers=())
                self._take(kept, read_at=-math.inf)
            return
        self._take(latest, read_at=self._clock())

    def _take(self, latest: Approvals, *, read_at: float) -> None:
        self._read_at = read_at
        if latest != self._latest:
            self._latest = latest
            self._questions = Questions(wordings(latest.answers))
            self._stopped = frozenset(_plain(one.named) for one in latest.stopped)

    async def keep_current(self) -> None:
        """Read again and again, until cancelled."""
        while True:
            await asyncio.sleep(EVERY_S)
            await self.refresh()

    def find(self, question: str, *, reader: User, audience: Audience) -> ApprovedAnswer | None:
        """The answer in force that is for this reader, before this audience, latest approval
        first."""
        groups = readable_groups(reader, audience)
        today = self._today()
        fitting = [
            answer
            for answer in self._questions.like(question)
            if not groups.isdisjoint(answer.readers) and answer.applies_on(today)
        ]
        if not fitting or self._is_too_old():
            return None
        return max(fitting, key=lambda answer: answer.approved_on)

    def announced(self, kind: AnnouncementKind) -> Sequence[Announcement]:
        """What is in force of a kind, as last read: a pause holds until it is seen to end."""
        today = self._today()
        return [
            one for one in self._latest.announcements if one.kind == kind and one.applies_on(today)
        ]

    def passage(self, chunk_id: str, *, reader: User, audience: Audience) -> ApprovedAnswer | None:
        """The answer that was cited, if it still stands."""
        groups = readable_groups(reader, audience)
        for answer in () if self._is_too_old() else self._latest.answers:
            if answer.passage().chunk.id == chunk_id and not groups.isdisjoint(answer.readers):
                return answer if answer.applies_on(self._today()) else None
        return None

    def is_stopped(self, chunk: Chunk) -> bool:
        """Whether the owner has stopped the document of the chunk."""
        return bool(self._stopped) and not self._stopped.isdisjoint(_names(chunk))

    def _is_too_old(self) -> bool:
        return self._read_at is None or self._clock() - self._read_at > OLDEST_S


def _plain(name: str) -> str:
    """A document's address, id, file name or title as it is compared."""
    split = urlsplit(name.strip())
    told = f"{split.netloc}{split.path}" if split.netloc else name
    return unquote(told).strip().rstrip("/").casefold()


def _names(chunk: Chunk) -> Iterator[str]:
    """What an owner may call the document: its address, id, path, file or title."""
    path = chunk.document_id.partition(":")[2]
    for name in (chunk.url, chunk.document_id, path, PurePosixPath(path).name, chunk.title):
        if name:
            yield _plain(name)
