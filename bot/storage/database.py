"""One SQLite file served by one thread, which commits what arrives together in one transaction.

The file is in WAL mode, so several processes may use it, and every commit survives a killed
process. Only a write that somebody outside acts on (the channel never delivers an acknowledged
activity again) also waits for the disk, to survive a power cut: that wait is most of its cost, and
group commit shares it.
`secure_delete` overwrites what is deleted, and the log is emptied when the file is opened and soon
after each write, so that erased text does not linger on disk, not even that of a killed process.
"""

from __future__ import annotations

import asyncio
import logging
import math
import queue
import sqlite3
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from bot.errors import ConfigurationError, StorageUnavailable
from bot.storage.schema import migrate, touch
from bot.storage.transactions import Effect, Operation, RowChange, T, Transactions, Work

_GROUP = 64
"""When so many have been asked for, a transaction waits for no more."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Job:
    work: Work
    effect: Effect
    future: asyncio.Future[object] | None = None
    """None: nobody waits."""
    loop: asyncio.AbstractEventLoop | None = None

    def deliver(self, outcome: object) -> None:
        """Hand the outcome, an exception or a result, to whoever awaits it; in its loop."""
        if self.future is None or self.future.done():  # the awaiting task was cancelled
            return
        if isinstance(outcome, Exception):
            self.future.set_exception(outcome)
        else:
            self.future.set_result(outcome)


class SQLiteDatabase:
    """Runs operations on one SQLite file, one at a time, off the event loop."""

    def __init__(self, path: Path, *, patience_s: float = 5.0, log_s: float = 10.0) -> None:
        """Opens or creates the file and brings its schema up to date.

        `patience_s` is how long another process may hold the file before `StorageUnavailable`,
        `log_s` how long after a write the log is emptied, however busy the file is.
        Raises `ConfigurationError` if a newer version of Kollega wrote the file.
        """
        self.path = path
        self._connection = _opened(path, patience_s)
        self._log_s = log_s
        self._along: list[_Job] = []
        self._jobs: queue.SimpleQueue[tuple[_Job | None, ...]] = queue.SimpleQueue()
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name="sqlite", daemon=True)
        self._thread.start()

    async def read(self, operation: Operation[T]) -> T:
        """The result of an operation that changes nothing."""
        return cast(T, await self._submit(operation, "none"))

    async def write(self, operation: Operation[T], *, durable: bool = False) -> T:
        """The result of an operation, once committed: all of it happens, or nothing.

        `durable`: a power cut cannot undo it either.
        """
        return cast(T, await self._submit(operation, "durable" if durable else "commit"))

    async def change(self, change: RowChange, *, durable: bool = False) -> bool:
        """As `write`, for one row: cheaper the more of the same kind arrive together."""
        return cast(bool, await self._submit(change, "durable" if durable else "commit"))

    def write_along(self, work: Work) -> None:
        """Have work committed just before the next that is asked for.

        It costs next to nothing and nobody waits for it: a failure is only logged.
        """
        if self._closed:
            raise StorageUnavailable("the database is closed")
        self._along.append(_Job(work, "commit"))

    async def check(self) -> None:
        """Write, without changing anything; raises `StorageUnavailable`."""
        await self.write(touch)

    async def close(self) -> None:
        """Finish what has been asked for, then let go of the file."""
        if not self._closed:
            self._closed = True
            self._hand_over(None)
        await asyncio.to_thread(self._thread.join)

    async def _submit(self, work: Work, effect: Effect) -> object:
        if self._closed:
            raise StorageUnavailable("the database is closed")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[object] = loop.create_future()
        # At once: a busy event loop would otherwise keep the thread waiting for a whole round.
        self._hand_over(_Job(work, effect, future, loop))
        return await future

    def _hand_over(self, job: _Job | None) -> None:
        """With what is to be written along; None: nothing follows."""
        along, self._along = self._along, []
        self._jobs.put((*along, job))

    def _serve(self) -> None:
        transactions = Transactions(self._connection)
        empty_at = math.inf
        working = True
        while working:
            jobs, working = self._next_jobs(empty_at)
            effects = {job.effect for job in jobs}
            if empty_at == math.inf and effects - {"none"}:
                empty_at = time.monotonic() + self._log_s
            _settle(jobs, transactions.outcomes([job.work for job in jobs], effects))
            if time.monotonic() >= empty_at:
                is_empty = empty_log(self._connection)
                empty_at = math.inf if is_empty else time.monotonic() + self._log_s
        empty_log(self._connection)
        self._connection.close()

    def _next_jobs(self, until: float) -> tuple[list[_Job], bool]:
        """What has arrived, once something has, and whether more may follow.

        Nothing if it is time for something else.
        """
        left_s = None if until == math.inf else max(0.0, until - time.monotonic())
        jobs: list[_Job | None] = []
        try:
            jobs += self._jobs.get(timeout=left_s)
            while len(jobs) < _GROUP and jobs[-1] is not None:
                jobs += self._jobs.get_nowait()
        except queue.Empty:
            pass
        return [job for job in jobs if job is not None], None not in jobs[-1:]


def empty_log(connection: sqlite3.Connection) -> bool:
    """Move everything from the write-ahead log into the file; False if another process is busy."""
    try:
        (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error:
        return False
    return not busy


def _settle(batch: list[_Job], outcomes: list[object]) -> None:
    """Wake each event loop once for all that it awaits: waking costs more than the rest."""
    settled: dict[asyncio.AbstractEventLoop, list[tuple[_Job, object]]] = {}
    for job, outcome in zip(batch, outcomes, strict=True):
        if job.loop is None:
            _log_failure(outcome)
            continue
        settled.setdefault(job.loop, []).append((job, outcome))
    for loop, jobs in settled.items():
        try:
            loop.call_soon_threadsafe(_deliver, jobs)
        except RuntimeError:  # the loop has closed: nobody awaits it any longer
            continue


def _log_failure(outcome: object) -> None:
    if isinstance(outcome, Exception):
        # The message of anything else than our own errors can hold data.
        cause = str(outcome) if isinstance(outcome, StorageUnavailable) else type(outcome).__name__
        _log.warning("Something could not be stored", extra={"cause": cause})


def _deliver(jobs: list[tuple[_Job, object]]) -> None:
    for job, outcome in jobs:
        job.deliver(outcome)


def _opened(path: Path, patience_s: float) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            path, timeout=patience_s, isolation_level=None, check_same_thread=False
        )
    except (OSError, sqlite3.Error) as error:
        raise StorageUnavailable(f"{path} cannot be opened: {error}") from error
    try:
        connection.executescript(
            """
            PRAGMA trusted_schema = OFF;
            PRAGMA journal_mode = WAL;
            PRAGMA secure_delete = ON;
            PRAGMA cache_size = -512; -- KiB: the system caches the file, too
            """
        )
        migrate(connection, path)
        empty_log(connection)
    except sqlite3.Error as error:
        connection.close()
        raise StorageUnavailable(f"{path} cannot be opened: {error}") from error
    except ConfigurationError:
        connection.close()
        raise
    return connection
