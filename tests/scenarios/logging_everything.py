"""What production would write to its log if it logged everything."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from bot.telemetry import SafeFormatter


@contextmanager
def everything_logged(to: TextIO) -> Iterator[None]:
    """At every level, in the form that production has."""
    handler = logging.StreamHandler(to)
    handler.setFormatter(SafeFormatter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
