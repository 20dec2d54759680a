"""Child processes that read documents: kept while they behave, killed and replaced when not."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.ingestion.documents.reading import VERSION, Reading, decode
from bot.ingestion.reasons import Reason, reason_code
from bot.ingestion.workers.limits import Limits

_DOCUMENTS_PER_PROCESS = 200
"""A process is replaced after so many, so that what parsers leak does not add up."""
_START_S = 60.0
_WITH_OCR = 1_000_000
_OUT_OF_TIME = getattr(signal, "SIGXCPU", None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: a reading, or the reason why there is none."""

    digest: str
    """SHA-256 of the bytes that were read; empty when they were not."""
    reading: Reading | None = None
    reason: Reason | None = None


class ReaderPool:
    """Reads files in child processes, as many at a time as it has processes."""

    def __init__(self, limits: Limits, *, size: int | None = None) -> None:
        self._limits = limits
        self.size = size or min(4, os.cpu_count() or 1)
        self._idle: asyncio.LifoQueue[_Reader] = asyncio.LifoQueue()
        self._readers = [_Reader(limits) for _ in range(self.size)]
        for reader in self._readers:
            self._idle.put_nowait(reader)

    @property
    def version(self) -> int:
        """Raised whenever the same file would be read differently."""
        # Scanned documents are read again once there is something to read them with.
        return VERSION + _WITH_OCR * self._limits.ocr

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for reader in self._readers:
            await reader.stop()

    async def read(self, path: Path, name: str) -> Outcome:
        """Read one file; never raises for what the file does."""
        reader = await self._idle.get()
        try:
            used = reader.used
            outcome = await reader.read(path, name)
            code = outcome.reason and outcome.reason.code
            if used and code in ("crashed", "out_of_memory"):
                # Memory that earlier documents took may be to blame: once more in a fresh process.
                await reader.stop()
                outcome = await reader.read(path, name)
            return outcome
        except BaseException:
            await reader.stop()
            raise
        finally:
            self._idle.put_nowait(reader)


class _Reader:
    """One child process, started when first needed."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: asyncio.subprocess.Process | None = None
        self._count = 0

    @property
    def used(self) -> bool:
        """Whether the process has read documents before."""
        return self._process is not None and self._count > 0

    async def read(self, path: Path, name: str) -> Outcome:
        if self._count >= _DOCUMENTS_PER_PROCESS:
            await self.stop()
        start_s = 0 if self.used else _START_S
        process = self._process or await self._start()
        self._count += 1
        try:
            async with asyncio.timeout(self._limits.wall_s + start_s):
                return await self._ask(process, path, name)
        except TimeoutError:
            await self.stop()
            return Outcome("", reason=Reason("too_slow"))
        except (asyncio.IncompleteReadError, ConnectionError):
            status = await self.stop()
            too_slow = _OUT_OF_TIME is not None and status == -_OUT_OF_TIME
            return Outcome("", reason=Reason("too_slow" if too_slow else "crashed"))

    async def _ask(self, process: asyncio.subprocess.Process, path: Path, name: str) -> Outcome:
        if process.stdin is None or process.stdout is None:
            raise ConnectionError
        process.stdin.write(json.dumps({"path": str(path), "name": name}).encode() + b"\n")
        await process.stdin.drain()
        length = int.from_bytes(await process.stdout.readexactly(8), "big")
        if length > self._limits.reply_mb * 2**20:
            await self.stop()
            return Outcome("", reason=Reason("too_much_text"))
        head, _, body = (await process.stdout.readexactly(length)).partition(b"\n")
        return await self._outcome(head, body)

    async def _outcome(self, head: bytes, body: bytes) -> Outcome:
        try:
            fields = json.loads(head)
            digest, code, detail = str(fields["digest"]), str(fields["code"]), str(fields["detail"])
            if not code:
                return Outcome(digest, reading=decode(body))
        except (ValueError, KeyError, TypeError):
            await self.stop()
            return Outcome("", reason=Reason("crashed"))
        if code == "out_of_memory":
            await self.stop()
        return Outcome(digest, reason=Reason(reason_code(code), detail[:200]))

    async def _start(self) -> asyncio.subprocess.Process:
        # Only what Python needs to find its modules: no secret of the parent reaches a process
        # that parses untrusted bytes. Windows does not start one without its own variables.
        found = os.pathsep.join(part for part in sys.path if part)
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-B",
            "-m",
            "bot.ingestion.workers.worker",
            json.dumps(asdict(self._limits)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=None if sys.platform == "win32" else {"PYTHONPATH": found, "PYTHONUTF8": "1"},
        )
        return self._process

    async def stop(self) -> int | None:
        """End the process, however busy it is; its exit status."""
        process, self._process, self._count = self._process, None, 0
        if process is None:
            return None
        # A process that has ended by itself keeps the status that tells why.
        try:
            async with asyncio.timeout(0.2 if process.stdout and process.stdout.at_eof() else 0):
                await process.wait()
        except TimeoutError:
            _abandon(process)
        return await process.wait()


def _abandon(process: asyncio.subprocess.Process) -> None:
    """Kill a process and close its pipes.

    Expected: `kill` is enough. Actual: a pipe whose reading is paused, because more than its buffer
    was written, never sees its end; `wait` waits for it. asyncio has no public way to close it.
    """
    process._transport.close()  # type: ignore[attr-defined]  # see above
