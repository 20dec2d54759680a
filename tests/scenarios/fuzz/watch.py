"""What must not happen whatever comes in: a traceback, a host off the list, memory without end."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp.http_exceptions import HttpProcessingError

PAGE = os.sysconf("SC_PAGE_SIZE")


class Tracebacks(logging.Handler):
    """Collects what is logged of an unexpected failure, while the block lasts."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        # aiohttp logs so what is not HTTP, and answers 400 before the endpoint sees anything.
        if error is not None and not isinstance(error, HttpProcessingError):
            self.found.append(logging.Formatter().format(record))

    def __enter__(self) -> Self:
        logging.getLogger().addHandler(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        logging.getLogger().removeHandler(self)


def resident_mb() -> float:
    """Memory of this process now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 2**20
