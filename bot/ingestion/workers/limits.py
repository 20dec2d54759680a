"""What one document may cost, and how a process holds itself to it."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

try:
    import resource
except ImportError:  # Windows: only the wall clock and the sizes are limited there.
    resource = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds for reading one document."""

    memory_mb: int = 1024
    """Address space of the process that reads."""
    cpu_s: int = 120
    wall_s: float = 300.0
    file_mb: int = 100
    reply_mb: int = 64
    """What the process may hand back."""
    ocr: bool = False
    """Whether it may start the program that reads scanned pages."""


def confine(limits: Limits) -> None:
    """Bound this process for good: memory, no core dump, no file written."""
    if resource is None:
        return
    size = limits.memory_mb * 2**20
    for kind, bound in (
        (resource.RLIMIT_AS, size),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        try:
            resource.setrlimit(kind, (bound, bound))
        except (OSError, ValueError):  # macOS has no bound on address space.
            continue


def allow_cpu(seconds: int) -> None:
    """Let this process use that much more processor time; the system kills it then."""
    if resource is None:
        return
    used = math.ceil(time.process_time())
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, hard))
