"""Work in order within a conversation and in parallel across them, so much at a time."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TypeAlias

Job: TypeAlias = Callable[[], Awaitable[None]]


class Dispatcher:
    """One line of jobs per key; a task exists only while its line has jobs."""

    def __init__(self, *, workers: int) -> None:
        self._slots = asyncio.Semaphore(workers)
        self._lines: dict[str, deque[Job]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    def submit(self, key: str, job: Job) -> None:
        """Do `job`, which must not raise, after those submitted before it with the same key.

        Does nothing once closed: what is recorded is left to the next process.
        """
        if self._closed:
            return
        line = self._lines.get(key)
        if line is not None:
            line.append(job)
            return
        self._lines[key] = deque([job])
        task = asyncio.create_task(self._work(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self, timeout_s: float) -> None:
        """Finish the jobs that run; drop those that wait, and after the timeout the rest too."""
        self._closed = True
        for line in self._lines.values():
            line.clear()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=timeout_s)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _work(self, key: str) -> None:
        line = self._lines[key]
        try:
            while line:
                async with self._slots:
                    if line:
                        await line.popleft()()
        finally:
            del self._lines[key]
