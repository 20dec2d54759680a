"""One walk through a website: from the first addresses to wherever they lead, within bounds."""

from __future__ import annotations

import asyncio
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from bot.ingestion.reasons import Reason
from bot.ingestion.sources.website.limits import CrawlLimits
from bot.ingestion.sources.website.visits import Visit

CrawlProgress = Callable[[int, int], None]
"""Called with addresses visited and addresses known."""


class Visitor(Protocol):
    """Whoever asks for an address."""

    async def visit(self, address: str, known: Visit | None, lastmod: str) -> Visit:
        """What is there; `known` is what was there before, and `lastmod` what the sitemap says."""
        ...


@dataclass(frozen=True, slots=True)
class Crawled:
    """What a crawl found."""

    visits: Mapping[str, Visit]
    unvisited: frozenset[str] = frozenset()
    """Addresses that it came to know of and did not get to."""
    limit: Reason | None = None
    """Why it ended before it was through."""


class Crawl:
    """Breadth first, so that what is near the first page comes before any bound."""

    def __init__(
        self,
        visitor: Visitor,
        *,
        limits: CrawlLimits,
        known: Mapping[str, Visit],
        leads_on: Callable[[str], bool],
        on_progress: CrawlProgress | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`known` is of the last crawl; `leads_on` says which links are followed."""
        self._visitor = visitor
        self._limits = limits
        self._known = known
        self._leads_on = leads_on
        self._on_progress = on_progress
        self._clock = clock
        self._end = clock() + limits.total_s
        self._visits: dict[str, Visit] = {}
        self._lastmod: Mapping[str, str] = {}
        self._queue: deque[tuple[str, int]] = deque()
        self._seen: set[str] = set()
        self._variants: Counter[str] = Counter()
        self._failures = 0
        self._missing: Reason | None = None
        self._limit: Reason | None = None

    async def run(self, first: Mapping[str, str]) -> Crawled:
        """Visit `first` (address → when it changed, if that is known) and what it leads to."""
        self._lastmod = first
        self._add(first, depth=0)
        running: set[asyncio.Task[tuple[str, int, Visit]]] = set()
        try:
            while self._queue or running:
                while self._queue and len(running) < self._limits.at_once and not self._is_over():
                    running.add(asyncio.create_task(self._visit(*self._queue.popleft())))
                if not running:
                    break
                done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    self._take(*task.result())
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
        return Crawled(self._visits, frozenset(self._seen - self._visits.keys()), self._limit)

    async def _visit(self, address: str, depth: int) -> tuple[str, int, Visit]:
        known, lastmod = self._known.get(address), self._lastmod.get(address, "")
        return address, depth, await self._visitor.visit(address, known, lastmod)

    def _take(self, address: str, depth: int, visit: Visit) -> None:
        self._failures = self._failures + 1 if visit.missing else 0
        self._missing = visit.missing
        if visit.missing and (known := self._known.get(address)):
            # It is there all the same, and so is what it leads to.
            visit = replace(known, missing=visit.missing)
        self._visits[address] = visit
        onward = (visit.moved_to, visit.canonical, *filter(self._leads_on, visit.links))
        self._add(onward, depth=depth + 1)
        if self._on_progress is not None:
            self._on_progress(len(self._visits), len(self._seen))

    def _add(self, addresses: Iterable[str], *, depth: int) -> None:
        for address in addresses:
            if address and address not in self._seen and self._has_room(address, depth):
                self._seen.add(address)
                self._queue.append((address, depth))

    def _has_room(self, address: str, depth: int) -> bool:
        if depth > self._limits.depth:
            return False
        if len(self._seen) >= self._limits.pages:
            self._limit = Reason("crawl_limit", f"> {self._limits.pages}")
            return False
        path, question, _ = address.partition("?")
        self._variants[path] += bool(question)
        return self._variants[path] <= self._limits.variants

    def _is_over(self) -> bool:
        if self._clock() > self._end:
            self._limit = Reason("crawl_limit", f"> {self._limits.total_s / 3600:g} h")
        elif self._failures >= self._limits.failures:
            self._limit = self._missing
        else:
            return False
        return True
