"""What a process has used, and running work in a process of its own so that it can be told."""

from __future__ import annotations

import asyncio
import resource
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

_STATUS = Path("/proc/self/status")
_DESCRIPTORS = Path("/proc/self/fd")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Usage:
    """Since the process began."""

    cpu_s: float
    """User and system time of all its threads."""
    peak_mb: float
    """The most memory that it has had resident."""
    resident_mb: float
    """Now; 0 where the system does not tell."""
    descriptors: int
    """Open files and sockets; 0 where the system does not tell."""
    threads: int
    tasks: int
    """Of the running event loop."""


def usage() -> Usage:
    """Of this process."""
    return Usage(
        cpu_s=time.process_time(),
        peak_mb=_peak_mb(),
        resident_mb=_status_mb("VmRSS"),
        descriptors=len(list(_DESCRIPTORS.iterdir())) if _DESCRIPTORS.exists() else 0,
        threads=threading.active_count(),
        tasks=_tasks(),
    )


def children_cpu_s() -> float:
    """CPU time of the child processes that have ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


async def in_own_process(work: Callable[..., _Result], *arguments: object) -> _Result:
    """What `work` returns when nothing else has run in its process."""
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return await loop.run_in_executor(pool, work, *arguments)


def resident_mb() -> tuple[float, float]:
    """Of this process now: its own memory, and pages of files that it has mapped."""
    return _status_mb("RssAnon"), _status_mb("RssFile")


def _peak_mb() -> float:
    # Linux counts the parent's memory at the time of the fork into ru_maxrss.
    if peak_mb := _status_mb("VmHWM"):
        return peak_mb
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 1024


def _status_mb(name: str) -> float:
    if _STATUS.exists():
        for line in _STATUS.read_text().splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _tasks() -> int:
    try:
        return len(asyncio.all_tasks())
    except RuntimeError:  # there is no loop
        return 0
